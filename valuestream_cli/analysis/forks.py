"""Parallel work: which join closes which fork, which steps lie in between, and ways that ignore it.

Forks are looked at from the innermost outwards, so that a fork inside a branch counts as one step that leads
to its join. From the branches of a fork the steps are visited along the flow; where only one step is left to
go on from, all branches have come together. One stray or forgotten join thus disturbs its own fork only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from valuestream_cli.analysis.flow import Edge, Flow
from valuestream_cli.model import Step

_MOST_VISITS = 1_000_000  # of steps in all: reached only where hundreds of forks in thousands of steps lack joins


class Region(NamedTuple):
    """One fork: its join, or the step at which branches meet without one; neither where each branch ends."""

    fork: Step
    join: str | None
    meeting: str | None


class Home(NamedTuple):
    """The innermost fork around a step, and the first step of the branch that it lies in."""

    fork: str
    branch: str


class _Visit:
    """A walk along all branches of a fork; `marks` are bits, for each branch and for each join passed."""

    def __init__(self, starts: list[str], marks: dict[str, int]) -> None:
        self.starts = starts
        self.marks = marks
        self.seen: list[str] = []
        self.joins: list[str] = []
        self.first_meeting: str | None = None
        self.last: str | None = None

    def branches(self, step: str | None) -> int:
        """How many branches come to a step."""
        return (self.marks[step] & ((1 << len(self.starts)) - 1)).bit_count() if step else 0

    def beyond(self, join: str) -> int:
        """The bit of all that comes after a join."""
        return 1 << (len(self.starts) + self.joins.index(join))


class Parallel:
    """The forks of a stream and what they enclose."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._join_of: dict[str, str] = {}
        self._taken: set[str] = set()
        self._homes: dict[str, Home] = {}
        self._places = {step: number for number, step in enumerate(flow.steps)}
        self._visits_left = _MOST_VISITS
        found = {step.id: self._region(step) for step in self._inward() if self._visits_left > 0}
        self.regions = [found[step] for step in flow.steps if step in found]

    def _inward(self) -> list[Step]:
        forks = [step for step in self._flow.steps.values() if step.fork]
        return sorted(forks, key=lambda step: self._flow.rank[step.id], reverse=True)

    def _region(self, fork: Step) -> Region:
        visit = self._visit(fork)
        join = max(visit.joins, key=visit.branches, default=None)
        if visit.last and self._flow.steps[visit.last].join and visit.branches(visit.last) > visit.branches(join):
            join = visit.last
        if join is None or (visit.branches(join) < 2 <= visit.branches(visit.last or visit.first_meeting)):
            return Region(fork, None, visit.last or visit.first_meeting)
        self._enclose(fork, join, visit)
        return Region(fork, join, None)

    def _visit(self, fork: Step) -> _Visit:
        """Walk from all branches at once, in order of the flow, until they have come together."""
        rank, steps = self._flow.rank, self._flow.steps
        starts = [branch for branch in fork.fork if branch in steps]
        visit = _Visit(starts, {branch: 1 << number for number, branch in enumerate(starts)})
        own = dict(visit.marks)
        pending = [(rank[branch], branch) for branch in starts]
        heapify(pending)
        while pending:
            step = heappop(pending)[1]
            self._visits_left -= 1
            if step not in own and self._is_end(visit, step, not pending):
                break
            visit.seen.append(step)
            leads_on = step in own and not steps[step].next  # into the branch below, for want of a join
            for target in self._onward(step):
                if target in own and not leads_on:
                    continue  # what enters another branch is no meeting
                if target not in visit.marks:
                    heappush(pending, (rank[target], target))
                visit.marks[target] = visit.marks.get(target, 0) | visit.marks[step]
        return visit

    def _is_end(self, visit: _Visit, step: str, is_alone: bool) -> bool:
        """Whether all branches have come together at a step; joins and meetings on the way are noted."""
        count = visit.branches(step)
        is_free_join = self._flow.steps[step].join and step not in self._taken
        if is_free_join:
            visit.joins.append(step)
            visit.marks[step] |= visit.beyond(step)
        elif count > 1 and not self._flow.steps[step].join:
            visit.first_meeting = visit.first_meeting or step
        if is_alone and count > 1:
            visit.last = step
        return is_alone and (count > 1 or is_free_join)

    def _onward(self, step: str) -> Iterator[str]:
        """The steps after a step; from a fork inside, its join. The middle of other forks is left out."""
        join = self._join_of.get(step)
        for target in (join,) if join else self._flow.forward[step]:
            if target in self._flow.rank and target not in self._homes:
                yield target

    def _enclose(self, fork: Step, join: str, visit: _Visit) -> None:
        """Note what lies between a fork and its join."""
        self._join_of[fork.id] = join
        self._taken.add(join)
        beyond = visit.beyond(join) if join in visit.joins else 0
        before = [step for step in visit.seen if step != join and not visit.marks[step] & beyond]
        joining = {join}
        for step in reversed(before):
            if not joining.isdisjoint(self._onward(step)):
                joining.add(step)
        inside = {fork.id}
        for step in before:
            is_between = self._places[fork.id] < self._places[step] < self._places[join]
            if step in joining or step in fork.fork or is_between or self._is_only_from(step, inside):
                inside.add(step)
        for step in inside - {fork.id}:
            self._homes[step] = Home(fork.id, self._branch(visit, step))

    def _is_only_from(self, step: str, inside: set[str]) -> bool:
        """Whether every way onward to a step comes from inside: else it is the target of a way out."""
        rank = self._flow.rank
        sources = (source for source in self._flow.predecessors[step] if rank.get(source, -1) < rank[step])
        return all(source in inside or source in self._homes for source in sources)

    def _branch(self, visit: _Visit, step: str) -> str:
        """The branch that a step lies in; of several that lead to it, the one written nearest above it."""
        if visit.branches(step) == 1:
            return visit.starts[(visit.marks[step] & ((1 << len(visit.starts)) - 1)).bit_length() - 1]
        leading = [start for number, start in enumerate(visit.starts) if visit.marks[step] >> number & 1]
        above = [start for start in leading if self._places[start] <= self._places[step]]
        return max(above or leading, key=self._places.__getitem__)

    @property
    def homes(self) -> Mapping[str, Home]:
        """The innermost fork with a join around each step that lies between the two."""
        return self._homes

    @property
    def joins(self) -> set[str]:
        """The joins that close a fork."""
        return self._taken

    @cached_property
    def crossings(self) -> dict[Edge, tuple[Step, str, bool]]:
        """Edges into or out of the middle of a fork, with that fork, its join, and whether they lead in."""
        found = {}
        for edge in self._flow.edges if self._homes else ():
            home, target = self._homes.get(edge.source), self._homes.get(edge.target)
            if home == target or edge.source not in self._flow.from_demand or edge.target not in self._flow.rank:
                continue
            if (target and edge.kind == "fork" and target.fork == edge.source) or (
                home and self._join_of[home.fork] == edge.target
            ):
                continue
            leaves = home is not None and self._is_around(target, home)
            crossed = home if home and leaves else target
            if crossed:
                found[edge] = (self._flow.steps[crossed.fork], self._join_of[crossed.fork], not leaves)
        return found

    def _is_around(self, outer: Home | None, inner: Home) -> bool:
        """Whether one place encloses another; outside all forks encloses everything.

        Forks of a broken stream can lie in each other's branches: no fork is looked at twice.
        """
        around: Home | None = inner
        seen: set[str] = set()
        while around and around != outer and around.fork not in seen:
            seen.add(around.fork)
            around = self._homes.get(around.fork)
        return around == outer
