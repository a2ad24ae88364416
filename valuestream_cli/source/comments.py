"""Where something stands in a comment: a `#` in quotes, or in a block of text, begins none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from valuestream_cli.source import _drive
from valuestream_cli.source.builder import Builder


def in_comments(text: str, pattern: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begins with `#`, as far as they stand in comments of the one document.

    text: of a document that could be read.
    """
    matches = list(re.finditer(pattern, text))
    if not matches:
        return
    texts = _Texts(text)
    _drive(texts)
    for match in matches:
        if not texts.hold(match.start()):
            yield match


class _Texts(Builder):
    """Notes where text stands that may hold a `#`: in quotes, and in blocks below a `|` or `>`."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._starts: list[int] = []
        self._ends: list[int] = []

    def hold(self, offset: int) -> bool:
        """Whether an offset is inside of a text, or behind the document."""
        number = bisect_right(self._starts, offset) - 1
        return number >= 0 and offset < self._ends[number]

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if event.style and event.style in "|>":
            start = self.text.find("\n", start, end) + 1 or end  # a comment may follow the sign
        if event.style:
            self._note(start, end)
        super()._scalar(event)

    def _start_document(self, event: Any) -> None:
        super()._start_document(event)
        if self._documents > 1:
            self._note(event.start_mark.index, len(self.text))

    def _note(self, start: int, end: int) -> None:
        self._starts.append(start)
        self._ends.append(end)
