"""Findings as SARIF 2.1.0, for code scanning of GitHub and others, and for editors.

GitHub takes 25,000 results a run and shows 5,000: so the worst come first, and what goes beyond is counted instead.
Nothing is indented: that would make the file twice as large, and GitHub takes ten megabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from valuestream_cli import __version__
from valuestream_cli.findings import Finding, Fix, Related, Report, RulePage, Severity, Span
from valuestream_cli.reporting.fingerprints import fingerprints
from valuestream_cli.reporting.json import dumps
from valuestream_cli.reporting.places import Edits, uri
from valuestream_cli.reporting.plain import count, safe
from valuestream_cli.reporting.wording import crashed, words, worst_first
from valuestream_cli.validation.registry import Rule, readable
from valuestream_cli.validation.rules import ALL_RULES

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 25_000
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
Data = dict[str, Any]


def write(report: Report) -> str:
    """The report as a SARIF log of one run."""
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}, indent=None)


def _run(report: Report) -> Data:
    shown = worst_first(report.findings)[:MOST_RESULTS]
    breached = {finding.code: finding for finding in sorted(shown, key=lambda finding: finding.code)}
    number = {code: index for index, code in enumerate(breached)}
    edits = Edits(report)
    rules = _rules(breached, report.rules)
    driver = {"name": "vs", "version": __version__, "semanticVersion": __version__, "rules": rules}
    return {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [
            _result(finding, number[finding.code], fingerprint, edits)
            for finding, fingerprint in zip(shown, fingerprints(shown), strict=True)
        ],
    }


def _invocation(report: Report) -> Data:
    notes = [{"level": "error", "message": {"text": crash}} for crash in crashed(report)]
    left_out = len(report.findings) - MOST_RESULTS
    if left_out > 0:
        text = f"{count(left_out, 'finding')} left out, none worse than those given: a run holds {MOST_RESULTS:,}."
        notes.append({"level": "warning", "message": {"text": text}})
    return {"executionSuccessful": not report.crashes} | ({"toolExecutionNotifications": notes} if notes else {})


def _rules(breached: dict[str, Finding], pages: Iterable[RulePage]) -> list[Data]:
    known: dict[str, Rule[Any] | RulePage] = {page.code: page for page in pages}
    known |= {rule.code: rule for rule in ALL_RULES}
    return [_rule(known[code]) if code in known else _unknown(finding) for code, finding in breached.items()]


def _rule(rule: Rule[Any] | RulePage) -> Data:
    """What a rule is about, from its manual page."""
    summary = rule.page.partition("\n")[0]
    why = re.search(r"(?s)## Why it matters\n(.*?)(?=\n## |\n```|\Z)", rule.page)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": " ".join(why[1].split()) if why else summary},
        "help": {"text": rule.page, "markdown": readable(rule.page)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _unknown(finding: Finding) -> Data:
    """A rule of which no more is known than its finding says."""
    summary = {"text": safe(finding.rule)}
    return {"id": finding.code, "name": finding.rule, "shortDescription": summary, "fullDescription": summary}


def _result(finding: Finding, number: int, fingerprint: str, edits: Edits) -> Data:
    location = _location(finding.path, finding.span)
    if finding.route:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.route}]
    result = {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": LEVELS[finding.severity],
        "message": _message(words(finding)),
        "locations": [location],
        "partialFingerprints": {"vs/route/v1": fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [_related(related) for related in finding.related]
    return result | ({"fixes": [_fix(finding.path, finding.fix, edits)]} if finding.fix else {})


def _message(text: str) -> Data:
    """Text in which nothing is a link: SARIF makes one of `[text](target)`."""
    return {"text": safe(text).replace("](", "]\u200b(")}


def _location(path: str, span: Span) -> Data:
    return {"physicalLocation": {"artifactLocation": {"uri": uri(path)}, "region": _region(span)}}


def _region(span: Span) -> Data:
    places = zip(("startLine", "startColumn", "endLine", "endColumn"), span, strict=True)
    return dict(places)


def _related(related: Related) -> Data:
    return _location(related.path, related.span) | {"message": _message(related.message)}


def _fix(path: str, fix: Fix, edits: Edits) -> Data:
    replacements = [
        {"deletedRegion": _region(edits.span(path, edit)), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    change = {"artifactLocation": {"uri": uri(path)}, "replacements": replacements}
    return {"description": _message(fix.title), "artifactChanges": [change], "properties": {"safe": fix.safe}}
