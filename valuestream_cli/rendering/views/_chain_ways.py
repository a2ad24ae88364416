"""Finds the way of each hop on the map: the gentlest curve that keeps clear of stops, labels and other lines.

Tried are arcs from stop to stop, and ways along a gutter. The latter always get there.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator
from functools import partial
from itertools import product
from typing import NamedTuple

from valuestream_cli.model import DEMAND, VALUE
from valuestream_cli.rendering.diagram import Point
from valuestream_cli.rendering.layout.curves import Field, least_length, line
from valuestream_cli.rendering.views._chain_journey import Hop, Journey, Stop
from valuestream_cli.rendering.views._chain_map import BAR, GUTTER, PAD, Chart

_ANGLES = (20, -20, 0, 36, -36, 55, -55, 80, -80)
_SHORT = 60.0  # between stops so near there is no room to swerve
_OFFSETS = (0.0, -6.0, 6.0)  # of tracks in a gutter
_BEND = 18.0  # how round corners are
_PULL = 44.0  # how far a curve goes straight on from a bar or a block
_OUT, _IN = 7.0, 1.0  # how far beside the middle of a stop a line leaves it for a gutter, and comes from one
AIR = 4.0  # around stops
_MEETING, _MERGING = 3.5, 0.4  # costs of meeting a line, and one that has an end in common
_LENGTH, _ROUND, _GUTTER, _OUTER = 0.03, 0.22, 5.0, 4.0  # costs of pixels, degrees, a gutter, one at the edge
Curve = list[Point]


class Way(NamedTuple):
    """A hop and its curve. points: on the curve. mess: how much it meets other lines."""

    hop: Hop
    curve: Curve
    points: list[Point]
    mess: float


class _End(NamedTuple):
    """Where a line may begin or end. side: -1 left, 1 right, 0 anywhere around the centre."""

    x: float
    y: float
    reach: float
    side: int
    is_sideways: bool
    owner: str


def ways(journey: Journey, chart: Chart, field: Field) -> list[Way]:
    """The ways of all hops, laid in the field; the main path first, rework last."""
    stops = {stop.id: stop for stop in journey.stops}
    order = {DEMAND: -1, VALUE: len(stops)} | {id: place for place, id in enumerate(stops)}

    def urgency(hop: Hop) -> tuple[bool, bool, int]:
        far = abs(order[hop.target] - order[hop.source])
        return hop.kind == "rework", hop.source == VALUE, far

    found = []
    for hop in sorted(journey.hops, key=urgency):
        way = _way(hop, stops, chart, field)
        if way:
            field.lay(way.points, hop)
            found.append(way)
    return found


def _way(hop: Hop, stops: dict[str, Stop], chart: Chart, field: Field) -> Way | None:
    """The best way of one hop; null where none keeps clear of all else."""
    sources, targets = (_ends(hop, at, stops, chart) for at in (hop.source, hop.target))
    best, least = None, math.inf
    for source, target, curve, cost in _candidates(hop, sources, targets, chart):
        if cost + _LENGTH * least_length(curve) >= least:
            continue
        points = field.clear(curve, source.owner, target.owner)
        if points:
            mess = field.meetings(points, partial(_weight, hop))
            cost += _LENGTH * least_length(curve) + mess
            if cost < least:
                best, least = Way(hop, curve, points, mess), cost
    return best


def _weight(hop: Hop, other: Hashable) -> float:
    """How much it costs a hop to meet another one."""
    assert isinstance(other, Hop)
    is_near = other.kind == hop.kind and (other.source == hop.source or other.target == hop.target)
    return _MERGING if is_near else _MEETING


def _end(hop: Hop, at: str, stops: dict[str, Stop], chart: Chart) -> _End:
    is_source = at == hop.source
    if at in (DEMAND, VALUE):
        block = chart.demand if at == DEMAND else chart.value
        other = chart.places.get(hop.target if is_source else hop.source, (0.0, block.y + block.height / 2))
        y = min(max(other[1], block.y + 16), block.bottom - 34)
        if at == VALUE and is_source:
            y = block.bottom - 14
        return _End(block.right if at == DEMAND else block.x, y, 0.0, 1 if at == DEMAND else -1, True, at)
    stop, (x, y) = stops[at], chart.places[at]
    is_column = stop.lane.id == "engage"
    if stop.is_fork and is_source and hop.kind != "rework":
        return _End(x, y, chart.radius + 4 + BAR, 1, True, f"fork:{at}")
    if stop.is_join and not is_source and hop.kind != "rework":
        return _End(x, y, chart.radius + 4 + BAR, -1, True, f"join:{at}")
    return _End(x, y, chart.radius + 0.5, 0, is_column, at)


def _ends(hop: Hop, at: str, stops: dict[str, Stop], chart: Chart) -> list[_End]:
    """Where a hop may begin or end: beside a bar that is not for it, on the other side of the stop, too."""
    end = _end(hop, at, stops, chart)
    if end.side or not end.is_sideways or not (stops[at].is_fork or stops[at].is_join):
        return [end]
    return [end, end._replace(side=-1 if stops[at].is_fork else 1)]


def _candidates(
    hop: Hop, sources: list[_End], targets: list[_End], chart: Chart
) -> Iterator[tuple[_End, _End, Curve, float]]:
    for source, target in product(sources, targets):
        is_loop = hop.source == hop.target
        curves = _loops(chart.places[hop.source], chart.radius) if is_loop else _curves(source, target, chart)
        for curve, cost in curves:
            yield source, target, curve, cost


def _curves(source: _End, target: _End, chart: Chart) -> Iterator[tuple[Curve, float]]:
    far = math.dist((source.x, source.y), (target.x, target.y))
    liked = 20 if far > _SHORT and not source.side and not target.side else 0
    for angle in _ANGLES:
        yield _arc(source, target, math.radians(angle)), _ROUND * abs(abs(angle) - liked)
    outer = chart.gutters[0], chart.gutters[-1]
    for gutter in chart.gutters:
        for offset in _OFFSETS:
            way = _along(source, target, gutter + offset, offset, chart)
            if way:
                yield way, _GUTTER + abs(offset) / 8 + (_OUTER if gutter in outer else 0)


def _arc(source: _End, target: _End, angle: float) -> Curve:
    """One curve that leaves and comes at an angle to the straight line; at a bar or a block it is upright to that."""
    toward = math.atan2(target.y - source.y, target.x - source.x)
    leaving, coming = _direction(source, toward - angle), _direction(target, toward + math.pi + angle)
    start = source.x + leaving[0] * source.reach, source.y + leaving[1] * source.reach
    end = target.x + coming[0] * target.reach, target.y + coming[1] * target.reach
    pull = math.dist(start, end) * (0.34 + abs(angle) / 9)
    one, two = (max(_PULL, 1.3 * pull) if it.side else pull for it in (source, target))
    return [
        start,
        (start[0] + leaving[0] * one, start[1] + leaving[1] * one),
        (end[0] + coming[0] * two, end[1] + coming[1] * two),
        end,
    ]


def _direction(end: _End, angle: float) -> Point:
    return (float(end.side), 0.0) if end.side else (math.cos(angle), math.sin(angle))


def _along(source: _End, target: _End, level: float, offset: float, chart: Chart) -> Curve | None:
    """Into a gutter, along it, and out of it again; null where there is no stretch to go along."""
    way = 1 if target.x > source.x else -1
    leaving = _into(source, level, way, offset, _OUT, chart)
    coming = _into(target, level, -way, offset, _IN, chart)
    if leaving is None or coming is None or (coming[-1][0] - leaving[-1][0]) * way < 4:
        return None
    return [*leaving, *line(leaving[-1], coming[-1]), *reversed(coming[:-1])]


def _into(end: _End, level: float, way: int, offset: float, off: float, chart: Chart) -> Curve | None:
    """The curve from an end to the level of a gutter, on which it goes on to the right (1) or left (-1).

    offset: of the track in the gutter. off: how far beside its middle the curve touches a stop.
    """
    down = 1 if level > end.y else -1
    if not end.is_sideways:
        start = (end.x + way * off, end.y + down * math.sqrt(end.reach**2 - off**2))
        return None if (level - start[1]) * down < 3 else [start, *_turned(start, level, way, down)]
    side = end.side or way
    off = 0.0 if end.side else off
    start = (end.x + side * math.sqrt(end.reach**2 - off**2), end.y + down * off)
    drop = (level - start[1]) * down
    x = _beside(end, side, chart) - side * offset
    bend = min(_BEND, drop / 2, abs(x - start[0]))
    if bend < 4:
        return None
    first, last = (x - side * bend, start[1]), (x, start[1] + down * bend)
    corner = [(x - side * bend * 0.4, start[1]), (x, start[1] + down * bend * 0.4), last]
    return [start, *line(start, first), *corner, *_turned(last, level, way, down)]


def _turned(start: Point, level: float, way: int, down: int) -> Curve:
    """What follows a start from which a line goes up or down to a level and turns there."""
    x, drop = start[0], (level - start[1]) * down
    bend = min(_BEND, drop)
    turn = (x, level - down * bend)
    return [
        *(line(start, turn) if drop > bend else []),
        (x, level - down * bend * 0.4),
        (x + way * _BEND * 0.4, level),
        (x + way * _BEND, level),
    ]


def _beside(end: _End, side: int, chart: Chart) -> float:
    """Where a line that leaves sideways turns up or down: beside the column of engage, a block or a bar."""
    column = chart.areas["engage"]
    if end.reach == 0:
        return (end.x + chart.chain.x) / 2 if side > 0 else (end.x + chart.chain.right) / 2
    if column.x < end.x < column.right:
        return column.right + GUTTER / 2 if side > 0 else column.x - PAD / 2
    return end.x + side * (end.reach + 9)


def _loops(place: Point, radius: float) -> Iterable[tuple[Curve, float]]:
    """Back to where it came from: above, else below."""
    x, y = place
    for way in (-1, 1):
        near, far = y + way * radius * 0.8, y + way * (radius + 26)
        out = radius * 0.65
        yield [(x - out, near), (x - out - 12, far), (x + out + 12, far), (x + out, near + way * 2)], 0.0
