"""A stream made ready to be simulated: steps as numbers, times as laws, ways as shares. What cannot be is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from valuestream_cli.analysis import graph
from valuestream_cli.analysis.duration import seconds
from valuestream_cli.analysis.flow import Flow
from valuestream_cli.analysis.forks import Parallel
from valuestream_cli.analysis.laws import Law, lognormal
from valuestream_cli.analysis.rates import per_second
from valuestream_cli.analysis.result import Figure, StepNumbers, StreamAnalysis
from valuestream_cli.analysis.shares import chances
from valuestream_cli.analysis.times import Impossible, time_of
from valuestream_cli.errors import VsError
from valuestream_cli.model import END, VALUE, Calendar, Duration, Step, ValueStream

NOTHING = Law("constant", (0.0,))
_SIDE_BY_SIDE, _A_WEEK = 100, 1000  # cases, where the demand has no rate: then they are not in each other's way


class NotSimulable(VsError):
    """What a stream says cannot be simulated: it lacks something, or cannot be."""

    status = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPlan:
    """One step. ways: number of the step led to, with its share; the numbers after the last step are value and end.

    visits: of a case, in the mean, by these shares.
    fork: numbers of the steps that start at once; join: number of the step at which they come together.
    escapes: whether the step lies inside a fork whose join cannot be reached from it.
    """

    id: str
    name: str
    after_value: bool
    capacity: int | None
    work: Law
    wait: Law
    visits: float
    ways: tuple[tuple[int, float], ...] = ()
    fork: tuple[int, ...] = ()
    join: int | None = None
    escapes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A stream that can be simulated. gap: mean seconds between two cases; rate: null where the file names none.

    start: number of the first step; after: of the first one after value. visits, in_work: in the mean, what a case
    asks of the steps, and how long it is in those without a queue. target: for lead time, in seconds.
    """

    path: str
    id: str
    name: str
    steps: tuple[StepPlan, ...]
    start: int
    after: int | None
    rate: float | None
    gap: float
    calendar: Calendar | None
    target: float | None
    visits: float
    in_work: float
    notes: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def under_way(self) -> float:
        """How many cases are in the steps without a queue at once, in the mean."""
        return self.in_work / self.gap


def compiled(stream: ValueStream, facts: StreamAnalysis, tolerance: float) -> Plan:
    """The plan of a sound stream of which the analysis is known.

    tolerance: percentage points that each share of a choice may be off.
    Raises NotSimulable, with the reason, where a figure that is needed is missing or impossible.
    """
    try:
        return _Compiler(stream, facts, tolerance).plan()
    except Impossible as reason:
        raise refusal(facts.path, str(reason), "see `vs validate` and `vs analyze`") from None


def refusal(path: str, reason: str, hint: str = "") -> NotSimulable:
    """Why a stream is not simulated."""
    return NotSimulable(f"{path} cannot be simulated: {reason}", hint)


