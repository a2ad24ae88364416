"""Plain arguments, as Typer takes them, without its import: that would be two fifths of a start.

The annotations of a command are the one truth for both. Whatever is not plain is left to Typer: a call for help, a word
that is wrong, `--option=value`. `tests/cli/test_plain.py` holds both equal (docs/decisions/0006-start-up.md).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from types import SimpleNamespace
from typing import Any, NamedTuple, get_args, get_origin

_FOR_HELP = {"help", "metavar", "autocompletion", "rich_help_panel"}  # what changes no value
_EXPANDED = "*?[~$%"  # on Windows, where shells do not do it


class _Declared(NamedTuple):
    """What `typer.Option` or `typer.Argument` was given: the names of an option, and all else."""

    names: tuple[str, ...]
    more: dict[str, Any]


_TYPER = SimpleNamespace(
    Option=lambda *names, **more: _Declared(names, more), Argument=lambda **more: _Declared((), more)
)


class _Parameter(NamedTuple):
    """A parameter of a command. names: of an option, none of an argument. kind: of its value, or of each of several."""

    name: str
    names: tuple[str, ...]
    kind: type
    is_list: bool
    least: int

    def value(self, word: str) -> Any:
        """The value that a word stands for; null where Typer has to look at it."""
        if word.startswith("-") and word != "-":
            return None
        if self.kind is int:
            return int(word) if word.isascii() and word.isdecimal() and int(word) >= self.least else None
        if issubclass(self.kind, Enum):
            return next((each for each in self.kind if each.value == word), None)
        return word if self.kind is str else None


class _NotPlain(Exception):
    """Typer has to read the arguments."""


def values(command: Callable[..., Any], words: Sequence[str]) -> dict[str, Any] | None:
    """The keyword arguments for a command that some words stand for; null where they are not plain."""
    if os.name == "nt" and any(sign in word for word in words for sign in _EXPANDED):
        return None
    try:
        given = _given(command, iter(words))
    except _NotPlain:
        return None
    names = [name for name in command.__annotations__ if name != "return"]
    required = names[: len(names) - len(command.__defaults__ or ())]
    return given if given.keys() >= set(required) else None


def _given(command: Callable[..., Any], words: Iterator[str]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    loose: list[str] = []
    for word in words:
        if word == "-" or word[:1] != "-":
            loose.append(word)
            continue
        option = _option(command, word)
        value = True if option.kind is bool else option.value(next(words, "--"))
        if value is None:
            raise _NotPlain
        given[option.name] = [*given.get(option.name, ()), value] if option.is_list else value
    return given | _placed(command, loose)


def _placed(command: Callable[..., Any], words: list[str]) -> dict[str, Any]:
    """The arguments: the first takes all words if it takes several, else each takes one."""
    if not words:
        return {}
    found = [_parameter(command, name) for name, text in command.__annotations__.items() if ".Argument(" in text]
    if any(each.kind is not str for each in found):
        raise _NotPlain
    if len(found) == 1 and found[0].is_list:
        return {found[0].name: words}
    if len(words) > len(found) or any(each.is_list for each in found):
        raise _NotPlain
    return {each.name: word for each, word in zip(found, words, strict=False)}


def _option(command: Callable[..., Any], word: str) -> _Parameter:
    """The parameter that an option is for. Only likely annotations are evaluated: all of them take milliseconds."""
    for name, text in command.__annotations__.items():
        if repr(word) in text or word == _usual_name(name):
            option = _parameter(command, name)
            if word in option.names:
                return option
    raise _NotPlain


def _usual_name(name: str) -> str:
    return "--" + name.replace("_", "-")


def _parameter(command: Callable[..., Any], name: str) -> _Parameter:
    """One parameter, off its annotation: what `typing.get_type_hints` does for all of them at once."""
    text = command.__annotations__[name]
    annotated = eval(text, {**command.__globals__, "typer": _TYPER})
    declared = annotated.__metadata__[0]
    if not declared.more.keys() <= _FOR_HELP | {"min"}:
        raise _NotPlain
    kind = annotated.__origin__
    kind = next((each for each in get_args(kind) if each is not type(None)), kind) if _is_union(kind) else kind
    names = declared.names or ((_usual_name(name),) if ".Option(" in text else ())
    is_list = get_origin(kind) is list
    return _Parameter(name, names, get_args(kind)[0] if is_list else kind, is_list, declared.more.get("min", 0))


def _is_union(kind: Any) -> bool:
    return type(None) in get_args(kind)
