"""What the times of the steps come to over a whole area."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from valuestream_cli.analysis.areas import Area, Fork
from valuestream_cli.analysis.chain import Chain


class Pair(NamedTuple):
    """Seconds of work and of waiting that belong together."""

    work: float = 0.0
    wait: float = 0.0

    @property
    def lead(self) -> float:
        """Both together."""
        return self.work + self.wait


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

        Value is not held up by a branch that ends: of the cases that come to value, it counts in those in which it
        leads there.
        """
        pair, part = self._walk(branch, held_up(branch, fork)), 1.0 if fork.join else chance / fork.joined
        return Pair(pair.work * part, pair.wait * part)

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


def held_up(branch: Area, fork: Fork) -> Chain:
    """The walk of a branch for as long as the others wait for it.

    A join waits until it comes, or can no longer come; value is waited for only where the branch leads there.
    """
    coming = branch.chain.towards([fork.goal]) or {}
    if fork.join is None:
        return Chain(coming)
    return Chain({step: row for step, row in branch.chain.rows.items() if step in coming})
