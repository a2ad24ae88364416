"""The numbers of the steps below a ladder: each on a leader to its bar, and where there are too many, in ranges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from valuestream_cli.rendering.diagram import Box, Lane, Node, Path, Shape, Text
from valuestream_cli.rendering.layout.spread import spread
from valuestream_cli.rendering.text import measure
from valuestream_cli.rendering.views._timeline_boxes import disc

RADIUS = 9.5
WIDE = 2 * RADIUS + 4  # what a number takes
_OVER, _SIZE = 16.0, 10.5  # from the bars to the numbers
_JOINED = 4  # of all gaps, this part is closed at a time


class Spot(NamedTuple):
    """The middle of the lower edge of a bar, and its step, or what else to say of it."""

    x: float
    y: float
    node: Node | None = None
    lane: Lane | None = None
    says: str = ""


def labels(spots: Sequence[Spot], y: float, first: float, last: float) -> Iterator[tuple[str, Shape]]:
    """The shapes, each with the step that it is of; below `y`, and from `first` to `last`."""
    groups = _grouped([[spot] for spot in sorted(spots, key=lambda spot: spot.x)], last - first)
    middles = [group[len(group) // 2].x for group in groups]
    places = spread(middles, [_wide(group) for group in groups], first, last)
    for group, x in zip(groups, places, strict=True):
        for shape in _label(group, x, y + _OVER):
            yield group[0].node.id if group[0].node else "", shape


def _grouped(groups: list[list[Spot]], room: float) -> list[list[Spot]]:
    """Each by itself if all have room in one line, else those that are nearest to each other together."""
    if sum(map(_wide, groups)) > room:
        groups = [group for group in groups if group[0].node]
    while sum(map(_wide, groups)) > room and len(groups) > 1:
        gaps = sorted(range(1, len(groups)), key=lambda place: groups[place][0].x - groups[place - 1][-1].x)
        closed = set(gaps[: max(1, len(gaps) // _JOINED)])
        joined: list[list[Spot]] = []
        for place, group in enumerate(groups):
            if place in closed:
                joined[-1] = [*joined[-1], *group]
            else:
                joined.append(group)
        groups = joined
    return groups


def _wide(group: list[Spot]) -> float:
    return WIDE if len(group) == 1 and group[0].node else measure(_range(group), _SIZE) + 16


def _range(group: list[Spot]) -> str:
    """The numbers of several steps, in few words; or what is to be said instead."""
    if group[0].says:
        return group[0].says
    numbers = sorted(spot.node.number or 0 for spot in group if spot.node)
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), key=lambda it: it[1] - it[0])]
    if len(runs) > 2:
        return f"{numbers[0]}…{numbers[-1]}"
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _label(group: list[Spot], x: float, y: float) -> Iterator[Shape]:
    """A leader, and the number in a disc, or the range in a pill."""
    spot = group[len(group) // 2]
    leader = ((spot.x, spot.y), (spot.x, y - 10), (x, y - 4), (x, y))
    yield Path(points=leader, stroke="quiet", width=0.9, arrow=False, radius=0)
    if len(group) == 1 and spot.node and spot.lane:
        yield from disc(x, y + RADIUS, spot.node, spot.lane, RADIUS)
        return
    wide = _wide(group) - 4
    yield Box(
        x=x - wide / 2, y=y, width=wide, height=2 * RADIUS, radius=RADIUS, fill="paper", stroke="quiet", stroke_width=1
    )
    yield Text(x=x, y=y + RADIUS + 3.8, lines=(_range(group),), size=_SIZE, fill="ink")
