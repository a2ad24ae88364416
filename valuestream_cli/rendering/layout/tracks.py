"""Stacks the level stretches of one channel between two rows so that none lies on another and few cross."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_APART = 8.0  # lines closer than this count as one on the other
_MANY = 150  # beyond this many groups their order is not searched, only sorted


class Jog(NamedTuple):
    """A level stretch: a wire comes down at `x0` and goes on at `x1`. Jogs of one `group` share a track."""

    wire: int
    x0: float
    x1: float
    group: Hashable


@dataclass(frozen=True, slots=True)
class _Group:
    jogs: tuple[Jog, ...]
    left: float
    right: float


def stack(jogs: Sequence[Jog]) -> tuple[dict[int, int], int]:
    """The track of each jog's wire, counted downward, and how many tracks there are."""
    groups: dict[Hashable, list[Jog]] = {}
    for jog in jogs:
        groups.setdefault(jog.group, []).append(jog)
    ordered = _ordered([_group(members) for members in groups.values()])
    levels: list[int] = []
    for at, group in enumerate(ordered):
        above = [levels[n] + 1 for n in range(at) if _meet(ordered[n], group)]
        levels.append(max(above, default=0))
    tracks = {jog.wire: level for group, level in zip(ordered, levels, strict=True) for jog in group.jogs}
    return tracks, max(levels, default=-1) + 1


def _group(jogs: list[Jog]) -> _Group:
    ends = [x for jog in jogs for x in (jog.x0, jog.x1)]
    return _Group(tuple(jogs), min(ends), max(ends))


def _meet(one: _Group, other: _Group) -> bool:
    return one.left - _APART < other.right and other.left - _APART < one.right


def _ordered(groups: list[_Group]) -> list[_Group]:
    """From top to bottom: each where it costs the fewest crossings among those placed before it."""
    groups = sorted(groups, key=lambda it: (it.right - it.left, it.left))
    if len(groups) > _MANY:
        return groups
    placed: list[_Group] = []
    for group in groups:
        over = [_cost(group, other) for other in placed]
        under = [_cost(other, group) for other in placed]
        costs = [sum(under[:at]) + sum(over[at:]) for at in range(len(placed) + 1)]
        placed.insert(costs.index(min(costs)), group)
    return placed


def _cost(upper: _Group, lower: _Group) -> int:
    """What it costs to have `upper` over `lower`: crossings, and far more the nearer lines lie to each other."""
    if not _meet(upper, lower):
        return 0
    ups, downs = {jog.x0 for jog in lower.jogs}, {jog.x1 for jog in upper.jogs}
    crossings = sum(upper.left < x < upper.right for x in ups) + sum(lower.left < x < lower.right for x in downs)
    return crossings + sum(round(100 + 20 * (_APART - apart)) for apart in _distances(ups, downs) if apart < _APART)


def _distances(ups: set[float], downs: set[float]) -> Iterator[float]:
    return (abs(up - down) for up in ups for down in downs)
