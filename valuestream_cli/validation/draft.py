"""Data that is sound in spite of its mistakes.

A mistake whose meaning is plain (a misspelt key, `Engage` for `engage`) is repaired in a copy, anything else
becomes `UNKNOWN` there: so a broken part hides nothing else and accuses nothing else.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from valuestream_cli.findings import Route
from valuestream_cli.model import UNKNOWN
from valuestream_cli.source import Marks
from valuestream_cli.validation import structure
from valuestream_cli.validation.repairs import Indent, Meaning, Rename, Wrap, Write
from valuestream_cli.validation.structure import Engine, Mistake

_ROUNDS = 64  # each settles what the one before has laid bare; no file needs as many


class Draft:
    """A copy of a document's data and positions on which mistakes are repaired or blanked out."""

    def __init__(self, data: Any, marks: Marks) -> None:
        self.data = copy.deepcopy(data)
        self.marks = marks
        self._gone: set[Route] = set()
        self._replaced: set[Route] = set()

    def mistakes(self, engine: Engine) -> list[Mistake]:
        """What is wrong and was not dealt with yet, at most one at a place: the plainest."""
        found: dict[Route, Mistake] = {}
        for keyword, route, schema in engine.breaches(self.data):
            for mistake in structure.expand(keyword, route, self.at(route), schema):
                other = found.get(mistake.route)
                if not self._is_gone(mistake.route) and (other is None or mistake.plainness < other.plainness):
                    found[mistake.route] = mistake
        return list(found.values())

    def was_replaced(self, mistake: Mistake) -> bool:
        """Whether a mistake lies in what a repair has put there, so that it was told of before."""
        return any(mistake.route[:depth] in self._replaced for depth in range(len(mistake.route) + 1))

    def at(self, route: Route) -> Any:
        """The data at a route."""
        data = self.data
        for part in route:
            data = data[part]
        return data

    def _is_gone(self, route: Route) -> bool:
        return any(route[:depth] in self._gone for depth in range(len(route) + 1))

    def has(self, mistake: Mistake) -> bool:
        """Whether the place of a mistake is still there, after others were settled."""
        route = mistake.route[:-1] if mistake.keyword in _MISSING else mistake.route
        try:
            self.at(route)
        except (KeyError, IndexError, TypeError):
            return False
        return not self._is_gone(mistake.route)

    def settle(self, mistake: Mistake, meaning: Meaning | None) -> None:
        """Deal with a mistake, so that it is not found again: `UNKNOWN` stands where nobody can tell what was meant."""
        route = mistake.route
        match meaning:
            case Rename(key):
                self._rename(route, key)
            case Indent(owner):
                self._move(route, owner)
            case Wrap(value):
                self._replace(route, [value])
            case Write(value):
                self._replace(route, value)
            case None:
                self._blank(mistake)

    def _rename(self, route: Route, key: str) -> None:
        parent = self.at(route[:-1])
        parent[key] = parent.pop(route[-1])
        marks = self.marks.at(route[:-1])
        if isinstance(marks, Marks) and route[-1] in marks.items:
            old = str(route[-1])
            marks.items[key], marks.keys[key] = marks.items[old], marks.keys[old]

    def _move(self, route: Route, owner: str) -> None:
        """Put a key below a sibling that has no value of its own."""
        parent, marks = self.at(route[:-1]), self.marks.at(route[:-1])
        key = str(route[-1])
        parent[owner] = {**(parent[owner] or {}), key: parent.pop(key)}
        if isinstance(marks, Marks) and key in marks.items:
            inside = marks.items[owner]
            if not isinstance(inside, Marks):
                inside = marks.items[owner] = Marks(*inside)
            inside.items[key], inside.keys[key] = marks.items[key], marks.keys[key]

    def _replace(self, route: Route, value: Any) -> None:
        parent, inner = self.marks.at(route[:-1]), self.marks.at(route)
        if isinstance(value, list) and isinstance(parent, Marks) and inner:
            outer = Marks(*inner) if isinstance(inner, tuple) else Marks(inner.start, inner.end)
            outer.items[0] = inner
            parent.items[route[-1]] = outer
        self._replaced.add(route)
        self._set(route, value)

    def _set(self, route: Route, value: Any) -> None:
        if route:
            self.at(route[:-1])[route[-1]] = value
        else:
            self.data = value

    def _blank(self, mistake: Mistake) -> None:
        """Make the place say `UNKNOWN`, in the way that says least about anything else."""
        route = mistake.route
        self._gone.add(route)
        if not route:
            self.data = None
        elif mistake.keyword == "additionalProperties":
            del self.at(route[:-1])[route[-1]]
        elif len(route) == 2 and route[0] == "roles":
            self._set(route, {})
        elif route in _UNKNOWN_PARTS:
            self._set(route, copy.deepcopy(_UNKNOWN_PARTS[route]))
        elif mistake.keyword in _MISSING:
            return
        elif route[-1] in _HARMLESS:
            self._set(route, _HARMLESS[route[-1]])
        elif route[-1] in ("next", "to", "fork") or isinstance(route[-1], int):
            self._unknown_target(route)
        else:
            self.at(route[:-1]).pop(route[-1], None)
            if len(route) > 1 and route[-2] in _DURATIONS:
                self._gone.update((*route[:-1], part) for part in _DURATION_PARTS)

    def _unknown_target(self, route: Route) -> None:
        parent = self.at(route[:-1])
        if route[-1] == "fork":
            del parent["fork"]
            parent["next"] = UNKNOWN
            self._gone.add((*route[:-1], "next"))
        elif route[-1] == "next" and "fork" in parent:
            del parent["next"]
        else:
            parent[route[-1]] = UNKNOWN


_MISSING = frozenset({"required", "dependentRequired"})
_HARMLESS: dict[str | int, Any] = {
    "join": True, "calendar": {}, "when": UNKNOWN, "supplier": UNKNOWN, "waste": UNKNOWN,
}  # fmt: skip
_UNKNOWN_PARTS: dict[Route, Any] = {("value",): {"next": UNKNOWN}, ("steps",): [UNKNOWN]}
_DURATIONS = ("process_time", "wait_time")
_DURATION_PARTS = (
    "likely",
    "high",
    "p90",
    "mean",
    "cv",
    "distribution",
)  # each needs another


def rounds(draft: Draft) -> Iterator[list[Mistake]]:
    """The mistakes, round by round: unknown keys first, since a misspelt key looks like a missing one, too."""
    for _ in range(_ROUNDS):
        found = draft.mistakes(structure.engine())
        fresh = [mistake for mistake in found if not draft.was_replaced(mistake)]
        for mistake in found:
            if draft.was_replaced(mistake) and draft.has(mistake):
                draft.settle(mistake, None)
        if not found:
            return
        yield [mistake for mistake in fresh if mistake.keyword == "additionalProperties"] or fresh
