"""Flow budgets: targets that the stream's own numbers miss."""

from __future__ import annotations

from valuestream_cli.analysis.duration import words
from valuestream_cli.findings import Severity
from valuestream_cli.validation.registry import Problem, Problems, rule
from valuestream_cli.validation.rules.contradictions import target_implausible
from valuestream_cli.validation.rules.impossible import is_certain
from valuestream_cli.validation.subject import Subject


@rule("VS801", "lead-time-target-missed", Severity.WARNING)
def lead_time_target_missed(subject: Subject) -> Problems:
    """A case takes longer to value than the target for lead time allows, by the times of the stream's own steps.

    ## Why it matters
    A target that the stream as designed does not meet is a wish. Either the steps must change, or the promise.

    ## When it is fine
    Only streams that say `state: to-be` are judged. One that is as-is tells what happens, and missing its target is
    the reason to change it: `vs analyze` tells by how much. Where times or shares are missing, nothing is said unless
    what is known is too long already.

    ```yaml bad
    state: to-be
    value:
      outcome: The user can work again
      for: [user]
      targets:
        lead_time: 2h  # <- lead-time-target-missed
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], process_time: 5m, wait_time: 10m}
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        process_time: 40m
        wait_time: 2h
    ```
    ```yaml good
    state: to-be
    value:
      outcome: The user can work again
      for: [user]
      targets:
        lead_time: 4h
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], process_time: 5m, wait_time: 10m}
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        process_time: 40m
        wait_time: 2h
    ```
    """
    if _is_missed(subject, "lead_time") and not any(target_implausible.check(subject)):
        numbers = subject.numbers
        figure = numbers.lead_time_to_value
        comes = _time(subject, figure.mean if figure else None, figure.low if figure else None)
        yield _problem(subject, "lead_time", f"a case takes {comes} to value", "at most")


@rule("VS802", "process-time-target-missed", Severity.WARNING)
def process_time_target_missed(subject: Subject) -> Problems:
    """A case takes more work than the target for process time allows, by the times of the stream's own steps.

    ## Why it matters
    Rework and rare long steps are easily forgotten in a target: each counts as often as it happens.

    ## When it is fine
    Only streams that say `state: to-be` are judged.

    ```yaml bad
    state: to-be
    value:
      outcome: The user can work again
      for: [user]
      targets:
        process_time: 30m  # <- process-time-target-missed
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], process_time: 5m}
      - {id: mend, name: Mend it, activity: deliver-and-support, practices: [incident-management], process_time: 40m}
    ```
    ```yaml good
    state: to-be
    value:
      outcome: The user can work again
      for: [user]
      targets:
        process_time: 45m
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], process_time: 5m}
      - {id: mend, name: Mend it, activity: deliver-and-support, practices: [incident-management], process_time: 40m}
    ```
    """
    if _is_missed(subject, "process_time"):
        figure = subject.numbers.process_time
        comes = _time(subject, figure.mean if figure else None, figure.low if figure else None)
        yield _problem(subject, "process_time", f"a case takes {comes} of work", "at most")


@rule("VS803", "flow-efficiency-target-missed", Severity.WARNING)
def flow_efficiency_target_missed(subject: Subject) -> Problems:
    """Cases wait for a larger share of their time than the target for flow efficiency allows.

    ## Why it matters
    To raise flow efficiency, waiting must go: working faster makes it worse.

    ## When it is fine
    Only streams that say `state: to-be` are judged, and none in which a time is missing.

    ```yaml bad
    state: to-be
    value:
      outcome: The user can work again
      for: [user]
      targets:
        flow_efficiency: 50%  # <- flow-efficiency-target-missed
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], process_time: 10m, wait_time: 30m}
    ```
    ```yaml good
    state: to-be
    value:
      outcome: The user can work again
      for: [user]
      targets:
        flow_efficiency: 25%
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], process_time: 10m, wait_time: 30m}
    ```
    """
    if _is_missed(subject, "flow_efficiency"):
        yield _problem(
            subject, "flow_efficiency", f"work is {subject.numbers.flow_efficiency:.1%} of a case's time", "at least"
        )


