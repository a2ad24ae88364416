"""Where everything stands in a configuration file: only findings ask, so nothing here runs for a sound file.

The text is known to be TOML; so the scanner can take each next character for what it must be.
"""

from __future__ import annotations

import re
import tomllib

from valuestream_cli.config.toml import File
from valuestream_cli.source.document import Document, Marks, Place

_BLANKS = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACES = re.compile(r"[ \t]*")
_KEY_PART = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'""")
_TEXT = re.compile(r'''"""(?:[^\\]|\\[\s\S])*?"{3,5}(?!")|\'\'\'[\s\S]*?'{3,5}(?!')|"(?:[^"\\]|\\.)*"|'[^']*\'''')
_PLAIN = re.compile(r"[^,\]}#\n]+")
_COMMA = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*,?")


def document(file: File) -> Document:
    """A configuration file with the places of its keys and values; its data is that of the whole file."""
    data = file.table
    for part in reversed(file.route if data is not None else ()):
        data = {part: data}
    return Document(file.path, file.text, data, find_marks=scan)


def scan(text: str) -> Marks:
    """The places of all keys and values of a text in TOML. A table stands where its heading does."""
    return _Scanner(text).marks


class _Scanner:
    """Goes through a text once; `at` is how far it came."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.marks = Marks(0, 0)
        table = self.marks
        while self._skip(_BLANKS) < len(text):
            if text[self.at] == "[":
                table = self._heading()
            else:
                self._pair(table)

    def _skip(self, blanks: re.Pattern[str]) -> int:
        found = blanks.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def _take(self, form: re.Pattern[str]) -> Place:
        """The place of what comes next and has this form."""
        found = form.match(self.text, self.at)
        start, self.at = self.at, found.end() if found else self.at + 1
        return start, self.at

    def _heading(self) -> Marks:
        """`[table]` or `[[table]]`: the marks of what follows."""
        start = self.at
        is_item = self.text.startswith("[[", start)
        self.at += 1 + is_item
        keys = self._keys()
        self._skip(_SPACES)
        self.at += 1 + is_item
        table = self._inside(self.marks, keys[:-1])
        name, place = keys[-1]
        table.keys.setdefault(name, place)
        if is_item:
            items = table.items.setdefault(name, Marks(start, self.at))
            item = Marks(start, self.at)
            if isinstance(items, Marks):
                items.items[len(items.items)] = item
            return item
        inner = self._inside(self.marks, keys)
        inner.start, inner.end = start, self.at
        table.keys[name] = place
        return inner

    def _keys(self) -> list[tuple[str, Place]]:
        """The parts of a key, with their places."""
        keys = []
        while True:
            self._skip(_SPACES)
            start, end = self._take(_KEY_PART)
            word = self.text[start:end]
            name = tomllib.loads(f"key = {word}")["key"] if word[:1] in "\"'" else word
            keys.append((name, (start, end)))
            if self.text[self._skip(_SPACES) : self.at + 1] != ".":
                return keys
            self.at += 1

    def _inside(self, marks: Marks, keys: list[tuple[str, Place]]) -> Marks:
        """The marks of the table that keys lead to, of a list of tables the last; made where they are new."""
        for name, place in keys:
            marks.keys.setdefault(name, place)
            inner = marks.items.setdefault(name, Marks(*place))
            if isinstance(inner, Marks) and isinstance(next(iter(inner.items), ""), int):
                inner = inner.items[len(inner.items) - 1]
            marks = inner if isinstance(inner, Marks) else Marks(*place)
        return marks

    def _pair(self, table: Marks) -> None:
        """`key = value`"""
        keys = self._keys()
        self.at += 1
        self._skip(_SPACES)
        table = self._inside(table, keys[:-1])
        name, place = keys[-1]
        table.keys[name] = place
        table.items[name] = self._value()

    def _value(self) -> Marks | Place:
        opening = self.text[self.at]
        if opening == "[":
            return self._list()
        if opening == "{":
            return self._inline_table()
        if opening in "\"'":
            return self._take(_TEXT)
        start, end = self._take(_PLAIN)
        return start, start + len(self.text[start:end].rstrip())

    def _list(self) -> Marks:
        marks = Marks(self.at, self.at)
        self.at += 1
        while self.text[self._skip(_BLANKS)] != "]":
            marks.items[len(marks.items)] = self._value()
            self._skip(_COMMA)
        self.at += 1
        marks.end = self.at
        return marks

    def _inline_table(self) -> Marks:
        marks = Marks(self.at, self.at)
        self.at += 1
        while self.text[self._skip(_BLANKS)] != "}":
            self._pair(marks)
            self._skip(_COMMA)
        self.at += 1
        marks.end = self.at
        return marks
