"""The whole analysis of one stream."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from valuestream_cli.analysis import reading, targets
from valuestream_cli.analysis.beside import meanwhile
from valuestream_cli.analysis.duration import is_empty, seconds
from valuestream_cli.analysis.gaps import overload
from valuestream_cli.analysis.laws import quantile
from valuestream_cli.analysis.numbers import Numbers
from valuestream_cli.analysis.remarks import notes
from valuestream_cli.analysis.result import PERCENTILES, Bottleneck, Figure, StepNumbers, StreamAnalysis, ValueSplit
from valuestream_cli.analysis.times import Impossible, Time
from valuestream_cli.config import DEFAULTS
from valuestream_cli.model import VALUE, Calendar, ValueStream

SHARE_TOLERANCE = DEFAULTS.thresholds.share_tolerance
_HOUR = 3600.0
T = TypeVar("T")


def analyze(
    stream: ValueStream,
    path: str = "",
    *,
    nested: reading.Nested | None = None,
    tolerance: float = SHARE_TOLERANCE,
    settings: Mapping[str, str] | None = None,
) -> StreamAnalysis:
    """The numbers of a sound stream.

    nested: gives the analysis of the stream at a `stream:` path, or the reason why there is none.
    tolerance: percentage points that each share of a choice may be off. settings: what was set over the file.
    """
    told = _Telling(Numbers(stream, nested, tolerance), path, settings or {})
    try:
        _demand_hours(stream.calendar)
        return told.whole()
    except Impossible as reason:
        return told.nothing(str(reason))


def _demand_hours(calendar: Calendar | None) -> None:
    if calendar and is_empty(calendar.hours):
        raise Impossible(f"the calendar's hours {calendar.hours} leave no time to work")


class _Telling:
    """Writes down what `Numbers` knows, and why it does not know the rest."""

    def __init__(self, numbers: Numbers, path: str, settings: Mapping[str, str]) -> None:
        self._numbers = numbers
        self._stream = numbers.stream
        self._path = path
        self._settings = settings
        self._unknown: dict[str, str] = {}

    def _told(self, name: str, value: T | None, why: str | None) -> T | None:
        """The value; where it is not known, the reason is noted."""
        if value is None or (isinstance(value, Figure) and value.mean is None):
            self._unknown[name] = why or "it is not known"
        return value

    def whole(self) -> StreamAnalysis:
        """The analysis."""
        known = self._flow(self._quality(self._times(self._blank())))
        known = known._replace(is_endless=self._numbers.is_endless)
        return known._replace(
            targets=tuple(targets.judged(self._stream, targets.actual(known))),
            basis=self._numbers.basis,
            steps=tuple(self._steps()),
            notes=tuple(notes(self._numbers, known.lead_time)),
            problems=tuple(self._problems()),
            unknown=self._unknown,
            meanwhile=meanwhile(self._numbers),
            day=seconds("1d", self._stream.calendar),
            week=seconds("1w", self._stream.calendar),
        )

    def _times(self, known: StreamAnalysis) -> StreamAnalysis:
        numbers, gaps, gap = self._numbers, self._numbers.gaps, self._numbers.gaps.lead()
        lead = self._told("lead_time", numbers.lead_time(), gap)
        process = self._told("process_time", numbers.process_time(), gaps.process())
        queued = numbers.lead_time_queued()
        efficiency = None if gaps.process() else _ratio(process, lead)
        return known._replace(
            lead_time=lead,
            lead_time_to_value=self._told("lead_time_to_value", self._to_value(lead), gap or "no case reaches value"),
            lead_time_queued=self._told("lead_time_queued", queued, gaps.queued() or _NO_QUEUE),
            process_time=process,
            wait_time=self._told("wait_time", numbers.wait_time(), gaps.wait()),
            flow_efficiency=self._told("flow_efficiency", efficiency, gap or "a case takes no time"),
            critical_path=self._told("critical_path", numbers.critical_path(), gap or "no case reaches value"),
        )

    def _quality(self, known: StreamAnalysis) -> StreamAnalysis:
        quality, shares = self._numbers.quality, self._numbers.gaps.shares()
        return known._replace(
            rolled_complete_accurate=self._rolled(),
            first_pass_yield=self._told("first_pass_yield", quality.first_pass_yield(), shares),
            reaches_value=self._told("reaches_value", quality.reaches_value(), shares),
            rework=self._told("rework", quality.rework(), shares or _TOO_MUCH),
            handoffs=self._handoffs(),
            value_split=self._value_split(),
        )

    def _flow(self, known: StreamAnalysis) -> StreamAnalysis:
        return known._replace(
            wip=self._wip(known.lead_time),
            rate=self._told("rate", _hourly(self._numbers.rate), _NO_RATE),
            takt=self._takt(),
            capacity=self._capacity(),
            bottleneck=self._bottleneck(),
        )

    def nothing(self, reason: str) -> StreamAnalysis:
        """The analysis of a stream through which no case could flow: it only says why."""
        nobody = targets.judged(self._stream, targets.Actual(None, None, None, None, None))
        unknown = dict.fromkeys(_FIELDS, reason)
        return self._blank()._replace(targets=tuple(nobody), unknown=unknown, problems=(reason,))

    def _blank(self) -> StreamAnalysis:
        return StreamAnalysis(
            path=self._path,
            id=self._stream.id,
            name=self._stream.name,
            **dict.fromkeys(_FIELDS),  # type: ignore[arg-type]
            targets=(),
            steps=(),
            unknown={},
            settings=self._settings,
        )

    def _to_value(self, lead: Figure | None) -> Figure | None:
        """The lead time of the cases that reach value."""
        return lead if self._numbers.ends == {VALUE: 1.0} else self._numbers.lead_time(VALUE)

    def _rolled(self) -> float | None:
        quality = self._numbers.quality
        rolled = quality.rolled()
        unsaid = quality.unsaid
        why = self._numbers.gaps.shares() or "no case reaches value"
        if len(unsaid) == len(quality.visited):
            why = "no step says how much of its output is complete and accurate"
        elif unsaid and rolled is not None:
            why = f"'{unsaid[0]}' has no %C&A; it is at most {rolled:.1%}"
        return self._told("rolled_complete_accurate", None if unsaid else rolled, why)

    def _handoffs(self) -> float | None:
        steps = [self._numbers.flow.steps[step] for step in self._numbers.visited]
        if not any(map(reading.actor, steps)):
            return self._told("handoffs", None, "no step says who does it")
        count = reading.handoffs(self._numbers.flow.steps, self._numbers.ways)
        return self._told("handoffs", count, self._numbers.gaps.shares())

    def _value_split(self) -> ValueSplit | None:
        numbers, steps = self._numbers, self._numbers.flow.steps
        gap = numbers.gaps.shares() or numbers.gaps.process()
        if not any(steps[step].value_class for step in numbers.visited):
            return self._told("value_split", None, "no step says whether it adds value")
        split = dict.fromkeys(("value-adding", "necessary", "waste", ""), 0.0)
        for step in numbers.visited:
            visits, time = numbers.visits[step], numbers.reading.process[step]
            if visits is None or time is None:
                return self._told("value_split", None, gap)
            split[steps[step].value_class or ""] += visits * time.mean
        return ValueSplit(
            value_adding=split["value-adding"],
            necessary=split["necessary"],
            waste=split["waste"],
            unclassified=split[""],
        )

    def _wip(self, lead: Figure | None) -> float | None:
        rate, mean = self._numbers.rate, lead.mean if lead else None
        wip = rate * mean if rate is not None and mean is not None else None
        return self._told("wip", wip, _NO_RATE if rate is None else self._numbers.gaps.lead())

    def _takt(self) -> float | None:
        rate = self._numbers.rate
        return self._told("takt", 1 / rate if rate else None, _NO_RATE if rate is None else "no case ever arrives")

    def _throughputs(self) -> dict[str, float]:
        found = self._numbers.queues.throughputs
        return {step: cases for step, cases in found.items() if step in self._numbers.visited}

    def _capacity(self) -> float | None:
        return self._told("capacity", _hourly(min(self._throughputs().values(), default=None)), _NO_CAPACITY)

    def _bottleneck(self) -> Bottleneck | None:
        found = self._throughputs()
        tightest = min(found, key=found.__getitem__, default=None)
        if tightest is None:
            return self._told("bottleneck", None, _NO_CAPACITY)
        station = self._numbers.queues.stations.get(tightest)
        return Bottleneck(step=tightest, load=station.load if station else None)

    def _steps(self) -> Iterator[StepNumbers]:
        numbers = self._numbers
        for number, step in enumerate((numbers.flow.steps[step] for step in numbers.flow.order), 1):
            station = numbers.queues.stations.get(step.id)
            yield StepNumbers(
                id=step.id,
                name=step.name,
                number=number,
                after_value=step.id in numbers.flow.tail,
                visits=numbers.visits[step.id],
                process_time=_figure(numbers.reading.process[step.id]),
                wait_time=_figure(numbers.reading.wait[step.id]),
                queue_wait=numbers.queues.waits.get(step.id),
                load=station.load if station else None,
                value_class=step.value_class,
                capacity=step.capacity,
                complete_accurate=numbers.reading.accuracy(step),
            )

    def _problems(self) -> Iterator[str]:
        numbers = self._numbers
        yield from numbers.reading.problems
        for step, station in numbers.queues.stations.items():
            if station.load >= 1:
                yield overload(step, station.load)


_TOO_MUCH = "so many steps lie in loops that the sums would take too long"
_NO_QUEUE = "no step has all of capacity, process time and demand"
_NO_RATE = "the demand has no rate"
_NO_CAPACITY = "no step on the way has both a capacity and a process time"
_FIELDS = (
    "lead_time", "lead_time_to_value", "lead_time_queued", "process_time", "wait_time", "flow_efficiency",
    "rolled_complete_accurate", "first_pass_yield", "reaches_value", "rework", "handoffs", "value_split",
    "critical_path", "wip", "rate", "takt", "capacity", "bottleneck", "basis",
)  # fmt: skip


def _hourly(cases: float | None) -> float | None:
    return None if cases is None else cases * _HOUR


def _ratio(process: Figure | None, lead: Figure | None) -> float | None:
    if process is None or lead is None or process.mean is None or not lead.mean:
        return None
    return process.mean / lead.mean


def _figure(time: Time | None) -> Figure | None:
    """The time of one visit to a step."""
    if time is None:
        return None
    law, has_range = time.law, time.is_range
    shares = {name: quantile(law, share) for name, share in PERCENTILES.items()} if law else {}
    low, high = (time.low, time.high) if has_range else (None, None)
    return Figure(mean=time.mean, low=low, high=high, basis=time.basis, variance=time.variance, **shares)
