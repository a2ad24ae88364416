"""Turns Graphviz's curves into right-angled routes in the hand of the other views, and sets the rows anew.

Graphviz decides on layers, order and columns; between two rows runs a channel, in which every bend has a
track of its own, and which is as high as its tracks need. No route passes a box or a label.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from valuestream_cli.rendering.diagram import Point
from valuestream_cli.rendering.layout import graphviz_engine
from valuestream_cli.rendering.layout.graphviz_engine import Blank, Placement, Wire
from valuestream_cli.rendering.layout.ports import Ports
from valuestream_cli.rendering.layout.rows import Course, Rows
from valuestream_cli.rendering.layout.tracks import Jog, detours, stack

_LEAVE, _ARRIVE, _DIRECT = 10.0, 20.0, 26.0  # room under a row, over a row with arrows, between neighbours
_TRACK = 11.0
_LOOP = (18.0, 9.0)  # how far a loop on one box stands out, and half its height

Frame = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Boxes by id (centre, width, height); for each wire its corners and the centre of its label."""

    boxes: dict[str, Frame]
    routes: list[tuple[Point, ...]]
    labels: list[Point | None]


def lay_out(blanks: Sequence[Blank], wires: Sequence[Wire], direction: str, engine: str = "") -> Layout:
    """Positions for blanks and right-angled routes for wires, along `direction` (right or down)."""
    placement = graphviz_engine.place(blanks, wires, direction, engine)
    if direction == "down":
        return _Router(blanks, wires, placement).layout()
    lying = [replace(it, width=it.height, height=it.width) for it in blanks]
    turned = [replace(it, label=it.label[::-1]) if it.label else it for it in wires]
    return _turned(_Router(lying, turned, _turned_placement(placement)).layout())


def _turned_placement(placement: Placement) -> Placement:
    return Placement(
        centres={id: (y, x) for id, (x, y) in placement.centres.items()},
        routes=[tuple((y, x) for x, y in route) for route in placement.routes],
        labels=[spot and (spot[1], spot[0]) for spot in placement.labels],
    )


def _turned(layout: Layout) -> Layout:
    return Layout(
        boxes={id: (y, x, height, width) for id, (x, y, width, height) in layout.boxes.items()},
        routes=[tuple((y, x) for x, y in route) for route in layout.routes],
        labels=[spot and (spot[1], spot[0]) for spot in layout.labels],
    )


