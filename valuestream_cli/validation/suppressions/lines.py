"""Which lines a finding stands on, for comments that speak of a line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from valuestream_cli.findings import Finding
from valuestream_cli.source import Document, Marks, Place


class Lines:
    """The lines of the findings of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def of(self, finding: Finding) -> tuple[range, ...]:
        """The lines of its span; and the one above these that it also belongs to, if there is one."""
        span = finding.span
        is_whole_line = span.end_column == 1 and span.end_line > span.line
        own = range(span.line, span.end_line + (not is_whole_line))
        above = self._above.get((span.line, span.column))
        return (own, range(above, above + 1)) if above else (own,)

    @cached_property
    def _above(self) -> dict[tuple[int, int], int]:
        """Line and column of a value -> the line above it where its key stands, or the list item it identifies."""
        found = {}
        for (start, end), above in _apart(self._document, self._document.marks, is_item=False):
            span = self._document.span(start, end)
            found[span.line, span.column] = self._document.span(above, above).line
        return found


def _apart(document: Document, marks: Marks, *, is_item: bool) -> Iterator[tuple[Place, int]]:
    for part, inner in marks.items.items():
        if isinstance(inner, Marks):
            yield from _apart(document, inner, is_item=isinstance(part, int))
        elif isinstance(part, str):
            head = marks.start if is_item and part == "id" else marks.keys.get(part, inner)[0]
            if "\n" in document.text[head : inner[0]]:
                yield inner, head
