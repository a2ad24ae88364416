"""How the times of an area are spread, and how long the longest of several branches takes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from valuestream_cli.analysis.areas import Area, Fork
from valuestream_cli.analysis.chain import Chain
from valuestream_cli.analysis.laws import Law, gamma, lognormal, longest
from valuestream_cli.analysis.sums import held_up
from valuestream_cli.analysis.times import Time

_MOST_INTEGRALS = 200  # each takes some milliseconds; no stream has so many forks


class Spread(NamedTuple):
    """Mean and variance, in seconds; `is_exact` where they follow from the file without an approximation."""

    mean: float
    variance: float
    is_exact: bool = True


class Spreads:
    """How the times of an area are spread, where the file names distributions.

    times: step -> all times of one visit, none of which depends on another; null where one is not known or names no
    distribution.
    """

    def __init__(self, times: Mapping[str, tuple[Time | None, ...]]) -> None:
        self._times = {
            step: tuple(time for time in each if time is not None and time.variance is not None)
            for step, each in times.items()
        }
        self._known = {step for step, each in times.items() if len(self._times[step]) == len(each)}
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
        if step not in self._known:
            return None
        times = self._times[step]
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

    def mean_of(self, fork: Fork) -> float | None:
        """How long the longest branch of a fork takes in the mean; null where that cannot be told."""
        spread = self.fork(fork)
        return spread.mean if spread else None

    def _longest(self, fork: Fork) -> Spread | None:
        laws = []
        for branch, _ in fork.awaited():
            law = self._law(branch, held_up(branch, fork))
            if law is None:
                return None
            laws.append(law)
        chances = tuple(1.0 if fork.join else chance for _, chance in fork.awaited())
        self._integrals += 1
        if not laws or self._integrals > _MOST_INTEGRALS:
            return None if laws else Spread(0.0, 0.0)
        try:
            mean, variance = longest(tuple(law for law, _ in laws), chances)
        except (OverflowError, ValueError, ZeroDivisionError):
            return None
        finite = math.isfinite(mean) and math.isfinite(variance)
        return Spread(mean, variance, all(exact for _, exact in laws)) if finite else None

    def _law(self, branch: Area, chain: Chain) -> tuple[Law, bool] | None:
        """The distribution of the time of a branch, and whether it is exact: that of a single time, else a likely one.

        Several exponential or gamma times come close to a gamma distribution, others to a lognormal one, each of them
        beyond the time that every case takes.
        """
        spread = self.area(branch, chain)
        if spread is None:
            return None
        varying = [time for time in self._times_of(chain) if time.variance]
        is_line = not branch.forks.keys() & chain.rows.keys() and _is_line(chain)
        if not is_line or len(varying) > 1:
            kinds = {time.law.kind if time.law else "" for time in varying}
            fit, least = gamma if kinds <= {"exponential", "gamma"} else lognormal, self._least(branch, chain)
            return fit(spread.mean - least, spread.variance).shifted(least), False
        if not varying or varying[0].law is None:
            return Law("constant", (spread.mean,)), True
        return varying[0].law.shifted(spread.mean - varying[0].mean), not varying[0].is_likely

    def _times_of(self, chain: Chain) -> Iterator[Time]:
        for step in chain.rows:
            yield from self._times[step]

    def _least(self, branch: Area, chain: Chain) -> float:
        """What no case takes less than, on the shortest way."""
        own = {step: sum(time.law.least for time in self._times[step] if time.law) for step in chain.rows}
        best: dict[str, float] = {}
        for _ in chain.rows:
            before = dict(best)
            for step in reversed(own):
                onward = [best.get(to, math.inf) if to in own else 0.0 for to, p in chain.rows[step].items() if p > 0]
                best[step] = own[step] + min(onward, default=0.0)
            if best == before:
                break
        return best.get(branch.start, 0.0)


def _is_line(chain: Chain) -> bool:
    """Whether every case takes the same steps."""
    taken = ({to for to, p in row.items() if p > 0} for row in chain.rows.values())
    return all(len(ways) == 1 or not ways & chain.rows.keys() for ways in taken)


def _between(row: Mapping[str, float], means: Mapping[str, float]) -> float:
    """The variance of what is still to come, over the ways that a case may take."""
    middle = sum(p * means.get(to, 0.0) for to, p in row.items())
    return sum(p * (means.get(to, 0.0) - middle) ** 2 for to, p in row.items())
