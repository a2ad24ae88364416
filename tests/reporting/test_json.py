"""The report for programs: exact, and by its own published schema."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given

from tests.reporting.examples import ALL_WELL, CRASH, PATIENT, hostile_reports
from tests.reporting.test_text import report
from valuestream_cli import __version__
from valuestream_cli.findings import Edit, Fix, Related, Report, Severity, Span
from valuestream_cli.reporting import json as writer
from valuestream_cli.reporting.plain import HARMFUL
from valuestream_cli.resources import schema_text

VALIDATOR = jsonschema.Draft202012Validator(json.loads(schema_text("report.v1")))


def test_the_whole_report() -> None:
    related = (Related(path="b.vs.yaml", span=Span(line=7, column=8, end_line=7, end_column=9), message="there"),)
    fix = Fix(title="rename", safe=True, edits=(Edit(start=1, end=2, text="x"),))
    one = report("a", 3, 5, 7, message="\u540d", hint="h", route="steps[id=a]", related=related, fix=fix)
    data = json.loads(writer.write(one))
    VALIDATOR.validate(data)
    assert data == {
        "format": "vs-report/v1",
        "version": __version__,
        "summary": {"files": 1, "errors": 1, "warnings": 0, "advice": 0, "suppressed": 0, "baselined": 0},
        "findings": [
            {
                "code": "VS101", "rule": "unknown-key", "severity": "error", "message": "\u540d", "hint": "h",
                "path": "a.vs.yaml", "line": 3, "column": 5, "end_line": 3, "end_column": 7, "route": "steps[id=a]",
                "related": [{"path": "b.vs.yaml", "line": 7, "column": 8, "message": "there"}],
                "fix": {"title": "rename", "safe": True, "edits": [{"start": 1, "end": 2, "text": "x"}]},
            }
        ],
    }  # fmt: skip


def test_text_of_any_language_is_written_as_it_is() -> None:
    written = writer.write(report("a", message="\u540d \U0001f600"))
    assert "\u540d \U0001f600" in written
    assert written.endswith("}\n")


@pytest.mark.parametrize("message", ["\x1b", "\u2028", '"', "\\", "\n", "\ud800", "\x9b", "\u202e", "##vso[x]y"])
def test_any_text_can_be_written(message: str) -> None:
    written = writer.write(report("a", message=message))
    assert json.loads(written)["findings"][0]["message"] == message
    assert HARMFUL.search(written) is None


@PATIENT
@given(hostile_reports())
def test_hostile_text(hostile: Report) -> None:
    data = json.loads(writer.write(hostile))
    VALIDATOR.validate(data)
    assert [finding["path"] for finding in data["findings"]] == [finding.path for finding in hostile.findings]
    assert [finding["message"] for finding in data["findings"]] == [finding.message for finding in hostile.findings]


def test_counts() -> None:
    findings = tuple(report("a", severity=Severity(number)).findings[0] for number in (3, 2, 2, 1, 1, 1))
    report_of_all = Report(findings=findings, paths=tuple("abcd"), sources={}, suppressed=5, baselined=6)
    summary = json.loads(writer.write(report_of_all))["summary"]
    assert summary == {"files": 4, "errors": 1, "warnings": 2, "advice": 3, "suppressed": 5, "baselined": 6}


def test_crashes_are_told_only_where_there_are_some() -> None:
    crashed = json.loads(writer.write(ALL_WELL._replace(crashes=(CRASH, CRASH))))
    VALIDATOR.validate(crashed)
    assert crashed["crashes"] == ["RuleCrashed: no-owner on a.vs.yaml"]
    assert "crashes" not in json.loads(writer.write(ALL_WELL))


def test_the_first_reports_of_this_version_are_still_valid() -> None:
    summary = {"files": 4, "errors": 1, "warnings": 2, "advice": 3}
    VALIDATOR.validate({"format": "vs-report/v1", "version": "0.1.0", "summary": summary, "findings": []})


def test_every_property_of_the_schema_is_described_or_plain() -> None:
    schema = json.loads(schema_text("report.v1"))
    for name in schema["properties"]:
        assert schema["properties"][name]["description"], name