class _Compiler:
    def __init__(self, stream: ValueStream, facts: StreamAnalysis, tolerance: float) -> None:
        self._stream = stream
        self._facts = facts
        self._tolerance = tolerance
        self._flow = Flow(stream)
        self._known = {step.id: step for step in facts.steps}
        self._without_spread: list[str] = []
        self._from_inside: dict[str, None] = {}
        self._without_wait: list[str] = []
        self._without_work: list[str] = []

    def plan(self) -> Plan:
        """Everything, or the first reason why not."""
        self._refuse_the_impossible()
        order = [step for step in self._flow.order if self._known[step].visits != 0]
        places = {step: number for number, step in enumerate([*order, VALUE, END])}
        steps = tuple(self._step(self._flow.steps[step], places) for step in order)
        in_work = sum(step.visits * (step.work.mean + step.wait.mean) for step in steps)
        targets, calendar = self._stream.value.targets, self._stream.calendar
        rate = self._rate()
        return Plan(
            path=self._facts.path,
            id=self._stream.id,
            name=self._stream.name,
            steps=steps,
            start=places[self._stream.steps[0].id],
            after=places.get(self._stream.value.next or ""),
            rate=rate,
            gap=1 / rate if rate else max(in_work / _SIDE_BY_SIDE, seconds("1w", calendar) / _A_WEEK),
            calendar=calendar,
            target=seconds(targets.lead_time, calendar) if targets and targets.lead_time else None,
            visits=sum(step.visits for step in steps),
            in_work=in_work,
            notes=tuple(self._notes(rate)),
            settings=self._facts.settings,
        )

    def _refuse_the_impossible(self) -> None:
        from valuestream_cli.simulation.refusals import refuse

        refuse(self._stream, self._facts, self._unshared)
        for fork in self._past_joins:
            reason = f"a branch of '{fork}' leads to value past its join, so that nobody can tell when a case is done"
            raise refusal(self._facts.path, reason, "let it lead to the join, or to `end`")

    @property
    def _unshared(self) -> list[str]:
        """The choices that a case may come to of which the shares are not known."""
        steps = [step for step in self._flow.order if self._known.get(step) and self._known[step].visits != 0]
        return [step for step in steps if not self._flow.steps[step].fork and self._chances(step) is None]

    def _chances(self, step: str) -> dict[str, float] | None:
        return chances(self._flow.edges_out[step], self._tolerance)

    def _rate(self) -> float | None:
        rate = self._stream.demand.rate
        return per_second(rate, self._stream.calendar) if rate else None

    @cached_property
    def _joins(self) -> dict[str, str | None]:
        """Each fork and the step that joins its branches."""
        return {region.fork.id: region.join for region in self._parallel.regions} if self._parallel else {}

    @cached_property
    def _parallel(self) -> Parallel | None:
        return Parallel(self._flow) if any(step.fork for step in self._flow.steps.values()) else None

    @property
    def _past_joins(self) -> list[str]:
        """The forks of which a branch can lead to value without passing the join."""
        homes = self._parallel.homes if self._parallel else {}
        leading = [step for step in homes if (self._chances(step) or {}).get(VALUE)]
        return [homes[step].fork for step in leading if self._joins.get(homes[step].fork)]

    def _step(self, step: Step, places: Mapping[str, int]) -> StepPlan:
        join = self._joins.get(step.id)
        facts = self._known[step.id]
        return StepPlan(
            id=step.id,
            name=step.name,
            after_value=facts.after_value,
            capacity=step.capacity,
            work=self._work(step, facts),
            wait=NOTHING if step.capacity else self._wait(step, facts),
            visits=facts.visits or 0.0,
            ways=() if step.fork else tuple(self._ways(step, places)),
            fork=tuple(places[branch] for branch in step.fork),
            join=places.get(join) if join else None,
            escapes=self._escapes(step.id),
        )

    def _ways(self, step: Step, places: Mapping[str, int]) -> Iterator[tuple[int, float]]:
        for target, share in (self._chances(step.id) or {}).items():
            if share > 0:
                yield places[target], share

    def _escapes(self, step: str) -> bool:
        """Whether a step lies between a fork and a join that cannot be reached from it."""
        home = self._parallel.homes.get(step) if self._parallel else None
        join = self._joins.get(home.fork) if home else None
        return join is not None and join not in graph.reachable(self._flow.successors, [step], without=VALUE)

    def _work(self, step: Step, facts: StepNumbers) -> Law:
        if step.process_time is None and facts.process_time is None:
            self._without_work.append(step.id)
            return NOTHING
        return self._law(step.id, step.process_time, facts.process_time)

    def _wait(self, step: Step, facts: StepNumbers) -> Law:
        if step.wait_time is None and facts.wait_time is None:
            self._without_wait.append(step.id)
            return NOTHING
        return self._law(step.id, step.wait_time, facts.wait_time)

    def _law(self, step: str, duration: Duration | None, rolled_up: Figure | None) -> Law:
        """The law of a time; where the step says none itself, one with mean and variance of its own stream."""
        time = time_of(duration, self._stream.calendar) if duration else None
        if time and time.law:
            return time.law
        mean = time.mean if time else (rolled_up.mean if rolled_up else None) or 0.0
        if time is None and rolled_up and rolled_up.variance is not None:
            self._from_inside[step] = None
            return lognormal(mean, rolled_up.variance)
        if mean and step not in self._without_spread:
            self._without_spread.append(step)
        return Law("constant", (mean,))

    def _notes(self, rate: float | None) -> Iterator[str]:
        """What the figures rest on beyond what the file says, each a sentence without its full stop."""
        from valuestream_cli.simulation.remarks import remarks

        yield from remarks(
            self._flow, rate, self._without_spread, [*self._from_inside], self._without_wait, self._without_work
        )
