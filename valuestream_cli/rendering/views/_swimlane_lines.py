"""The lines of a lane picture as points, and the places of their labels."""

from __future__ import annotations

from typing import NamedTuple

from valuestream_cli.rendering.diagram import Point
from valuestream_cli.rendering.layout.lanes_model import HIGH, Cell, Plan, Route
from valuestream_cli.rendering.text import clean, measure, wrap

LABEL_SIZE, LEADING = 11.0, 13.0
_LONGEST_WORD = 150.0  # no word up to this is broken
STOP_WIDTH, STOP_HEIGHT = 60.0, 20.0
# Widths to try for a label, and how many lines it may take, by direction (down?) and by whether it stands in line
# with its boxes: sideways, a broad label lengthens the picture, and one in line has half a lane for its height.
_WIDTHS = {
    (True, False): ((76, 2), (104, 2), (124, 2), (104, 3), (124, 3), (150, 4)),
    (True, True): ((62, 2), (72, 3), (104, 3), (124, 3), (150, 4)),
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
    words = clean(route.link.label).split()
    longest = min(_LONGEST_WORD, max((measure(word, LABEL_SIZE) for word in words), default=0.0) + 0.1)
    for width, lines in _WIDTHS[axes.down, route.way == "straight"]:
        broad = max(width, longest)
        route.label, was_cut = wrap(route.link.label, broad, LABEL_SIZE, lines)
        if not was_cut:
            break
    else:
        when, _, share = clean(route.link.label).rpartition(" ")
        if when:
            route.label = (*wrap(when, broad, LABEL_SIZE, lines - 1)[0], *wrap(share, broad, LABEL_SIZE, 1)[0])
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


def stop_frame(plan: Plan, route: Route, axes: Axes) -> Frame:
    """A small end, where a case leaves."""
    long, broad = (STOP_HEIGHT, plan.stop) if axes.down else (STOP_WIDTH, plan.stop)
    return axes.frame(route.level - long / 2, stop_middle(plan, route) - broad / 2, long, broad)
