"""The lines of a lane picture as points, and the places of their labels."""

from __future__ import annotations

from typing import NamedTuple

from valuestream_cli.rendering.diagram import Point
from valuestream_cli.rendering.layout.lanes_model import HIGH, Cell, Plan, Route
from valuestream_cli.rendering.text import clean, measure, wrap_to_end

LABEL_SIZE, LEADING = 11.0, 13.0
_LONGEST_WORD = 150.0  # no word up to this is broken
STOP_WIDTH, STOP_HEIGHT, PILL_SIZE = 60.0, 20.0, 10.5
# Widths to try for a label, and how many lines it may take, by direction (down?) and by where it stands: beside a box
# ("side"), behind it, or behind it where a line leads on ("tight"). Sideways, a broad label lengthens the picture.
_WIDTHS = {
    (True, "side"): ((76, 2), (104, 2), (124, 2), (104, 3), (124, 3), (150, 4)),
    (True, "end"): ((62, 2), (72, 3), (72, 4), (104, 3), (124, 3), (150, 4)),
    (True, "tight"): ((56, 2), (60, 3), (60, 4), (76, 4), (104, 4), (150, 4)),
    (False, "side"): ((64, 3), (84, 3), (110, 4), (150, 4)),
    (False, "end"): ((64, 2), (90, 2), (120, 2), (160, 2), (220, 2)),
    (False, "tight"): ((96, 1), (130, 1), (90, 2), (130, 2), (160, 3)),
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
    if not clean(route.link.label) or (route.source.column is None and route.way != "straight"):
        return
    words = clean(route.link.label).split()
    longest = min(_LONGEST_WORD, max((measure(word, LABEL_SIZE) for word in words), default=0.0) + 0.1)
    for width, lines in _WIDTHS[axes.down, _stand(route)]:
        broad = max(width, longest)
        route.label, route.is_cut = wrap_to_end(route.link.label, route.link.share, broad, LABEL_SIZE, lines)
        if not route.is_cut:
            break
    breadth = max(measure(line, LABEL_SIZE) for line in route.label)
    height = LEADING * len(route.label)
    route.label_along, route.label_across = (height + 5, breadth) if axes.down else (breadth + 9, height)


def _stand(route: Route) -> str:
    """Where a label stands."""
    if route.is_tight:
        return "tight"
    return "end" if route.is_lengthwise or route.way == "stop" else "side"


def points(plan: Plan, route: Route, bars: tuple[float, float]) -> list[Point]:
    """The corners of a route as (along, across); `bars` is where demand and value begin and end across."""
    source, target = route.source, route.target
    middle = plan.columns[route.column].middle
    if route.way == "straight":
        return [(source.end, middle), (target.start, middle)]
    if route.way == "stop":
        return [(source.end, middle + route.port), (stop_start(route), middle + route.port)]
    if route.way == "drop":
        return [(source.end, middle), (target.inlet, middle), _at_join(plan, route)]
    start = _start(plan, route, bars)
    if route.way == "turn":
        middle += route.slot
        return [*start, (start[-1][0], middle), (target.start, middle)]
    return [*start, *_finish(plan, route)]


def _start(plan: Plan, route: Route, bars: tuple[float, float]) -> list[Point]:
    """From the source to where the way turns along the flow, or across it for good."""
    source = route.source
    if source.column is None:
        if route.way == "round":
            middle = (source.start + source.end) / 2
            return [(middle, bars[1]), (middle, route.track)]
        return [(source.end, route.track)]
    column = plan.columns[source.column]
    if route.uses_trunk:
        start = [(source.trunk, column.middle + route.side * column.bar_half)]
    elif route.behind:
        start = [(source.end, column.middle + route.port), (route.level, column.middle + route.port)]
    else:
        start = [(route.level, face(plan, source, route.side))]
    return start if route.way == "turn" else [*start, (start[-1][0], route.track)]


def _finish(plan: Plan, route: Route) -> list[Point]:
    target = route.target
    if target.column is None:
        return [(target.start if target.row > route.source.row else target.end, route.track)]
    if route.way == "round":
        entry = target.entries[route.entry, route.style]
        return [(entry, route.track), (entry, face(plan, target, route.entry))]
    if target.join:
        return [(target.inlet, route.track), _at_join(plan, route)]
    middle = plan.columns[target.column].middle + route.slot
    return [(target.inlet, route.track), (target.inlet, middle), (target.start, middle)]


def _at_join(plan: Plan, route: Route) -> Point:
    """The end of the bar of a join that is nearer."""
    column = plan.columns[route.target.column or 0]
    return route.target.inlet, column.middle + route.arrival * column.bar_half


def face(plan: Plan, cell: Cell, side: int) -> float:
    """The edge of a box at one of its sides."""
    column = plan.columns[cell.column or 0]
    return column.start + column.size if side == HIGH else column.start


def stop_start(route: Route) -> float:
    """Where a small end begins along the flow."""
    return 2 * route.level - route.source.tail


def stop_frame(plan: Plan, route: Route, axes: Axes) -> Frame:
    """A small end, where a case leaves."""
    start = stop_start(route)
    middle = plan.columns[route.column].middle + route.slot
    return axes.frame(start, middle - plan.stop / 2, route.source.tail - start, plan.stop)
