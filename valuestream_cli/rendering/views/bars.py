"""The dark bar across a picture that goes down: demand at its head, value where it is reached."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.rendering.diagram import Box, Shape, Text
from valuestream_cli.rendering.text import clean, measure, wrap

SIZE, LEADING, LINES = 13.0, 16.0, 3
_SIDE, _BETWEEN = 16.0, 12.0


def height(name: str, text: str, width: float) -> float:
    """How high a bar of this width is."""
    return 20 + LEADING * max(1, len(_told(name, text, width)[0]))


def bar(x: float, y: float, width: float, name: str, text: str, least: float = 0) -> Iterator[Shape]:
    """The bar with its upper left corner at a place, at least as high as asked."""
    lines, was_cut = _told(name, text, width)
    title = clean(text) if was_cut else ""
    high = max(least, height(name, text, width))
    yield Box(x=x, y=y, width=width, height=high, radius=8, fill="block", title=title)
    left, first = x + _SIDE, y + 22.6
    yield Text(x=left, y=first, lines=(name,), size=SIZE, fill="on-block", bold=True, anchor="start")
    left += measure(name, SIZE, True) + _BETWEEN
    yield Text(x=left, y=first, lines=lines, size=SIZE, fill="on-block", anchor="start", leading=LEADING)


def _told(name: str, text: str, width: float) -> tuple[tuple[str, ...], bool]:
    return wrap(text, width - measure(name, SIZE, True) - _BETWEEN - 2 * _SIDE, SIZE, LINES)
