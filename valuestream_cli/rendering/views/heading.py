"""The head of a picture: the name of the stream, and at the right its state as a small tag."""

from __future__ import annotations

from valuestream_cli.rendering.diagram import Shape, Text
from valuestream_cli.rendering.text import clean, wrap
from valuestream_cli.rendering.views import tag

MARGIN = 24.0
_SIZE, _LEADING, _LINES = 20.0, 26.0, 3


def heading(title: str, state: str, width: float) -> tuple[list[Shape], float]:
    """The shapes on a canvas of this width, and where the picture may begin below them."""
    room = width - 2 * MARGIN - (tag.width(state) + 14 if state else 0)
    lines, was_cut = wrap(title, room, _SIZE, _LINES, bold=True)
    name = Text(
        x=MARGIN,
        y=MARGIN + 16,
        lines=lines or ("",),
        size=_SIZE,
        fill="ink",
        anchor="start",
        bold=True,
        leading=_LEADING,
        title=clean(title) if was_cut else "",
    )
    return [name, *tag.tag(state, width - MARGIN - tag.width(state), MARGIN)], MARGIN + 8 + _LEADING * len(name.lines)
