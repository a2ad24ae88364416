"""Reads a placement as rows: which box and label stands in which, and where each wire passes through them.

Everything in this folder but the engine thinks downward: a drawing to the right is turned on its side first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from valuestream_cli.rendering.diagram import Point
from valuestream_cli.rendering.layout.graphviz_engine import Blank, Placement, Wire

_INSET = 24.0  # how near to a corner of a box a line may leave or arrive
CLEAR = 8.0  # the least distance between a line and a box, a label or another line that it passes
_CORNER = 6.0  # what stands out at the first corner of a box: its number
_BESIDE = 18.0  # how far from the side of a box a line runs that uses the side
_SHIFT = 30.0  # how far a label may be moved so that its line is straight
_CENTRED = 26.0  # a line this near to the middle of a box makes for the middle


class Room(NamedTuple):
    """What a row's item takes of it, from `left` to `right`."""

    left: float
    right: float
    wire: int  # the wire whose label it is, or -1 for a box


@dataclass(slots=True)
class Row:
    """One layer: its items, how high the highest is, and at which `lines` wires pass through it."""

    centre: float
    height: float = 0
    rooms: list[Room] = field(default_factory=list)
    lines: dict[int, float] = field(default_factory=dict)

    def is_free(self, x: float, wire: int) -> bool:
        """Whether a line keeps clear of boxes and labels at `x`; its own label may touch it."""
        return not any(
            room.left - CLEAR < x < room.right + CLEAR
            for room in self.rooms
            if room.wire != wire or room.left < x < room.right
        )

    def way_past(self, x: float, wire: int) -> float:
        """`x`, or the nearest place at which a line may pass, if possible at a distance from other lines."""
        edges = [edge for room in self.rooms for edge in (room.left - CLEAR, room.right + CLEAR)]
        edges += [line + aside for line in self.lines.values() for aside in (-CLEAR, CLEAR)]
        free = [edge for edge in (x, *edges) if self.is_free(edge, wire)]
        alone = [it for it in free if all(abs(it - line) >= CLEAR for line in self.lines.values())]
        return min(alone or free, key=lambda edge: abs(edge - x), default=x)

    def may_move(self, wire: int, x: float) -> bool:
        """Whether a line can move to `x` without coming near to, or to the other side of, anything."""
        low, high = sorted((self.lines[wire], x))
        blocked = any(room.left - CLEAR < high and low < room.right + CLEAR for room in self.rooms)
        return not blocked and not any(
            low - CLEAR < other < high + CLEAR for name, other in self.lines.items() if name != wire
        )

    def shift_label(self, wire: int, x: float) -> bool:
        """Move a wire's label, and the wire with it, to begin at `x` where there is space."""
        at = next(at for at, room in enumerate(self.rooms) if room.wire == wire)
        moved = Room(x, x + self.rooms[at].right - self.rooms[at].left, wire)
        near = [room for room in self.rooms if room.wire != wire]
        if any(room.left - CLEAR < moved.right and moved.left < room.right + CLEAR for room in near):
            return False
        if any(moved.left - CLEAR < line < moved.right for name, line in self.lines.items() if name != wire):
            return False
        self.rooms[at], self.lines[wire] = moved, x
        return True

    def part_labels(self) -> None:
        """Move each label that lies on something, as Graphviz has it now and then, to the nearest free place."""
        for at, room in enumerate(self.rooms):
            others = self.rooms[:at] + self.rooms[at + 1 :]
            if room.wire >= 0 and any(room.left < it.right and it.left < room.right for it in others):
                width = room.right - room.left
                places = [place for it in others for place in (it.right + CLEAR, it.left - CLEAR - width)]
                free = [x for x in places if all(x >= it.right or x + width <= it.left for it in others)]
                x = min(free, key=lambda x: abs(x - room.left))
                self.rooms[at] = Room(x, x + width, room.wire)


@dataclass(frozen=True, slots=True)
class Course:
    """A wire's way from row `first` to row `last`, where its ends are."""

    first: int
    last: int


