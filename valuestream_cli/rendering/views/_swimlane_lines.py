"""The lines of a lane picture as points, and the places of their labels."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from valuestream_cli.rendering.diagram import Point
from valuestream_cli.rendering.layout.lanes_model import HIGH, Cell, Plan, Route
from valuestream_cli.rendering.text import clean, measure, wrap

LABEL_SIZE, LEADING = 11.0, 13.0
# Widths to try for a label, and how many lines it may take, by direction (down?) and by whether it stands in line
# with its boxes: sideways, a broad label lengthens the picture, and one in line has half a lane for its height.
_WIDTHS = {
    (True, False): ((76, 2), (104, 2), (124, 2), (104, 3), (124, 3), (150, 4)),
    (True, True): ((62, 2), (76, 2), (104, 2), (124, 3), (150, 4)),
    (False, False): ((64, 3), (84, 3), (110, 4), (150, 4)),
    (False, True): ((64, 2), (90, 2), (120, 2), (160, 2), (220, 2)),
}


class Frame(NamedTuple):
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float


class Axes(NamedTuple):
    """Turns along and across into x and y."""

    down: bool

    def point(self, along: float, across: float) -> Point:
        """A place in pixels."""
        return (across, along) if self.down else (along, across)

    def frame(self, along: float, across: float, length: float, breadth: float) -> Frame:
        """A rectangle in pixels."""
        if self.down:
            return Frame(across, along, breadth, length)
        return Frame(along, across, length, breadth)


def set_label(route: Route, axes: Axes) -> None:
    """Break the label of a route into lines and note the room that it takes."""
    if not clean(route.link.label):
        return
    for width, lines in _WIDTHS[axes.down, route.way == "straight"]:
        route.label, was_cut = wrap(route.link.label, width, LABEL_SIZE, lines)
        if not was_cut:
            break
    else:
        when, _, share = clean(route.link.label).rpartition(" ")
        if when:
            route.label = (*wrap(when, width, LABEL_SIZE, lines - 1)[0], *wrap(share, width, LABEL_SIZE, 1)[0])
        route.is_cut = True
    breadth = max(measure(line, LABEL_SIZE) for line in route.label)
    height = LEADING * len(route.label)
    route.label_along, route.label_across = (height + 5, breadth) if axes.down else (breadth + 9, height)


def points(plan: Plan, route: Route, bars: tuple[float, float]) -> list[Point]:
    """The corners of a route as (along, across); `bars` is where demand and value begin and end across."""
    if route.way == "straight":
        middle = plan.columns[route.column].middle
        return [(route.source.end, middle), (route.target.start, middle)]
    start = _start(plan, route, bars)
    if route.way == "stop":
        return [*start, (route.level, stop_middle(plan, route) - route.side * plan.stop / 2)]
    if route.way == "next":
        middle = plan.columns[route.column].middle + route.slot
        return [*start, (start[-1][0], middle), (route.target.start, middle)]
    return [*start, *_finish(plan, route)]


def _start(plan: Plan, route: Route, bars: tuple[float, float]) -> list[Point]:
    source = route.source
    if source.column is None:
        if route.way == "round":
            middle = (source.start + source.end) / 2
            return [(middle, bars[1]), (middle, route.track)]
        return [(source.end, route.track)]
    level = source.trunk if route.uses_trunk else route.level
    start = face(plan, source, route.side)
    if route.uses_trunk:
        column = plan.columns[source.column]
        start = column.middle + route.side * column.bar_half
    return [(level, start)] if route.way in ("next", "stop") else [(level, start), (level, route.track)]


def _finish(plan: Plan, route: Route) -> list[Point]:
    target = route.target
    if target.column is None:
        return [(target.start if target.row > route.source.row else target.end, route.track)]
    if route.way == "round":
        entry = target.entries[route.entry, route.link.kind]
        return [(entry, route.track), (entry, face(plan, target, route.entry))]
    middle = plan.columns[target.column].middle + route.slot
    return [(route.inlet, route.track), (route.inlet, middle), (target.start, middle)]


def face(plan: Plan, cell: Cell, side: int) -> float:
    """The edge of a box at one of its sides."""
    column = plan.columns[cell.column or 0]
    return column.start + column.size if side == HIGH else column.start


def stop_middle(plan: Plan, route: Route) -> float:
    """Where a small end stands across: in the middle of its column, or farther to make room for its label."""
    column = plan.columns[route.column]
    near = face(plan, route.source, route.side) + route.side * (route.label_across + 13 + plan.stop / 2)
    if route.side == HIGH:
        return max(column.middle, min(near, column.start + column.size - plan.stop / 2 - 2))
    return min(column.middle, max(near, column.start + plan.stop / 2 + 2))


class Uprights:
    """The stretches along the flow of all lines, to keep labels off them."""

    def __init__(self, lines: Sequence[Sequence[Point]]) -> None:
        found: dict[float, list[tuple[float, float]]] = {}
        for line in lines:
            for (along, across), (to, same) in pairwise(line):
                if across == same:
                    found.setdefault(across, []).append((min(along, to), max(along, to)))
        self._at = sorted(found)
        self._found = found

    def count(self, first: float, last: float, low: float, high: float) -> int:
        """How many stretches touch a rectangle given along and across."""
        places = self._at[bisect_left(self._at, low) : bisect_right(self._at, high)]
        return sum(start < last and end > first for place in places for start, end in self._found[place])


def label_frame(plan: Plan, route: Route, axes: Axes, uprights: Uprights) -> Frame:
    """Where a label stands: beside its line, at the first place where it is on no other line, if there is one."""
    if route.way == "straight":
        return _beside_straight(plan, route, axes, uprights)
    first = route.level - route.label_along - route.lift
    last = first + route.label_along - (2 if axes.down else 5)
    near, *others = _spots(plan, route)
    least = plan.columns[0].start - 8  # farther out is no canvas
    spots = [near, *(spot for spot in others if spot > least and route.way != "stop")]
    counts = [uprights.count(first, last, spot - 2, spot + route.label_across + 2) for spot in spots]
    best = spots[counts.index(min(counts))]
    return axes.frame(first, best, last - first, route.label_across)


def _beside_straight(plan: Plan, route: Route, axes: Axes, uprights: Uprights) -> Frame:
    """The place of a label at the beginning of a straight line: at its right, or else at its left; or above it."""
    first, length = route.source.end + (3 if axes.down else 5), route.label_along - 4
    middle = plan.columns[route.column].middle
    if not axes.down:
        return axes.frame(first, middle - route.label_across - 4, length, route.label_across)
    spots = [middle + 6, middle - 6 - route.label_across]
    counts = [uprights.count(first, first + length, spot, spot + route.label_across) for spot in spots]
    at_left = counts[1] < counts[0] and spots[1] > plan.columns[0].start
    return axes.frame(first, spots[at_left], length, route.label_across)


def _spots(plan: Plan, route: Route) -> Iterator[float]:
    """Where a label may begin across: beside its box, beyond its turn, beyond the first gutter, then farther on.

    The first gutter may be passed in any case: no other box or label is beside this one.
    """
    size, side = route.label_across, route.side
    shift = 0 if side == HIGH else size
    end = plan.columns[route.column].middle if route.way == "next" else route.track
    yield face(plan, route.source, side) + side * 7 - shift
    first = (route.source.column or 0) + side
    if route.way != "next" and abs(route.place - 2 * (route.source.column or 0) - 1) == 1:
        yield route.track + side * 6 - shift
    for column in plan.columns[first:] if side == HIGH else plan.columns[first::-1] if first >= 0 else ():
        for edge in (column.start if side == HIGH else column.start + column.size, column.middle):
            spot = edge + side * 5
            if (column is plan.columns[first] and edge != column.middle) or (end - spot - side * size) * side > 0:
                yield spot - shift
