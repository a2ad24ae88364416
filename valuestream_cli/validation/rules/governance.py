"""Whether a stream is kept under control as a document: approval, version, review, evidence. For audits only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from valuestream_cli.config.clock import today
from valuestream_cli.findings import Severity
from valuestream_cli.model import Duration, Governance, Improvement, ValueStream
from valuestream_cli.validation.naming import called
from valuestream_cli.validation.registry import Problem, Problems, rule
from valuestream_cli.validation.subject import Subject, is_unknown
from valuestream_cli.validation.wording import shown

_CLOSED = ("done", "dropped")


@rule("VS701", "no-approver", Severity.WARNING, profile="audit")
def no_approver(subject: Subject) -> Problems:
    """Nobody is named who approved the description.

    ## Why it matters
    Management system standards such as ISO/IEC 20000-1 and ISO 9001 ask that documented information is approved
    before it is used. The owner runs the stream; the approver has agreed that this is the way to run it.

    ```yaml bad
    governance:  # <- no-approver
      version: "1.2"
      review_by: 2999-03-01
    ```
    ```yaml good
    governance: {approver: Head of IT operations, version: "1.2", review_by: 2999-03-01}
    ```
    """
    yield from _lacking(subject.stream, "approver", "nobody is named who approved this description")


@rule("VS702", "no-version", Severity.ADVICE, profile="audit")
def no_version(subject: Subject) -> Problems:
    """The description has no version.

    ## Why it matters
    A printed picture or a page of a wiki must say which state of the file it shows. Git knows every change;
    the version says which of them were released to the readers.

    ```yaml bad
    governance:  # <- no-version
      approver: Head of IT operations
      review_by: 2999-03-01
    ```
    ```yaml good
    governance: {approver: Head of IT operations, version: "1.2", review_by: 2999-03-01}
    ```
    """
    yield from _lacking(subject.stream, "version", "this description has no version")


@rule("VS703", "no-review-date", Severity.WARNING, profile="audit")
def no_review_date(subject: Subject) -> Problems:
    """No date is set by which the description is to be looked at again.

    ## Why it matters
    Work changes and its description does not. What nobody has promised to review is out of date within a year,
    and nobody knows since when.

    ```yaml bad
    governance:  # <- no-review-date
      approver: Head of IT operations
      version: "1.2"
    ```
    ```yaml good
    governance: {approver: Head of IT operations, version: "1.2", review_by: 2999-03-01}
    ```
    """
    yield from _lacking(subject.stream, "review_by", "no date is set by which this description is reviewed")


def _lacking(stream: ValueStream, field: str, message: str) -> Iterator[Problem]:
    """A problem where a part of `governance` is not said: at `governance`, or at the stream's id without it."""
    examples = {"approver": "Head of IT operations", "version": '"1.0"', "review_by": "2027-03-01"}
    example = f"{field}: {examples[field]}"
    if stream.governance is None:
        yield Problem(stream, message, "id", f"add `governance: {{{example}}}`")
    elif getattr(stream.governance, field) is None:
        yield Problem(stream, message, ("governance", field), f"add `{example}`")


@rule("VS704", "review-overdue", Severity.WARNING, profile="audit")
def review_overdue(subject: Subject) -> Problems:
    """The date of the review has passed.

    ## Why it matters
    The description was promised to be looked at by then. Until that is done, readers cannot know whether it
    still holds.

    ## When it is fine
    The date in `review_by` itself is in time. Days count in UTC; `VS_TODAY=2026-11-22` sets the day, so that a run
    can be repeated. The threshold `review-notice` tells of a review some days ahead.

    ```yaml bad
    governance:
      approver: Head of IT operations
      version: "1.2"
      review_by: 2020-03-01  # <- review-overdue
    ```
    ```yaml good
    governance: {approver: Head of IT operations, version: "1.2", review_by: 2999-03-01}
    ```
    """
    governance = subject.stream.governance
    due = _day(governance.review_by) if governance else None
    if governance is None or due is None:
        return
    left = (due - today()).days
    if left < 0:
        message = f"the review was due on {due}, {_days(-left)} ago"
    elif left < subject.settings.thresholds.review_notice:
        message = f"the review is due on {due}, in {_days(left)}"
    else:
        return
    yield Problem(governance, message, "review_by", "review the stream, then set the date of the next review")


