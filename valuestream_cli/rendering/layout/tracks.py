"""Stacks the level stretches of one channel between two rows so that none lies on another and few cross."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_APART = 8.0  # lines closer than this count as one on the other
_ON = 1.0  # lines closer than this are seen as one line
_ASIDE = 11.0  # how far beside its column a detour runs, where there is room
_MANY = 150  # beyond this many groups their order is not searched, only sorted


class Jog(NamedTuple):
    """A level stretch: a wire comes down at `x0` and goes on at `x1`. Jogs of one `group` share a track."""

    wire: int
    x0: float
    x1: float
    group: Hashable


class Detour(NamedTuple):
    """A second level stretch of a wire: it comes down at `x` and goes on from there at `track`."""

    x: float
    track: int


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


def detours(jogs: Sequence[Jog], tracks: dict[int, int], straight: Sequence[float] = ()) -> dict[int, Detour]:
    """Ways out for wires that no order of tracks keeps apart, such as two that swap their columns.

    A wire that would come down on another goes on beside it, and back below all tracks. `straight` are the
    columns of wires without a jog.
    """
    taken = {*straight, *(x for jog in jogs for x in (jog.x0, jog.x1))}
    found: dict[tuple[Hashable, float], Detour] = {}
    below = max(tracks.values(), default=-1) + 1
    for jog in jogs:
        if (jog.group, jog.x1) not in found and _comes_down_on_another(jog, jogs, tracks):
            x = _aside(jog, taken)
            taken.add(x)
            found[jog.group, jog.x1] = Detour(x, below + len(found))
    return {jog.wire: found[jog.group, jog.x1] for jog in jogs if (jog.group, jog.x1) in found}


def _comes_down_on_another(jog: Jog, jogs: Sequence[Jog], tracks: dict[int, int]) -> bool:
    return any(abs(jog.x1 - it.x0) < _ON and tracks[jog.wire] < tracks[it.wire] for it in jogs)


def _aside(jog: Jog, taken: set[float]) -> float:
    """A column between both ends of a jog that nothing runs in, near the second one where there is room."""
    low, high = sorted((jog.x0, jog.x1))
    columns = sorted((x for x in taken if low <= x <= high), reverse=jog.x1 > jog.x0)
    x, after = max(pairwise(columns), key=lambda gap: min(abs(gap[1] - gap[0]), 2 * _ASIDE))
    return x + max(-_ASIDE, min((after - x) / 2, _ASIDE))


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
