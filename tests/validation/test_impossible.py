"""What no numbers follow from, as the validator tells it: once, in the right place, and only where it is certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.streams import durations, wired
from tests.helpers import findings
from valuestream_cli.analysis.duration import at_most
from valuestream_cli.analysis.streams import analyze
from valuestream_cli.analysis.times import Impossible, time_of
from valuestream_cli.model import Duration, ValueStream
from valuestream_cli.validation.rules.impossible import _most_visits
from valuestream_cli.validation.subject import Subject

STREAM = """\
valuestream: 1
id: restore-service
name: Restore a live service
state: to-be
owner: Head of support
{calendar}
demand: {{trigger: A user reports that a service does not work, rate: 4/h}}
value: {{outcome: The user can work again, for: [user], targets: {{lead_time: 4h}}}}
steps:
  - {{id: log, name: Log the call, activity: engage, practices: [service-desk], process_time: 10m, wait_time: 0s}}
  - id: mend
    name: Mend the service
    activity: deliver-and-support
    practices: [incident-management]
    process_time: {work}
    wait_time: 30m
    capacity: 2
    next: {next}
  - {{id: check, name: Check it, activity: engage, practices: [service-desk], process_time: 5m, wait_time: 0s}}
"""


def told(work: str = "20m", next: str = "check", calendar: str = "calendar: 24x7") -> list[tuple[str, str]]:
    return [(each.rule, each.message) for each in findings(STREAM.format(work=work, next=next, calendar=calendar))]


def test_an_overloaded_step_is_one_finding_though_its_target_is_missed_too() -> None:
    assert told() == []
    message = "the work of 'mend' takes 200% of its capacity, so that its queue grows for ever"
    assert told("1h") == [("overloaded-step", message)]


def test_rework_counts() -> None:
    again = "[{to: check, share: 60%}, {to: mend, when: it still fails, share: 40%}]"
    message = "the work of 'mend' takes 111% of its capacity, so that its queue grows for ever"
    assert told(next=again) == [("overloaded-step", message)]


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"work": "0.4d", "calendar": ""}, "calendar-not-declared"),
        ({"work": "1h", "calendar": 'calendar: {hours: "08:00-08:00"}'}, "empty-working-hours"),
        ({"work": "1h", "next": "nowhere"}, "dangling-reference"),
        ({"work": "1h", "next": "[{to: check, share: 70%}, {to: value, when: sure, share: 50%}]"}, "shares-do-not-sum"),
        ({"work": "{p50: 0s, p90: 9h}"}, "impossible-time"),
        ({"work": "{p50: 9h, p90: 0s}"}, "duration-out-of-order"),
    ],
)
def test_another_mistake_goes_first(said: dict[str, str], rule: str) -> None:
    assert [each for each, _ in told(**said)] == [rule]


@pytest.mark.parametrize(
    ("zone", "meant"),
    [
        ("Europe/Berln", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("Mars/Olympus", None),
    ],
)
def test_a_time_zone_is_meant(zone: str, meant: str | None) -> None:
    calendar = f'calendar: {{days: mon-fri, hours: "09:00-17:00", timezone: {zone}}}'
    guess = f"; did you mean '{meant}'?" if meant else ""
    assert told(calendar=calendar) == [("unknown-time-zone", f"there is no time zone '{zone}'{guess}")]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])
def test_time_zones_that_there_are(zone: str) -> None:
    assert told(calendar=f'calendar: {{days: mon-fri, hours: "09:00-17:00", timezone: {zone}}}') == []


def test_a_way_that_nobody_takes_any_more_is_none_of_our_business() -> None:
    assert told(next="[{to: check, share: 100%}, {to: log, when: the log is lost, share: 0%}]") == []


def test_a_loop_that_nobody_enters_is_not_judged() -> None:
    text = STREAM.format(
        work="20m", next="[{to: value, share: 100%}, {to: check, when: unsure, share: 0%}]", calendar=""
    )
    check = "wait_time: 0s, next: [{to: check, when: unsure, share: 100%}, {to: value, share: 0%}]}"
    before, _, after = text.rpartition("wait_time: 0s}")
    assert findings(before + check + after) == []
    entered = (before + check + after).replace(
        "{to: value, share: 100%}, {to: check, when: unsure, share: 0%}", "check"
    )
    assert [each.rule for each in findings(entered)] == ["way-out-never-taken"]


@given(wired())
def test_no_step_is_visited_more_often_than_is_thought_possible(stream: ValueStream) -> None:
    most = _most_visits(Subject(stream))
    assert all((step.visits or 0.0) <= most * (1 + 1e-9) for step in analyze(stream).steps)


@given(st.one_of(durations.filter(bool), st.builds(lambda a, b: Duration(p50=f"{a}s", p90=f"{a + b}s"),
                                                   st.integers(1, 10**6), st.integers(0, 10**9))))  # fmt: skip
def test_no_mean_is_longer_than_is_thought_possible(duration: Duration) -> None:
    try:
        mean = time_of(duration, None).mean
    except Impossible:
        return
    assert mean <= at_most(duration, None) * (1 + 1e-9)
