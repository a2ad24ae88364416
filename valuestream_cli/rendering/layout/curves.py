"""A field of things that curves keep clear of, in small cells, so that many curves can be tried for each line.

A curve is a cubic spline: a start, then two controls and an end for each piece.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise

from valuestream_cli.rendering.diagram import Point

Curve = Sequence[Point]
Cell = tuple[int, int]
_CELL = 6.0
_OWN = 6  # points that a curve may take to leave its source, or to come to its target


def course(curve: Curve) -> Iterator[Point]:
    """Points on a curve, less than a cell apart."""
    yield curve[0]
    for place in range(0, len(curve) - 1, 3):
        yield from _piece(*curve[place : place + 4])


def least_length(curve: Curve) -> float:
    """What a curve is long at least."""
    return sum(math.dist(one, two) for one, two in pairwise(curve[::3]))


def _piece(start: Point, one: Point, two: Point, end: Point) -> Iterator[Point]:
    length = math.dist(start, one) + math.dist(one, two) + math.dist(two, end)
    count = max(2, math.ceil(length / _CELL * 1.2))
    for step in range(1, count + 1):
        t = step / count
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        yield a * start[0] + b * one[0] + c * two[0] + d * end[0], a * start[1] + b * one[1] + c * two[1] + d * end[1]


def line(start: Point, end: Point) -> list[Point]:
    """What follows the start of a straight piece."""
    (x, y), (to, down) = start, end
    return [(x + (to - x) / 3, y + (down - y) / 3), (to - (to - x) / 3, down - (down - y) / 3), end]


class Field:
    """What stands where, and which lines run there already."""

    def __init__(self) -> None:
        self._owners: dict[Cell, str] = {}
        self._lines: dict[Cell, dict[Hashable, None]] = {}

    def block(self, left: float, top: float, right: float, bottom: float, owner: str) -> None:
        """Keep curves out of a rectangle, but for those that begin or end at its owner."""
        for cell in _cells(left, top, right, bottom):
            self._owners[cell] = owner

    def is_free(self, left: float, top: float, right: float, bottom: float, but: Hashable = None) -> bool:
        """Whether nothing is in a rectangle, no line either, unless `but` is its owner or its key."""
        for cell in _cells(left, top, right, bottom):
            if self._owners.get(cell, but) != but or any(key != but for key in self._lines.get(cell, ())):
                return False
        return True

    def clear(self, curve: Curve, source: str, target: str) -> list[Point] | None:
        """The points of a curve that leaves its source, comes to its target, and keeps clear of all else.

        Null where it does not, or does not do so straight away.
        """
        points: list[Point] = []
        leaving, coming = 0, 0  # points at the source and, at the end, at the target
        for x, y in course(curve):
            points.append((x, y))
            owner = self._owners.get((int(x // _CELL), int(y // _CELL)))
            if owner == source and leaving == len(points) - 1:
                leaving += 1
            elif owner == target:
                coming += 1
            elif owner is not None or coming:
                return None
        return points if leaving <= _OWN and coming <= _OWN else None

    def meetings(self, points: Sequence[Point], weigh: Callable[[Hashable], float]) -> float:
        """How often a curve meets lines; one that runs along another meets it all the way.

        weigh: how much a meeting with the line of a key counts.
        """
        found = 0.0
        for x, y in points[2:-3]:
            for key in self._lines.get((int(x // _CELL), int(y // _CELL)), ()):
                found += weigh(key)
        return found

    def lay(self, points: Iterable[Point], key: Hashable) -> None:
        """Remember a curve as a line, by a key of its own."""
        for x, y in points:
            self._lines.setdefault((int(x // _CELL), int(y // _CELL)), {})[key] = None


def _cells(left: float, top: float, right: float, bottom: float) -> Iterator[Cell]:
    for column in range(int(left // _CELL), int(right // _CELL) + 1):
        for row in range(int(top // _CELL), int(bottom // _CELL) + 1):
            yield column, row
