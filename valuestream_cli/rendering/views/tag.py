"""The small tag at the head of a picture that says whether it shows the stream as it is or as it is to be."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Box, Shape, Text
from valuestream_cli.rendering.text import measure

_SIZE, _HEIGHT = 11.0, 20.0


def state(brief: Brief) -> str:
    """What the tag says of a stream; nothing where its state is not said."""
    told = brief.stream.state or ""
    return brief.words(told) if told and told in brief.words else told


def width(state: str) -> float:
    """How wide the tag is, zero without a state."""
    return measure(state, _SIZE) + 16 if state else 0.0


def tag(state: str, x: float, y: float) -> Iterator[Shape]:
    """The tag with its upper left corner at a place."""
    if state:
        broad = width(state)
        yield Box(x=x, y=y, width=broad, height=_HEIGHT, radius=10, fill="page", stroke="quiet", stroke_width=1)
        yield Text(x=x + broad / 2, y=y + 14, lines=(state,), size=_SIZE, fill="quiet")
