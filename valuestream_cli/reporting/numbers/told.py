"""Numbers in words and units that people read; `say` has the words of their language."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.analysis.duration import words
from valuestream_cli.analysis.result import Figure, StepNumbers, StreamAnalysis
from valuestream_cli.itil.words import USUAL, Words

Row = tuple[str, str, str]
UNKNOWN, AT_LEAST = "unknown", "at least"
ENGLISH = Words(USUAL, part="told")
_ROUNDING, _LEAST_SHARE, _JOINED = 1e-9, 0.005, 1e-6
_MOST_PROBLEMS = 5
_PARALLEL = 1.001  # times all waiting: what is more in all was not one after the other
TARGETS = {
    "lead_time": ("Lead time", "at most"),
    "process_time": ("Process time", "at most"),
    "flow_efficiency": ("Flow efficiency", "at least"),
    "rolled_complete_accurate": ("Rolled %C&A", "at least"),
    "handoffs": ("Handoffs", "at most"),
}
VERDICTS = {True: "met", False: "missed", None: "cannot be told"}


def duration(seconds: float, analysis: StreamAnalysis, say: Words = ENGLISH) -> str:
    """A time in days and weeks of the stream's calendar: `2d 3h`."""
    return say.amount(words(seconds, analysis.day, analysis.week))


def figure(figure: Figure | None, analysis: StreamAnalysis, say: Words = ENGLISH) -> str:
    """A time, or what it is at least, or that it is unknown."""
    if figure is None or (figure.mean is None and figure.low is None):
        return say("unknown")
    if figure.mean is None:
        return say("at_least", amount=duration(figure.low or 0.0, analysis, say))
    return duration(figure.mean, analysis, say)


def known(figure: Figure | None) -> float | None:
    """The mean of a time in seconds, or what it is at least."""
    return None if figure is None else figure.low if figure.mean is None else figure.mean


def spread(figure: Figure | None, analysis: StreamAnalysis, say: Words = ENGLISH) -> str:
    """The range and the percentiles of a time, and what it rests on, as far as known."""
    if figure is None:
        return ""
    parts = []
    if figure.low is not None and figure.high is not None:
        low, high = (duration(value, analysis, say) for value in (figure.low, figure.high))
        parts.append(say("from_to", low=low, high=high))
    parts += [
        f"{name} {duration(value, analysis, say)}"
        for name, value in (("p50", figure.p50), ("p85", figure.p85), ("p90", figure.p90))
        if value is not None
    ]
    return ", ".join([*parts, *([say(figure.basis)] if figure.basis else [])])


def percent(ratio: float | None, say: Words = ENGLISH, decimals: int = 1) -> str:
    """A ratio in percent."""
    return say("unknown") if ratio is None else say.amount(f"{ratio:.{decimals}%}")


def count(number: float | None, say: Words = ENGLISH) -> str:
    """A number that need not be whole, with at most two decimals."""
    return say("unknown") if number is None else say.amount(f"{number:,.2f}".rstrip("0").rstrip("."))


def per(hourly: float, analysis: StreamAnalysis, say: Words = ENGLISH) -> str:
    """Cases in the smallest unit of the stream's calendar in which there is at least one."""
    units = (("h", 3600.0), ("d", analysis.day), ("w", analysis.week))
    rates = [(hourly * size / 3600, name) for name, size in units]
    rate, name = next((each for each in rates if each[0] >= 1), rates[-1] if hourly else rates[0])
    return say.amount(f"{count(rate)}/{name}")


def worst_wait(analysis: StreamAnalysis) -> StepNumbers | None:
    """The step before which a case waits longest in all; null where no wait is known."""
    return max((step for step in on_the_way(analysis) if waiting(step)), key=waiting, default=None)


def on_the_way(analysis: StreamAnalysis) -> list[StepNumbers]:
    """The steps before value; of parallel branches those of the one that takes longest."""
    return [step for step in analysis.steps if not step.after_value and step.id not in analysis.meanwhile]


