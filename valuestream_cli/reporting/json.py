"""Findings for programs: `report.v1`, a contract with its own schema (`schemas/report.v1.schema.json`)."""

from __future__ import annotations

import json
from typing import Any

from valuestream_cli import __version__
from valuestream_cli.findings import Finding, Fix, Related, Report, Severity, Span
from valuestream_cli.reporting.plain import HARMFUL
from valuestream_cli.reporting.wording import crashed


def write(report: Report) -> str:
    """The report as JSON."""
    return dumps(_report(report))


def dumps(data: Any, indent: int | None = 2) -> str:
    """Data as JSON that can be printed and encoded whatever is in it: what is harmful is written as `\\uXXXX`."""
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    return HARMFUL.sub(lambda harmful: f"\\u{ord(harmful[0]):04x}", text) + "\n"


def _report(report: Report) -> dict[str, Any]:
    summary = {
        "files": report.files,
        "errors": report.of(Severity.ERROR),
        "warnings": report.of(Severity.WARNING),
        "advice": report.of(Severity.ADVICE),
        "suppressed": report.suppressed,
        "baselined": report.baselined,
    }
    findings = [_finding(finding) for finding in report.findings]
    crashes = {"crashes": crashed(report)} if report.crashes else {}
    return {"format": "vs-report/v1", "version": __version__, "summary": summary, "findings": findings, **crashes}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity.label,
        "message": finding.message,
        "hint": finding.hint,
        "path": finding.path,
        **_span(finding.span),
        "route": finding.route,
        "related": [_related(related) for related in finding.related],
        "fix": _fix(finding.fix),
    }


def _span(span: Span) -> dict[str, int]:
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _related(related: Related) -> dict[str, Any]:
    return {
        "path": related.path,
        "line": related.span.line,
        "column": related.span.column,
        "message": related.message,
    }


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}