def _day(text: str | None) -> date | None:
    """The date that a text says; null where it says none that exists."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _days(number: int) -> str:
    return f"{number:,} day" if number == 1 else f"{number:,} days"


@rule("VS705", "approval-undated", Severity.ADVICE, profile="audit")
def approval_undated(subject: Subject) -> Problems:
    """An approver is named, but not when the approval was given.

    ## Why it matters
    An approval holds for the text of that day. Without the date nobody can tell whether it covers what was
    changed since.

    ```yaml bad
    governance:
      approver: Head of IT operations  # <- approval-undated
      version: "1.2"
      review_by: 2999-03-01
    ```
    ```yaml good
    governance:
      approver: Head of IT operations
      approved_on: 2026-03-01
      version: "1.2"
      review_by: 2999-03-01
    ```
    """
    governance: Governance | None = subject.stream.governance
    if governance and governance.approver and governance.approved_on is None:
        yield Problem(governance, "the approval has no date", "approver", "add `approved_on: 2026-03-01`, for example")


@rule("VS706", "improvement-without-owner", Severity.WARNING, profile="audit")
def improvement_without_owner(subject: Subject) -> Problems:
    """Nobody drives an improvement.

    ## Why it matters
    A register of improvements that belong to nobody is a list of wishes.

    ## When it is fine
    Ideas, and improvements that are done or dropped, need no owner.

    ```yaml bad
    improvements:
      - id: self-service  # <- improvement-without-owner
        title: Let users reset passwords themselves
        status: planned
        due: 2027-06-30
    ```
    ```yaml good
    improvements:
      - id: self-service
        title: Let users reset passwords themselves
        status: planned
        owner: Service desk manager
        due: 2027-06-30
      - {id: chat, title: Answer by chat, status: idea}
    ```
    """
    for improvement in _meant(subject.stream):
        if improvement.owner is None:
            message = f"nobody drives improvement '{shown(improvement.id)}'"
            yield Problem(improvement, message, "id", "add `owner:` with who does")


@rule("VS707", "improvement-without-due-date", Severity.ADVICE, profile="audit")
def improvement_without_due_date(subject: Subject) -> Problems:
    """An improvement has no date by which it is to be done.

    ## Why it matters
    Without a date nobody can say that it is late, and the effect that it was expected to have is never compared
    with what came of it.

    ## When it is fine
    Ideas, and improvements that are done or dropped, need no date.

    ```yaml bad
    improvements:
      - id: self-service  # <- improvement-without-due-date
        title: Let users reset passwords themselves
        status: in-progress
        owner: Service desk manager
    ```
    ```yaml good
    improvements:
      - id: self-service
        title: Let users reset passwords themselves
        status: in-progress
        owner: Service desk manager
        due: 2027-06-30
    ```
    """
    for improvement in _meant(subject.stream):
        if improvement.due is None:
            message = f"improvement '{shown(improvement.id)}' has no date by which it is to be done"
            yield Problem(improvement, message, "id", "add `due: 2027-06-30`, for example")


def _meant(stream: ValueStream) -> Iterator[Improvement]:
    """The improvements that somebody means to make."""
    for improvement in stream.improvements:
        if improvement.status not in ("idea", *_CLOSED) and not is_unknown(improvement.id):
            yield improvement


@rule("VS708", "measured-time-without-source", Severity.WARNING, profile="audit")
def measured_time_without_source(subject: Subject) -> Problems:
    """A time is called measured, but not where it was measured.

    ## Why it matters
    A measured time is evidence only if somebody can look it up: in which tool, over which period.

    ```yaml bad
    steps:
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        process_time:
          p50: 20m
          p90: 90m
          basis: measured  # <- measured-time-without-source
    ```
    ```yaml good
    steps:
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        process_time: {p50: 20m, p90: 90m, basis: measured, source: service desk tool 2026-Q3}
    ```
    """
    for where, duration in _measured(subject):
        if duration.source is None:
            yield Problem(duration, f"{where} is measured, but not said where", "basis", _WHERE)


_WHERE = "add `source:` with the tool and the period, such as `service desk tool 2026-Q3`"


@rule("VS709", "few-measured-cases", Severity.ADVICE, profile="audit")
def few_measured_cases(subject: Subject) -> Problems:
    """A measured time rests on few cases.

    ## Why it matters
    Times of services spread widely: of a handful of cases, one long one moves the mean, and a p90 of nine cases
    is no more than the longest of them.

    ## When it is fine
    The threshold `measured-cases` (20) says how many are enough. A time that does not say `cases` is not asked.

    ```yaml bad
    steps:
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        process_time:
          p50: 20m
          p90: 90m
          basis: measured
          source: service desk tool 2026-Q3
          cases: 9  # <- few-measured-cases
    ```
    ```yaml good
    steps:
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        process_time: {p50: 20m, p90: 90m, basis: measured, source: service desk tool 2026-Q3, cases: 412}
    ```
    """
    fewest = subject.settings.thresholds.measured_cases
    for where, duration in _measured(subject):
        if duration.cases is not None and duration.cases < fewest:
            cases = f"{duration.cases} case{'s' * (duration.cases != 1)}"
            yield Problem(duration, f"{where} rests on {cases}", "cases", f"measure at least {fewest}")


def _measured(subject: Subject) -> Iterator[tuple[str, Duration]]:
    """The measured times of all steps, and what a message calls them."""
    for step in subject.steps:
        for name, duration in (("process time", step.process_time), ("wait time", step.wait_time)):
            if duration and duration.basis == "measured":
                yield f"the {name} of {called(step)}", duration
