"""What the steps say, read as numbers: their times, their queues, and who does them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from valuestream_cli.analysis import graph
from valuestream_cli.analysis.areas import Area
from valuestream_cli.analysis.laws import lognormal
from valuestream_cli.analysis.queues import Station, queue_wait, variability
from valuestream_cli.analysis.result import Figure, StreamAnalysis
from valuestream_cli.analysis.sums import Pair
from valuestream_cli.analysis.times import Impossible, Time, time_of
from valuestream_cli.model import DEMAND, Calendar, Duration, Step

Nested = Callable[[str], "StreamAnalysis | str"]
Ways = Mapping[tuple[str, str], tuple[float | None, float | None]]
_MOST_SERVERS = 10**15  # as many as a float can count


@dataclass
class Reading:
    """The times of all steps. problems: what contradicts itself. gaps: step -> why its own stream tells no time.

    nested: tells of the stream at a path, or why there is nothing to tell.
    """

    steps: Mapping[str, Step]
    calendar: Calendar | None
    nested: Nested | None = None
    problems: list[str] = field(default_factory=list)
    gaps: dict[str, str] = field(default_factory=dict)

    @cached_property
    def process(self) -> dict[str, Time | None]:
        """The process time of each step; what it says itself goes before what its own stream says."""
        return {step.id: self._time(step, "process") for step in self.steps.values()}

    @cached_property
    def wait(self) -> dict[str, Time | None]:
        """The wait that each step declares."""
        return {step.id: self._time(step, "wait") for step in self.steps.values()}

    def accuracy(self, step: Step) -> float | None:
        """%C&A of a step as a ratio; where it says none, the rolled one of its own stream."""
        inner = self._inside(step) if step.complete_accurate is None else None
        if isinstance(inner, StreamAnalysis):
            return inner.rolled_complete_accurate
        return float(step.complete_accurate[:-1]) / 100 if step.complete_accurate else None

    def _time(self, step: Step, kind: str) -> Time | None:
        duration: Duration | None = getattr(step, f"{kind}_time")
        if duration is None:
            return self._rolled_up(step, kind)
        try:
            return time_of(duration, self.calendar)
        except Impossible as reason:
            self.problems.append(f"the {kind} time of '{step.id}' {reason}")
            return None

    def parts(self, step: str) -> tuple[Time | None, ...]:
        """The times of one visit, none of which depends on another: work and wait, or both as one of its own stream."""
        own = self.steps[step]
        inner = self._inside(own) if own.process_time is None and own.wait_time is None else None
        whole = _time_of(inner.lead_time) if isinstance(inner, StreamAnalysis) else None
        return (whole,) if whole else (self.process[step], self.wait[step])

    def _rolled_up(self, step: Step, kind: str) -> Time | None:
        inner = self._inside(step)
        if isinstance(inner, str):
            self.gaps[step.id] = f"the stream of '{step.id}' is left out: {inner}"
        if not isinstance(inner, StreamAnalysis):
            return None
        time = _time_of(getattr(inner, f"{kind}_time"))
        if time is None:
            why = inner.unknown.get(f"{kind}_time", "it is not known")
            self.gaps[step.id] = f"the stream of '{step.id}' tells no {kind} time: {why}"
        return time

    def _inside(self, step: Step) -> StreamAnalysis | str | None:
        return self.nested(step.stream) if step.stream and self.nested else None


def _time_of(figure: Figure | None) -> Time | None:
    """A total of another stream as the time of one visit here."""
    if figure is None or figure.mean is None:
        return None
    mean, low, high, variance = figure.mean, figure.low, figure.high, figure.variance
    law = lognormal(mean, variance) if variance is not None else None
    return Time(
        mean, mean if low is None else low, mean if high is None else high, variance, law, figure.basis,
        is_range=low is not None and high is not None, is_plain=law is None, is_likely=law is not None,
    )  # fmt: skip


@dataclass
class Queues:
    """The steps with a capacity, under a demand of `rate` cases per second."""

    reading: Reading
    rate: float | None
    visits: Mapping[str, float | None]
    ways: Ways

    @cached_property
    def stations(self) -> dict[str, Station]:
        """The steps of which the load is known."""
        return dict(self._stations())

    def _stations(self) -> Iterator[tuple[str, Station]]:
        for step in self.reading.steps.values():
            time, visits = self.reading.process[step.id], self.visits.get(step.id)
            if step.capacity and time is not None and visits is not None and self.rate is not None:
                varies = time.variance / time.mean / time.mean if time.variance is not None and time.mean else None
                yield step.id, Station(self.rate * visits, time.mean, float(min(step.capacity, _MOST_SERVERS)), varies)

    @cached_property
    def waits(self) -> dict[str, float]:
        """Seconds in the queue before each of these steps, where that can be told."""
        if not self.stations:
            return {}
        known = {way: (cases, chance) for way, (cases, chance) in self.ways.items() if cases is not None}
        flows = {way: (cases, chance if chance is not None else 1.0) for way, (cases, chance) in known.items()}
        first = next(iter(self.reading.steps))
        vary = variability(self.stations, {(DEMAND, first): (1.0, 1.0), **flows}, first)
        found = {step: queue_wait(station, vary.get(step, 1.0)) for step, station in self.stations.items()}
        return {step: wait for step, wait in found.items() if wait is not None}

    @property
    def throughputs(self) -> dict[str, float]:
        """Cases per second that each step with a capacity could take, known without any demand."""
        found = {}
        for step in self.reading.steps.values():
            time, visits = self.reading.process[step.id], self.visits.get(step.id)
            if step.capacity and time is not None and visits and time.mean:
                found[step.id] = float(min(step.capacity, _MOST_SERVERS)) / (visits * time.mean)
        return found


def ways_of(area: Area, visits: Mapping[str, float | None]) -> dict[tuple[str, str], tuple[float | None, float | None]]:
    """Each way from step to step: cases that take it per case of demand, and its probability; null where open."""
    found: dict[tuple[str, str], tuple[float | None, float | None]] = {}
    for part in area.everywhere():
        for step, row in part.ways.items():
            cases = visits.get(step, 0.0)
            if step in part.forks:
                found |= {(step, branch.start): (cases, 1.0) for branch in part.forks[step].branches}
            elif row is None:
                found |= {(step, target): (None, None) for target in part.targets[step]}
            else:
                found |= {(step, to): (None if cases is None else cases * p, p) for to, p in row.items()}
    return found


def pairs(reading: Reading, queues: Mapping[str, float], end: str, *, queued: bool = False) -> dict[str, Pair]:
    """Work and wait of one visit to each step, at one `end` of the ranges: mean, low or high.

    A declared wait counts, else the queue; where `queued`, the other way round. What is not known counts as nothing.
    """
    found = {}
    for step in reading.steps:
        process, wait = reading.process[step], reading.wait[step] if not queued or step not in queues else None
        work = getattr(process, end) if process else 0.0
        found[step] = Pair(work, getattr(wait, end) if wait else queues.get(step, 0.0))
    return found


def leads_to(ways: Ways, target: str) -> set[str]:
    """The steps from which cases come to a target, on any way that is taken for certain."""
    sources: dict[str, list[str]] = {}
    for (source, to), (cases, _) in ways.items():
        if cases:
            sources.setdefault(to, []).append(source)
    return graph.reachable(sources, [target])


def actor(step: Step) -> tuple[str, ...] | None:
    """Who does a step: the supplier, else the team, else the responsible roles; null where nobody is named."""
    if step.supplier or step.team:
        return (step.supplier or step.team or "",)
    return tuple(sorted(step.roles.responsible)) or None if step.roles else None


def handoffs(steps: Mapping[str, Step], ways: Ways) -> float | None:
    """How often a case passes to another actor, in the mean; null where a way of unknown share decides about it."""
    total = 0.0
    for (source, target), (cases, _) in ways.items():
        if source in steps and target in steps and _changes(steps[source], steps[target]):
            if cases is None:
                return None
            total += cases
    return total


def _changes(one: Step, other: Step) -> bool:
    return None not in (actor(one), actor(other)) and actor(one) != actor(other)


def basis_of(times: Iterable[Time | Figure | None]) -> str | None:
    """What some times rest on together; null where none of them says."""
    said = {time.basis for time in times if time is not None}
    return said.pop() if len(said) == 1 else "mixed" if said else None
