"""Data without positions, for texts in which nothing is unusual: most files are clean and need no positions.

Positions cost a third of the reading. `Builder` reads anew, with them, when the first one is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from valuestream_cli.source.builder import MAX_DEPTH, SPECIAL_START, scalar

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML was built without libyaml
    CParser = None  # type: ignore[assignment, misc]


class Unusual(Exception):
    """Here is something that the builder has to look at: a fault, an anchor, a tag, an odd key."""


def plain_data(text: str) -> Any:
    """The data of a text.

    Raises Unusual where the text is anything but one sound document without anchors and tags.
    """
    # libyaml refuses every forbidden character but this one
    if CParser is None or "\ufeff" in text:
        raise Unusual
    events = CParser(text)  # a loader would add its constructor and resolver
    try:
        return _collect(events.get_event, may_be_marked="&" in text or "!" in text)
    except yaml.YAMLError:
        raise Unusual from None
    finally:
        events.dispose()


def _collect(get_event: Any, *, may_be_marked: bool) -> Any:
    """One loop, without calls for the events that make up almost all of a file; names are local to be quick.

    may_be_marked: whether there can be anchors and tags; if not, no event is asked for them.
    """
    scalar_event, starts, ends, special = yaml.ScalarEvent, _STARTS, _ENDS, _SPECIAL_STARTS
    outer: list[Any] = []
    into: Any = []
    key, takes_key = None, False
    while True:
        event = get_event()
        kind = type(event)
        if may_be_marked and (getattr(event, "anchor", None) or getattr(event, "tag", None) is not None):
            raise Unusual
        if kind is scalar_event:
            value = event.value
            if takes_key:
                if value in into or value == "<<":
                    raise Unusual
                key, takes_key = value, False
                continue
            if value[:1] in special and not event.style:
                value = scalar(value)
        elif kind in ends:
            into = outer.pop()
            takes_key = type(into) is dict
            continue
        elif kind in starts and not takes_key and len(outer) < MAX_DEPTH:
            value = starts[kind]()
        elif kind is yaml.StreamEndEvent:
            return _only(into)
        else:
            _pass_by(kind, into)
            continue
        if key is None:
            into.append(value)
        else:
            into[key] = value
            key, takes_key = None, True
        if kind is not scalar_event:
            outer.append(into)
            into = value
            takes_key = type(into) is dict


_STARTS: dict[type, Callable[[], Any]] = {yaml.MappingStartEvent: dict, yaml.SequenceStartEvent: list}
_ENDS = frozenset({yaml.MappingEndEvent, yaml.SequenceEndEvent})
_SPECIAL_STARTS = SPECIAL_START | {""}


def _pass_by(kind: type, documents: list[Any]) -> None:
    """What is neither a value nor its end: the frame of a document, an alias, or a part that is out of place."""
    if kind is yaml.AliasEvent or kind in _STARTS or (kind is yaml.DocumentStartEvent and documents):
        raise Unusual


def _only(documents: list[Any]) -> Any:
    if len(documents) != 1 or documents[0] is None:
        raise Unusual
    return documents[0]
