"""SARIF: by its own schema, and what consumers make of it: places, fingerprints, fixes that can be applied."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import TESTS
from tests.reporting.examples import (
    ALL_WELL,
    CRASH,
    FINDINGS,
    LEAVE,
    PATIENT,
    REPORT,
    RESTORE,
    SOURCES,
    hostile_reports,
)
from tests.reporting.test_text import report as one
from valuestream_cli.findings import Edit, Fix, Report, RulePage, Severity
from valuestream_cli.reporting import sarif
from valuestream_cli.validation.rules import ALL_RULES


@cache
def validator() -> Any:
    schema = json.loads((TESTS / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def run_of(report: Report) -> dict[str, Any]:
    """The one run of the log, which has been compared with the schema."""
    data = json.loads(sarif.write(report))
    validator().validate(data)
    return data["runs"][0]  # type: ignore[no-any-return]


def test_the_schema_is_strict() -> None:
    data = json.loads(sarif.write(REPORT))
    del data["runs"][0]["tool"]["driver"]["name"]
    assert not validator().is_valid(data)
    assert not validator().is_valid(json.loads(sarif.write(REPORT).replace("columnKind", "columnKinds")))


@pytest.mark.parametrize("report", [REPORT, ALL_WELL])
def test_a_log_is_valid(report: Report) -> None:
    run = run_of(report)
    assert run["columnKind"] == "unicodeCodePoints"
    assert len(run["results"]) == len(report.findings)


def test_the_worst_come_first() -> None:
    assert [result["level"] for result in run_of(REPORT)["results"]] == ["error", "error", "warning", "note", "note"]


def test_a_result_names_its_rule() -> None:
    run = run_of(REPORT)
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert [rule["id"] for rule in rules] == ["ACME-7", "VS007", "VS101", "VS206", "VS307"]


def test_every_rule_of_ours_can_be_described() -> None:
    findings = tuple(FINDINGS[0]._replace(code=rule.code, rule=rule.name) for rule in ALL_RULES)
    for rule, described in zip(ALL_RULES, run_of(Report(findings, (), {}))["tool"]["driver"]["rules"], strict=True):
        assert described["name"] == rule.name
        assert described["shortDescription"]["text"] == rule.summary
        assert described["help"]["text"] == rule.page
        assert not re.search(r"(?m)^```\w+ ", described["help"]["markdown"])
        assert described["help"]["markdown"].count("\nBad:\n") == rule.page.count(" bad\n")
        assert not re.search("```|## ", described["fullDescription"]["text"])
        assert 0 < len(described["fullDescription"]["text"]) < 1024  # GitHub shows no more


def test_a_rule_from_outside_is_described_as_far_as_it_is_known() -> None:
    page = "A stream has a cost centre.\n\n## Why it matters\nElse nobody\npays.\n\n```yaml bad\nx: 1\n```"
    known = REPORT._replace(rules=(RulePage("ACME-7", "no-cost-centre", Severity.ERROR, page),))
    assert run_of(known)["tool"]["driver"]["rules"][0] == {
        "id": "ACME-7",
        "name": "no-cost-centre",
        "shortDescription": {"text": "A stream has a cost centre."},
        "fullDescription": {"text": "Else nobody pays."},
        "help": {"text": page, "markdown": page.replace("```yaml bad", "Bad:\n\n```yaml")},
        "defaultConfiguration": {"level": "error"},
    }
    name = {"text": "no-cost-centre"}
    assert run_of(REPORT)["tool"]["driver"]["rules"][0] == {
        "id": "ACME-7", "name": "no-cost-centre", "shortDescription": name, "fullDescription": name
    }  # fmt: skip


def test_a_rule_that_another_severity_was_given_keeps_its_own_as_default() -> None:
    run = run_of(Report((FINDINGS[0]._replace(severity=Severity.ADVICE),), (), SOURCES))
    assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"] == "error"
    assert run["results"][0]["level"] == "note"


def fingerprints_of(report: Report) -> list[str]:
    return [result["partialFingerprints"]["vs/route/v1"] for result in run_of(report)["results"]]


def test_fingerprints_stay_when_lines_and_words_change() -> None:
    moved = [finding._replace(span=finding.span._replace(line=99), message="x", hint="y") for finding in FINDINGS]
    assert fingerprints_of(Report(tuple(moved), (), {})) == fingerprints_of(Report(FINDINGS, (), {}))
    changes = ({"code": "VS102"}, {"route": "x"}, {"path": "x"})
    others = [FINDINGS[0]._replace(**change) for change in changes]
    assert len({*fingerprints_of(Report((FINDINGS[0], *others), (), {}))}) == 4


def test_fingerprints_of_findings_that_are_alike_differ() -> None:
    assert len({*fingerprints_of(Report(FINDINGS[:1] * 5, (), {}))}) == 5


def test_more_results_than_github_takes_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
    run = run_of(REPORT)
    assert [result["level"] for result in run["results"]] == ["error", "error"]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "3 findings left out, none worse than those given: a run holds 2."
    assert run["invocations"][0]["executionSuccessful"]


def test_a_run_in_which_a_rule_crashed_was_no_success() -> None:
    (invocation,) = run_of(ALL_WELL._replace(crashes=(CRASH, CRASH)))["invocations"]
    note = {"level": "error", "message": {"text": "RuleCrashed: no-owner on a.vs.yaml"}}
    assert invocation == {"executionSuccessful": False, "toolExecutionNotifications": [note]}


@pytest.mark.parametrize(("path", "uri"), [
    ("a b.vs.yaml", "a%20b.vs.yaml"),
    ("./x/../a.vs.yaml", "a.vs.yaml"),
    ("a:b?c#d%.vs.yaml", "a%3Ab%3Fc%23d%25.vs.yaml"),
    ("\u540d.vs.yaml", "%E5%90%8D.vs.yaml"),
    ("\udcff.vs.yaml", "%FF.vs.yaml"),
    (f"{Path.cwd()}/streams/a.vs.yaml", "streams/a.vs.yaml"),
    ("/elsewhere/a b.vs.yaml", "file:///elsewhere/a%20b.vs.yaml"),
    ("../a.vs.yaml", (Path.cwd().parent / "a.vs.yaml").as_uri()),
    ("-", "-"),
])  # fmt: skip
def test_uris(path: str, uri: str) -> None:
    location = run_of(one("a", path=path))["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": uri}


def applied(text: str, replacements: list[dict[str, Any]]) -> str:
    """The text as an editor makes it with the fix."""
    lines = [*text.split("\n"), ""]

    def offset(line: int, column: int) -> int:
        return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1

    for replacement in reversed(replacements):
        region = replacement["deletedRegion"]
        start = offset(region["startLine"], region["startColumn"])
        end = offset(region["endLine"], region["endColumn"])
        text = text[:start] + replacement["insertedContent"]["text"] + text[end:]
    return text


def test_fixes_can_be_applied() -> None:
    fixes = {result["ruleId"]: result["fixes"][0] for result in run_of(REPORT)["results"] if "fixes" in result}
    changes = {code: fix["artifactChanges"][0] for code, fix in fixes.items()}
    assert "owner: Service desk\n" in applied(SOURCES[RESTORE], changes["VS101"]["replacements"])
    assert "{to: check, when: otherwise}" in applied(SOURCES[LEAVE], changes["VS206"]["replacements"])
    assert [fix["properties"]["safe"] for fix in fixes.values()] == [True, False]


@PATIENT
@given(st.text(alphabet="ab\n\r\u540d\U0001f600"), st.lists(st.integers(0, 20), min_size=2, max_size=2), st.text())
def test_any_edit_can_be_applied(text: str, ends: list[int], new: str) -> None:
    start, end = sorted(min(place, len(text)) for place in ends)
    fix = Fix("x", True, (Edit(start, end, new),))
    result = run_of(one(text, fix=fix))["results"][0]
    assert applied(text, result["fixes"][0]["artifactChanges"][0]["replacements"]) == text[:start] + new + text[end:]


@PATIENT
@given(hostile_reports())
def test_hostile_text(report: Report) -> None:
    run = run_of(report)
    assert len(run["results"]) == len(report.findings)
    for result in run["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert unquote_to_bytes(uri) in {os.fsencode(finding.path) for finding in report.findings}
        assert not re.search(r"\[.*\]\(", result["message"]["text"])
