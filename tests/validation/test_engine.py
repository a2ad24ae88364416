"""A rule that fails hides nothing that the others find."""

from __future__ import annotations

from copy import copy

import pytest

from tests.helpers import read
from tests.validation.examples import stream_text
from valuestream_cli.validation import rules
from valuestream_cli.validation.engine import Outcome, examine
from valuestream_cli.validation.rules import keys, syntax

TEXT = stream_text("name: Twice\nname: Twice\ndemand: {triggr: A call}\nvalue: {outcome: It works, for: user}\n")


def crash(_: object) -> None:
    raise ZeroDivisionError


def crash_after_one(subject: object) -> object:
    yield from rules.BY_NAME["no-owner"].check(subject)
    raise ZeroDivisionError


def said(outcome: Outcome) -> set[str]:
    return {finding.rule for finding in outcome.findings}


ALL = {"duplicate-key", "unknown-key", "wrong-type", "no-owner", "state-not-declared"}


def test_everything_is_found() -> None:
    outcome = examine(read(TEXT))
    assert (said(outcome), outcome.crashes) == (ALL, [])


@pytest.mark.parametrize("name", ["no-owner", "unknown-key", "duplicate-key"])
def test_a_crash_is_named_and_the_others_report(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = copy(rules.BY_NAME[name])
    broken.check = crash
    monkeypatch.setattr(rules, "RULES", tuple(broken if rule.name == name else rule for rule in rules.RULES))
    monkeypatch.setitem(rules.BY_KEYWORD, "additionalProperties", broken if name == "unknown-key" else keys.unknown_key)
    monkeypatch.setitem(rules.BY_FAULT, "duplicate-key", broken if name == "duplicate-key" else syntax.duplicate_key)
    outcome = examine(read(TEXT), lambda rule: rule.is_in("recommended"))
    assert [str(each) for each in outcome.crashes] == [f"{name} on a.vs.yaml"]
    assert isinstance(outcome.crashes[0].__cause__, ZeroDivisionError)
    assert ALL - said(outcome) == {name}
    assert outcome.stream is not None


def test_what_a_rule_found_before_it_failed_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = copy(rules.BY_NAME["state-not-declared"])
    broken.check = crash_after_one
    monkeypatch.setattr(rules, "RULES", (broken,))
    outcome = examine(read(TEXT), lambda rule: rule.is_in("recommended"))
    assert len(outcome.crashes) == 1
    assert "state-not-declared" in said(outcome)
