"""Finds places for what a view wants to show: positions and routes; the drawing stays with the view."""
