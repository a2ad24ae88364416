"""The lines of a stream file with their dashes and keys, as far as they can be told from a file that may be broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from valuestream_cli.findings import Route
from valuestream_cli.lsp.brackets import Brackets, Stand

_INDENT = re.compile(r" *")
_DASH = re.compile(r"-(?: +|$)")
_KEY = re.compile(r"""("[^"\n]*"|'[^'\n]*'|(?:[^\s\-?:,\[\]{}#&*!|>'"%@`]|-[^\s:#])[^:#\n]*):(?=\s|$)""")
_BLOCK_TEXT = re.compile(r"[|>][-+0-9]*[ \t]*(#.*)?")
COMMENT = re.compile(r"(?<!\S)#")
QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?""")


class Line(NamedTuple):
    """One line.

    start: its offset; all else counts columns from there.
    tokens: columns of its dashes (0) and of its key.
    value: where a value begins, or may.
    goes_on: whether it only goes on with a text, or a value in brackets, from a line above.
    """

    start: int
    text: str
    tokens: tuple[tuple[int, str | int], ...] = ()
    value: int = 0
    goes_on: bool = False

    @property
    def rest(self) -> str:
        """The value on this line, with the comment behind it."""
        return self.text[self.value :].strip()

    @property
    def key(self) -> tuple[int, str] | None:
        """The column and the name of the key."""
        column, token = self.tokens[-1] if self.tokens else (0, 0)
        return (column, token) if isinstance(token, str) else None


@dataclass
class _Going:
    """A value that may go on over the next lines, and the column and line of what it belongs to."""

    column: int
    line: int
    brackets: Brackets | None = None
    quote: str = ""

    def goes_on(self, content: str, *, is_first: bool) -> bool:
        """Whether the next line belongs to it, after this one."""
        if self.brackets:
            return self.brackets.is_open
        if not self.quote:
            return True
        if is_first:
            written = QUOTED.match(content)
            return written is not None and (len(written[0]) == 1 or written[0][-1] != self.quote)
        return self.quote not in content


class Lines:
    """All lines of a text, and where a cursor stands among them.

    number: of the cursor's line.
    stand, opening: between brackets, where it stands there, and the number of the line that opens the outermost.
    """

    def __init__(self, text: str, cursor: int) -> None:
        self.all: list[Line] = []
        self.number = 0
        self.stand: Stand | None = None
        self.opening = 0
        self._read(text, cursor)

    def _read(self, text: str, cursor: int) -> None:
        """What is left open ends where a line is indented no deeper than its beginning: somebody is still typing."""
        going: _Going | None = None
        for start, content in _split(text):
            self.number = len(self.all) if start <= cursor else self.number
            if going and _indent(going, content, cursor - start) <= going.column:
                going = None
            is_first = going is None
            line = _line(start, content) if is_first else Line(start, content, goes_on=True)
            going = going or _opened(line, len(self.all), cursor)
            self.all.append(line)
            if going and going.brackets:
                going.brackets.read(text, start + line.value, start + len(content))
                if going.brackets.stand and not self.stand:
                    self.stand, self.opening = going.brackets.stand, going.line
            if going and not going.goes_on(content[line.value :], is_first=is_first):
                going = None

    def around(self, number: int, column: int | None = None) -> Route:
        """The keys and items around a column of a line, from the top; without a column, around its value."""
        route: list[str | int] = []
        column = len(self.all[number].text) + 1 if column is None else column
        for line in reversed(self.all[: number + 1]):
            for at, token in reversed(line.tokens):
                # a list may stand at the column of its key
                if at < column or (at == column and route and route[-1] == 0 and isinstance(token, str)):
                    route.append(token)
                    column = at
            if column == 0 and route and route[-1] != 0:
                break
        return tuple(reversed(route))

    def beside(self, number: int, column: int) -> Iterator[str]:
        """The keys of the mapping around a line whose keys stand at a column."""
        for line in reversed(self.all[: number + 1]):
            yield from (token for at, token in line.tokens if at == column and isinstance(token, str))
            if line.tokens and line.tokens[0][0] < column:
                break
        for line in self.all[number + 1 :]:
            if line.tokens and line.tokens[0][0] < column:
                break
            yield from (token for at, token in line.tokens if at == column and isinstance(token, str))

    def items(self, number: int, column: int) -> Iterator[str]:
        """The other plain items of the list around a line whose dashes stand at a column."""
        for lines in (reversed(self.all[:number]), iter(self.all[number + 1 :])):
            for line in lines:
                first, token = line.tokens[0] if line.tokens else (column + 1, 0)
                if first < column or (first == column and token != 0):
                    break
                if first == column and len(line.tokens) == 1:
                    yield line.rest.partition(" #")[0].strip(" \"'")

    def goes_on_above(self, number: int, column: int) -> bool:
        """Whether the key above and around a column has a text already, so that a line here goes on with it."""
        for line in reversed(self.all[:number]):
            if line.tokens and line.tokens[-1][0] < column:
                return line.rest[:1] not in ("", "#", "&", "!")
        return False


def _indent(going: _Going, content: str, column: int) -> int:
    """How deep a line is indented; a blank one goes on with anything, but for the cursor that stands further out."""
    if content.strip():
        return len(_INDENT.match(content)[0])  # type: ignore[index]
    return column if 0 <= column <= len(content) and not going.brackets else going.column + 1


def _split(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for content in text.split("\n"):
        yield start, content.rstrip("\r")
        start += len(content) + 1


def _line(start: int, content: str) -> Line:
    at = len(_INDENT.match(content)[0])  # type: ignore[index]
    tokens: list[tuple[int, str | int]] = []
    while dash := _DASH.match(content, at):
        tokens.append((at, 0))
        at = dash.end()
    key = _KEY.match(content, at)
    if key:
        tokens.append((at, key[1].strip(" \t\"'")))
        rest = content[key.end() :].lstrip()
        at = key.end() if not rest or rest[0] == "#" else len(content) - len(rest)
    return Line(start, content, tuple(tokens), at)


def _opened(line: Line, number: int, cursor: int) -> _Going | None:
    """The value that begins on a line, where it may go on below; it belongs to the last dash or key of the line."""
    column = line.tokens[-1][0] if line.tokens else -1
    first = line.text[line.value : line.value + 1]
    if first and first in "[{":
        return _Going(column, number, Brackets(cursor, line.start + line.value))
    if first and first in "\"'":
        return _Going(column, number, quote=first)
    return _Going(column, number) if _BLOCK_TEXT.fullmatch(line.text, line.value) else None
