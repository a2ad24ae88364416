"""The way of a case through its steps in time: one after the other, and side by side between forks and joins.

Times are those of a case in the mean, as the analysis counts them: a step counts as often as a case comes to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from valuestream_cli.analysis.areas import Area, Fork, main_area
from valuestream_cli.analysis.duration import seconds
from valuestream_cli.analysis.flow import Flow
from valuestream_cli.analysis.numbers import Numbers
from valuestream_cli.analysis.reading import Reading
from valuestream_cli.analysis.result import Figure, StepNumbers, StreamAnalysis
from valuestream_cli.analysis.streams import SHARE_TOLERANCE
from valuestream_cli.analysis.times import Impossible, Time
from valuestream_cli.reporting.numbers.told import waiting, working

_ROUNDING = 1e-6


class Stretch(NamedTuple):
    """A step's waiting or work on all visits of a case, from `start`. seconds: null where nobody says how long."""

    step: StepNumbers | None
    is_wait: bool
    start: float
    seconds: float | None

    @property
    def end(self) -> float:
        """When it is over."""
        return self.start + (self.seconds or 0.0)


class Branch(NamedTuple):
    """A parallel branch that is over at `end`, before the longest one, which is over at `until`."""

    stretches: list[Stretch]
    start: float
    end: float
    until: float


@dataclass
class Course:
    """The longest way from demand to value, and the shorter branches beside it.

    In `main`, a stretch without a step is what a case waits at a join beyond the time of the longest branch.
    """

    main: list[Stretch] = field(default_factory=list)
    beside: list[Branch] = field(default_factory=list)
    forks: list[Fork] = field(default_factory=list)

    @property
    def end(self) -> float:
        """When value is there."""
        return self.main[-1].end if self.main else 0.0

    @property
    def is_known(self) -> bool:
        """Whether any time is known."""
        return any(stretch.seconds for stretch in self.main)

    @property
    def joined(self) -> float:
        """Seconds that a case waits at joins, beyond the time of the longest branches."""
        return sum(stretch.seconds or 0.0 for stretch in self.main if stretch.step is None)


def with_times(flow: Flow, analysis: StreamAnalysis) -> StreamAnalysis:
    """The analysis; where it was refused, with the times that the steps say, which hold whatever the flow is."""
    if analysis.steps:
        return analysis
    reading = Reading(flow.steps, flow.stream.calendar)
    nothing = StepNumbers("", "", 0, False, None, None, None, None, None)
    steps = tuple(
        nothing._replace(
            id=id,
            name=flow.steps[id].name,
            number=number,
            after_value=id in flow.tail,
            process_time=_figure(reading.process[id]),
            wait_time=_figure(reading.wait[id]),
            capacity=flow.steps[id].capacity,
            complete_accurate=reading.accuracy(flow.steps[id]),
        )
        for number, id in enumerate(flow.order, start=1)
    )
    return analysis._replace(
        steps=steps, day=seconds("1d", flow.stream.calendar), week=seconds("1w", flow.stream.calendar)
    )


def _figure(time: Time | None) -> Figure | None:
    if time is None:
        return None
    return Figure(
        time.mean, low=time.low if time.is_range else None, high=time.high if time.is_range else None, basis=time.basis
    )


def course(flow: Flow, analysis: StreamAnalysis) -> Course:
    """The course of a case, as far as it is known."""
    steps = {step.id: step for step in analysis.steps if not step.after_value}
    found = Course()
    try:
        area = main_area(flow, SHARE_TOLERANCE)
        end = _Laying(steps, {}).area(area, 0.0, found)
    except Impossible:
        laying, found, end = _Laying(steps, {}), Course(), 0.0
        for step in steps.values():
            end = laying.step(step, end, found)
        return found
    lead = analysis.lead_time.mean if analysis.lead_time else None
    if lead is None or lead - end <= _ROUNDING * lead:
        return found
    if not found.forks:
        found.main.append(Stretch(None, True, end, lead - end))
        return found
    joined = Course()
    _Laying(steps, _pauses(flow, found.forks, lead - end)).area(area, 0.0, joined)
    return joined


def _pauses(flow: Flow, forks: list[Fork], total: float) -> dict[str, float]:
    """What a case waits at the join of each fork, beyond the time of its longest branch: parts of the total."""
    if len(forks) == 1:
        return {forks[0].step: total}
    joins = Numbers(flow.stream, None, SHARE_TOLERANCE).joins()
    wide = {fork.step: spread.variance**0.5 if (spread := joins.fork(fork)) else 0.0 for fork in forks}
    whole = sum(wide.values())
    return {step: total * (part / whole if whole else 1 / len(wide)) for step, part in wide.items()}


class _Laying:
    """Lays steps one after the other; of a kind of time that no step has nothing is missed."""

    def __init__(self, steps: dict[str, StepNumbers], pauses: dict[str, float]) -> None:
        self._steps = steps
        self._pauses = pauses
        self._has_waits = any(step.wait_time or step.queue_wait for step in steps.values())
        self._has_work = any(step.process_time for step in steps.values())

    def area(self, area: Area, start: float, into: Course) -> float:
        """Lay what is in an area; tells when it is over."""
        order = sorted((self._steps[id] for id in area.ways if id in self._steps), key=lambda step: step.number)
        for step in order:
            start = self.step(step, start, into)
            if step.id in area.forks:
                start = self._fork(area.forks[step.id], start, into)
        return start

    def _fork(self, fork: Fork, start: float, into: Course) -> float:
        """Lay the branches side by side: the longest in the main way."""
        laid: list[tuple[Course, float]] = []
        for branch in fork.branches:
            found = Course()
            laid.append((found, self.area(branch, start, found)))
        longest = max(range(len(laid)), key=lambda place: laid[place][1])
        pause = self._pauses.get(fork.step, 0.0)
        until = laid[longest][1] + pause
        is_forked = sum(end > start for _, end in laid) > 1
        for place, (found, end) in enumerate(laid):
            if place == longest:
                into.main += found.main
                into.forks += [*found.forks, fork] if is_forked else found.forks
            elif found.main:
                into.beside.append(Branch(found.main, start, end, until))
            into.beside += found.beside
        if pause:
            into.main.append(Stretch(None, True, until - pause, pause))
        return until

    def step(self, step: StepNumbers, start: float, into: Course) -> float:
        """Lay the waiting and the work of a step; tells when it is over."""
        if step.visits == 0:
            return start
        for is_wait, time in ((True, self._wait(step)), (False, self._work(step))):
            if time is None or time > 0:
                into.main.append(Stretch(step, is_wait, start, time))
                start += time or 0.0
        return start

    def _wait(self, step: StepNumbers) -> float | None:
        is_said = step.wait_time is not None or step.queue_wait is not None
        return waiting(step) if is_said and step.visits is not None else None if self._has_waits else 0.0

    def _work(self, step: StepNumbers) -> float | None:
        return working(step) if step.process_time and step.visits is not None else None if self._has_work else 0.0
