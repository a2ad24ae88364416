"""Where lines cross: one of the two is broken there for a few pixels, so that no crossing looks like a junction."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from valuestream_cli.rendering.diagram import Point

_CLEAR = 6.0  # a crossing this near to a corner or an end is left alone: there lines are round, or meet


class _Stretch(NamedTuple):
    at: float  # x of an upright one, y of a level one
    low: float
    high: float
    line: int


def gaps(lines: Sequence[Sequence[Point]], weak: Sequence[bool], upright: bool) -> list[tuple[Point, ...]]:
    """For each right-angled line the points at which it is broken, as another one crosses it.

    Weak lines give way to others; among equals the upright ones do (`upright`), or the level ones.
    """
    found: list[dict[Point, None]] = [{} for _ in lines]
    levels, uprights = _stretches(lines)
    uprights.sort()
    places = [stretch.at for stretch in uprights]
    for level in levels:
        inside = slice(bisect_left(places, level.low + _CLEAR), bisect_right(places, level.high - _CLEAR))
        for other in uprights[inside]:
            if other.low + _CLEAR <= level.at <= other.high - _CLEAR and other.line != level.line:
                is_upright = upright if weak[other.line] == weak[level.line] else weak[other.line]
                found[other.line if is_upright else level.line][other.at, level.at] = None
    return [tuple(points) for points in found]


def _stretches(lines: Sequence[Sequence[Point]]) -> tuple[list[_Stretch], list[_Stretch]]:
    """All level and all upright stretches."""
    levels, uprights = [], []
    for number, line in enumerate(lines):
        for (x, y), (to, down) in pairwise(_straightened(line)):
            if y == down:
                levels.append(_Stretch(y, min(x, to), max(x, to), number))
            elif x == to:
                uprights.append(_Stretch(x, min(y, down), max(y, down), number))
    return levels, uprights


def _straightened(line: Sequence[Point]) -> Iterator[Point]:
    """The points at which a line turns, and its ends."""
    kept = [point for place, point in enumerate(line) if not place or point != line[place - 1]]
    for place, point in enumerate(kept):
        around = (*kept[max(0, place - 1) : place], *kept[place + 1 : place + 2])
        if len(around) < 2 or not any(point[axis] == around[0][axis] == around[1][axis] for axis in (0, 1)):
            yield point
