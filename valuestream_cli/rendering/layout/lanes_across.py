"""Where columns stand across the flow, and on which track of its gutter each line changes rows."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field

from valuestream_cli.rendering.layout.lanes_along import APART
from valuestream_cli.rendering.layout.lanes_model import HIGH, LOW, Plan, Route

_APART = 10.0  # between tracks, and between what shares one
_PLAIN, _FIRST = 16.0, 11.0  # a gutter without tracks, and the first one
_BEFORE, _AFTER = 10.0, 14.0  # from a box to the first track, and from the last one to a box and its number
_BESIDE = 11.0  # from the middle of a box to an arrow that comes from a side, where others come too
_ENTRY = 19.0  # where an arrow points back at the box before
Key = tuple[str, str, str, str]


@dataclass(slots=True, eq=False)
class _Net:
    """All routes to one target that share a track of a gutter."""

    routes: list[Route] = field(default_factory=list)
    first: float = 0
    last: float = 0


def stand(plan: Plan, origin: float) -> float:
    """Give every column and track its place across the flow; the result is where the last one ends."""
    gutters: list[dict[Key, _Net]] = [{} for _ in range(plan.outer + 1)]
    for route in plan.routes:
        if route.way in ("gutter", "round"):
            _join(gutters[route.gutter], route)
    cursor = origin
    for number, nets in enumerate(gutters):
        tracks = _tracks(list(nets.values()))
        cursor = _run(plan, number, tracks, cursor)
        if number < plan.outer:
            column = plan.columns[number]
            column.start = cursor
            cursor += column.size
    _part_at_joins(plan)
    return cursor


def _part_at_joins(plan: Plan) -> None:
    """Give each line into a join its own place at the bar: the farther out it comes from, the farther out.

    Other boxes have a place for each side from which lines come, so that each side has an arrow of its own.
    """
    direct: dict[int, list[Route]] = {}
    for route in plan.routes:
        if route.way in ("next", "straight"):
            direct.setdefault(route.target.row, []).append(route)
    for cell in plan.rows:
        if cell.column is not None:
            nexts = [route for route in direct.get(cell.row, ()) if route.way == "next"]
            half = plan.columns[cell.column].bar_half - 6
            turning = [*cell.arrivals, *nexts]
            is_met = len({route.arrival for route in turning}) > 1 or len(nexts) < len(direct.get(cell.row, ()))
            for side in (LOW, HIGH):
                if cell.join:
                    here = sorted(cell.arrivals, key=lambda route: -side * route.track)
                    arriving = [route for route in here if route.arrival == side]
                    _take_slots(arriving, [route for route in nexts if route.arrival == side], half * side)
                for route in turning if is_met and not cell.join else ():
                    route.slot = _BESIDE * route.arrival


def _take_slots(arrivals: list[Route], nexts: list[Route], half: float) -> None:
    """From the outside in, each turns before the one outside of it; the line from the row before as its level says."""
    late = [route for route in nexts if route.level >= route.target.inlet - APART]
    ordered = [*late, *arrivals, *(route for route in nexts if route not in late)]
    base = max((route.target.inlet - route.level for route in late), default=0.0)
    for number, route in enumerate(ordered):
        route.slot = half * (1 - number / len(ordered))
        route.ahead = base + APART * number


def extent(route: Route) -> tuple[float, float]:
    """The stretch along the flow for which a route runs in its gutter."""
    start = _leaves(route)
    if route.way == "round":
        end = route.target.entries[route.entry, route.link.kind]
    elif route.target.column is None:
        end = route.target.start if route.target.row > route.source.row else route.target.end
    else:
        end = route.inlet
    return start, end


def _leaves(route: Route) -> float:
    """Where a route enters its gutter."""
    source = route.source
    if route.uses_trunk:
        return source.trunk
    if source.column is not None:
        return route.level
    return (source.start + source.end) / 2 if route.way == "round" else source.end


def _join(nets: dict[Key, _Net], route: Route) -> None:
    """Lines to the same target share a track, if they look alike and enter it alike."""
    start, end = sorted(extent(route))
    style = "rework" if route.link.kind == "rework" else "flow"
    alone = route.source.node.id if route.target.join and route.way == "gutter" else ""
    net = nets.setdefault((route.target.node.id, route.way, style, alone), _Net([], start, end))
    net.routes.append(route)
    net.first, net.last = min(net.first, start), max(net.last, end)


def _tracks(nets: list[_Net]) -> list[list[_Net]]:
    """Share out the nets to as few tracks as may be, short ones first, so that nothing on a track meets."""
    tracks: list[list[_Net]] = []
    taken: list[list[tuple[float, float]]] = []
    for net in sorted(nets, key=lambda net: (net.last - net.first, net.first)):
        number = next((place for place, spans in enumerate(taken) if _is_free(spans, net)), len(tracks))
        if number == len(tracks):
            tracks.append([])
            taken.append([])
        tracks[number].append(net)
        insort(taken[number], (net.first, net.last))
    return tracks


def _is_free(spans: list[tuple[float, float]], net: _Net) -> bool:
    place = bisect_left(spans, (net.first, net.last))
    if place < len(spans) and spans[place][0] < net.last + _APART:
        return False
    return place == 0 or spans[place - 1][1] + _APART < net.first


def _run(plan: Plan, gutter: int, tracks: list[list[_Net]], cursor: float) -> float:
    """Place the tracks of one gutter; the result is where it ends."""
    if not tracks:
        return cursor + _breadth(plan, gutter)
    lead = max(_lead(route) for track in tracks for net in track for route in net.routes)
    cursor += max(lead, _room_for_labels(plan, gutter, cursor))
    for number, track in enumerate(tracks):
        for net in track:
            for route in net.routes:
                route.track = cursor + number * _APART
    trail = max(_trail(route) for track in tracks for net in track for route in net.routes)
    return cursor + (len(tracks) - 1) * _APART + (trail if gutter < plan.outer else 2.0)


def _breadth(plan: Plan, gutter: int) -> float:
    """How wide a gutter without tracks is."""
    if gutter in (0, plan.outer):
        return max(_FIRST, _lack_of_room(plan)) if gutter == 0 else 0.0
    beside = plan.columns[gutter - 1 : gutter + 1]
    return _PLAIN if all(column.is_used for column in beside) else 13.0


def _lack_of_room(plan: Plan) -> float:
    """What the labels beside boxes need before the first column."""
    room = [sum(column.size + 13 for column in plan.columns[:number]) for number in range(len(plan.columns))]
    labelled = (route for route in plan.routes if route.label and route.side == LOW)
    return max((route.label_across + 8 - room[route.source.column or 0] for route in labelled), default=0.0)


def _trail(route: Route) -> float:
    return _ENTRY if route.way == "round" and route.entry == LOW else _AFTER


def _lead(route: Route) -> float:
    return _ENTRY if route.way == "round" and route.entry == HIGH else _BEFORE


def _room_for_labels(plan: Plan, gutter: int, cursor: float) -> float:
    """The outer gutter begins beyond the labels of the lines that lead to it."""
    if gutter < plan.outer:
        return 0.0
    routes = (
        route for route in plan.routes if route.label and route.gutter == gutter and route.source.column is not None
    )
    return max((_reach(plan, route) - cursor for route in routes), default=0.0)


def _reach(plan: Plan, route: Route) -> float:
    """How far across a label comes that stands right beside its box."""
    column = plan.columns[route.source.column or 0]
    return column.start + column.size + route.label_across + 12
