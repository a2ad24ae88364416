"""Breaks text from files into lines of a terminal: wide characters take two columns, and nothing steers it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from valuestream_cli.reporting.plain import columns, one_line


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text that take at most `width` columns, broken at blanks where that is possible."""
    lines = [""]
    for word in one_line(text).split():
        for part in _parts(word, max(2, width)):
            if lines[-1] and columns(lines[-1]) + 1 + columns(part) > width:
                lines.append(part)
            else:
                lines[-1] = f"{lines[-1]} {part}" if lines[-1] else part
    return lines


def _parts(word: str, width: int) -> Iterator[str]:
    """A word in pieces that fit a line; what stands on a character stays with it."""
    while columns(word) > width:
        ends = list(accumulate(map(columns, word)))
        fits = sum(end <= width for end in ends)
        yield word[:fits]
        word = word[fits:]
    yield word


def hanging(first: str, text: str, width: int) -> str:
    """A text behind a beginning, its further lines as far in as the first."""
    room = width - columns(first)
    return first + f"\n{' ' * columns(first)}".join(wrapped(text, room))
