"""Finds places for what a view wants to show: positions and routes only, the drawing itself stays with the view."""
