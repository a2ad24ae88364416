"""Where columns stand across the flow, and on which track of its gutter each line changes rows."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field

from valuestream_cli.rendering.layout.lanes_model import HIGH, LOW, Plan, Route

_APART = 10.0  # between tracks, and between what shares one
_PLAIN, _FIRST = 16.0, 11.0  # a gutter without tracks, and the first one
_BEFORE, _AFTER = 10.0, 14.0  # from a box to the first track, and from the last one to a box and its number
_BESIDE = 11.0  # from the middle of a box to an arrow that comes from a side, where others come too
_ENTRY = 19.0  # where an arrow points back at the box before
Key = tuple[str, str, str]


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
    _part_sides(plan)
    return cursor


def _part_sides(plan: Plan) -> None:
    """Give lines into a box a place for each side from which they come, so that each side has an arrow of its own."""
    found: dict[int, list[Route]] = {}
    for route in plan.routes:
        if route.way in ("turn", "straight") or (route.way == "gutter" and not route.target.join):
            found.setdefault(id(route.target), []).append(route)
    for routes in found.values():
        turning = [route for route in routes if route.way != "straight" and route.target.column is not None]
        if len({route.arrival for route in turning}) > 1 or len(turning) < len(routes):
            for route in turning:
                route.slot = _BESIDE * route.arrival


def extent(route: Route) -> tuple[float, float]:
    """The stretch along the flow for which a route runs in its gutter."""
    start = _leaves(route)
    if route.way == "round":
        end = route.target.entries[route.entry, route.style]
    elif route.target.column is None:
        end = route.target.start if route.target.row > route.source.row else route.target.end
    else:
        end = route.target.inlet
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
    net = nets.setdefault((route.target.node.id, route.way, route.style), _Net([], start, end))
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
    low, high = _air(plan, gutter)
    if gutter < plan.outer:
        high = max(high, _beside_others(plan, gutter, LOW))
    if gutter:
        low = max(low, _beside_others(plan, gutter - 1, HIGH))
    if not tracks:
        return cursor + max(_breadth(plan, gutter), low + high)
    lead = max(_lead(route) for track in tracks for net in track for route in net.routes)
    cursor += max(lead + low, _room_for_labels(plan, gutter, cursor))
    for number, track in enumerate(tracks):
        for net in track:
            for route in net.routes:
                route.track = cursor + number * _APART
    trail = max(_trail(route) for track in tracks for net in track for route in net.routes)
    trail = max(trail + high, 0.0 if gutter else _lack_of_room(plan))
    return cursor + (len(tracks) - 1) * _APART + (trail if gutter < plan.outer else 2.0)


def _air(plan: Plan, gutter: int) -> tuple[float, float]:
    """What stands out into a gutter from the column before it, and from the one behind it."""
    low = plan.columns[gutter - 1].air[HIGH] if gutter else 0.0
    return low, plan.columns[gutter].air[LOW] if gutter < plan.outer else 0.0


def _beside_others(plan: Plan, column: int, side: int) -> float:
    """What labels at one side of a column need where another step stands in the same row at that side."""
    needed = 0.0
    for cell in plan.rows:
        if cell.shares and cell.column == column:
            others = (other.column for other in plan.rows if other.row == cell.row and other.column is not None)
            if any((other - column) * side > 0 for other in others):
                needed = max(needed, *(route.label_across + 3 for route in cell.exits[side] if route.label), 0.0)
    return needed


def _breadth(plan: Plan, gutter: int) -> float:
    """How wide a gutter without tracks is."""
    if gutter in (0, plan.outer):
        return max(_FIRST, _lack_of_room(plan)) if gutter == 0 else 0.0
    beside = plan.columns[gutter - 1 : gutter + 1]
    return _PLAIN if all(column.is_used for column in beside) else 13.0


def _lack_of_room(plan: Plan) -> float:
    """What the labels beside boxes need before the first column."""
    room = [sum(column.size + 13 for column in plan.columns[:number]) for number in range(len(plan.columns))]
    labelled = (route for cell in plan.rows if cell.column is not None for route in cell.exits[LOW] if route.label)
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
