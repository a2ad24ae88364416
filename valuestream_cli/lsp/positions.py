"""Offsets in a text to the protocol's lines and columns, and back, in the units that the client counts in."""

from __future__ import annotations

import re
from bisect import bisect_right

from lsprotocol import types

_LINE_END = re.compile(r"\r\n|\n|\r")  # the protocol's: not the many more that `str.splitlines` knows
_CODECS: dict[str, tuple[str, int]] = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Positions:
    """Positions in one text. `encoding` is `utf-8`, `utf-16` or `utf-32`: what a column counts.

    lead: characters before the text that the client has and we do not, such as a byte order mark.
    """

    def __init__(self, text: str, encoding: str = "utf-16", lead: int = 0) -> None:
        self._text = text
        self._codec, self._width = _CODECS[encoding]
        self._lead = lead
        ends = list(_LINE_END.finditer(text))
        self._starts = [0, *(end.end() for end in ends)]
        self._ends = [*(end.start() for end in ends), len(text)]

    def position(self, offset: int) -> types.Position:
        """The position of an offset; one beyond the text is its end."""
        offset = min(max(offset, 0), len(self._text))
        line = bisect_right(self._starts, offset) - 1
        before = self._text[self._starts[line] : offset]
        column = len(before) if before.isascii() else len(self._encoded(before)) // self._width
        return types.Position(line, column + (self._lead if line == 0 else 0))

    def offset(self, position: types.Position) -> int:
        """The offset of a position; beyond the end of a line it is that end, as the protocol wants it."""
        if position.line >= len(self._starts):
            return len(self._text)
        start, end = self._starts[position.line], self._ends[position.line]
        line = self._text[start:end]
        column = max(0, position.character - (self._lead if position.line == 0 else 0))
        if not line.isascii():
            column = len(self._encoded(line)[: column * self._width].decode(self._codec, "ignore"))
        return min(start + column, end)

    def range(self, start: int, end: int) -> types.Range:
        """The stretch between two offsets."""
        return types.Range(self.position(start), self.position(end))

    def _encoded(self, text: str) -> bytes:
        return text.encode(self._codec)
