"""JUnit XML, read by `junitparser`: every file is a test, whatever its name."""

from __future__ import annotations

import junitparser
import pytest
from hypothesis import given

from tests.reporting.examples import ALL_WELL, CLEAN, CRASH, FINDINGS, LEAVE, PATIENT, REPORT, RESTORE, hostile_reports
from tests.reporting.test_text import report as one
from valuestream_cli.findings import Report, Severity
from valuestream_cli.reporting import junit
from valuestream_cli.reporting.plain import one_line


def suite_of(report: Report) -> junitparser.TestSuite:
    """The one suite, whose totals have been counted again."""
    xml = junitparser.JUnitXml.fromstring(junit.write(report).encode())
    (suite,) = xml
    said = (xml.tests, xml.failures, suite.tests, suite.failures, suite.errors, suite.skipped)
    xml.update_statistics()
    assert said == (xml.tests, xml.failures, suite.tests, suite.failures, suite.errors, suite.skipped)
    return suite


def results_of(report: Report) -> dict[str, list[str]]:
    """Name of each test -> what kinds of results it has; none is a test that passed."""
    return {case.name: [type(result).__name__ for result in case.result] for case in suite_of(report)}


def test_every_file_is_a_test() -> None:
    assert results_of(REPORT) == {LEAVE: [], CLEAN: [], RESTORE: ["Failure"]}
    assert results_of(ALL_WELL) == {LEAVE: [], CLEAN: [], RESTORE: []}


def test_a_failure_says_everything_in_its_text() -> None:
    (case,) = (case for case in suite_of(REPORT) if case.name == RESTORE)
    (failure,) = case.result
    assert (failure.message, failure.type) == ("2 errors", "error")
    assert failure.text == (
        f"\n{RESTORE}:3:1: error[VS101] unknown-key: unknown key 'own'; did you mean 'owner'?"
        "\n  help: rename it to `owner`\n  fix: rename 'own' to 'owner' (--fix)"
        f"\n{RESTORE}:5:1: error[VS007] duplicate-key: key 'name' is here twice"
        "\n  help: remove one of the two\n"
    )


def test_what_does_not_fail_the_run_is_output_of_a_test_that_passes() -> None:
    (case,) = (case for case in suite_of(REPORT) if case.name == LEAVE)
    assert "advice[VS307] no-owner: nobody owns 100% of this stream" in (case.system_out or "")


@pytest.mark.parametrize(("fail_on", "result"), [(3, []), (2, []), (1, ["Failure"])])
def test_a_test_fails_where_the_run_does(fail_on: int, result: list[str]) -> None:
    report = Report((FINDINGS[3],), (LEAVE,), {}, fail_on={LEAVE: Severity(fail_on)})
    assert results_of(report) == {LEAVE: result}


def test_a_rule_that_crashed_is_an_error() -> None:
    results = results_of(Report((), ("a.vs.yaml",), {}, crashes=(CRASH, CRASH)))
    assert results == {"a.vs.yaml": [], "RuleCrashed: no-owner on a.vs.yaml": ["Error"]}


@pytest.mark.parametrize(("path", "classname"), [
    ("a.vs.yaml", "vs"), ("streams/it/a.vs.yaml", "vs.streams.it"), ("v1.2/a.vs.yaml", "vs.v1_2"),
    ("../b/a.vs.yaml", "vs.b"), ("/b/a.vs.yaml", "vs.b"), ("-", "vs"),
])  # fmt: skip
def test_folders_are_packages(path: str, classname: str) -> None:
    (case,) = suite_of(one("a", path=path))
    assert case.classname == classname


def test_two_spellings_of_a_path_are_one_test() -> None:
    spelt = FINDINGS[0]._replace(path=f"./{RESTORE}")
    assert results_of(Report((FINDINGS[0], spelt), (RESTORE,), {})) == {RESTORE: ["Failure"]}


@PATIENT
@given(hostile_reports())
def test_hostile_text(report: Report) -> None:
    cases = list(suite_of(report))
    assert {case.name for case in cases} == {one_line(path) for path in report.paths}
    texts = "".join([*(case.system_out or "" for case in cases), *(r.text for case in cases for r in case.result)])
    assert all(one_line(finding.message) in texts for finding in report.findings)
