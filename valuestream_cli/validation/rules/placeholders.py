"""Text that somebody meant to replace."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from valuestream_cli.findings import Severity
from valuestream_cli.model import Duration, Link, ValueStream
from valuestream_cli.validation.registry import Field, Problem, Problems, rule
from valuestream_cli.validation.subject import Subject
from valuestream_cli.validation.wording import shown


@rule("VS305", "template-placeholder-left", Severity.ADVICE)
def template_placeholder_left(subject: Subject) -> Problems:
    """A text still holds a placeholder.

    ## Why it matters
    A stream that is shown with `<your team>` in it looks finished and is not. Where something is not known yet,
    leave the key out: nothing but the core of a stream is required.

    ## When it is fine
    Brackets that are part of a name, such as `release/<version>`, are left alone.

    ```yaml bad
    owner: <your team>  # <- template-placeholder-left
    ```
    ```yaml good
    owner: Service desk manager
    ```
    """
    for thing, field, text in _texts(subject.stream) if may_hold(subject.text) else ():
        found = placeholder(text)
        if found:
            left = shown(found.strip(" ([:"))
            message = f"'{left}' looks like a placeholder that was left"
            yield Problem(thing, message, field, "write what is meant, or leave the key out")


def may_hold(text: str) -> bool:
    """Whether a text can hold a placeholder at all: quick, for whole files."""
    if any(sign in text for sign in _SIGNS):
        return True
    return "X" in text and any(word in text for word in ("XXX", "FIXME"))  # words of a placeholder


def placeholder(text: str) -> str | None:
    """The placeholder that a text holds, if any."""
    found = re.search(_PLACEHOLDER, text, re.X) if may_hold(text) else None
    return found[0] if found else None


_SIGNS = ("<", "{{", "TODO", "TBD", "orem ", "...", "…")  # of a placeholder; two more are in `may_hold`

# Brackets count only where they stand free, and marker words only where no sentence can mean them: TODO is a
# word in Spanish, XXX a number in Latin; each is a placeholder at the start, after a colon or in brackets.
_TAGS = "a|b|body|br|code|div|em|hr|html|i|img|li|ol|p|pre|script|small|span|strong|sub|sup|svg|table|td|th|tr|u|ul"
_PLACEHOLDER = rf"""(?:^|(?<=[\s("'\[]))<(?!(?:{_TAGS})\b\s*/?>)[^\W\d_](?:[\w\ /'’.&-]*[\w.])?>(?=[\s)"'\].,;:!?]|$)
    | \{{\{{.*?\}}\}}
    | (?:^[\W_]*|[:(\[]\s*)TODO(?![\w-]|\ (?i:el|lo|la|los|las|o|os)\b) | \bTODO:        # placeholder
    | (?:^[\W_]*|[:(\[]\s*)(?:TBD|FIXME|XXX)(?![\w-]) | \b(?:TBD|FIXME)(?=:|\W*$) | \bXXX:  # placeholder
    | \b(?i:lorem\ ipsum)\b
    | ^\s*(?:\.\.\.|…)\s*$"""

Read = Callable[[Any], tuple[Any, ...]]


class _Shape(NamedTuple):
    """How to read a model class: its fields of text, its lists of text, and its fields of model objects."""

    texts: tuple[str, ...]
    lists: tuple[str, ...]
    read_texts: Read
    read_lists: Read
    read_parts: Read | None


@lru_cache(maxsize=64)
def _shape(cls: type) -> _Shape:
    kinds = {name: kind for name, kind in cls.__annotations__.items() if name not in _NO_PROSE}
    texts = tuple(name for name, kind in kinds.items() if kind in ("str", "str | None"))
    lists = tuple(name for name, kind in kinds.items() if kind == "tuple[str, ...]")
    parts = tuple(name for name, kind in kinds.items() if re.search(r"\b[A-Z][a-z]+\b(?<!None)", kind))
    return _Shape(texts, lists, _reader(texts), _reader(lists), _reader(parts) if parts else None)


# Fields whose form the schema fixes; leaving them out is only a matter of speed.
_NO_PROSE = frozenset({"stream", "url", "activity", "practices", "calendar", "targets", "fork", "to", "id"})


def _reader(names: tuple[str, ...]) -> Read:
    """One call that reads some fields of an object; `attrgetter` gives a tuple only for two names or more."""
    if len(names) < 2:
        return lambda thing: tuple(getattr(thing, name) for name in names)
    return attrgetter(*names)


def _things(stream: ValueStream) -> list[Any]:
    """Every object of the model that can hold text; plain durations and unconditional links cannot."""
    found: list[Any] = [stream]
    for thing in found:
        read_parts = _shape(thing.__class__).read_parts
        for part in read_parts(thing) if read_parts else ():
            kind = part.__class__
            if kind is tuple:
                found += part if part and part[0].__class__ is not Link else [link for link in part if link.when]
            elif kind is dict:
                found += part.values()
            elif part is not None and (kind is not Duration or part.text is None):
                found.append(part)
    return found


def _texts(stream: ValueStream) -> Iterator[tuple[object, Field, str]]:
    """Every text of the stream, with the object and the field that hold it."""
    for thing in _things(stream):
        shape = _shape(thing.__class__)
        for name, text in zip(shape.texts, shape.read_texts(thing), strict=True):
            if text:
                yield thing, name, text
        for name, items in zip(shape.lists, shape.read_lists(thing), strict=True):
            for number, text in enumerate(items):
                yield thing, (name.rstrip("_"), number), text
