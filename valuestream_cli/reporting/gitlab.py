"""Findings as a Code Quality report of GitLab: a list of issues, of which it compares the fingerprints of two runs."""

from __future__ import annotations

from typing import Any

from valuestream_cli.findings import Finding, Report, Severity
from valuestream_cli.reporting.fingerprints import fingerprints
from valuestream_cli.reporting.json import dumps
from valuestream_cli.reporting.places import relative
from valuestream_cli.reporting.plain import one_line
from valuestream_cli.reporting.wording import words, worst_first

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def write(report: Report) -> str:
    """The report as a list of issues, the worst first."""
    findings = worst_first(report.findings)
    return dumps([_issue(*pair) for pair in zip(findings, fingerprints(findings), strict=True)])


def _issue(finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "description": one_line(words(finding)),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": relative(finding.path), "lines": {"begin": finding.span.line}},
    }
