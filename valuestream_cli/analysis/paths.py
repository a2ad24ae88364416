"""Ways through the stream that pass each step once: the longest, the shortest, and what of a case survives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import prod

from valuestream_cli.analysis import graph
from valuestream_cli.analysis.areas import OPEN, Area, Fork
from valuestream_cli.model import END, VALUE

Back = set[tuple[str, str]]
_MOST_WORK = 500_000  # states walked through
Length = tuple[float, tuple[str, ...]]
_NONE: Mapping[str, float] = {}


class Forward:
    """An area without rework. back: the edges that lead back."""

    def __init__(self, back: Back) -> None:
        self._back = back

    def ways(self, area: Area, step: str) -> dict[str, float]:
        """Where a case may go on to: target -> share, of which those of an open choice are only more than nothing."""
        row = area.rows.get(step, _NONE)
        open_targets = area.targets[step] if OPEN in row else ()
        ways = {to: p for to, p in row.items() if p > 0 and to != OPEN} | dict.fromkeys(open_targets, 1.0)
        return {to: p for to, p in ways.items() if (step, to) not in self._back}

    def _steps(self, area: Area) -> Iterable[str]:
        return reversed([step for step in area.ways if step in area.rows or area.is_open])

    def longest(self, area: Area, times: Mapping[str, float], ends: Iterable[str] = (VALUE,)) -> Length | None:
        """The longest way to one of `ends` and its length; of parallel branches the longest. Null without any way."""
        best: dict[str, Length] = dict.fromkeys(ends, (0.0, ()))
        for step in self._steps(area):
            onward = [best[to] for to in self.ways(area, step) if to in best]
            if onward:
                beside = self._beside(area.forks[step], times) if step in area.forks else (0.0, ())
                rest = max(onward, key=lambda way: way[0])
                length = times.get(step, 0.0) + beside[0] + rest[0]
                best[step] = (length, (step, *beside[1], *rest[1]))
        return best.get(area.start)

    def _beside(self, fork: Fork, times: Mapping[str, float]) -> Length:
        found = [self.longest(branch, times, (fork.goal,)) for branch, _ in self._coming(fork)]
        return max((way for way in found if way), key=lambda way: way[0], default=(0.0, ()))

    def _coming(self, fork: Fork) -> list[tuple[Area, float]]:
        return fork.awaited() or [(branch, 1.0) for branch in fork.branches]

    def shortest(self, area: Area, times: Mapping[str, float]) -> float:
        """The least time from the entry of an area to any end of it: rework and choices only add to that."""
        best: dict[str, float] = {}
        for step in self._steps(area):
            beside = 0.0
            fork = area.forks.get(step)
            for branch, chance in fork.awaited() if fork and not fork.runs_past_join else ():
                beside = max(beside, self.shortest(branch, times) if chance == 1 else 0.0)
            rest = min((best.get(to, 0.0) for to in self.ways(area, step)), default=0.0)
            best[step] = times.get(step, 0.0) + beside + rest
        return best.get(area.start, 0.0)

    def is_single(self, area: Area) -> bool:
        """Whether there is but one way through."""
        return not area.forks and all(len(self.ways(area, step)) == 1 for step in area.rows)

    def survival(self, area: Area, factors: Mapping[str, float], ends: Iterable[str] = (VALUE,)) -> float | None:
        """The factors of all steps on the way to `ends` multiplied, in the mean over the ways; null without any way.

        Ways count by their shares; a case goes through all branches of a fork.
        """
        chance: dict[str, float] = dict.fromkeys(ends, 1.0)
        alive: dict[str, float] = dict.fromkeys(ends, 1.0)
        for step in self._steps(area):
            ways = {to: p * chance[to] for to, p in self.ways(area, step).items() if chance.get(to)}
            total = sum(ways.values())
            if total > 0:
                whole = sum(self.ways(area, step).values())
                chance[step] = total / whole
                kept = sum(p * alive[to] for to, p in ways.items()) / total
                alive[step] = factors.get(step, 1.0) * kept * self._beside_survival(area.forks.get(step), factors)
        return alive.get(area.start)

    def _beside_survival(self, fork: Fork | None, factors: Mapping[str, float]) -> float:
        if fork is None:
            return 1.0
        goals = tuple({fork.goal, VALUE})
        found = (self.survival(branch, factors, goals) for branch in fork.branches)
        return prod(each for each in found if each is not None)


def first_pass(area: Area, back: Back) -> dict[str, float]:
    """Where cases leave an area that are never sent back, with probabilities; the rest was sent back."""
    rows: dict[str, dict[str, float]] = {}
    for step, row in area.rows.items():
        if step in area.forks:
            rows[step] = _never_back(area.forks[step], back)
        else:
            rows[step] = {to: p for to, p in row.items() if (step, to) not in back}
    mass = {area.start: 1.0}
    for step in area.ways:
        for to, p in rows.get(step, {}).items() if step in mass else ():
            mass[to] = mass.get(to, 0.0) + mass[step] * p
    return {end: p for end, p in mass.items() if end not in area.ways}


def _never_back(fork: Fork, back: Back) -> dict[str, float]:
    """Where a case goes on from a fork of which no branch was sent back."""
    ends = [first_pass(branch, back) for branch in fork.branches]
    lost = prod(each.get(END, 0.0) for each in ends)
    all_kept = prod(sum(each.values()) for each in ends)
    without = prod(sum(each.values()) - each.get(VALUE, 0.0) for each in ends)
    row = {VALUE: all_kept - without, END: lost}
    if fork.join:
        row[fork.join] = row.get(fork.join, 0.0) + without - lost
    return row


def ever(area: Area) -> dict[str, float] | None:
    """The probability that a case comes to each step at all, between forks and joins too; null for too many loops."""
    found: dict[str, float] = {}
    loops = _loops(area)
    if len(loops) * len(area.rows) > _MOST_WORK:
        return None
    for step in area.rows:
        visits = area.visits[step] or 0.0
        again = area.chain.walk(step)[0][step] if step in loops else 1.0
        found[step] = visits / again
        for branch in area.forks[step].branches if step in area.forks else ():
            within = ever(branch)
            if within is None:
                return None
            for inner, chance in within.items():
                found[inner] = found[step] * chance / (1 - (1 - 1 / again) * (1 - chance))
    return found


def _loops(area: Area) -> set[str]:
    """The steps that a case may come to again."""
    ways = {step: [to for to in row if row[to] > 0] for step, row in area.rows.items()}
    part = graph.components(ways, ways)
    sizes = Counter(part[step] for step in ways)
    return {step for step, row in ways.items() if sizes[part[step]] > 1 or step in row}
