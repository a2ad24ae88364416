"""How far shapes reach, so that a canvas holds all of them."""

from __future__ import annotations

from collections.abc import Iterable

from valuestream_cli.rendering.diagram import Box, Disc, Path, Point, Shape, Text, flat
from valuestream_cli.rendering.text import measure

_SIDE = {"start": 1.0, "middle": 0.5, "end": 0.0}
_BELOW = 4.0  # from a baseline to the end of a line


def extent(shapes: Iterable[Shape]) -> Point:
    """The right and the lower end of all shapes."""
    ends = [_end(shape) for shape in flat(shapes)]
    return max(x for x, _ in ends), max(y for _, y in ends)


def _end(shape: Box | Disc | Text | Path) -> Point:
    if isinstance(shape, Path):
        return max(x for x, _ in shape.points), max(y for _, y in shape.points)
    if isinstance(shape, Disc):
        return shape.x + shape.radius, shape.y + shape.radius
    if isinstance(shape, Box):
        return shape.x + shape.width, shape.y + shape.height
    wide = max((measure(line, shape.size, shape.bold) for line in shape.lines), default=0.0)
    if shape.turned:
        return shape.x + _BELOW, shape.y + wide * (1 - _SIDE[shape.anchor])
    return shape.x + wide * _SIDE[shape.anchor], shape.y + shape.leading * (len(shape.lines) - 1) + _BELOW
