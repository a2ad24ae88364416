"""Finds a place for each label of a lane picture: at its own line, on nothing else, and nearer to no other line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from valuestream_cli.rendering.diagram import Point
from valuestream_cli.rendering.layout.lanes_model import HIGH, LOW, Cell, Route
from valuestream_cli.rendering.views._swimlane_layout import Layout
from valuestream_cli.rendering.views._swimlane_lines import Frame, face, stop_frame

_BUCKET = 48.0
_AIR, _OFF, _SHORT = 3.0, 5.0, 14.0  # around boxes and labels; from a label to its line; no line to write on
_NEAR, _DOUBT = 5.0, 11.0  # a line of another label nearer than this misleads, or may mislead
_STRUCK, _MISLED, _DOUBTED, _ASTRIDE, _FALLBACK = 100.0, 6.0, 1.5, 0.8, 4.0  # costs
_SHIFTS = (0, 12, 24, 36, 54, 80, 120)  # from the beginning of a line
_STEP, _MOST = 14, 60  # where none of these will do: all along the line, so many places at most


class Area(NamedTuple):
    """A rectangle along and across the flow."""

    first: float
    last: float
    low: float
    high: float

    def meets(self, other: Area, air: float) -> bool:
        """Whether less than `air` is between the two."""
        return (
            self.first - air < other.last
            and other.first - air < self.last
            and self.low - air < other.high
            and other.low - air < self.high
        )


class Spot(NamedTuple):
    """A place for a label, which ends there or begins there; `cost` tells how far from ideal it is.

    One that `is_sure` was kept free of boxes.
    """

    area: Area
    at_end: bool
    cost: float
    is_sure: bool = False

    @property
    def is_struck(self) -> bool:
        """Whether a line may pass through it."""
        return self.cost >= _STRUCK


class _Item(NamedTuple):
    area: Area
    owner: int  # the number of a line's or label's route, or -1 for a box
    is_line: bool


class _Field:
    """What stands where, to be asked about a stretch along the flow."""

    def __init__(self) -> None:
        self._buckets: dict[int, set[_Item]] = {}

    def _numbers(self, area: Area) -> range:
        return range(int(area.first // _BUCKET), int(area.last // _BUCKET) + 1)

    def add(self, item: _Item) -> None:
        for number in self._numbers(item.area):
            self._buckets.setdefault(number, set()).add(item)

    def remove(self, item: _Item) -> None:
        for number in self._numbers(item.area):
            self._buckets[number].discard(item)

    def around(self, area: Area) -> set[_Item]:
        found: set[_Item] = set()
        for number in self._numbers(Area(area.first - _DOUBT, area.last + _DOUBT, 0, 0)):
            found |= self._buckets.get(number, set())
        return found


def place(layout: Layout) -> dict[int, Spot]:
    """The place of each route's label by the route's number; first those that are sure, then better ones."""
    field = _filled(layout)
    labelled = [number for number, route in enumerate(layout.plan.routes) if route.label]
    spots = {number: _sure(layout, layout.plan.routes[number]) for number in labelled}
    for number, spot in spots.items():
        field.add(_Item(spot.area, number, False))
    for number in labelled:
        field.remove(_Item(spots[number].area, number, False))
        spot = spots[number]._replace(cost=_cost(layout, field, number, spots[number]))
        spot = _better(layout, field, number, spot, _SHIFTS)
        if spot.is_struck:
            spot = _better(layout, field, number, spot, range(0, _STEP * _MOST, _STEP))
        spots[number] = spot
        field.add(_Item(spot.area, number, False))
    return spots


def _better(layout: Layout, field: _Field, number: int, best: Spot, shifts: Sequence[int]) -> Spot:
    """The best of a place and all others beside the line, so far from the beginning of each of its stretches."""
    for spot in sorted(_candidates(layout, number, shifts), key=lambda spot: spot.cost):
        if spot.cost >= best.cost:
            break
        cost = _cost(layout, field, number, spot)
        best = spot._replace(cost=cost) if cost < best.cost else best
    return best


def _filled(layout: Layout) -> _Field:
    """Boxes, their numbers and bars, ends, and all lines."""
    field = _Field()
    for cell in layout.plan.rows:
        field.add(_Item(_taken(layout, cell), -1, False))
    for number, (route, way) in enumerate(zip(layout.plan.routes, layout.ways, strict=True)):
        if route.way == "stop":
            field.add(_Item(_area(layout, stop_frame(layout.plan, route, layout.axes)), -1, False))
        for stretch in _stretches(way):
            field.add(_Item(stretch, number, True))
    return field


def _taken(layout: Layout, cell: Cell) -> Area:
    """What a cell takes, with the number at its corner."""
    if cell.column is None:
        return Area(cell.start, cell.end, *layout.bars)
    column = layout.plan.columns[cell.column]
    return Area(min(cell.start, cell.body - 8), cell.end, column.start - 8, column.start + column.size)


def _area(layout: Layout, frame: Frame) -> Area:
    x, y, width, height = frame
    return Area(y, y + height, x, x + width) if layout.axes.down else Area(x, x + width, y, y + height)


def _stretches(way: list[Point]) -> Iterator[Area]:
    for (along, across), (to, over) in pairwise(way):
        if (along, across) != (to, over):
            yield Area(min(along, to), max(along, to), min(across, over), max(across, over))


def _size(layout: Layout, route: Route) -> tuple[float, float]:
    """What a label's text takes along and across."""
    return route.label_along - (5 if layout.axes.down else 9), route.label_across