class Rows:
    """The layers of a placement and the courses of its wires; a loop on one box has none."""

    def __init__(self, blanks: Sequence[Blank], wires: Sequence[Wire], placement: Placement) -> None:
        self.placement = placement
        self.row_of: dict[str, int] = {}
        self.label_row: list[int] = [-1] * len(wires)
        self.rows: list[Row] = []
        self._fill(blanks, wires)
        for row in self.rows:
            row.part_labels()
        self.courses = [self._course(number, wire) for number, wire in enumerate(wires)]
        sizes = {it.id: it for it in blanks}
        for number in sorted(range(len(wires)), key=self._length, reverse=True):
            wire = wires[number]
            self._straighten(number, wire, sizes[wire.upper], sizes[wire.lower])

    def _length(self, wire: int) -> int:
        course = self.courses[wire]
        return course.last - course.first if course else 0

    def inner(self, wire: int) -> list[float]:
        """Where a wire passes the rows between its ends, from the first to the last."""
        course = self.courses[wire]
        return [row.lines[wire] for row in self.rows[course.first + 1 : course.last]] if course else []

    def label(self, wire: int) -> float | None:
        """The middle of a wire's label."""
        if self.label_row[wire] < 0:
            return None
        room = next(room for room in self.rows[self.label_row[wire]].rooms if room.wire == wire)
        return (room.left + room.right) / 2

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
            row.rooms.append(Room(x - width / 2 - (_CORNER if name else 0), x + width / 2, wire_number))
            row.height = max(row.height, height)
            if name:
                self.row_of[name] = len(self.rows) - 1
            else:
                self.label_row[wire_number] = len(self.rows) - 1

    def _course(self, number: int, wire: Wire) -> Course | None:
        """Note where a wire passes each row between its ends: its label stands to the right of it."""
        first, last = self.row_of[wire.upper], self.row_of[wire.lower]
        if first >= last:
            return None
        curve = _sampled(self.placement.routes[number])
        for at in range(first + 1, last):
            row = self.rows[at]
            label = next((it for it in row.rooms if it.wire == number), None)
            row.lines[number] = label.left if label else row.way_past(_crossing(curve, row.centre), number)
        return Course(first, last)

    def _straighten(self, number: int, wire: Wire, upper: Blank, lower: Blank) -> None:
        """Take out bends that nothing asks for; where a wire has a label, it is this that holds it."""
        course, held = self.courses[number], self.label_row[number]
        if course is None or course.last - course.first < 2:
            return
        first, last = course.first + 1, course.last - 1
        if held >= 0:
            self._align_label(number, course, wire.back, (upper, lower))
            x = self.rows[held].lines[number]
            self._pull(number, x, range(held - 1, first - 1, -1))
            self._pull(number, x, range(held + 1, last + 1))
        for end, inner in ((upper, range(first, last + 1)), (lower, range(last, first - 1, -1))):
            if held < 0 and not end.is_bar:
                self._pull(number, self._port(end, self.rows[inner[0]].lines[number]), inner)

    def _align_label(self, number: int, course: Course, back: bool, ends: tuple[Blank, Blank]) -> None:
        """Move a label a little where its line can then run straight into a box, or past both."""
        row, rows = self.rows[self.label_row[number]], self.rows[course.first + 1 : course.last]
        if back:
            beside = max(self.placement.centres[it.id][0] + it.width / 2 for it in ends) + _BESIDE
            widest = max(it.lines[number] for it in rows)
            goals = [max(beside, widest), beside]
        else:
            goals = [self._port(it, row.lines[number]) for it in ends if not it.is_bar]
        for x in goals:
            if abs(x - row.lines[number]) <= _SHIFT and row.shift_label(number, x):
                return

    def _pull(self, number: int, x: float, through: range) -> None:
        """Move a line to `x`, row by row, as far as it can go."""
        for at in through:
            if not self.rows[at].may_move(number, x):
                return
            self.rows[at].lines[number] = x

    def _port(self, blank: Blank, x: float) -> float:
        """The place at a box's edge that is nearest to `x`, its middle where that is near."""
        centre, reach = self.placement.centres[blank.id][0], reach_of(blank.width)
        return centre if abs(x - centre) <= _CENTRED else min(max(x, centre - reach), centre + reach)


def reach_of(width: float) -> float:
    """How far from the middle of a box lines may leave and arrive."""
    return max(width / 2 - min(_INSET, width / 4), 0)


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
    part = min(max((y - y0) / (y1 - y0), 0.0), 1.0) if y1 != y0 else 0.0
    return x0 + part * (x1 - x0)
