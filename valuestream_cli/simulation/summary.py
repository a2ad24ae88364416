"""The figures of all runs, drawn together: of one stream, and of two that are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import inf
from statistics import fmean

from valuestream_cli.analysis.duration import seconds
from valuestream_cli.simulation.loop import Run
from valuestream_cli.simulation.plan import Plan
from valuestream_cli.simulation.result import PERCENTILES, Difference, Interval, Spread, StepResult, StreamResult
from valuestream_cli.simulation.stations import Totals
from valuestream_cli.simulation.statistics import Histogram, interval

_HOUR = 3600.0
_BARS = 40
_SHOWN = 0.995  # the share of the cases that a histogram shows one by one; the rest is its last bar
Measure = Callable[[Run], float | None]


class Summary:
    """What the runs of one stream say together."""

    def __init__(self, plan: Plan, runs: Sequence[Run], confidence: float) -> None:
        self.plan = plan
        self._runs = runs
        self._confidence = confidence

    def result(self, notes: Sequence[str]) -> StreamResult:
        """Everything, to be told."""
        plan, has_rate = self.plan, self.plan.rate is not None
        return StreamResult(
            path=plan.path,
            id=plan.id,
            name=plan.name,
            lead_time=self._spread(lambda run: run.lead),
            elapsed=self._spread(lambda run: run.elapsed),
            queue_wait=self._of(self._waits(is_queue=True)),
            declared_wait=self._of(self._waits(is_queue=False)),
            off_hours=self._of(self._off_hours) if self._runs[0].elapsed else None,
            without_value=self._of(lambda run: run.lost / (run.lost + run.lead.count), 1.0),
            target=plan.target,
            within_target=self._of(_within, 1.0) if plan.target is not None else None,
            throughput=self._of(lambda run: run.valued / run.seconds * _HOUR) if has_rate else None,
            wip=self._of(lambda run: run.in_system / run.seconds) if has_rate else None,
            steps=tuple(self._step(number) for number in range(len(plan.steps))),
            histogram=tuple(_bars(Histogram().join(run.lead for run in self._runs))),
            levels=tuple(self._levels()) if has_rate else (),
            warm_up_time=fmean(run.began for run in self._runs),
            notes=(*plan.notes, *notes),
            settings=plan.settings,
            day=seconds("1d", plan.calendar),
            week=seconds("1w", plan.calendar),
        )

    def _of(self, measure: Measure, most: float = inf) -> Interval | None:
        return interval(self.each(measure), self._confidence, 0.0, most)

    def each(self, measure: Measure) -> list[float | None]:
        """One figure of each run."""
        return [measure(run) for run in self._runs]

    def _spread(self, of: Callable[[Run], Histogram | None]) -> Spread | None:
        """Mean and percentiles of some times; null where a run has none."""
        times = [found for run in self._runs if (found := of(run)) and found.count]
        if len(times) < len(self._runs):
            return None
        mean = interval([each.mean for each in times], self._confidence, 0.0)
        shares = {
            name: interval([each.quantile(share) for each in times], self._confidence, 0.0)
            for name, share in PERCENTILES.items()
        }
        known = {name: each for name, each in shares.items() if each}
        return Spread(mean=mean, **known) if mean else None

    def _before_value(self) -> Iterator[int]:
        return (number for number, step in enumerate(self.plan.steps) if not step.after_value)

    def _waits(self, *, is_queue: bool) -> Measure:
        """What a case waits: the mean wait of one visit, times visits by the shares, which know no luck."""
        steps = [step for step in self._before_value() if bool(self.plan.steps[step].capacity) == is_queue]
        return lambda run: sum(self.plan.steps[step].visits * (_wait(run.steps[step]) or 0.0) for step in steps)

    def _off_hours(self, run: Run) -> float:
        return sum(self.plan.steps[step].visits * (_rest(run.steps[step]) or 0.0) for step in self._before_value())

    def _step(self, number: int) -> StepResult:
        step, has_rate = self.plan.steps[number], self.plan.rate is not None

        def of(measure: Callable[[Totals, Run], float | None], most: float = inf) -> Interval | None:
            return self._of(lambda run: measure(run.steps[number], run), most)

        return StepResult(
            id=step.id,
            name=step.name,
            number=number + 1,
            after_value=step.after_value,
            capacity=step.capacity,
            is_queue=bool(step.capacity),
            visits=of(lambda done, run: done.starts / _cases(run)),
            wait=of(lambda done, _: _wait(done)),
            off_hours=of(lambda done, _: _rest(done)) if self._runs[0].elapsed else None,
            queue=of(lambda done, run: done.waiting / run.seconds) if has_rate else None,
            busy=of(lambda done, run: done.working / run.seconds) if has_rate else None,
            utilisation=of(lambda done, run: done.working / run.seconds / (step.capacity or 1), 1.0)
            if step.capacity
            else None,
        )

    def _levels(self) -> Iterator[tuple[float, tuple[float, ...]]]:
        """The queues at each moment that all runs looked at, in the mean over the runs."""
        for moments in zip(*(run.levels for run in self._runs), strict=False):
            levels = zip(*(level for _, level in moments), strict=True)
            yield fmean(now for now, _ in moments), tuple(fmean(level) for level in levels)


def _wait(done: Totals) -> float | None:
    return done.waited / done.waits if done.waits else None


def _rest(done: Totals) -> float | None:
    return done.rest_waiting / done.starts if done.starts else None


def _cases(run: Run) -> int:
    """How many cases came while it was measured."""
    return run.lost + run.lead.count


def _within(run: Run) -> float | None:
    return run.within / run.lead.count if run.lead.count else None


def _bars(times: Histogram) -> Iterator[tuple[float, float, float]]:
    """The histogram in bars of equal width: from, to, share. The last reaches up to the longest time."""
    if not times.count:
        return
    buckets = [(total / number, number) for number, total in times.buckets()]
    top = times.quantile(_SHOWN) or 0.0
    width = top / _BARS
    shares = [0.0] * _BARS
    for time, number in buckets:
        shares[min(_BARS - 1, int(time / width)) if width else 0] += number / times.count
    for place, share in enumerate(shares if width else shares[:1]):
        last = place == _BARS - 1 or not width
        yield place * width, times.highest if last else (place + 1) * width, share


def _quantile(share: float) -> Measure:
    return lambda run: run.lead.quantile(share)


MEASURES: dict[str, Measure] = {
    "lead_time.mean": lambda run: run.lead.mean,
    **{f"lead_time.{name}": _quantile(share) for name, share in PERCENTILES.items()},
    "elapsed.mean": lambda run: run.elapsed.mean if run.elapsed else None,
    "without_value": lambda run: run.lost / _cases(run),
    "wip": lambda run: run.in_system / run.seconds,
}


def differences(before: Summary, after: Summary, confidence: float) -> Iterator[Difference]:
    """How the second stream differs, in each figure that both have: the runs of both are paired."""
    for name, measure in MEASURES.items():
        if name == "wip" and (before.plan.rate is None or after.plan.rate is None):
            continue
        one, two = before.each(measure), after.each(measure)
        pairs = [(a, b) for a, b in zip(one, two, strict=True) if a is not None and b is not None]
        change = interval([b - a for a, b in pairs], confidence) if len(pairs) == len(one) else None
        if change is None:
            continue
        differs = None if change.low is None or change.high is None else not change.low <= 0 <= change.high
        yield Difference(
            measure=name,
            before=fmean(a for a, _ in pairs),
            after=fmean(b for _, b in pairs),
            change=change,
            differs=differs,
        )
