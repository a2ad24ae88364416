"""Formats: each writes a drawing, from its graph or from its scene."""
