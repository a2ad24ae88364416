"""Simulations in words and units that people read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from valuestream_cli.analysis.duration import words
from valuestream_cli.reporting.plain import count as counted
from valuestream_cli.simulation.result import (
    PERCENTILES,
    Difference,
    Interval,
    SimulationResult,
    Spread,
    StepResult,
    StreamResult,
)

Row = tuple[str, ...]
Words = Callable[[float], str]
NONE = "-"
DIGITS = 10  # of figures for programs: so many hold the same on every machine, for all the sums of a run
_CLOCK_DAY, _CLOCK_WEEK = 86400.0, 604800.0
MEASURES = {
    "lead_time.mean": "Lead time, mean",
    **{f"lead_time.{name}": f"  {name}" for name in PERCENTILES},
    "elapsed.mean": "By the clock, mean",
    "without_value": "Ends without value",
    "wip": "Under way",
}
_RATIOS = {"without_value"}
_COUNTS = {"wip"}


def title(stream: StreamResult) -> str:
    """The name of a stream, and what was set for this simulation."""
    changes = ", ".join(f"{place} = {value}" for place, value in stream.settings.items())
    return f"{stream.name}, with {changes}" if changes else stream.name


def effort(result: SimulationResult) -> str:
    """What was simulated."""
    runs = f"{counted(result.runs, 'run')} of {counted(result.cases, 'case')}"
    return (
        f"{runs}, after {result.warm_up:,} to warm up; seed {result.seed}; {number(result.confidence * 100)}% intervals"
    )


def duration(seconds: float, stream: StreamResult) -> str:
    """A time in days and weeks of the stream's calendar."""
    sign = "-" if seconds < 0 else ""
    return sign + words(abs(seconds), stream.day, stream.week)


def by_clock(seconds: float) -> str:
    """A time in days of 24 hours."""
    return ("-" if seconds < 0 else "") + words(abs(seconds), _CLOCK_DAY, _CLOCK_WEEK)


def number(value: float) -> str:
    """A number with at most two decimals."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def about(interval: Interval) -> str:
    """A number with as many decimals as its interval leaves standing, two at most."""
    half = 0.0 if interval.low is None or interval.high is None else (interval.high - interval.low) / 2
    decimals = next((places for places in (2, 1) if half < 10**-places), 0)
    said = f"{interval.mean:,.{decimals}f}"
    return said.rstrip("0").rstrip(".") if decimals else said


def percent(ratio: float) -> str:
    """A ratio in percent."""
    return f"{ratio:.1%}"


def worst(stream: StreamResult) -> StepResult | None:
    """The step before which a case waits longest on all of its visits; null where nothing waits."""
    before = [step for step in stream.steps if not step.after_value and waited(step)]
    return max(before, key=waited, default=None)


def waited(step: StepResult) -> float:
    """Seconds that a case waits before a step on all of its visits."""
    return step.wait.mean * step.visits.mean if step.wait and step.visits else 0.0


def headline(stream: StreamResult) -> str:
    """Where to look first, in one sentence."""
    step = worst(stream)
    if step is None:
        return "Nothing waits in this stream."
    busy = f", which is busy {step.utilisation.mean:.0%} of the time" if step.utilisation else ""
    return f"The longest wait is before step {step.number}, {step.name}{busy}: {duration(waited(step), stream)} a case."


def times(stream: StreamResult) -> Iterator[Row]:
    """Lead time and its percentiles: name, value, interval; by the clock too, where somebody rests."""
    yield from _spread("Lead time", stream.lead_time, lambda seconds: duration(seconds, stream))
    yield from _spread("By the clock", stream.elapsed, by_clock)
    if stream.lead_time is None:
        yield "Lead time", NONE, "no case came to value in some run"


def _spread(name: str, spread: Spread | None, in_words: Words) -> Iterator[Row]:
    for part in ("mean", *PERCENTILES) if spread else ():
        interval: Interval = getattr(spread, part)
        label = f"{name}, mean" if part == "mean" else f"  {part}"
        yield label, in_words(interval.mean), _between(interval, in_words)


def totals(stream: StreamResult) -> Iterator[Row]:
    """The other figures of a case and of the flow: name, value, interval."""

    def in_words(seconds: float) -> str:
        return duration(seconds, stream)

    yield from _row("In queues", stream.queue_wait, in_words)
    yield from _row("Declared waits", stream.declared_wait, in_words)
    yield from _row("  off hours", stream.off_hours, by_clock)
    yield from _row("Ends without value", stream.without_value, percent)
    if stream.target is not None:
        yield from _row(f"Within {in_words(stream.target)}", stream.within_target, percent)
    yield from _row("Comes to value", stream.throughput, lambda hourly: f"{number(hourly)}/h")
    yield from _row("Under way", stream.wip, number)


def _row(name: str, interval: Interval | None, in_words: Words) -> Iterator[Row]:
    if interval is not None and (interval.mean or name == "Under way"):
        yield name, in_words(interval.mean), _between(interval, in_words)


def _between(interval: Interval, in_words: Words) -> str:
    if interval.low is None or interval.high is None:
        return ""
    low, high = in_words(interval.low), in_words(interval.high)
    return f"{low} to {high}" if low != high else ""


HEADINGS = ("step", "visits", "wait", "off hours", "waiting", "busy", "load")


def steps(stream: StreamResult) -> list[list[str]]:
    """A row for each step under `HEADINGS`; what is not known is a dash."""
    return [_step(step, stream) for step in stream.steps]


def _step(step: StepResult, stream: StreamResult) -> list[str]:
    return [
        f"{step.number} {step.name}{' (after value)' if step.after_value else ''}",
        about(step.visits) if step.visits else NONE,
        duration(step.wait.mean, stream) if step.wait else NONE,
        by_clock(step.off_hours.mean) if step.off_hours else NONE,
        number(step.queue.mean) if step.queue else NONE,
        (number(step.busy.mean) + (f" of {step.capacity}" if step.capacity else "")) if step.busy else NONE,
        f"{step.utilisation.mean:.0%}" if step.utilisation else NONE,
    ]


def used_columns(rows: list[list[str]]) -> list[int]:
    """The columns in which any step says something; the step itself is always one."""
    return [place for place in range(len(HEADINGS)) if place < 2 or any(row[place] != NONE for row in rows)]


def pair(result: SimulationResult) -> str:
    """The two streams that are compared, by their files."""
    said = []
    for stream in result.streams:
        changes = ", ".join(f"{place} = {value}" for place, value in stream.settings.items())
        said.append(f"{stream.path} with {changes}" if changes else stream.path)
    return " -> ".join(said)


CHANGES = ("", "before", "after", "change", "")


def changes(result: SimulationResult) -> Iterator[Row]:
    """What differs between two streams, a row for each figure under `CHANGES`."""
    for each in result.differences:
        if each.before or each.after:
            yield _change(each, result.streams[-1])


def _change(each: Difference, stream: StreamResult) -> Row:
    def in_words(value: float) -> str:
        if each.measure in _RATIOS:
            return percent(value)
        if each.measure in _COUNTS:
            return number(value)
        return by_clock(value) if each.measure.startswith("elapsed") else duration(value, stream)

    interval = _between(each.change, in_words)
    change = f"{in_words(each.change.mean)}{f' ({interval})' if interval else ''}"
    return MEASURES[each.measure], in_words(each.before), in_words(each.after), change, verdict(each)


def verdict(each: Difference) -> str:
    """Whether two streams differ in a figure, as far as the runs can tell."""
    if each.differs is None:
        return "one run cannot tell"
    if not each.differs:
        return "no difference can be told"
    return "less" if each.change.mean < 0 else "more"
