"""A few lines of a long text that break as the whole does: the pure parser, which words faults, is slow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

# What only the pure parser may refuse, so that it would stop above the excerpt: tabs, and in brackets `a?` and `a:,`.
_DISPUTED = r"(?m)^(?! *#).*?(?:[\t?]|:[^\s\w])"
_ITEM = re.compile(r" *- ")
_INDENT = re.compile(r" *")


class Excerpt(NamedTuple):
    """A text of which some lines are empty, and how many characters are missing before each line."""

    text: str
    missing: list[int]

    def original(self, index: int) -> int:
        """The offset in the whole of one in the excerpt."""
        return index + self.missing[self.text.count("\n", 0, index)]


def excerpts(text: str, error: yaml.YAMLError) -> Iterator[Excerpt]:
    """Excerpts at which libyaml stops with the same words at the same places as at the whole, the shortest first."""
    places = _places(error)
    if not places or not hasattr(yaml, "CBaseLoader") or re.search(_DISPUTED, text):
        return
    lines = text.split("\n")
    for line in sorted({min(line, len(lines) - 1) for line, _ in places}, reverse=True):
        found = _around(lines, line, {line for line, _ in places})
        if _told(found.text) == _said(error):
            yield found


def _places(error: Any) -> list[tuple[int, int]]:
    marks = (getattr(error, "problem_mark", None), getattr(error, "context_mark", None))
    return [(mark.line, mark.column) for mark in marks if mark]


def _said(error: Any) -> tuple[object, ...]:
    return getattr(error, "problem", None), getattr(error, "context", None), *_places(error)


def _told(text: str) -> tuple[object, ...]:
    """What libyaml says of a text that it cannot read; nothing where it can."""
    parser = yaml.CBaseLoader(text)
    try:
        while not isinstance(parser.get_event(), yaml.StreamEndEvent):
            pass
    except yaml.YAMLError as error:
        return _said(error)
    finally:
        parser.dispose()
    return ()


def _around(lines: list[str], line: int, wanted: set[int]) -> Excerpt:
    """All from the list item around a line on, with the keys above it that it belongs to."""
    first = next((number for number in range(line, -1, -1) if _ITEM.match(lines[number])), 0)
    kept = {*range(first, len(lines)), *_above(lines, first), *wanted}
    missing, shown = [0], []
    for number, each in enumerate(lines):
        shown.append(each if number in kept else "")
        missing.append(missing[-1] + len(each) - len(shown[-1]))
    return Excerpt("\n".join(shown), missing)


def _above(lines: list[str], line: int) -> Iterator[int]:
    """The lines above one that are indented less, each less than the one before; of an item, also its key."""
    deepest = _depth(lines[line])
    for number in range(line - 1, -1, -1):
        if lines[number].strip() and not lines[number].lstrip().startswith("#") and _depth(lines[number]) < deepest:
            deepest = _depth(lines[number])
            yield number


def _depth(line: str) -> float:
    """How deep a line is indented; an item stands below a key that is indented as much."""
    found = _INDENT.match(line)
    return (found.end() if found else 0) + bool(_ITEM.match(line)) / 2
