"""The logo of an organisation at the head of a finished picture: at the right, over all else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from valuestream_cli.logo import Logo, UnusableLogo, load
from valuestream_cli.rendering.diagram import Box, Disc, Image, Scene, Text, flat, moved
from valuestream_cli.rendering.text import measure

_WIDEST, _HIGHEST = 132.0, 34.0
_SIDE, _TOP, _AIR, _RIM = 24.0, 16.0, 12.0, 4.0
Edge = tuple[float, float, float]  # where a shape begins and ends across, and its upper edge
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def logo(path: str) -> Logo | None:
    """The logo in a file; null where it cannot be used, which `vs validate` tells."""
    try:
        return load(path)
    except UnusableLogo:
        return None


def with_logo(scene: Scene, logo: Logo) -> Scene:
    """The scene with a logo at its upper right, beside what is there; where there is no room, all else moves down."""
    scale = min(_WIDEST / logo.width, (scene.width - 2 * _SIDE) / logo.width, _HIGHEST / logo.height, 1)
    width, height = max(logo.width * scale, 1), max(logo.height * scale, 1)
    right, down = _place(scene, width, height)
    image = Image(x=right - width, y=_TOP, width=width, height=height, media=logo.media, content=logo.content)
    shapes = tuple(moved(shape, 0, down) for shape in scene.shapes) if down else scene.shapes
    return replace(scene, height=scene.height + down, shapes=(*shapes, _plate(image)), logo=image)


def _place(scene: Scene, width: float, height: float) -> tuple[float, float]:
    """Where a logo ends at its right, and how far all else must move down for it."""
    edges, bottom = list(_edges(scene)), _TOP + height
    beside = (start - _AIR for start, _, top in edges if top < bottom)
    ends = [scene.width - _SIDE, *(end for end in beside if end - width >= _SIDE)]
    moves = {end: _move(edges, end - width - _AIR, end + _AIR, bottom + _AIR) for end in ends}
    best = min(ends, key=lambda end: (moves[end], -end))
    return best, moves[best]


def _move(edges: list[Edge], left: float, right: float, bottom: float) -> float:
    """How far something moves down that would stand above `bottom` between two places."""
    below = (bottom - top for start, end, top in edges if start < right and left < end)
    return max((0.0, *below))


def _plate(image: Image) -> Box:
    """A light ground for a logo that was made for paper; on paper it is not seen."""
    return Box(
        x=image.x - _RIM,
        y=image.y - _RIM,
        width=image.width + 2 * _RIM,
        height=image.height + 2 * _RIM,
        radius=_RIM,
        fill="plate",
    )


def _edges(scene: Scene) -> Iterator[Edge]:
    for shape in flat(scene.shapes):
        if isinstance(shape, Text):
            yield from _of_text(shape)
        elif isinstance(shape, Box):
            yield shape.x, shape.x + shape.width, shape.y
        elif isinstance(shape, Disc):
            yield shape.x - shape.radius, shape.x + shape.radius, shape.y - shape.radius
        else:
            across, down = zip(*shape.points, strict=True)
            yield min(across), max(across), min(down)


def _of_text(text: Text) -> Iterator[Edge]:
    for place, line in enumerate(text.lines):
        length = measure(line, text.size, text.bold)
        if text.turned:
            yield text.x - text.size, text.x + text.size, text.y - length
        else:
            start = text.x - length * _ANCHORS[text.anchor]
            yield start, start + length, text.y + text.leading * place - text.size
