"""What comments tell `vs`: `# vs: ignore[rule, ...] reason`, and how one that is written otherwise was meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import NamedTuple

from valuestream_cli.source import Document, Place
from valuestream_cli.source.comments import in_comments
from valuestream_cli.validation.suppressions import FILE, LINE, NO_REASON_YET

_BREAK = "\r\n\x85\u2028\u2029"  # what ends a line, and so a comment, in YAML
_START = r"(?i)(?<!\S)#+[ \t]*vs(?:[ \t]*:|[ \t-]+ignore\b)"
OPENING = rf"#+[ \t]+vs:[ \t]+({LINE}|{FILE})\["
_FORM = rf"{OPENING}([^\[\]]+)\](.*)"
_LOOSE = r"(?i)#+[ \t]*vs[ \t:-]*(?:(ignore)([ \t_-]*file)?)?\W*(.*)"
_END = rf"[{_BREAK}]|(?<=[ \t])#+(?=[ \t]|vs)"
_NO_CONTENT = r"[ \t-]*(?:#.*)?\r?"
_LONGEST = 200  # characters of a comment that a message repeats


class Name(NamedTuple):
    """The name of a rule between the brackets, and where it stands."""

    text: str
    start: int
    end: int


class Instruction(NamedTuple):
    """One comment, or part of one, that speaks to `vs`.

    verb: `ignore`, `ignore-file`, or empty where it is not written as it must be.
    line: the line it speaks of: its own, or the next one with content where it has a line for itself.
    is_alone: whether it has a line for itself. cut: what to remove so that it is gone.
    listed: offsets of what is between the brackets.
    """

    start: int
    end: int
    text: str
    line: int
    is_alone: bool
    cut: Place
    verb: str = ""
    names: tuple[Name, ...] = ()
    listed: Place = (0, 0)
    reason: str = ""


def instructions(document: Document) -> list[Instruction]:
    """All instructions of a document that could be read, as they stand."""
    text = document.text
    starts = [match.start() for match in in_comments(text, _START)]
    if not starts:
        return []
    ends = [match.start() for match in re.finditer(_END, text)]
    lines = _Lines(text)
    return [_instruction(text, start, _following(ends, start, len(text)), lines) for start in starts]


def _following(ends: list[int], start: int, last: int) -> int:
    number = bisect_right(ends, start)
    return ends[number] if number < len(ends) else last


def _instruction(text: str, start: int, end: int, lines: _Lines) -> Instruction:
    written = text[start:end].rstrip()
    last = start + len(written)
    is_alone, cut = _around(text, start, last)
    read = Instruction(start, last, written, lines.meant(start), is_alone, cut)
    form = re.fullmatch(_FORM, written)
    names = tuple(_names(form[2], start + form.start(2))) if form else ()
    if not form or not names:
        return read
    place = (start + form.start(2), start + form.end(2))
    return read._replace(verb=form[1], names=names, listed=place, reason=_reason(form[3]))


def _around(text: str, start: int, end: int) -> tuple[bool, Place]:
    """Whether an instruction has a line for itself; and what goes with it: the line, or the blanks around it."""
    before, after = start, end
    while before and text[before - 1] in " \t":
        before -= 1
    while after < len(text) and text[after] in " \t":
        after += 1
    is_alone = before == 0 or text[before - 1] in _BREAK
    if after < len(text) and text[after] not in _BREAK:
        return is_alone, (start, after)
    line_end = after + (2 if text.startswith("\r\n", after) else 1 if after < len(text) else 0)
    return is_alone, (before, line_end if is_alone else after)


def _names(listed: str, at: int) -> Iterator[Name]:
    for match in re.finditer(r"[^\s,](?:[^,]*[^\s,])?", listed):
        yield Name(match[0], at + match.start(), at + match.end())


def _reason(said: str) -> str:
    reason = said.strip().lstrip(":-–— \t")
    return reason if reason != NO_REASON_YET and any(map(str.isalnum, reason)) else ""


class _Lines:
    """The lines of a text, and which of them a comment speaks of."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._text = text
        self._contents: dict[int, int] = {}
        self._next: list[int] = []

    def meant(self, start: int) -> int:
        """The line that a comment speaks of: its own, or the next with content where there is none before it."""
        line = bisect_right(self._starts, start)
        if line not in self._contents:
            first = re.compile(r"[ \t-]*").match(self._text, self._starts[line - 1])
            self._contents[line] = first.end() if first else 0
        if self._contents[line] < start:
            return line
        self._next = self._next or self._find_next()
        return self._next[line - 1]

    def _find_next(self) -> list[int]:
        """For each line the number of the first with content, from this one on; the last line where none has."""
        found: list[int] = []
        following = len(self._starts)
        for number, line in reversed(list(enumerate(self._text.split("\n"), 1))):
            following = following if re.fullmatch(_NO_CONTENT, line) else number
            found.append(following)
        return found[::-1]


def well_written(instruction: Instruction, is_rule: Callable[[str], bool]) -> str:
    """How an instruction that is not written as it must be was most likely meant."""
    loose = re.match(_LOOSE, instruction.text[:_LONGEST])
    words = re.split(r"([\s,;:=()\[\]{}]+)", loose[3] if loose else "")
    names = list(takewhile(is_rule, words[::2]))
    reason = _reason("".join(words[2 * len(names) :]).strip(" ])}:")) if names else ""
    verb = FILE if loose and loose[2] else LINE
    return f"# vs: {verb}[{', '.join(names) or 'rule'}] {reason or 'reason'}"