def joined(analysis: StreamAnalysis) -> float:
    """Seconds that a case waits at joins, beyond the time of the longest branches, as far as known."""
    lead = analysis.lead_time.mean if analysis.lead_time else None
    if not lead or not analysis.meanwhile:
        return 0.0
    rest = lead - sum(waiting(step) + working(step) for step in on_the_way(analysis))
    return rest if rest > _JOINED * lead else 0.0


def waiting(step: StepNumbers) -> float:
    """Seconds that a case waits before a step on all of its visits, as far as known."""
    wait = step.wait_time.mean if step.wait_time else step.queue_wait
    return (wait or 0.0) * (step.visits or 0.0)


def working(step: StepNumbers) -> float:
    """Seconds of work on a case at a step on all of its visits, as far as known."""
    return ((step.process_time.mean if step.process_time else None) or 0.0) * (step.visits or 0.0)


def headline(analysis: StreamAnalysis) -> str:
    """Where to look first, in one sentence."""
    if analysis.problems:
        others = len(analysis.problems) - _MOST_PROBLEMS
        more = [f"There are {others:,} more problems like these."] if others > 0 else []
        return " ".join([*(f"This cannot be: {problem}." for problem in analysis.problems[:_MOST_PROBLEMS]), *more])
    worst = worst_wait(analysis)
    if worst is None:
        return _without_waits(analysis)
    whole = analysis.wait_time.mean if analysis.wait_time else None
    part = waiting(worst) / whole if whole else 0.0
    share = f", {part:.0%} of all waiting" if _LEAST_SHARE <= part <= _PARALLEL else ""
    said = duration(waiting(worst), analysis)
    return f"The longest wait is before step {worst.number}, {worst.name}: {said} a case{share}."


def _without_waits(analysis: StreamAnalysis) -> str:
    joins = analysis.wait_time
    if joins and (joins.mean or (joins.mean is None and analysis.lead_time)):
        return f"A case waits for nothing but its own parallel branches: {figure(joins, analysis)}."
    known = any(step.wait_time for step in analysis.steps if not step.after_value)
    return "Nothing waits in this stream." if known else "Nobody says yet how long a case waits."


def totals(analysis: StreamAnalysis, say: Words = ENGLISH) -> Iterator[Row]:
    """The numbers of a stream: name, value, and remark; first those of a case, then those of the flow.

    The reason why a number is not known is told once, though it may hold for several in a row.
    """
    before = ""
    for name, value, remark in _totals(analysis, say):
        reason = next((each for each in analysis.unknown.values() if remark.startswith(each)), "")
        is_told = bool(reason) and reason == before
        yield name, value, remark.removeprefix(reason).removeprefix("; ") if is_told else remark
        before = reason or before


def _totals(analysis: StreamAnalysis, say: Words) -> Iterator[Row]:
    yield from _time("Lead time", "lead_time", analysis, say)
    if analysis.reaches_value is not None and analysis.reaches_value < 1 - 1e-9:
        yield from _time("  to value", "lead_time_to_value", analysis, say)
    queued, lead = known(analysis.lead_time_queued), known(analysis.lead_time)
    if queued and lead and abs(queued - lead) > _ROUNDING * lead:
        remark = _why(analysis, "lead_time_queued") or say("queued" if queued > lead else "queued_shorter")
        yield "  with queues", figure(analysis.lead_time_queued, analysis, say), remark
    yield from _time("  process time", "process_time", analysis, say)
    yield from _time("  wait time", "wait_time", analysis, say)
    yield "Flow efficiency", percent(analysis.flow_efficiency, say), _why(analysis, "flow_efficiency")
    yield from _quality(analysis, say)
    yield from _flow(analysis, say)


