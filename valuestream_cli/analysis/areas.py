"""The flow as nested areas: the whole stream, and within it each branch of each fork, entered at one step.

Inside an area a case is at one step at a time, so it is a Markov chain. A fork with all of its branches counts as one
step there, which leads to the join as soon as the branches that come to it have come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite, prod
from typing import NamedTuple

from valuestream_cli.analysis import graph
from valuestream_cli.analysis.chain import Chain, Entangled, trapped
from valuestream_cli.analysis.flow import Flow
from valuestream_cli.analysis.forks import Home, Parallel, Region
from valuestream_cli.analysis.shares import chances
from valuestream_cli.analysis.times import Impossible
from valuestream_cli.model import DEMAND, END, VALUE

OPEN = "?"  # where a case goes that comes to a choice whose shares are not known
_MOST_NESTED = 50  # forks inside each other
Ways = dict[str, dict[str, float]]


class Fork(NamedTuple):
    """The branches of a fork; `join` is null where each ends by itself."""

    step: str
    join: str | None
    branches: tuple[Area, ...]

    def awaited(self) -> list[tuple[Area, float]]:
        """The branches that are waited for, with the probability that they come: to the join, else to value."""
        coming = ((branch, (branch.ends or {}).get(self.goal, 0.0)) for branch in self.branches)
        return [(branch, chance) for branch, chance in coming if chance > 0]

    def steps(self) -> Iterator[str]:
        """The steps of the branches that are waited for, as far as a case comes to them."""
        for branch, _ in self.awaited():
            yield from (step for step in branch.visits if step in branch.rows or step not in branch.ways)

    @property
    def goal(self) -> str:
        """Where the branches that are waited for come to."""
        return self.join or VALUE

    @property
    def runs_past_join(self) -> bool:
        """Whether a branch may lead to value while others are still to be joined."""
        return self.join is not None and any((each.ends or {}).get(VALUE, 0.0) > 0 for each in self.branches)

    @property
    def joined(self) -> float:
        """The probability that any branch comes to the join, whatever the others do."""
        return 1 - prod(1 - chance for _, chance in self.awaited())


@dataclass
class Area:
    """A part of the stream in which a case is at one step at a time.

    ways: step -> target -> probability; null where the file leaves the shares open. Forks are not in it.
    """

    start: str
    ways: dict[str, dict[str, float] | None]
    forks: dict[str, Fork]
    targets: Mapping[str, list[str]] = field(repr=False, default_factory=dict)

    @cached_property
    def rows(self) -> Ways:
        """The chain: where a case goes next from each step that it can come to."""
        rows = {
            step: forked(self.forks[step]) if step in self.forks else (row if row is not None else {OPEN: 1.0})
            for step, row in self.ways.items()
        }
        positive = {step: [to for to, p in row.items() if p > 0] for step, row in rows.items()}
        reached = graph.reachable(positive, [self.start])
        rows = {step: row for step, row in rows.items() if step in reached}
        _demand_way_out(rows)
        return rows

    @cached_property
    def chain(self) -> Chain:
        """The chain of `rows`."""
        try:
            return Chain(self.rows)
        except Entangled:
            raise Impossible("so many loops lie in each other that the sums would take too long") from None

    @cached_property
    def _walk(self) -> tuple[dict[str, float], dict[str, float]]:
        visits, ends = self.chain.walk(self.start)
        past = {step: fork for step, fork in self.forks.items() if step in self.rows and fork.runs_past_join}
        if past:  # the join is come to also where value is there already
            rows = self.rows | {step: {fork.goal: fork.joined, END: 1 - fork.joined} for step, fork in past.items()}
            _demand_way_out(rows)
            visits, _ = Chain(rows).walk(self.start)
        if not all(map(isfinite, visits.values())):
            raise Impossible("some share is so small that a case goes round for ever")
        return visits, ends

    @property
    def ends(self) -> dict[str, float] | None:
        """Where a case leaves the area, with probabilities; null where that is open."""
        ends = self._walk[1]
        if OPEN not in ends:
            return ends
        possible = graph.reachable(self.targets, [self.start]) - self.ways.keys()
        return {possible.pop(): 1.0} if len(possible) == 1 else None

    @cached_property
    def unsure(self) -> set[str]:
        """The steps that a case comes to by an open choice, so that nobody can tell how often."""
        choices = [step for step, row in self.rows.items() if OPEN in row]
        beyond = (target for step in choices for target in self.targets[step])
        return graph.reachable(self.targets, beyond) & self.ways.keys()

    @cached_property
    def visits(self) -> dict[str, float | None]:
        """How often each step is visited in the mean, those between forks and joins too; null where that is open."""
        found: dict[str, float | None] = {}
        for step in self.ways:
            times = None if step in self.unsure else self._walk[0].get(step, 0.0)
            found[step] = times
            for branch in self.forks[step].branches if step in self.forks else ():
                for inner, visits in branch.visits.items():
                    found[inner] = None if times is None or visits is None else times * visits
        return found

    @cached_property
    def is_open(self) -> bool:
        """Whether a case can come to a choice whose shares are not known."""
        inner = (branch for step in self.rows if step in self.forks for branch in self.forks[step].branches)
        return OPEN in self._walk[1] or any(branch.is_open for branch in inner)

    def everywhere(self) -> Iterator[Area]:
        """This area and all within it."""
        yield self
        for fork in self.forks.values():
            for branch in fork.branches:
                yield from branch.everywhere()


def _demand_way_out(rows: Ways) -> None:
    stuck = trapped(rows)
    if stuck:
        raise Impossible(f"a case that comes to '{stuck[0]}' goes round for ever: no way out is ever taken")


def forked(fork: Fork) -> dict[str, float]:
    """Where a case goes on from a fork: to value once a branch is there, else to the join, else to the end."""
    ends = [branch.ends for branch in fork.branches]
    known = [each for each in ends if each is not None]
    if len(known) < len(ends):
        return {OPEN: 1.0}
    lost = prod(each.get(END, 0.0) for each in known)
    if fork.join is None:
        return {VALUE: 1 - lost, END: lost}
    without = prod(1 - each.get(VALUE, 0.0) for each in known)
    return {VALUE: 1 - without, fork.join: without - lost, END: lost}


def main_area(flow: Flow, tolerance: float) -> Area:
    """The stream from demand to value. Raises Impossible where no case could flow as the file says."""
    _demand_certainty(flow)
    before = graph.reachable(flow.successors, [DEMAND], without=VALUE) & flow.steps.keys()
    return _Builder(flow, tolerance).whole(next(iter(flow.steps)), before)


def tail_area(flow: Flow, tolerance: float) -> Area | None:
    """What happens once value exists; null where nothing does."""
    start = flow.stream.value.next
    return _Builder(flow, tolerance).whole(start, flow.tail) if start in flow.tail else None


def _demand_certainty(flow: Flow) -> None:
    if len(flow.steps) < len(flow.stream.steps):
        raise Impossible("two steps have the same id, so that nobody can tell which of them is meant")
    for edge in flow.dangling:
        raise Impossible(f"'{edge.source}' leads to '{edge.target}', which does not exist")


def _demand_closed(start: str, targets: Mapping[str, Iterable[str]], ends: set[str]) -> None:
    if start not in targets:
        raise Impossible(f"the way to '{start}' leads across a fork")
    for step, row in targets.items():
        for target in row:
            if target not in targets and target not in ends:
                raise Impossible(f"the way from '{step}' to '{target}' leads across a fork")


class _Builder:
    """Divides a flow into areas."""

    def __init__(self, flow: Flow, tolerance: float) -> None:
        self._flow = flow
        self._tolerance = tolerance
        parallel = Parallel(flow) if any(step.fork for step in flow.steps.values()) else None
        self._homes: Mapping[str, Home] = parallel.homes if parallel else {}
        self._regions = {region.fork.id: region for region in parallel.regions} if parallel else {}
        self._by_home: dict[Home | None, list[str]] = {}
        for step in flow.order:
            self._by_home.setdefault(self._homes.get(step), []).append(step)
        self._depth = 0

    def area(self, start: str, own: list[str], home: Home | None, ends: set[str]) -> Area:
        """The area of some steps, of which those between a further fork and its join are taken out before."""
        forks: dict[str, Fork] = {}
        within: set[str] = set()
        for step in own:
            if self._flow.steps[step].fork and step not in within:
                forks[step] = self._fork(step, home)
                if forks[step].join is None:
                    within |= {inner for branch in forks[step].branches for inner in branch.visits}
        own = [step for step in own if step not in within]
        targets = {step: self._targets(step, forks.get(step)) for step in own}
        _demand_closed(start, targets, ends)
        rows = {step: None if step in forks else self._ways(step) for step in own}
        return Area(start, rows, forks, targets)

    def whole(self, start: str, members: set[str]) -> Area:
        """The area that no fork lies around."""
        return self.area(start, [step for step in self._by_home.get(None, ()) if step in members], None, {VALUE, END})

    def _fork(self, step: str, home: Home | None) -> Fork:
        region = self._regions.get(step)
        self._depth += 1
        if region is None or region.meeting or self._depth > _MOST_NESTED:
            meeting = region and region.meeting
            where = f"meet at '{meeting}', which does not join them" if meeting else "are nested too deeply"
            raise Impossible(f"the branches of '{step}' {where}")
        branches = self._joined(region) if region.join else self._ending(region, home)
        self._depth -= 1
        return Fork(step, region.join, tuple(branches))

    def _joined(self, region: Region) -> list[Area]:
        """The branches between a fork and its join."""
        homes = [Home(region.fork.id, start) for start in region.fork.fork]
        ends = {region.join or VALUE, VALUE, END}
        return [self.area(home.branch, self._by_home.get(home, []), home, ends) for home in homes]

    def _ending(self, region: Region, home: Home | None) -> list[Area]:
        """The branches of a fork that each end by themselves."""
        steps = self._flow.steps.keys()
        parts = [graph.reachable(self._flow.successors, [start]) & steps for start in region.fork.fork]
        if len(set().union(*parts, {region.fork.id})) <= sum(map(len, parts)):
            raise Impossible(f"the branches of '{region.fork.id}' lead into one another, or back to it")
        own = [[step for step in self._by_home.get(home, ()) if step in part] for part in parts]
        return [self.area(start, steps, home, {VALUE, END}) for start, steps in zip(region.fork.fork, own, strict=True)]

    def _targets(self, step: str, fork: Fork | None) -> list[str]:
        """Where a case may go on; from a fork, where its branches leave it."""
        if fork is None:
            return self._flow.successors[step]
        left = (graph.reachable(branch.targets, [branch.start]) - branch.ways.keys() for branch in fork.branches)
        return sorted(set().union(*left))

    def _ways(self, step: str) -> dict[str, float] | None:
        return chances(self._flow.edges_out[step], self._tolerance)
