"""One run of a stream: its stations, how they hang together, and the loop that lets the next thing happen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappush, heapreplace
from itertools import count
from math import inf
from random import Random
from typing import NamedTuple

from valuestream_cli.analysis.laws import Law
from valuestream_cli.simulation import clock, draws
from valuestream_cli.simulation.plan import Plan, StepPlan
from valuestream_cli.simulation.stations import Draw, Event, Station, Totals, limited, unlimited
from valuestream_cli.simulation.statistics import Histogram, Series
from valuestream_cli.simulation.tokens import Act, Case, Escape, Exits, Fork, Join, Ledger, Over, Token

SAMPLES = 120  # moments at which the queues are looked at
_GLANCE = 512  # cases after which those that are over are looked at, so that few are kept
_NOBODY: Token = (Case(0.0, 0.0, counts=False), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked of a run. cases: that count; warm_up: before those. arrivals: poisson | even.

    number: of the run; with the seed, all its luck. share: which part of a year it begins after the first of January.
    """

    seed: int
    number: int
    share: float
    cases: int
    warm_up: int
    arrivals: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of one run. seconds: working time between the first case that counts and the first after the last.

    steps, exits, valued: what was done in that time; in_system: seconds that cases were under way in it.
    arrived, reached, ended, inside: all cases, those that came to value, those that did not, and those under way at
    the end. settled: after how many cases the run no longer showed how it began, where that was asked for.
    """

    lead: Histogram
    elapsed: Histogram | None
    within: int
    lost: int
    seconds: float
    steps: tuple[Totals, ...]
    valued: int
    in_system: float
    began: float
    levels: tuple[tuple[float, tuple[int, ...]], ...]
    arrived: int
    reached: int
    ended: int
    inside: int
    settled: tuple[int, bool] | None = None


class _Mark(NamedTuple):
    """What was done up to a moment."""

    now: float
    totals: tuple[Totals, ...]
    valued: int
    in_system: float


def simulate(plan: Plan, order: Order, *, settle: bool = False) -> Run:
    """Simulate until every case that counts is over; others keep coming meanwhile, so that the last are not spared."""
    world = _World(plan, order, Series() if settle else None)
    heap = world.heap
    try:
        while True:
            now, _, act, token = heap[0]
            act(now, token)
    except Over:
        return world.outcome()


class _World:
    """All that there is in a run."""

    def __init__(self, plan: Plan, order: Order, series: Series | None) -> None:
        self.heap: list[Event] = []
        self._tick: Draw = count(1).__next__
        self._plan, self._order, self._series = plan, order, series
        rests = clock.rests(plan.calendar)
        self.exits = Exits(order.cases)
        self.ledger = Ledger(plan.target, rests, series)
        self._stations = [self._station(step) for step in plan.steps]
        self._connect()
        self._begin, self._end = order.warm_up, order.warm_up + order.cases
        self._every = max(1, (order.warm_up + order.cases) // SAMPLES)
        self._next_sample = 0
        self._marks: list[_Mark] = []
        self._levels: list[tuple[float, tuple[int, ...]]] = []
        self._gap = draws.times(_between(plan.gap, order.arrivals), self._luck("arrivals"))
        arrive, self._arrived = self._arriving()
        heappush(self.heap, (self._gap(), self._tick(), arrive, _NOBODY))
        if plan.calendar and rests:
            self._stretches = clock.stretches(plan.calendar, order.share)
            heappush(self.heap, self._opened(0.0))

    def _luck(self, *purpose: str) -> Random:
        return draws.source(self._order.seed, self._order.number, *purpose)

    def _station(self, step: StepPlan) -> Station:
        work = draws.times(step.work, self._luck("work", step.id))
        onward: list[Act] = [_nowhere]
        if step.capacity:
            part = limited(self.heap, self._tick, onward, work, step.capacity)
        else:
            wait = draws.times(step.wait, self._luck("wait", step.id))
            part = unlimited(self.heap, self._tick, onward, work, wait)
        return Station(self.heap, part, onward)

    def _connect(self) -> None:
        """Let each step lead to those that follow it."""
        plan = self._plan
        joins = {step.join: Join(self._stations[step.join].enter) for step in plan.steps if step.join is not None}
        entries: list[Act] = [
            joins[number].enter if number in joins else Escape(station.enter).enter if step.escapes else station.enter
            for number, (step, station) in enumerate(zip(plan.steps, self._stations, strict=True))
        ]
        entries += [self.exits.value, self.exits.end]
        for step, station in zip(plan.steps, self._stations, strict=True):
            if step.fork:
                join = joins[step.join] if step.join is not None else None
                station.onward[0] = Fork([entries[branch] for branch in step.fork], join).enter
            else:
                station.onward[0] = self._way(step, entries)
        self._first = entries[plan.start]
        self.exits.after = entries[plan.after] if plan.after is not None else None

    def _way(self, step: StepPlan, entries: list[Act]) -> Act:
        if len(step.ways) == 1:
            return entries[step.ways[0][0]]
        targets = [entries[target] for target, _ in step.ways]
        choose = draws.choices(targets, [share for _, share in step.ways], self._luck("way", step.id))

        def go(now: float, token: Token) -> None:
            choose()(now, token)

        return go

    def _arriving(self) -> tuple[Act, Callable[[], int]]:
        """How cases come, one after the other, and how many have come."""
        heap, tick, gap, first, exits = self.heap, self._tick, self._gap, self._first, self.exits
        arrived, due, counts = 0, 0, False

        def arrive(now: float, _: Token) -> None:
            nonlocal arrived, due, counts
            heapreplace(heap, (now + gap(), tick(), arrive, _NOBODY))
            if arrived == due:
                due, counts = self._chores(now, arrived)
            arrived += 1
            first(now, (Case(now, exits.offset, counts), None))

        return arrive, lambda: arrived

    def _chores(self, now: float, arrived: int) -> tuple[int, bool]:
        """What is to be done before some cases come; before which the next time, and whether cases count until then."""
        self.ledger.take(self.exits.over)
        if arrived == self._next_sample and len(self._levels) < SAMPLES:
            self._levels.append((now, tuple(station.level()[0] for station in self._stations)))
            self._next_sample += self._every
        if arrived in (self._begin, self._end):
            self._mark(now)
        if arrived == self._end:
            self.exits.one_less()
        ahead = [each for each in (self._next_sample, self._begin, self._end) if each > arrived]
        return min([arrived + _GLANCE, *ahead]), self._begin <= arrived < self._end

    def _mark(self, now: float) -> None:
        """Take down what was done so far: before the first case that counts, and after the last has come."""
        totals = tuple(station.totals(now) for station in self._stations)
        in_system = self.ledger.in_system + sum(now - case.arrived for case in self._inside())
        self._marks.append(_Mark(now, totals, self.ledger.valued, in_system))

    def _opened(self, now: float) -> Event:
        """The end of the next stretch of work."""
        work, self._rest = next(self._stretches)
        # After all else that happens at that moment: work that ends at closing time does not wait for the morning.
        return (now + work, inf, self._close, _NOBODY)

    def _close(self, now: float, _: Token) -> None:
        rest, end = self._rest, self._opened(now)
        while end[0] <= min(event[0] for event in self.heap[1:3]):  # nothing else happens before that
            rest, end = rest + self._rest, self._opened(end[0])
        self.exits.offset += rest
        for station in self._stations:
            station.rest(rest)
        heapreplace(self.heap, end)

    def outcome(self) -> Run:
        """What is known in the end."""
        ledger, (first, last) = self.ledger, self._marks
        ledger.take(self.exits.over)
        pairs = zip(first.totals, last.totals, strict=True)
        return Run(
            lead=ledger.lead,
            elapsed=ledger.elapsed,
            within=ledger.within,
            lost=ledger.lost,
            seconds=last.now - first.now,
            steps=tuple(Totals(*(b - a for a, b in zip(one, two, strict=True))) for one, two in pairs),
            valued=last.valued - first.valued,
            in_system=last.in_system - first.in_system,
            began=first.now,
            levels=tuple(self._levels),
            arrived=self._arrived(),
            reached=ledger.valued,
            ended=ledger.ended,
            inside=len(self._inside()),
            settled=self._series.settled() if self._series else None,
        )

    def _inside(self) -> list[Case]:
        """The cases that are under way, found one by one, each once and in an order that is always the same."""
        tokens = [event[3] for event in self.heap] + [token for each in self._stations for token in each.queue]
        cases = dict.fromkeys(case for case, _ in tokens)
        return [case for case in cases if case is not _NOBODY[0] and not case.is_after and case.tokens]


def _nowhere(now: float, token: Token) -> None:
    """Where cases go on to before their way is known."""
    raise AssertionError(now, token)


def _between(gap: float, arrivals: str) -> Law:
    """How the times between cases are spread."""
    return Law("constant" if arrivals == "even" else "exponential", (gap,))