def _quality(analysis: StreamAnalysis, say: Words) -> Iterator[Row]:
    yield "Reaches value", percent(analysis.reaches_value, say), _why(analysis, "reaches_value")
    rolled = percent(analysis.rolled_complete_accurate, say)
    yield "Rolled %C&A", rolled, _why(analysis, "rolled_complete_accurate")
    yield "First-pass yield", percent(analysis.first_pass_yield, say), _why(analysis, "first_pass_yield")
    repeated = _why(analysis, "rework") or say("repeated")
    yield "Rework", count(analysis.rework, say), repeated
    yield "Handoffs", count(analysis.handoffs, say), _why(analysis, "handoffs")
    split = analysis.value_split
    if split:
        parts = {"value-adding": split.value_adding, "necessary": split.necessary, "waste": split.waste}
        whole = sum(parts.values()) + split.unclassified
        parts |= {"not_said": split.unclassified} if split.unclassified else {}
        said = [f"{say(name)} {percent(part / whole, say, 0)}" for name, part in parts.items()] if whole else []
        yield "Work", duration(whole, analysis, say), ", ".join(said)


def _flow(analysis: StreamAnalysis, say: Words) -> Iterator[Row]:
    if analysis.rate is not None:
        takt = say("takt", time=duration(analysis.takt, analysis, say)) if analysis.takt else say("no_case")
        yield "Demand", per(analysis.rate, analysis, say), takt
        yield "In progress", count(analysis.wip, say), _why(analysis, "wip") or say("in_progress")
    if analysis.bottleneck and analysis.capacity is not None:
        load = analysis.bottleneck.load
        step = analysis.bottleneck.step
        limit = say("limited_by", step=step) if load is None else say("busy", step=step, load=percent(load, say))
        yield "Capacity", per(analysis.capacity, analysis, say), limit


def _time(title: str, name: str, analysis: StreamAnalysis, say: Words) -> Iterator[Row]:
    time: Figure | None = getattr(analysis, name)
    remark = "; ".join(filter(None, (_why(analysis, name), spread(time, analysis, say))))
    yield title, figure(time, analysis, say), remark


def _why(analysis: StreamAnalysis, name: str) -> str:
    """Why a number is not known."""
    return analysis.unknown.get(name, "")


def targets(analysis: StreamAnalysis, say: Words = ENGLISH) -> Iterator[tuple[str, str, str, str]]:
    """Each target: name, what is wanted, what is, and whether it is met."""
    actual = {"lead_time": analysis.lead_time_to_value, "process_time": analysis.process_time}
    for target in analysis.targets:
        title, least = TARGETS[target.name]
        if target.name in actual:
            now = figure(actual[target.name], analysis, say)
        else:
            now = (count if target.name == "handoffs" else percent)(target.actual, say)
        yield title, f"{least} {target.written}", now, VERDICTS[target.met]


HEADINGS = ("step", "visits", "wait", "work", "queue", "load", "%C&A")


def steps(analysis: StreamAnalysis) -> list[list[str]]:
    """A row for each step under `HEADINGS`; what is not known is a dash."""
    return [_step(step, analysis) for step in analysis.steps]


def _step(step: StepNumbers, analysis: StreamAnalysis) -> list[str]:
    times = [figure(time, analysis) if time else "-" for time in (step.wait_time, step.process_time)]
    return [
        f"{step.number} {step.name}{' (after value)' if step.after_value else ''}",
        "-" if step.visits is None else count(step.visits),
        *times,
        "-" if step.queue_wait is None else duration(step.queue_wait, analysis),
        "-" if step.load is None else f"{step.load:.0%}",
        "-" if step.complete_accurate is None else f"{step.complete_accurate:.0%}",
    ]


def used_columns(rows: list[list[str]]) -> list[int]:
    """The columns in which any step says something; the step itself is always one."""
    return [place for place in range(len(HEADINGS)) if place < 2 or any(row[place] != "-" for row in rows)]


def title(analysis: StreamAnalysis) -> str:
    """The name of a stream, and what was set for this analysis."""
    if not analysis.settings:
        return analysis.name
    changes = ", ".join(f"{place} = {value}" for place, value in analysis.settings.items())
    return f"{analysis.name}, with {changes}"