class _Router:
    """Routes one drawing, downward."""

    def __init__(self, blanks: Sequence[Blank], wires: Sequence[Wire], placement: Placement) -> None:
        self.wires = wires
        self.rows = Rows(blanks, wires, placement)
        self.ports = Ports(blanks, wires, self.rows)
        self.tracks: list[dict[int, float]] = []
        self.detours: list[dict[int, Point]] = []
        self.centres: list[float] = []
        self._set_rows()

    def _set_rows(self) -> None:
        """Give each row its height on the page, and each bend in the channel under it its own."""
        bottom, starts = 0.0, self._by_channel()
        for number, row in enumerate(self.rows.rows):
            self.centres.append(bottom + row.height / 2)
            bottom += row.height
            jogs, straight = self._jogs(number, starts[number])
            tracks, count = stack(jogs)
            aside = detours(jogs, tracks, straight)
            lead = _ARRIVE if self._is_entered_from_below(number, starts[number]) else _LEAVE
            self.tracks.append({wire: bottom + lead + track * _TRACK for wire, track in tracks.items()})
            self.detours.append({wire: (it.x, bottom + lead + it.track * _TRACK) for wire, it in aside.items()})
            count = max(count, *(it.track + 1 for it in aside.values()), 0)
            bottom += self._channel(number, count, starts[number]) + lead - _LEAVE

    def _by_channel(self) -> list[list[tuple[int, Course]]]:
        """The wires that run through the channel under each row."""
        channels: list[list[tuple[int, Course]]] = [[] for _ in self.rows.rows]
        for wire, course in enumerate(self.rows.courses):
            for channel in range(course.first, course.last) if course else ():
                channels[channel].append((wire, course))  # type: ignore[arg-type]
        return channels

    def _is_entered_from_below(self, number: int, inside: list[tuple[int, Course]]) -> bool:
        """Whether a line that leads back arrives, with its arrow, at the lower edge of a box."""
        backs = [wire for wire, course in inside if course.first == number and self.wires[wire].back]
        return any(self.ports.beside[wire][0] is None for wire in backs)

    def _channel(self, number: int, tracks: int, inside: list[tuple[int, Course]]) -> float:
        arrives = any(course.last == number + 1 and not self.ports.beside[wire][1] for wire, course in inside)
        if any(course.first == number and course.last == number + 1 for _, course in inside):
            least = _DIRECT
        else:
            least = _ARRIVE if arrives else _LEAVE
        return max(least, (_LEAVE + (tracks - 1) * _TRACK + (_ARRIVE if arrives else _LEAVE)) if tracks else 0)

    def _jogs(self, number: int, inside: list[tuple[int, Course]]) -> tuple[list[Jog], list[float]]:
        """The bends in a channel, and the columns of the wires that run straight through it."""
        jogs, straight = [], []
        for wire, course in inside:
            xs = self.ports.columns[wire]
            x0, x1 = xs[number - course.first], xs[number - course.first + 1]
            if x0 == x1:
                straight.append(x0)
            else:
                jogs.append(Jog(wire, x0, x1, self._group(number, wire, course, x0, x1)))
        return jogs, straight

    def _group(self, number: int, wire: int, course: Course, x0: float, x1: float) -> Hashable:
        """Lines that leave or enter a box at one point share a track; those that lead back never do."""
        it = self.wires[wire]
        if it.back:
            return wire
        if course.last == number + 1 and self.ports.shared(it.lower, "in", x1):
            return it.lower, "in", x1
        return (it.upper, "out", x0) if course.first == number else wire

    def layout(self) -> Layout:
        """Everything in its place."""
        boxes = {id: (x, self._y(id), width, height) for id, (x, width, height) in self.ports.boxes.items()}
        routes: list[tuple[Point, ...]] = []
        labels: list[Point | None] = []
        for number, wire in enumerate(self.wires):
            if wire.source == wire.target:
                route, spot = self._loop(number, wire)
            else:
                route, spot = tuple(self._route(number, wire)), self._label(number)
            routes.append(route[::-1] if wire.back else route)
            labels.append(spot)
        return Layout(boxes=boxes, routes=routes, labels=labels)

    def _label(self, wire: int) -> Point | None:
        x = self.rows.label(wire)
        return None if x is None else (x, self.centres[self.rows.label_row[wire]])

    def _y(self, id: str) -> float:
        return self.centres[self.rows.row_of[id]]

    def _route(self, number: int, wire: Wire) -> Iterator[Point]:
        course, xs = self.rows.courses[number], self.ports.columns[number]
        upper, lower = self.ports.beside[number]
        assert course is not None
        yield from self._end(wire.upper, xs[0], upper, 1)
        for channel in range(course.first, course.last):
            x0, x1 = xs[channel - course.first], xs[channel - course.first + 1]
            if number in self.tracks[channel]:
                yield from self._bend(channel, number, x0, x1)
        yield from reversed(list(self._end(wire.lower, xs[-1], lower, -1)))

    def _bend(self, channel: int, wire: int, x0: float, x1: float) -> Iterator[Point]:
        """A wire's way from one column to the next: level, or in two steps past another wire."""
        y = self.tracks[channel][wire]
        yield x0, y
        if wire in self.detours[channel]:
            x, below = self.detours[channel][wire]
            yield from ((x, y), (x, below))
            y = below
        yield x1, y

    def _end(self, id: str, x: float, beside: float | None, edge: int) -> Iterator[Point]:
        """Where a wire leaves a box: from its right side, or from its lower (1) or upper (-1) edge."""
        centre, width, height = self.ports.boxes[id]
        if beside is None:
            yield x, self._y(id) + edge * height / 2
        else:
            yield from ((centre + width / 2, self._y(id) + beside), (x, self._y(id) + beside))

    def _loop(self, number: int, wire: Wire) -> tuple[tuple[Point, ...], Point | None]:
        """A small way out of a side of a box and back, as far as its label."""
        (x, width, _), y, spot = self.ports.boxes[wire.source], self._y(wire.source), self._label(number)
        side = -1 if spot and spot[0] < x else 1
        room = abs(spot[0] - x) - wire.label[0] / 2 if spot and wire.label else 0
        edge, out = x + side * width / 2, x + side * max(width / 2 + _LOOP[0], room)
        high, low = y - _LOOP[1], y + _LOOP[1]
        return ((edge, low), (out, low), (out, high), (edge, high)), spot
