"""Times and targets: what is missing, what cannot be, what cannot be read without a calendar."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.analysis.duration import ROUND_THE_CLOCK, seconds
from valuestream_cli.findings import Severity
from valuestream_cli.model import DEMAND, VALUE, Calendar, Duration, ValueStream
from valuestream_cli.validation.registry import Problem, Problems, rule
from valuestream_cli.validation.subject import Subject
from valuestream_cli.validation.wording import shown

_ENOUGH_TIMES = 2
_OFFICE = Calendar(days="mon-fri", hours="09:00-17:00")


@rule("VS401", "process-time-missing", Severity.ADVICE)
def process_time_missing(subject: Subject) -> Problems:
    """A step has no process time, while most of the others have one.

    ## Why it matters
    One gap makes every sum too small: process time, lead time and flow efficiency of the whole stream.

    ## When it is fine
    Steps after value and steps with a `stream` of their own are not asked; nor are streams that hardly have
    times at all.

    ```yaml bad
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], process_time: 5m}
      - id: mend  # <- process-time-missing
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
      - {id: check, name: Check that it works, activity: engage, practices: [service-desk], process_time: 5m}
    ```
    ```yaml good
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], process_time: 5m}
      - {id: mend, name: Mend it, activity: deliver-and-support, practices: [incident-management], process_time: 40m}
      - {id: check, name: Check that it works, activity: engage, practices: [service-desk], process_time: 5m}
    ```
    """
    gaps = [step for step in subject.steps if step.process_time is None and not step.stream]
    if not gaps or len(subject.steps) - len(gaps) < _ENOUGH_TIMES or subject.flow.dangling:
        return
    counted = [step for step in subject.steps_before_value() if step.id in subject.flow.from_demand]
    timed = sum(step.process_time is not None for step in counted)
    if timed < _ENOUGH_TIMES or timed * 2 < len(counted):
        return
    for step in counted:
        if step.process_time is None and not step.stream:
            message = f"step '{shown(step.id)}' has no process time, unlike {timed} others"
            yield Problem(
                step, message, "process_time", "add `process_time:`; an estimate is better than a gap"
            )


@rule("VS402", "calendar-not-declared", Severity.WARNING)
def calendar_not_declared(subject: Subject) -> Problems:
    """A time is given in days or weeks, but the stream has no calendar.

    ## Why it matters
    A day is eight hours to one reader and twenty-four to another. Without a calendar it counts as twenty-four,
    and lead times come out three times as long as meant.

    ```yaml bad
    steps:
      - id: approve
        name: Approve the request
        activity: plan
        practices: [service-financial-management]
        wait_time: 2d  # <- calendar-not-declared
    ```
    ```yaml good
    calendar: {days: mon-fri, hours: "09:00-17:00"}
    steps:
      - {id: approve, name: Approve it, activity: plan, practices: [service-financial-management], wait_time: 2d}
    ```
    """
    if subject.stream.calendar is not None:
        return
    for thing, field, text in _times(subject.stream):
        if "d" in text or "w" in text:
            message = (
                f"'{text}' counts in days or weeks, but the stream has no calendar to say how long they are"
            )
            hint = 'add `calendar: {days: mon-fri, hours: "09:00-17:00"}`, or `calendar: 24x7` if no one ever rests'
            yield Problem(thing, message, field, hint)
            return


def _times(stream: ValueStream) -> Iterator[tuple[object, str | None, str]]:
    """Every time as text, with the object and the field that hold it; a plain duration is its own place."""
    targets = stream.value.targets
    for field in ("lead_time", "process_time") if targets else ():
        text = getattr(targets, field)
        if text:
            yield targets, field, text
    for step in stream.steps:
        for duration in (step.process_time, step.wait_time):
            if duration and duration.text:
                yield duration, None, duration.text
            elif duration:
                yield from ((duration, field, text) for field, text in _parts(duration))


def _parts(duration: Duration) -> list[tuple[str, str]]:
    """The parts of a long duration that are times."""
    parts = ((field, getattr(duration, field)) for field in ("low", "likely", "high", "p50", "p90", "mean"))
    return [(field, text) for field, text in parts if text]


@rule("VS403", "waste-untagged", Severity.ADVICE)
def waste_untagged(subject: Subject) -> Problems:
    """A step is called waste, but not which.

    ## Why it matters
    The remedy depends on the kind: waiting, rework and needless approval are cured in different ways.

    ```yaml bad
    steps:
      - id: retype
        name: Type the order into the second system
        activity: deliver-and-support
        practices: [service-request-management]
        value_class: waste  # <- waste-untagged
    ```
    ```yaml good
    steps:
      - id: retype
        name: Type the order into the second system
        activity: deliver-and-support
        practices: [service-request-management]
        value_class: waste
        waste: over-processing
    ```
    """
    for step in subject.steps:
        if step.value_class == "waste" and step.waste is None:
            message = f"step '{shown(step.id)}' is called waste, but not which of the eight"
            yield Problem(
                step, message, "value_class", "add `waste:` with one of those that `vs explain wastes` lists"
            )


@rule("VS404", "target-implausible", Severity.WARNING)
def target_implausible(subject: Subject) -> Problems:
    """A target for lead time that cannot be met, even if nothing ever waits.

    ## Why it matters
    Lead time holds the process time. A target below it is most likely a slip of the unit; if not, it asks for
    other steps, not for faster ones.

    ```yaml bad
    value:
      outcome: The user can work again
      for: [user]
      targets:
        lead_time: 4m  # <- target-implausible
        process_time: 1h
    ```
    ```yaml good
    value:
      outcome: The user can work again
      for: [user]
      targets: {lead_time: 4h, process_time: 1h}
    ```
    """
    stream, targets = subject.stream, subject.stream.value.targets
    if targets is None or targets.lead_time is None:
        return
    lead, work = targets.lead_time, targets.process_time
    if work and _surely_longer(work, lead, stream):
        message = f"the lead time of {lead} is shorter than the process time of {work}, which is a part of it"
        yield Problem(targets, message, "lead_time", "correct the one or the other")
    elif all(_quickest(subject, calendar) > seconds(lead, calendar) for calendar in _calendars(stream)):
        message = f"the work on the shortest way to value takes longer than the lead time of {lead}"
        yield Problem(targets, message, "lead_time", "correct the target or the process times")


@rule("VS405", "duration-out-of-order", Severity.ERROR)
def duration_out_of_order(subject: Subject) -> Problems:
    """The parts of a time contradict each other: the lower is longer than the higher.

    ## Why it matters
    No distribution fits such figures. Most often two are swapped, or one has the wrong unit.

    ```yaml bad
    steps:
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        process_time:
          p50: 90m
          p90: 20m  # <- duration-out-of-order
    ```
    ```yaml good
    steps:
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        process_time: {p50: 20m, p90: 90m}
    ```
    """
    for step in subject.steps:
        for duration in (step.process_time, step.wait_time):
            if duration is None or duration.text:
                continue
            for lower, higher in (("low", "likely"), ("likely", "high"), ("p50", "p90")):
                low, high = getattr(duration, lower), getattr(duration, higher)
                if low and high and _surely_longer(low, high, subject.stream):
                    message = f"'{higher}' ({high}) is shorter than '{lower}' ({low})"
                    yield Problem(duration, message, higher, "swap them, or correct the unit")
                    break


def _calendars(stream: ValueStream) -> tuple[Calendar, ...]:
    """The readings of days and weeks to allow for: without a calendar, the clock's and the office's."""
    return (stream.calendar,) if stream.calendar else (ROUND_THE_CLOCK, _OFFICE)


def _surely_longer(one: str, other: str, stream: ValueStream) -> bool:
    return all(seconds(one, calendar) > seconds(other, calendar) for calendar in _calendars(stream))


def _quickest(subject: Subject, calendar: Calendar) -> float:
    """A lower bound, in seconds, for the work from demand to value: unknown times and all but one branch count nothing."""
    work = {step.id: _plain(step.process_time, calendar) for step in subject.steps}
    if not any(work.values()) or not subject.ids_are_known or subject.flow.dangling:
        return 0.0
    flow = subject.flow
    best = {DEMAND: 0.0}
    for node in (DEMAND, *flow.order):
        if node in best:
            for target in flow.forward.get(node, ()):
                so_far = best[node] + work.get(target, 0.0)
                best[target] = min(so_far, best.get(target, so_far))
    return best.get(VALUE, 0.0)


def _plain(duration: Duration | None, calendar: Calendar) -> float:
    return seconds(duration.text, calendar) if duration and duration.text else 0.0
