"""Data without positions, for texts in which nothing is unusual: most files are clean and need no positions.

Positions cost a third of the reading. `Builder` reads anew, with them, when the first one is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from valuestream_cli.source.builder import MAX_DEPTH, SPECIAL_START, scalar


class Unusual(Exception):
    """Here is something that the builder has to look at: a fault, an anchor, a tag, an odd key."""


def plain_data(text: str) -> Any:
    """The data of a text.

    Raises Unusual where the text is anything but one sound document without anchors and tags.
    """
    if not hasattr(yaml, "CBaseLoader"):
        raise Unusual
    events = yaml.CBaseLoader(text)
    try:
        return _collect(events.get_event)
    except yaml.YAMLError:
        raise Unusual from None
    finally:
        events.dispose()


def _collect(get_event: Any) -> Any:
    """One loop, without calls for the events that make up almost all of a file."""
    outer: list[Any] = []
    into: Any = []
    key = None
    while True:
        event = get_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            value = event.value
            if key is None and type(into) is dict:
                key = _new_key(event, value, into)
                continue
            if not event.style and (not value or value[0] in SPECIAL_START):
                value = scalar(value)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            into = outer.pop()
            continue
        elif kind in _STARTS:
            if len(outer) >= MAX_DEPTH or (key is None and type(into) is dict):
                raise Unusual
            value = _STARTS[kind]()
        elif kind is yaml.StreamEndEvent:
            return _only(into)
        else:
            _pass_by(kind, into)
            continue
        if event.anchor or event.tag is not None:
            raise Unusual
        if key is None:
            into.append(value)
        else:
            into[key] = value
            key = None
        if kind in _STARTS:
            outer.append(into)
            into = value


_STARTS: dict[type, Callable[[], Any]] = {yaml.MappingStartEvent: dict, yaml.SequenceStartEvent: list}


def _new_key(event: Any, key: str, into: dict[str, Any]) -> str:
    if event.anchor or event.tag is not None or key in into or key == "<<":
        raise Unusual
    return key


def _pass_by(kind: type, documents: list[Any]) -> None:
    """What is neither a value nor its end: the frame of a document, or an alias."""
    if kind is yaml.AliasEvent or (kind is yaml.DocumentStartEvent and documents):
        raise Unusual


def _only(documents: list[Any]) -> Any:
    if len(documents) != 1 or documents[0] is None:
        raise Unusual
    return documents[0]
