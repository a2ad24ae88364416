"""Events of a YAML parser to data and positions, whatever the input."""

from __future__ import annotations

import math
import re
from typing import Any

import yaml

from valuestream_cli.source.document import Fault, Marks, Place

MAX_DEPTH = 64
MAX_ALIASED_NODES = 10_000

_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {word: value for value, words in {
    None: ("", "~", "null", "Null", "NULL"),
    True: ("true", "True", "TRUE"),
    False: ("false", "False", "FALSE"),
}.items() for word in words}  # fmt: skip
SPECIAL_START = frozenset("-+.0123456789~nNtTfF")
_LONGEST_NUMBER = 64
_NUMBER_ENDS = frozenset("0123456789.abcdefABCDEF")  # spares most texts the two patterns
_SURROGATE = "[\ud800-\udfff]"  # as text: hardly any file needs it compiled, nor the next
_TAG = r"!(<[^>]*>|[^\s,\[\]{}]*)"


class Halt(Exception):
    """Reading cannot go on; the fault says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind)
        self.fault = fault


def scalar(text: str) -> object:
    """The value of a plain scalar by the core schema of YAML 1.2; text where it is nothing else."""
    if text in _WORDS:
        return _WORDS[text]
    if text[-1] not in _NUMBER_ENDS or len(text) > _LONGEST_NUMBER:
        return text
    if _INT.fullmatch(text):
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    if _FLOAT.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text


class Builder:
    """Builds data and positions from events, with a stack of its own: no input can exhaust Python's."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.data: Any = None
        self.marks = Marks(0, 0)
        self.faults: list[Fault] = []
        self._stack: list[tuple[Any, Marks, str | None]] = []
        self._into: Any = None
        self._into_marks = self.marks
        self._key: str | None = None
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._nodes = 0
        self._aliased = 0
        self._opened: dict[int, tuple[str, int]] = {}
        self._merges: dict[int, list[tuple[Any, Place]]] = {}
        self._documents = 0

    def consume(self, get_event: Any) -> None:
        """Take events until the stream, or the first document, ends."""
        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start_mapping,
            yaml.SequenceStartEvent: self._start_sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._start_document,
        }
        while True:
            event = get_event()
            kind = type(event)
            if kind in handlers:
                handlers[kind](event)
                if self._documents > 1:
                    return
            elif kind is yaml.StreamEndEvent:
                if self.data is None:
                    raise Halt(Fault("empty-file", 0, 0))
                return

    def _start_document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            start = event.start_mark.index
            self.faults.append(Fault("several-documents", start, start + 3))

    def _scalar(self, event: Any) -> None:
        text = value = event.value
        place = (event.start_mark.index, event.end_mark.index)
        if event.tag is not None:
            self._tag(event)
        if not text.isascii() and re.search(_SURROGATE, text):  # the pure parser lets such escapes pass
            at = self.text.find("\\u", place[0])
            raise Halt(Fault("invalid-yaml", at, at + 1, "invalid Unicode character escape code"))
        if (not text or text[0] in SPECIAL_START) and not event.style:
            value = scalar(text)
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)
        into = self._into
        if type(into) is dict and self._key is None:
            self._take_key(text, place)
            return
        self._nodes += 1
        if type(into) is list:
            self._into_marks.items[len(into)] = place
            into.append(value)
        else:
            self._add(value, place)

    def _take_key(self, key: str, place: Place) -> None:
        self._key = key
        first = self._into_marks.keys.setdefault(key, place)
        if first is not place:
            self.faults.append(Fault("duplicate-key", *place, key, first))
        elif key == "<<":
            del self._into_marks.keys[key]
            self.faults.append(Fault("merge-key", *place))

    def _add(self, value: Any, marks: Marks | Place) -> None:
        """Put a value where it belongs: the first of two equal keys stays, a merge waits for the end."""
        into = self._into
        if into is None:
            self.data = value
            self.marks = marks if isinstance(marks, Marks) else Marks(*marks)
        elif type(into) is dict:
            key, self._key = self._key, None
            if key == "<<":
                self._merges.setdefault(id(into), []).append((value, _place(marks)))
            elif key not in into:
                into[key] = value
                self._into_marks.items[key] = marks  # type: ignore[index]
        else:
            self._into_marks.items[len(into)] = marks
            into.append(value)

    def _start_mapping(self, event: Any) -> None:
        self._start(event, {})

    def _start_sequence(self, event: Any) -> None:
        self._start(event, [])

    def _start(self, event: Any, value: Any) -> None:
        start = event.start_mark.index
        if event.tag is not None:
            self._tag(event)
        if len(self._stack) >= MAX_DEPTH:
            raise Halt(Fault("nested-too-deep", start, start + 1))
        if type(self._into) is dict and self._key is None:
            raise Halt(Fault("key-not-text", start, event.end_mark.index))
        marks = Marks(start, start)
        self._nodes += 1
        if event.anchor:
            self._opened[id(value)] = (event.anchor, self._nodes)
            self._anchors[event.anchor] = (value, -1)
        self._add(value, marks)
        self._stack.append((self._into, self._into_marks, self._key))
        self._into, self._into_marks, self._key = value, marks, None

    def _end(self, event: Any) -> None:
        closed = self._into
        self._into_marks.end = event.end_mark.index
        if self._merges and id(closed) in self._merges:
            self._merge(closed)
        if self._opened and id(closed) in self._opened:
            anchor, since = self._opened.pop(id(closed))
            self._anchors[anchor] = (closed, self._nodes - since + 1)
        self._into, self._into_marks, self._key = self._stack.pop()

    def _merge(self, into: dict[str, Any]) -> None:
        """Do what a merge key means, so that what it brings is not missed; it is a fault all the same."""
        for value, place in self._merges.pop(id(into)):
            for source in value if type(value) is list else [value]:
                for key in source if type(source) is dict else ():
                    if key not in into:
                        into[key] = source[key]
                        self._into_marks.items[key] = place

    def _alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        value, size = self._anchors.get(event.anchor, (None, 0))
        if size == 0:
            raise Halt(Fault("unknown-alias", start, end, event.anchor))
        if size < 0:
            raise Halt(Fault("recursive-alias", start, end, event.anchor))
        self._aliased += size
        self._nodes += size
        if self._aliased > MAX_ALIASED_NODES:
            raise Halt(Fault("too-many-aliases", start, end, event.anchor))
        if type(self._into) is dict and self._key is None:
            if not isinstance(value, str):
                raise Halt(Fault("key-not-text", start, end))
            self._take_key(value, (start, end))
            return
        self._add(value, (start, end))

    def _tag(self, event: Any) -> None:
        written = re.compile(_TAG).search(self.text, event.start_mark.index)
        if written:
            self.faults.append(Fault("yaml-tag", *written.span(), written[0]))


def _place(marks: Marks | Place) -> Place:
    return (marks.start, marks.end) if isinstance(marks, Marks) else marks
