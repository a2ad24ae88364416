"""The course of a line as SVG path data: rounded corners, splines, gaps where another line crosses."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from valuestream_cli.rendering.diagram import Path, Point

_GAP = 4.0  # half of what a line is broken where another one crosses it


def number(value: float) -> str:
    """A number with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def course(path: Path, points: Sequence[Point]) -> str:
    """How the line of a path runs through `points`, which are its own up to where an arrow begins."""
    if path.curved:
        return _spline(points)
    return " ".join(_rounded(_corners(points), path.radius, path.gaps))


def toward(start: Point, goal: Point, distance: float) -> Point:
    """The point at a distance from `start` on the way to `goal`."""
    length = math.dist(start, goal) or 1
    return start[0] + (goal[0] - start[0]) * distance / length, start[1] + (goal[1] - start[1]) * distance / length


def _spline(points: Sequence[Point]) -> str:
    """A cubic spline: a start, then two controls and an end for each piece."""
    places = [f"{number(x)} {number(y)}" for x, y in points]
    return f"M{places[0]} C{' '.join(places[1:])}"


def _corners(points: Sequence[Point]) -> list[Point]:
    """The points without repetitions and without those on a straight line between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and math.dist(kept[-1], point) < 0.01:
            continue
        if len(kept) > 1 and _on_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _on_line(one: Point, two: Point, three: Point) -> bool:
    return abs((two[0] - one[0]) * (three[1] - two[1]) - (two[1] - one[1]) * (three[0] - two[0])) < 0.01


def _rounded(points: Sequence[Point], radius: float, gaps: Sequence[Point]) -> Iterator[str]:
    """The commands of a line whose corners are rounded as far as their sides are long enough."""
    yield f"M{number(points[0][0])} {number(points[0][1])}"
    here = points[0]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        bend = min(radius, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        start, end = toward(corner, before, bend), toward(corner, after, bend)
        yield from _straight(here, start, gaps)
        here = end
        yield f"Q{number(corner[0])} {number(corner[1])} {number(end[0])} {number(end[1])}"
    yield from _straight(here, points[-1], gaps)


def _straight(start: Point, end: Point, gaps: Sequence[Point]) -> Iterator[str]:
    """A straight piece, broken where other lines cross it."""
    crossed = sorted((math.dist(start, gap), gap) for gap in gaps if _is_between(start, gap, end))
    for place, (distance, gap) in enumerate(crossed):
        before, after = toward(gap, start, _GAP), toward(gap, end, _GAP)
        if not place or distance - crossed[place - 1][0] > 4 * _GAP:  # else nothing worth drawing is between them
            yield f"L{number(before[0])} {number(before[1])}"
        if place + 1 == len(crossed) or crossed[place + 1][0] - distance > 4 * _GAP:
            yield f"M{number(after[0])} {number(after[1])}"
    yield f"L{number(end[0])} {number(end[1])}"


def _is_between(start: Point, point: Point, end: Point) -> bool:
    return math.dist(start, point) + math.dist(point, end) - math.dist(start, end) < 0.01