@rule("VS804", "rolled-accuracy-target-missed", Severity.WARNING)
def rolled_accuracy_target_missed(subject: Subject) -> Problems:
    """The %C&A of the steps, multiplied, is below the target for the whole stream.

    ## Why it matters
    Nine steps of 90% each leave four cases in ten without a fault. What is to be good as a whole must be very good
    in each part.

    ## When it is fine
    Only streams that say `state: to-be` are judged, and none in which a step has no `complete_accurate`.

    ```yaml bad
    state: to-be
    value:
      outcome: The user can work again
      for: [user]
      targets:
        rolled_complete_accurate: 90%  # <- rolled-accuracy-target-missed
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], complete_accurate: 90%}
      - {id: mend, name: Mend it, activity: deliver-and-support, practices: [service-desk], complete_accurate: 95%}
    ```
    ```yaml good
    state: to-be
    value:
      outcome: The user can work again
      for: [user]
      targets:
        rolled_complete_accurate: 85%
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], complete_accurate: 90%}
      - {id: mend, name: Mend it, activity: deliver-and-support, practices: [service-desk], complete_accurate: 95%}
    ```
    """
    if _is_missed(subject, "rolled_complete_accurate"):
        rolled = f"{subject.numbers.rolled_complete_accurate:.1%}"
        yield _problem(subject, "rolled_complete_accurate", f"{rolled} of the cases pass without a fault", "at least")


@rule("VS805", "handoffs-target-missed", Severity.WARNING)
def handoffs_target_missed(subject: Subject) -> Problems:
    """A case changes hands more often than the target allows.

    ## Why it matters
    Each handoff is a chance to wait and to misunderstand. A handoff is a change of supplier, else team, else
    responsible roles from one step to the next; rework makes some happen twice.

    ## When it is fine
    Only streams that say `state: to-be` are judged.

    ```yaml bad
    state: to-be
    value:
      outcome: The user can work again
      for: [user]
      targets:
        handoffs: 0  # <- handoffs-target-missed
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], team: Service desk}
      - {id: mend, name: Mend it, activity: deliver-and-support, practices: [incident-management], team: Operations}
    ```
    ```yaml good
    state: to-be
    value:
      outcome: The user can work again
      for: [user]
      targets:
        handoffs: 1
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], team: Service desk}
      - {id: mend, name: Mend it, activity: deliver-and-support, practices: [incident-management], team: Operations}
    ```
    """
    if _is_missed(subject, "handoffs"):
        times = f"{subject.numbers.handoffs:.2f}".rstrip("0").rstrip(".")
        yield _problem(subject, "handoffs", f"a case changes hands {times} times", "at most")


def _is_missed(subject: Subject, name: str) -> bool:
    """Whether a target is missed for certain, in a stream that says how things should be."""
    targets = subject.stream.value.targets
    if getattr(targets, name, None) is None or subject.stream.state != "to-be" or not is_certain(subject):
        return False
    return not subject.numbers.problems and any(
        each.name == name and each.met is False for each in subject.numbers.targets
    )


def _time(subject: Subject, mean: float | None, least: float | None) -> str:
    day, week = subject.numbers.day, subject.numbers.week
    return words(mean, day, week) if mean is not None else f"at least {words(least or 0.0, day, week)}"


def _problem(subject: Subject, name: str, comes: str, limit: str) -> Problem:
    written = next(each.written for each in subject.numbers.targets if each.name == name)
    message = f"by its steps {comes}, and the target is {limit} {written}"
    return Problem(
        subject.stream.value.targets,
        message,
        name,
        "change the steps or the target; `vs analyze` shows where the time goes",
    )
