"""Where a cursor stands between brackets: `[a, b]` and `{key: value}`, closed or not."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field

from valuestream_cli.findings import Route

_TOKEN = re.compile(
    r"""
    (?P<comment> (?<!\S) \# .* )
    | (?P<quoted> "(?:[^"\\]|\\.)*"? | '(?:[^']|'')*'? )
    | (?P<mark> [\[\]{},] | :(?=[\s,\[\]{}]|$) )
    | (?P<plain> [^\s,\[\]{}:"'] (?:[^\s,\[\]{}:]|:(?![\s,\[\]{}]|$)|[ \t]+(?![\s\#,\[\]{}:]|$))* | : )
    """,
    re.X,
)


@dataclass
class Level:
    """One pair of brackets that is open: its key, if a value is to come, and the keys or items that it has."""

    opener: str
    key: str | None = None
    word: str = ""
    has: list[str] = field(default_factory=list)

    def take(self, mark: str) -> None:
        """Take a comma, a colon or an end: the word before it is a key or an item."""
        if mark == ":" and self.opener == "{" and self.key is None:
            self.has.append(self.word)
            self.key = self.word
        elif mark != ":":
            if self.opener == "[" or self.key is None:
                self.has += [self.word] if self.word else []
            self.key = None
        self.word = ""


@dataclass(frozen=True)
class Stand:
    """What is around a cursor between brackets: the levels, the innermost last, and the word that it touches.

    kind: of the word: `plain`, `quoted`, `comment`, or nothing where it touches none.
    """

    levels: tuple[Level, ...]
    keys: tuple[str | None, ...]
    start: int
    end: int
    kind: str

    @property
    def route(self) -> Route:
        """From the value that the outermost bracket opens to the innermost one."""
        outer = zip(self.levels[:-1], self.keys[:-1], strict=True)
        return tuple(0 if level.opener == "[" else key or "" for level, key in outer)


class Brackets:
    """Reads a value in brackets line by line, and notes where the cursor stands in it."""

    def __init__(self, cursor: int, start: int) -> None:
        self.stand: Stand | None = None
        self._cursor = cursor if cursor > start else sys.maxsize
        self._open: list[Level] = []

    @property
    def is_open(self) -> bool:
        """Whether a bracket still waits for its end."""
        return bool(self._open)

    def read(self, text: str, start: int, end: int) -> None:
        """Read one more line, or the part of it that belongs to the value."""
        for token in _TOKEN.finditer(text, start, end):
            kind = token.lastgroup or ""
            at_word = kind != "mark" and token.start() <= self._cursor <= token.end()
            if at_word or self._cursor <= token.start():
                self._note(token if at_word else None, kind)
            self._take(token[0], kind)
            if not self._open:
                return
        if self._cursor <= end:
            self._note(None, "")

    def _note(self, token: re.Match[str] | None, kind: str) -> None:
        if self.stand or not self._open:
            return
        start, end = token.span() if token else (self._cursor, self._cursor)
        keys = tuple(level.key for level in self._open)
        self.stand = Stand(tuple(self._open), keys, start, end, kind if token else "")

    def _take(self, token: str, kind: str) -> None:
        if kind in ("plain", "quoted"):
            self._open[-1].word = token.strip("\"'")
        elif token in ("[", "{"):
            self._open.append(Level(token))
        elif kind == "mark":
            self._open[-1].take(token)
            if token in ("]", "}"):
                self._open.pop()
