"""Colours by the part they play in a picture: built-in palettes, an organisation's own, and which can be read.

A palette says for each role (`ink`, `page`, `engage.tint` ...) its colour as `#rrggbb`. Each activity, and `?` for one
that nobody knows, has a `tint` (its lane) and a `strong` partner (its border, disc and name).
"""
