"""Times and wastes: what is missing, and what cannot be read without a calendar."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.findings import Severity
from valuestream_cli.model import Duration, ValueStream
from valuestream_cli.validation.naming import called
from valuestream_cli.validation.registry import Problem, Problems, rule
from valuestream_cli.validation.subject import Subject, is_unknown

_ENOUGH_TIMES = 2


@rule("VS401", "process-time-missing", Severity.ADVICE)
def process_time_missing(subject: Subject) -> Problems:
    """A step has no process time, while most of the others have one.

    ## Why it matters
    One gap makes every sum too small: process time, lead time and flow efficiency of the whole stream.

    ## When it is fine
    Steps after value and steps with a `stream` of their own are not asked; nor are streams of which less than half
    of the steps have times (the threshold `timed-steps`, in percent).

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
    if not gaps or len(subject.steps) - len(gaps) < _ENOUGH_TIMES or _end_is_unclear(subject):
        return
    counted = [step for step in subject.steps_before_value() if step.id in subject.flow.from_demand]
    timed = sum(step.process_time is not None for step in counted)
    if timed < _ENOUGH_TIMES or timed * 100 < len(counted) * subject.settings.thresholds.timed_steps:
        return
    for step in counted:
        if step.process_time is None and not step.stream and not is_unknown(step.id):
            message = f"{called(step)} has no process time, unlike {timed} others"
            yield Problem(step, message, "process_time", "add `process_time:`; an estimate is better than a gap")


def _end_is_unclear(subject: Subject) -> bool:
    """Whether it cannot be told which steps come before value."""
    return bool(subject.flow.dangling or subject.lost_ids) or is_unknown(subject.stream.value.outcome)


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
            message = f"'{text}' counts in days or weeks, but the stream has no calendar to say how long they are"
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
            message = f"{called(step)} is called waste, but not which of the eight"
            yield Problem(step, message, "value_class", "add `waste:` with one of those that `vs explain wastes` lists")
