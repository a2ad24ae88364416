"""The report for GitLab: by the fields that it documents."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from tests.reporting.examples import ALL_WELL, FINDINGS, PATIENT, REPORT, hostile_reports
from tests.reporting.test_text import report as one
from valuestream_cli.findings import Report
from valuestream_cli.reporting import gitlab

LINE = {"type": "string", "minLength": 1, "pattern": r"^[^\n]*$"}
ISSUE = {
    "type": "object",
    "required": ["description", "check_name", "fingerprint", "severity", "location"],
    "additionalProperties": False,
    "properties": {
        "description": LINE,
        "check_name": LINE,
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
        "location": {
            "type": "object",
            "required": ["path", "lines"],
            "additionalProperties": False,
            "properties": {
                "path": {"type": "string", "not": {"pattern": r"^(/|\./)"}},
                "lines": {
                    "type": "object",
                    "required": ["begin"],
                    "additionalProperties": False,
                    "properties": {"begin": {"type": "integer", "minimum": 1}},
                },
            },
        },
    },
}
VALIDATOR = jsonschema.Draft202012Validator({"type": "array", "items": ISSUE})


def issues_of(report: Report) -> list[dict[str, Any]]:
    issues = json.loads(gitlab.write(report))
    VALIDATOR.validate(issues)
    return issues  # type: ignore[no-any-return]


def test_the_worst_come_first() -> None:
    assert [issue["severity"] for issue in issues_of(REPORT)] == ["major", "major", "minor", "info", "info"]
    assert issues_of(ALL_WELL) == []


def test_gitlab_drops_equal_fingerprints_so_there_are_none() -> None:
    issues = issues_of(Report(FINDINGS + FINDINGS, (), {}))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 10


@pytest.mark.parametrize("path", ["./a.vs.yaml", "b/../a.vs.yaml"])
def test_paths_are_relative(path: str) -> None:
    assert issues_of(one("a", path=path))[0]["location"]["path"] == "a.vs.yaml"


@PATIENT
@given(hostile_reports())
def test_hostile_text(report: Report) -> None:
    issues = json.loads(gitlab.write(report))
    assert len({issue["fingerprint"] for issue in issues}) == len(report.findings)
    assert all(isinstance(issue["location"]["lines"]["begin"], int) for issue in issues)
    assert not any("\n" in issue["description"] for issue in issues)
