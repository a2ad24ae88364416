"""Findings as JUnit XML: every file is a test.

A test has a name that stays, so that Jenkins, GitLab and Azure tell since when it fails. It fails where the run does:
by findings at or above `--fail-on`. The format knows no milder verdict, so those below stand in the test's output.
"""

from __future__ import annotations

from pathlib import PurePath
from xml.etree import ElementTree

from valuestream_cli.findings import Finding, Report
from valuestream_cli.reporting.places import relative
from valuestream_cli.reporting.plain import one_line
from valuestream_cli.reporting.wording import counts, crashed, remedies

SUITE = "vs"


def write(report: Report) -> str:
    """The report as one suite with a test for each file."""
    tests = _tests(report)
    failed, broken = (str(sum(test.find(kind) is not None for test in tests)) for kind in ("failure", "error"))
    totals = {"name": SUITE, "tests": str(len(tests)), "failures": failed, "errors": broken, "skipped": "0"}
    suite = ElementTree.Element("testsuite", totals)
    suite.extend(tests)
    root = ElementTree.Element("testsuites", totals)
    root.append(suite)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _tests(report: Report) -> list[ElementTree.Element]:
    """One for each file, and one for each rule that crashed."""
    found: dict[str, list[Finding]] = {relative(path): [] for path in report.paths}
    for finding in report.findings:
        found.setdefault(relative(finding.path), []).append(finding)
    tests = [_test(one_line(file), found[file], report) for file in sorted(found)]
    for crash in crashed(report):
        tests.append(ElementTree.Element("testcase", classname=SUITE, name=crash))
        ElementTree.SubElement(tests[-1], "error", type="crash").text = crash
    return tests


def _test(file: str, findings: list[Finding], report: Report) -> ElementTree.Element:
    test = ElementTree.Element("testcase", classname=_class(file), name=file, file=file)
    worst = max((finding.severity for finding in findings), default=None)
    if worst and any(map(report.is_failure, findings)):
        failure = ElementTree.SubElement(test, "failure", message=counts(findings), type=worst.label)
        failure.text = _text(file, findings)
    elif worst:
        ElementTree.SubElement(test, "system-out").text = _text(file, findings)
    return test


def _class(file: str) -> str:
    """The folder, as a package is written: Jenkins makes its tree at the dots."""
    folders = (part.replace(".", "_") for part in PurePath(file).parent.parts if part.strip("./\\"))
    return ".".join((SUITE, *folders))


def _text(file: str, findings: list[Finding]) -> str:
    """All that is to be said of a file: the message of a failure alone is what GitLab does not show."""
    return "".join(f"\n{line}" for finding in findings for line in _lines(file, finding)) + "\n"


def _lines(file: str, finding: Finding) -> list[str]:
    place = f"{file}:{finding.span.line}:{finding.span.column}"
    said = [f"{place}: {finding.severity.label}[{finding.code}] {finding.rule}: {finding.message}"]
    said += [f"  {label}: {remedy}" for label, remedy in remedies(finding)]
    return [one_line(line) for line in said]
