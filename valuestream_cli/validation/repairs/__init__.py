"""What can be done about a mistake, in terms of the data; `edits` finds the text that this changes.

`safe` says that it cannot change what the author meant (docs/decisions/0008-fixes.md).
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Rename(NamedTuple):
    """Another key for the same value."""

    key: str
    safe: bool = False


class Write(NamedTuple):
    """Another value: text, a number, true or false, or a list of texts."""

    value: Any
    safe: bool = False

    def of(self, _: Any) -> Any:
        """What stands there afterwards, in the place of a value."""
        return self.value


class Wrap(NamedTuple):
    """The value as the only item of a list."""

    value: Any
    safe: bool = True

    def of(self, _: Any) -> Any:
        """What stands there afterwards, in the place of a value."""
        return [self.value]


class Indent(NamedTuple):
    """Keys that move below a sibling without a value of its own."""

    owner: str
    keys: tuple[str, ...]
    safe: bool = True


class Quote(NamedTuple):
    """What is written, as text."""

    safe: bool = True

    def of(self, value: Any) -> Any:
        """What stands there afterwards, in the place of a value, but for the spelling of numbers."""
        return str(value).lower()


class Remove(NamedTuple):
    """No such item, since the list has it before already."""

    item: Any
    safe: bool = True


class Add(NamedTuple):
    """One more key in a mapping."""

    key: str
    value: str | bool
    safe: bool = False


class Head(NamedTuple):
    """A comment as the first line of the file."""

    line: str
    safe: bool = True


Meaning = Rename | Write | Wrap | Indent
"""What a mistake most likely meant: rules go on with it."""

Repair = Meaning | Quote | Remove | Add | Head


class Change(NamedTuple):
    """How a problem is mended: what is done, and with which fields of which objects; else with the problem's own."""

    repair: Repair
    places: tuple[tuple[object, str | tuple[str | int, ...] | None], ...] = ()
