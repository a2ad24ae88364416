"""Figures that cannot be: targets and times that contradict each other, dates that no calendar has."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.analysis.duration import ROUND_THE_CLOCK, seconds
from valuestream_cli.analysis.flow import Flow
from valuestream_cli.findings import Severity
from valuestream_cli.model import DEMAND, VALUE, Calendar, ValueStream
from valuestream_cli.validation.registry import Problem, Problems, rule
from valuestream_cli.validation.subject import Subject, is_unknown

_OFFICE = Calendar(days="mon-fri", hours="09:00-17:00")


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
    elif all(_is_too_much(subject, lead, calendar) for calendar in _calendars(stream)):
        message = f"the work on the shortest way to value takes longer than the lead time of {lead}"
        yield Problem(targets, message, "lead_time", "correct the target or the process times")


@rule("VS405", "duration-out-of-order", Severity.ERROR, profile="basic")
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
            for lower, higher in _ORDERED:
                low, high = getattr(duration, lower), getattr(duration, higher)
                if low and high and _surely_longer(low, high, subject.stream):
                    message = f"'{higher}' ({high}) is shorter than '{lower}' ({low})"
                    yield Problem(duration, message, higher, "swap them, or correct the unit")
                    break


_ORDERED = (("low", "likely"), ("likely", "high"), ("p50", "p90"))


def _calendars(stream: ValueStream) -> tuple[Calendar, ...]:
    """The readings of days and weeks to allow for: without a calendar, the clock's and the office's."""
    return (stream.calendar,) if stream.calendar else (ROUND_THE_CLOCK, _OFFICE)


def _surely_longer(one: str, other: str, stream: ValueStream) -> bool:
    return all(seconds(one, calendar) > seconds(other, calendar) for calendar in _calendars(stream))


def _is_too_much(subject: Subject, lead: str, calendar: Calendar) -> bool:
    """Whether the work on the shortest way to value surely takes longer than the lead time."""
    limit = seconds(lead, calendar)
    times = [(step.id, step.process_time) for step in subject.steps]
    work = {name: seconds(time.text, calendar) for name, time in times if time and time.text}
    if sum(work.values()) <= limit or not subject.ids_are_known or subject.flow.dangling:
        return False
    return _shortest(subject.flow, work) > limit


def _shortest(flow: Flow, work: dict[str, float]) -> float:
    """The work, in seconds, on the shortest way from demand to value, with one branch of each fork: a lower bound."""
    best = {DEMAND: 0.0}
    for node in (DEMAND, *flow.order):
        for target in flow.forward.get(node, ()) if node in best else ():
            so_far = best[node] + work.get(target, 0.0)
            best[target] = min(so_far, best.get(target, so_far))
    return best.get(VALUE, 0.0)


@rule("VS406", "impossible-date", Severity.ERROR, profile="basic")
def impossible_date(subject: Subject) -> Problems:
    """A date that no calendar has.

    ## Why it matters
    A review that is due on 31 June never falls due.

    ```yaml bad
    governance:
      approver: Head of IT operations
      review_by: 2027-06-31  # <- impossible-date
    ```
    ```yaml good
    governance:
      approver: Head of IT operations
      review_by: 2027-06-30
    ```
    """
    for thing, field, text in _dates(subject.stream):
        if text and not is_unknown(text) and not _exists(text):
            name = field if isinstance(field, str) else field[0]
            yield Problem(thing, f"there is no {text}: the month has fewer days", field, f"correct '{name}'")


def _dates(stream: ValueStream) -> Iterator[tuple[object, str | tuple[str | int, ...], str | None]]:
    """Every date of a stream, with the object and the field that hold it."""
    if stream.governance:
        yield stream.governance, "approved_on", stream.governance.approved_on
        yield stream.governance, "review_by", stream.governance.review_by
    for number, day in enumerate(stream.calendar.holidays if stream.calendar else ()):
        yield stream.calendar, ("holidays", number), day
    for improvement in stream.improvements:
        yield improvement, "due", improvement.due


def _exists(date: str) -> bool:
    from calendar import monthrange

    year, month, day = (int(part) for part in date.split("-"))
    return year > 0 and day <= monthrange(year, month)[1]
