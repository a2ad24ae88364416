"""How a text is laid out: where a value begins behind its anchor and ends before comments, and its lines."""

from __future__ import annotations

import re
from functools import lru_cache

from valuestream_cli.source import Marks, Place

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_NAME = r"([^\s,\[\]{}]+)"


def properties(text: str, start: int) -> str:
    """The anchor and the tag that a value begins with, and the blanks behind them."""
    return _PROPERTIES.match(text, start)[0]  # type: ignore[index]  # it matches nothing, too


def bare(text: str, place: Place) -> Place | None:
    """A scalar without its anchor; null where nothing is written, or an alias."""
    start, end = place[0] + len(properties(text, place[0])), place[1]
    return None if start >= end or text[start] in "*&!" else (start, end)


def is_flow(text: str, marks: Marks) -> bool:
    """Whether a mapping or list stands in brackets."""
    start = marks.start + len(properties(text, marks.start))
    return text[start : start + 1] in ("[", "{")


def is_shared(text: str, root: Marks, route: tuple[str | int, ...]) -> bool:
    """Whether what stands at a route is repeated elsewhere: it, or something around it, has an anchor with an alias."""
    for depth in range(len(route) + 1):
        marks = root.at(route[:depth])
        start = marks.start if isinstance(marks, Marks) else marks[0] if marks else 0
        anchors = re.findall(f"&{_NAME}", properties(text, start)) if text[start : start + 1] in ("&", "!") else ()
        if not _aliases(text).isdisjoint(anchors):
            return True
    return False


@lru_cache(maxsize=1)
def _aliases(text: str) -> frozenset[str]:
    """All that may be the name of an alias."""
    return frozenset(re.findall(rf"\*{_NAME}", text))


def end_of(text: str, marks: Marks | Place) -> int:
    """Where the last character of a value stands, exclusive: before the comments and blank lines that follow it."""
    last = _last(text, marks)
    if isinstance(last, Marks):
        return last.end
    return last[0] + len(text[slice(*last)].rstrip()) if is_block_text(text, last) else last[1]


def keeps_blank_lines(text: str, marks: Marks | Place) -> bool:
    """Whether the blank lines behind a value are a part of it: it ends with a block of text that says so."""
    last = _last(text, marks)
    return isinstance(last, tuple) and is_block_text(text, last) and "+" in text[last[0] : line_end(text, last[0])]


def _last(text: str, marks: Marks | Place) -> Marks | Place:
    """The last scalar, or the last part in brackets."""
    while isinstance(marks, Marks) and marks.items and not is_flow(text, marks):
        marks = max(marks.items.values(), key=start_of)
    return marks


def start_of(marks: Marks | Place) -> int:
    """Where a value begins."""
    return marks.start if isinstance(marks, Marks) else marks[0]


def is_block_text(text: str, place: Place) -> bool:
    """Whether a scalar is a block of text below a `|` or `>`."""
    found = bare(text, place)
    return found is not None and text[found[0]] in "|>"


def line_start(text: str, at: int) -> int:
    """Where the line begins that an offset lies in."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Where the line ends that an offset lies in, without its line break."""
    end = text.find("\n", at)
    if end < 0:
        return len(text)
    return end - 1 if text[at:end].endswith("\r") else end


def line_break(text: str) -> str:
    """How the lines of a text end: as the first one does."""
    return "\r\n" if text[: text.find("\n")].endswith("\r") else "\n"
