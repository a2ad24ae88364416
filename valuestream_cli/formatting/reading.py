"""Text to tree, from the events of the parser."""

from __future__ import annotations

import re
from typing import Any

import yaml

from valuestream_cli.formatting.comments import blanks_end
from valuestream_cli.formatting.places import Places
from valuestream_cli.formatting.tree import Collection, Page, Scalar, Slot
from valuestream_cli.source.events import events

_BLOCK_HEADER = re.compile(r"([|>][-+1-9]{0,2})[ \t]*(#[^\n]*)?\n?")
_REST_OF_MARKER = re.compile(r"(?:[ \t]*(?:#[^\n]*)?(?:\n|\Z))?")


def read_page(text: str) -> Page:
    """The tree of a mapping that could be read without faults; its lines end in line feeds.

    Raises CannotFormat for a key that is written with a question mark.
    """
    reader = _Reader(text)
    for event in events(text):
        reader.take(event)
    return reader.page


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._places = Places(text)
        self.page = self._places.page

    def take(self, event: Any) -> None:
        """Put one event where it belongs."""
        kind = type(event)
        start, end = event.start_mark.index, event.end_mark.index
        if kind is yaml.ScalarEvent:
            self._scalar(event, start, end)
        elif kind is yaml.AliasEvent:
            self._put(Scalar(self._text[start:end], "", "*", start, end), start, end)
        elif kind in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
            self._start(event, start, is_mapping=kind is yaml.MappingStartEvent)
        elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            self._places.close(start, end)
        elif kind is yaml.DocumentStartEvent and event.explicit:
            self._prologue(end)
        elif kind is yaml.StreamEndEvent:
            self._places.end_text()

    def _prologue(self, end: int) -> None:
        """All up to the `---` line is kept as it is."""
        rest = _REST_OF_MARKER.match(self._text, end)
        self._places.position = rest.end() if rest else end
        self.page.prologue = self._text[: self._places.position]

    def _scalar(self, event: Any, start: int, end: int) -> None:
        node = Scalar(self._text[start:end], event.value, event.style or "", start, end)
        slot = self._put_anchored(node, f"&{event.anchor}") if event.anchor else self._put(node, start, end)
        if node.is_block:
            self._take_header(slot, node)

    def _put_anchored(self, node: Scalar, anchor: str) -> Slot:
        """Put a scalar with an anchor where it belongs; there may be comments between the two."""
        self.page.is_anchored = True
        start, behind = node.start, node.start + len(anchor)
        node.anchor, node.start = anchor, min(blanks_end(self._text, behind), node.end)
        node.text = self._text[node.start : node.end]
        slot = self._put(node, start, behind)
        self._places.between(slot, self._places.notes(node.start))
        self._places.position = node.end
        return slot

    def _take_header(self, slot: Slot, node: Scalar) -> None:
        """Take the header of a block of text apart: its comment, and how deep it says that the text stands."""
        header = _BLOCK_HEADER.match(node.text)
        assert header
        digit = re.search("[1-9]", header[1])
        node.base = slot.column + int(digit[0]) if digit else -1
        self._places.position = node.start + len(header[1])
        self._places.between(slot, self._places.notes(node.start + header.end()))
        self._places.position = node.end
        node.text = f"{header[1]}\n{node.text[header.end() :]}"

    def _put(self, node: Scalar, start: int, end: int) -> Slot:
        """Put a scalar or an alias where it belongs; the result is the entry or item that it is part of."""
        slot = self._places.slot(start)
        self._places.position = end
        frame = self._places.frames[-1]
        if frame.collection.is_mapping and frame.waiting is None:
            slot.key, frame.waiting = node, slot
        else:
            slot.value, frame.waiting = node, None
            self._places.end_value(slot)
        return slot

    def _start(self, event: Any, start: int, *, is_mapping: bool) -> None:
        slot = self._places.slot(start)
        slot.value = Collection(is_mapping, bool(event.flow_style), start)
        self._places.position = start
        if event.anchor:
            self.page.is_anchored = True
            slot.value.anchor = f"&{event.anchor}"
            self._places.position += len(slot.value.anchor)
        self._places.open(slot.value, slot)
