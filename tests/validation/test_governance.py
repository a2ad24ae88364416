"""Rules for audits, thresholds and own practices: what depends on the day and on the configuration."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests.helpers import read
from tests.validation.examples import stream_text
from valuestream_cli.config import OwnPractice, Settings, Thresholds
from valuestream_cli.config.clock import today
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Finding
from valuestream_cli.validation.engine import examine
from valuestream_cli.validation.selection import choice

FINOPS = OwnPractice(id="x-finops", name="FinOps", aliases=("cloud cost",))
RELIABILITY = OwnPractice(id="x-site-reliability", name="Site reliability")


def found(fragment: str, rule: str, **settings: Any) -> list[Finding]:
    """What one rule finds in a stream, under some settings."""
    chosen = Settings(profile="audit", **settings)
    findings = examine(read(stream_text(fragment)), choice(chosen, "-").chosen, chosen).findings
    return [finding for finding in findings if finding.rule == rule]


def test_without_governance_the_stream_itself_is_pointed_at() -> None:
    for rule, field in (("no-approver", "approver"), ("no-version", "version"), ("no-review-date", "review_by")):
        (finding,) = found("", rule)
        assert (finding.route, finding.span.line) == ("id", 2)
        assert finding.hint.startswith(f"add `governance: {{{field}: ")


@pytest.mark.parametrize(
    ("day", "notice", "message"),
    [
        ("2026-11-21", 0, None),
        ("2026-11-22", 0, None),
        ("2026-11-23", 0, "the review was due on 2026-11-22, 1 day ago"),
        ("2028-11-22", 0, "the review was due on 2026-11-22, 731 days ago"),
        ("2026-11-22", 30, "the review is due on 2026-11-22, in 0 days"),
        ("2026-11-21", 30, "the review is due on 2026-11-22, in 1 day"),
        ("2026-10-23", 30, None),
        ("2026-10-24", 30, "the review is due on 2026-11-22, in 29 days"),
    ],
)
def test_reviews_fall_due(day: str, notice: int, message: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VS_TODAY", day)
    told = found("governance: {review_by: 2026-11-22}\n", "review-overdue", thresholds=Thresholds(review_notice=notice))
    assert [finding.message for finding in told] == ([message] if message else [])


def test_a_date_that_does_not_exist_is_told_elsewhere() -> None:
    assert found("governance: {review_by: 2020-02-31}\n", "review-overdue") == []
    assert len(found("governance: {review_by: 2020-02-31}\n", "impossible-date")) == 1


def test_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VS_TODAY", raising=False)
    assert abs((today() - datetime.datetime.now(datetime.UTC).date()).days) <= 1
    monkeypatch.setenv("VS_TODAY", "2026-02-30")
    with pytest.raises(VsError) as caught:
        today()
    assert (caught.value.message, caught.value.hint) == (
        "VS_TODAY is '2026-02-30', which is no date",
        "write year, month and day: 2026-03-01",
    )


@pytest.mark.parametrize("status", ["idea", "done", "dropped"])
def test_improvements_that_nobody_means_to_make_need_nothing(status: str) -> None:
    text = f"improvements: [{{id: chat, title: Answer by chat, status: {status}}}]\n"
    assert found(text, "improvement-without-owner") == found(text, "improvement-without-due-date") == []


def test_improvements_need_an_owner_and_a_date() -> None:
    text = "improvements: [{id: chat, title: Answer by chat}]\n"
    (owner,), (due,) = found(text, "improvement-without-owner"), found(text, "improvement-without-due-date")
    assert owner.message == "nobody drives improvement 'chat'"
    assert due.message == "improvement 'chat' has no date by which it is to be done"


STEP = "steps:\n  - {{id: a, name: Do it, activity: engage, practices: [service-desk], wait_time: {{{time}}}}}\n"


def test_measured_times() -> None:
    time = "p50: 5m, p90: 9m, basis: measured"
    (finding,) = found(STEP.format(time=time), "measured-time-without-source")
    assert finding.message == "the wait time of step 'a' is measured, but not said where"
    assert found(STEP.format(time=time.replace("measured", "estimate")), "measured-time-without-source") == []
    few = STEP.format(time=f"{time}, source: tool, cases: 1")
    (finding,) = found(few, "few-measured-cases")
    assert (finding.message, finding.hint) == ("the wait time of step 'a' rests on 1 case", "measure at least 20")
    assert found(few, "few-measured-cases", thresholds=Thresholds(measured_cases=1)) == []


def _shares(*shares: str) -> str:
    ways = "".join(
        f"      - {{to: {to}, when: so, share: {share}}}\n" for to, share in zip("bcd", shares, strict=False)
    )
    ends = "".join(
        f"  - {{id: {id}, name: Do {id}, activity: engage, practices: [service-desk], next: value}}\n" for id in "bcd"
    )
    head = "id: a\n    name: Do it\n    activity: engage\n    practices: [service-desk]"
    return f"steps:\n  - {head}\n    next:\n{ways}{ends}"


@pytest.mark.parametrize(
    ("tolerance", "shares", "is_told"),
    [
        (0.01, ("33.33%", "33.33%", "33.33%"), False),
        (0.01, ("33%", "33%", "33%"), True),
        (0.5, ("33%", "33%", "33%"), False),
        (0, ("33.33%", "33.33%", "33.33%"), True),
        (0, ("30%", "30%", "40%"), False),
    ],
)
def test_shares_may_be_rounded(tolerance: float, shares: tuple[str, ...], is_told: bool) -> None:
    told = found(_shares(*shares), "shares-do-not-sum", thresholds=Thresholds(share_tolerance=tolerance))
    assert bool(told) is is_told


def test_how_many_steps_must_have_times() -> None:
    step = "  - {{id: s{n}, name: Do {n}, activity: engage, practices: [service-desk]{time}}}\n"
    text = "steps:\n" + "".join(step.format(n=n, time=", process_time: 5m" if n < 3 else "") for n in range(5))
    assert len(found(text, "process-time-missing")) == 2
    assert len(found(text, "process-time-missing", thresholds=Thresholds(timed_steps=60))) == 2
    assert found(text, "process-time-missing", thresholds=Thresholds(timed_steps=61)) == []


PRACTICE = "steps:\n  - {{id: a, name: Do it, activity: engage, practices: [{name}]}}\n"
OWN = {each.id: each for each in (FINOPS, RELIABILITY)}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("x-finop", "x-finops"),
        ("x-cloud-cost", "x-finops"),
        ("x-site-reliabilty", "x-site-reliability"),
        ("x-radio-planning", None),
    ],
)
def test_own_practices_must_be_declared_once_any_are(name: str, meant: str | None) -> None:
    text = PRACTICE.format(name=name)
    (finding,) = found(text, "unknown-own-practice", practices=OWN, source="team/vs.toml")
    guess = f"; did you mean '{meant}'?" if meant else ""
    assert finding.message == f"practice '{name}' is not declared{guess}"
    assert finding.hint == (f"write `{meant}`" if meant else "declare it in `[practices]` of team/vs.toml")
    assert finding.route == f"steps[id=a].practices[={name}]"
    assert found(text, "unknown-own-practice") == []


@pytest.mark.parametrize("name", ["FinOps", "cloud cost", "finop", "Site Reliability"])
def test_own_practices_are_suggested(name: str) -> None:
    (finding,) = found(PRACTICE.format(name=name), "unknown-practice", practices=OWN)
    meant = "x-site-reliability" if "Site" in name else "x-finops"
    assert finding.message == f"unknown practice '{name}'; did you mean '{meant}'?"


def test_one_undeclared_practice_is_one_finding() -> None:
    step = "  - {{id: {id}, name: Do {id}, activity: engage, practices: [x-other]}}\n"
    text = "steps:\n" + "".join(step.format(id=id) for id in "abc")
    assert len(found(text, "unknown-own-practice", practices=OWN)) == 1
