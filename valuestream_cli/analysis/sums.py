"""What the times of the steps come to over a whole area: totals, and how they are spread."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from valuestream_cli.analysis.areas import Area, Fork
from valuestream_cli.analysis.chain import Chain
from valuestream_cli.analysis.laws import Law, gamma, lognormal, longest
from valuestream_cli.analysis.times import Time
from valuestream_cli.model import VALUE

_MOST_INTEGRALS = 200  # each takes some milliseconds; no stream has so many forks


class Pair(NamedTuple):
    """Seconds of work and of waiting that belong together."""

    work: float = 0.0
    wait: float = 0.0

    @property
    def lead(self) -> float:
        """Both together."""
        return self.work + self.wait


class Spread(NamedTuple):
    """Mean and variance, in seconds; `is_exact` where they follow from the file without an approximation."""

    mean: float
    variance: float
    is_exact: bool = True


class Totals:
    """The times of an area for one reading of the steps' times, such as their means, or their lows.

    pairs: step -> what one visit takes. longest_of: how long the longest branch of a fork takes in the mean, where
    that can be told and is more than the longest mean.
    """

    def __init__(self, pairs: Mapping[str, Pair], longest_of: Callable[[Fork], float | None] = lambda _: None) -> None:
        self._pairs = pairs
        self._longest_of = longest_of
        self._forks: dict[str, Pair] = {}

    def area(self, area: Area, toward: str | None = None) -> Pair:
        """Work and wait of a case in an area, from its entry; of the cases that leave it to `toward`, if named."""
        chain = area.chain
        if toward is not None and chain.rows.keys():
            rows = chain.towards([toward])
            if rows is None:
                return Pair()
            chain = Chain(rows)
        return self._walk(area, chain)

    def _awaited(self, fork: Fork, branch: Area, chance: float) -> Pair:
        """Work and wait of a branch for as long as it holds the others up.

        A join waits until the branch comes, or can no longer come; value is not held up by a branch that ends.
        """
        if fork.join is None:
            pair = self.area(branch, VALUE if chance < 1 else None)
            return Pair(pair.work * chance, pair.wait * chance)
        coming = branch.chain.towards([fork.join]) or {}
        return self._walk(branch, Chain({step: row for step, row in branch.chain.rows.items() if step in coming}))

    def _walk(self, area: Area, chain: Chain) -> Pair:
        spent = {step: self._visit(area, step) for step in chain.rows}
        work = chain.costs({step: pair.work for step, pair in spent.items()})[area.start]
        wait = chain.costs({step: pair.wait for step, pair in spent.items()})[area.start]
        return Pair(work, wait)

    def _visit(self, area: Area, step: str) -> Pair:
        own = self._pairs.get(step, Pair())
        if step not in area.forks:
            return own
        beside = self.fork(area.forks[step])
        return Pair(own.work + beside.work, own.wait + beside.wait)

    def fork(self, fork: Fork) -> Pair:
        """Work and wait from a fork to its join: those of the branch that takes longest, and waiting for the others."""
        if fork.step not in self._forks:
            branches = [self._awaited(fork, branch, chance) for branch, chance in fork.awaited()]
            slowest = max(branches, key=lambda pair: pair.lead, default=Pair())
            mean = self._longest_of(fork)
            more = max(0.0, mean - slowest.lead) if mean is not None else 0.0
            self._forks[fork.step] = Pair(slowest.work, slowest.wait + more)
        return self._forks[fork.step]


def _between(row: Mapping[str, float], means: Mapping[str, float]) -> float:
    """The variance of what is still to come, over the ways that a case may take."""
    middle = sum(p * means.get(to, 0.0) for to, p in row.items())
    return sum(p * (means.get(to, 0.0) - middle) ** 2 for to, p in row.items())


class Spreads:
    """How the times of an area are spread, where the file names distributions.

    times: step -> all times of one visit, null where one is not known or names no distribution.
    """

    def __init__(self, times: Mapping[str, tuple[Time, ...] | None]) -> None:
        self._times = times
        self._forks: dict[str, Spread | None] = {}
        self._integrals = 0

    def area(self, area: Area, chain: Chain | None = None) -> Spread | None:
        """Mean and variance of the time from the entry of an area to its end; null where that cannot be told."""
        chain = chain or area.chain
        visits = {step: self._visit(area, step) for step in chain.rows}
        known = {step: visit for step, visit in visits.items() if visit is not None}
        if len(known) < len(visits) or area.is_open:
            return None
        means = chain.costs({step: visit.mean for step, visit in known.items()})
        varies = {step: visit.variance + _between(chain.rows[step], means) for step, visit in known.items()}
        is_exact = all(visit.is_exact for visit in known.values())
        return Spread(means[area.start], chain.costs(varies)[area.start], is_exact)

    def _visit(self, area: Area, step: str) -> Spread | None:
        times = self._times.get(step)
        if times is None or any(time.variance is None for time in times):
            return None
        own = Spread(sum(time.mean for time in times), sum(time.variance or 0.0 for time in times))
        if step not in area.forks:
            return own
        beside = self.fork(area.forks[step])
        if beside is None:
            return None
        return Spread(own.mean + beside.mean, own.variance + beside.variance, beside.is_exact)

    def fork(self, fork: Fork) -> Spread | None:
        """The time from a fork to its join: the longest of its branches; null where that cannot be told."""
        if fork.step not in self._forks:
            self._forks[fork.step] = self._longest(fork)
        return self._forks[fork.step]

    def _longest(self, fork: Fork) -> Spread | None:
        laws = []
        for branch, chance in fork.awaited():
            law = self._branch(branch) if chance == 1 else None
            if law is None:
                return None
            laws.append(law)
        self._integrals += 1
        if not laws or self._integrals > _MOST_INTEGRALS:
            return None if laws else Spread(0.0, 0.0)
        try:
            mean, variance = longest([law for law, _ in laws])
        except (OverflowError, ValueError, ZeroDivisionError):
            return None
        finite = math.isfinite(mean) and math.isfinite(variance)
        return Spread(mean, variance, all(exact for _, exact in laws)) if finite else None

    def _branch(self, branch: Area) -> tuple[Law, bool] | None:
        """The distribution of the time of a branch, and whether it is exact: that of a single time, else a likely one.

        Several exponential or gamma times come close to a gamma distribution, others to a lognormal one.
        """
        spread = self.area(branch)
        if spread is None:
            return None
        laws = [time.law for step in branch.rows for time in self._times.get(step) or () if time.law]
        varying = [law for law in laws if law.variance > 0]
        is_line = not branch.forks and all(len(row) == 1 for row in branch.rows.values())
        if not is_line or len(varying) > 1:
            fit = gamma if all(law.kind in ("exponential", "gamma") for law in varying) else lognormal
            return fit(spread.mean, spread.variance), False
        if not varying:
            return Law("constant", (spread.mean,)), True
        return varying[0].shifted(spread.mean - varying[0].mean), True
