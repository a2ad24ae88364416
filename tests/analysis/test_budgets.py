"""Targets that the stream's own numbers miss, as the validator tells them."""

from __future__ import annotations

import pytest

from tests.helpers import findings

STREAM = """\
valuestream: 1
id: restore-service
name: Restore a live service
state: {state}
owner: Head of support
demand: {{trigger: A user reports that a service does not work}}
value: {{outcome: The user can work again, for: [user], targets: {{{targets}}}}}
steps:
  - {{id: log, name: Log the call, activity: engage, practices: [service-desk], process_time: 10m, wait_time: 30m}}
  - id: mend
    name: Mend the service
    activity: deliver-and-support
    practices: [incident-management]
    process_time: 50m
    {wait}
"""


def told(targets: str, state: str = "to-be", wait: str = "wait_time: 90m") -> list[tuple[str, str]]:
    text = STREAM.format(targets=targets, state=state, wait=wait)
    return [(each.rule, each.message) for each in findings(text) if each.code.startswith(("VS8", "VS4"))]


def test_a_missed_target_is_one_finding() -> None:
    message = "by its steps a case takes 3h to value, and the target is at most 2h"
    assert told("lead_time: 2h") == [("lead-time-target-missed", message)]


def test_a_stream_that_tells_what_happens_is_not_judged() -> None:
    assert told("lead_time: 2h, flow_efficiency: 90%", state="as-is") == []


def test_what_is_implausible_already_is_not_missed_as_well() -> None:
    assert [rule for rule, _ in told("lead_time: 30m")] == ["target-implausible"]


def test_with_a_gap_only_the_least_is_certain() -> None:
    assert told("lead_time: 2h, flow_efficiency: 90%", wait="wait_time: 90m", state="to-be") != []
    assert told("lead_time: 2h, flow_efficiency: 90%", wait="tools: [telephone]") == []
    message = "by its steps a case takes at least 1h 30m to value, and the target is at most 80m"
    assert told("lead_time: 80m", wait="tools: [telephone]") == [("lead-time-target-missed", message)]


@pytest.mark.parametrize("wait", ["wait_time: 5x", "wait_time: 2d", "next: nowhere"])
def test_another_mistake_goes_first(wait: str) -> None:
    assert "lead-time-target-missed" not in [rule for rule, _ in told("lead_time: 2h", wait=wait)]
