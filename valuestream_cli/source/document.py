"""What reading a file gives: its text, its data, and where every key, value and item of it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

from valuestream_cli.findings import Route, Span

Place = tuple[int, int]


class Fault(NamedTuple):
    """Something wrong with the file as bytes or as YAML; `kind` is the name of the rule that words it."""

    kind: str
    start: int
    end: int
    detail: str = ""
    related: Place | None = None


class Marks:
    """Where a mapping or a list stands, as offsets, and its keys and parts; a scalar has just a place."""

    __slots__ = ("end", "items", "keys", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.keys: dict[str, Place] = {}
        self.items: dict[str | int, Marks | Place] = {}

    def at(self, route: Route) -> Marks | Place | None:
        """What stands at a route below this; null where nothing does, or an alias stands for it."""
        marks: Marks | Place | None = self
        for part in route:
            marks = marks.items.get(part) if isinstance(marks, Marks) else None
        return marks


def _nowhere(_: str) -> Marks:
    return Marks(0, 0)


class Document:
    """One file: its text, its data (null where it could not be read), positions and faults."""

    def __init__(
        self,
        path: str,
        text: str,
        data: Any = None,
        faults: tuple[Fault, ...] = (),
        find_marks: Callable[[str], Marks] = _nowhere,
    ) -> None:
        self.path = path
        self.text = text
        self.data = data
        self.faults = faults
        self._find_marks = find_marks

    @cached_property
    def marks(self) -> Marks:
        """Where everything stands; found when it is first asked for, which in a clean file is never."""
        return self._find_marks(self.text)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def span(self, start: int, end: int) -> Span:
        """The offsets as lines and columns; an empty stretch is widened to one character."""
        line, column = self._place(min(start, len(self.text)))
        end_line, end_column = self._place(min(max(end, start), len(self.text)))
        if (line, column) == (end_line, end_column):
            end_column += 1
        return Span(line=line, column=column, end_line=end_line, end_column=end_column)

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def value_at(self, route: Route) -> Place:
        """Offsets of the value at a route: of a mapping or list on several lines, of its key.

        Where it is absent, of what stands for the thing around it.
        """
        marks: Marks | Place = self.marks
        for depth, part in enumerate(route):
            if isinstance(marks, tuple):
                return marks
            if part not in marks.items:
                return self.name_of(route[:depth])
            marks = marks.items[part]
        place = marks if isinstance(marks, tuple) else (marks.start, marks.end)
        is_spread = isinstance(marks, Marks) and not self._is_flow(*place)
        return self.name_of(route) if is_spread or place[0] == place[1] else place

    def _is_flow(self, start: int, end: int) -> bool:
        """Whether a mapping or list stands in brackets on one line."""
        return self.text[start : start + 1] in ("[", "{") and "\n" not in self.text[start:end]

    def name_of(self, route: Route) -> Place:
        """Offsets of what stands for the thing at a route: its key, or the first key of a list item."""
        marks: Marks | Place = self.marks
        key: Place | None = None
        for part in route:
            if isinstance(marks, tuple) or part not in marks.items:
                break
            key = marks.keys.get(part) if isinstance(part, str) else None
            marks = marks.items[part]
        if key or isinstance(marks, tuple):
            return key or marks  # type: ignore[return-value]
        return next(iter(marks.keys.values()), (marks.start, marks.start + 1 if marks.items else marks.end))
