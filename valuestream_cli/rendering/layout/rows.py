"""Reads a placement as rows: which box and label stands in which row, and where each wire passes between them.

Everything in this folder but the engine thinks downward: a drawing to the right is turned on its side first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from valuestream_cli.rendering.diagram import Point
from valuestream_cli.rendering.layout.graphviz_engine import Blank, Placement, Wire

CLEAR = 8.0  # the least distance between a line and a box or label that it passes
_SNAP = 32.0  # how far a line may move aside to stay straight
_LABEL_GAP = 5.0  # between a line and its label


class Room(NamedTuple):
    """What a row's item takes of it, from `left` to `right`."""

    left: float
    right: float
    wire: int  # the wire whose label it is, or -1 for a box


@dataclass(slots=True)
class Row:
    """One layer: its items from left to right, and how high the highest is."""

    centre: float
    height: float = 0
    rooms: list[Room] = field(default_factory=list)

    def is_free(self, x: float, wire: int) -> bool:
        """Whether a line may pass at `x`."""
        gap = {False: CLEAR, True: _LABEL_GAP - 1}
        return not any(
            room.left - gap[room.wire == wire] < x < room.right + gap[room.wire == wire] for room in self.rooms
        )

    def way_past(self, x: float, wire: int) -> float:
        """`x`, or the nearest place at which a line may pass."""
        if self.is_free(x, wire):
            return x
        edges = [edge for room in self.rooms for edge in (room.left - CLEAR, room.right + CLEAR)]
        free = [edge for edge in edges if self.is_free(edge, wire)]
        return min(free, key=lambda edge: abs(edge - x), default=x)


@dataclass(slots=True)
class Course:
    """A wire's way: it passes `xs[n]` in row `first + 1 + n`; `first` and `last` hold its ends."""

    first: int
    last: int
    xs: list[float]


class Rows:
    """The layers of a placement and the courses of its wires; loops on one box have none."""

    def __init__(self, blanks: Sequence[Blank], wires: Sequence[Wire], placement: Placement) -> None:
        self.placement = placement
        self.row_of: dict[str, int] = {}
        self.label_row: list[int] = [-1] * len(wires)
        self.rows: list[Row] = []
        self._fill(blanks, wires)
        self.courses = [self._course(number, wire) for number, wire in enumerate(wires)]

    def _fill(self, blanks: Sequence[Blank], wires: Sequence[Wire]) -> None:
        spots = [(self.placement.centres[it.id], (it.width, it.height), it.id, -1) for it in blanks]
        for number, (wire, spot) in enumerate(zip(wires, self.placement.labels, strict=True)):
            if wire.label and spot:
                spots.append((spot, wire.label, "", number))
        spots.sort(key=lambda item: (item[0][1], item[0][0]))
        for (x, y), (width, height), name, wire_number in spots:
            if not self.rows or y - self.rows[-1].centre > 1:
                self.rows.append(Row(y))
            row = self.rows[-1]
            row.rooms.append(Room(x - width / 2, x + width / 2, wire_number))
            row.height = max(row.height, height)
            if name:
                self.row_of[name] = len(self.rows) - 1
            else:
                self.label_row[wire_number] = len(self.rows) - 1

    def _course(self, number: int, wire: Wire) -> Course | None:
        """Where a wire passes each row between its ends."""
        first, last = self.row_of[wire.upper], self.row_of[wire.lower]
        if first >= last:
            return None
        curve = _sampled(self.placement.routes[number])
        xs = [_crossing(curve, row.centre) for row in self.rows[first + 1 : last]]
        course = Course(first, last, xs)
        self._straighten(number, course, (self.placement.centres[it][0] for it in (wire.upper, wire.lower)))
        return course

    def _straighten(self, number: int, course: Course, ends: Iterator[float]) -> None:
        """Take out bends that nothing asks for: first downward, then upward; its own label holds a wire."""
        first, xs = course.first + 1, course.xs
        held = self.label_row[number] - first
        if 0 <= held < len(xs):
            xs[held] = self._beside_label(number, xs[held])
        for steps, start in zip((range(len(xs)), reversed(range(len(xs)))), ends, strict=True):
            x = start
            for at in steps:
                row = self.rows[first + at]
                if at != held:
                    moved = abs(x - xs[at]) <= _SNAP and row.is_free(x, number)
                    xs[at] = x if moved else row.way_past(xs[at], number)
                x = xs[at]

    def _beside_label(self, number: int, x: float) -> float:
        room = next(it for it in self.rows[self.label_row[number]].rooms if it.wire == number)
        return min(room.left - _LABEL_GAP, room.right + _LABEL_GAP, key=lambda side: abs(side - x))


def _sampled(route: Sequence[Point]) -> list[Point]:
    """Points along a cubic spline, downward."""
    points = list(route[:1])
    for at in range(0, len(route) - 3, 3):
        a, b, c, d = route[at : at + 4]
        for t in (0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0):
            w = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            points.append(tuple(sum(k * p[i] for k, p in zip(w, (a, b, c, d), strict=True)) for i in (0, 1)))  # type: ignore[arg-type]
    return points


def _crossing(curve: Sequence[Point], y: float) -> float:
    """Where a curve comes to the height `y`."""
    at = min(max(bisect_left(curve, y, key=lambda point: point[1]), 1), len(curve) - 1)
    (x0, y0), (x1, y1) = curve[at - 1], curve[at]
    part = min(max((y - y0) / (y1 - y0), 0), 1) if y1 != y0 else 0
    return x0 + part * (x1 - x0)