def _sure(layout: Layout, route: Route) -> Spot:
    """The place kept free when rows were set: at the beginning of the line, on no box and no other label."""
    down, (long, broad) = layout.axes.down, _size(layout, route)
    if route.is_lengthwise or route.way == "stop":
        line = layout.plan.columns[route.column].middle + route.port
        side = route.side if route.way == "stop" else HIGH if down else LOW
        first = route.source.end + (3 if down else 5)
        low = line + (6 if down else 4) if side == HIGH else line - broad - (6 if down else 4)
        cost = 0.0 if route.way == "stop" else _FALLBACK
        return Spot(Area(first, first + long, low, low + broad), down and side == LOW, cost, True)
    last = route.level - (4 if down else 6)
    edge = face(layout.plan, route.source, route.side) + 7 * route.side
    if route.behind:
        edge = layout.plan.columns[route.source.column or 0].middle + route.port + 6 * route.side
    low = edge if route.side == HIGH else edge - broad
    return Spot(Area(last - long, last, low, low + broad), not down or route.side != HIGH, _FALLBACK, True)


def _candidates(layout: Layout, number: int, shifts: Sequence[int]) -> Iterator[Spot]:
    """Places at both sides of each stretch of a line, the nearest to its beginning first."""
    gone, size = 0.0, _size(layout, layout.plan.routes[number])
    for turn, (one, two) in enumerate(pairwise(layout.ways[number])):
        length = abs(two[0] - one[0]) + abs(two[1] - one[1])
        if length >= _SHORT:
            spots = _across if one[0] == two[0] else _along
            for spot, far in spots(one, two, size, layout.axes.down, shifts):
                yield spot._replace(cost=spot.cost + 0.5 * turn + 0.008 * (gone + far))
        gone += length


def _starts(
    begin: float, end: float, size: float, lead: float, shifts: Sequence[int]
) -> Iterator[tuple[float, float, float]]:
    """Where a label may begin on a stretch, how far from its beginning, and how much of it stands out at the end."""
    way, length = (1 if end > begin else -1), abs(end - begin)
    last = max(lead, length - size - _SHORT)
    for far in dict.fromkeys((*(min(lead + shift, last) for shift in shifts), max(lead, (length - size) / 2), last)):
        start = begin + way * far if way > 0 else begin - far - size
        yield start, far, max(0.0, far + size - length) / size


def _across(
    one: Point, two: Point, size: tuple[float, float], down: bool, shifts: Sequence[int]
) -> Iterator[tuple[Spot, float]]:
    """Beside a stretch across the flow: over or under it, or in a picture to the right at its left or right."""
    level, (long, broad) = one[0], size
    off = _OFF - 1 if down else _OFF + 1
    for low, far, out in _starts(one[1], two[1], broad, 7, shifts):
        for is_before, first in ((True, level - off - long), (False, level + off)):
            at_end = is_before if not down else two[1] < one[1]
            cost = 3 * out + (0.0 if is_before else 0.4)
            yield Spot(Area(first, first + long, low, low + broad), at_end, cost), far


def _along(
    one: Point, two: Point, size: tuple[float, float], down: bool, shifts: Sequence[int]
) -> Iterator[tuple[Spot, float]]:
    """Beside a stretch along the flow: at its right or left, or in a picture to the right over or under it."""
    across, (long, broad) = one[1], size
    off = _OFF + 1 if down else _OFF - 1
    for first, far, out in _starts(one[0], two[0], long, 4, shifts):
        for is_low, low in ((not down, across + off), (down, across - off - broad)):
            at_end = low < across if down else two[0] < one[0]
            cost = 3 * out + (0.4 if is_low else 0.0)
            yield Spot(Area(first, first + long, low, low + broad), at_end, cost), far


def _cost(layout: Layout, field: _Field, number: int, spot: Spot) -> float:
    """How badly a label stands at a spot; infinite where it may not stand at all."""
    area, cost = spot.area, spot.cost
    if not spot.is_sure and not _is_inside(layout, area):
        return float("inf")
    for item in field.around(area):
        if item.area.low > area.high + _DOUBT or item.area.high < area.low - _DOUBT:
            continue
        if not item.is_line:
            if not spot.is_sure and area.meets(item.area, _AIR):
                return float("inf")
            cost += 5 * _STRUCK * area.meets(item.area, 0)
        elif area.meets(item.area, 1):
            cost += _STRUCK
        elif item.owner != number and area.meets(item.area, _DOUBT):
            cost += _MISLED if area.meets(item.area, _NEAR) else _DOUBTED
    return cost + _ASTRIDE * sum(area.low + 2 < high < area.high - 2 for _, high in layout.edges[:-1])


def _is_inside(layout: Layout, area: Area) -> bool:
    """Whether a place is on the lanes, beside their names."""
    low, high = layout.edges[0][0], max(layout.across_end, layout.edges[-1][1])
    begin = layout.head + layout.style.header
    return begin < area.first and area.last < layout.along_end and low <= area.low and area.high <= high
