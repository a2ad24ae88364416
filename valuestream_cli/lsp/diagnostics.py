"""Findings as the protocol's diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import (
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    DiagnosticTag,
    Location,
    Range,
)

from valuestream_cli.findings import Finding, Severity, Span
from valuestream_cli.reporting.plain import safe
from valuestream_cli.source import Document

if TYPE_CHECKING:
    from valuestream_cli.lsp.sheets import Sheet
    from valuestream_cli.validation.checking import Checked

SOURCE = "vs"
SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
    Severity.ADVICE: DiagnosticSeverity.Information,
}
# Rules about what could go without loss (editors fade it), and about what has a newer name (they strike it through).
TAGS = {
    "unreachable-step": DiagnosticTag.Unnecessary,
    "repeated-item": DiagnosticTag.Unnecessary,
    "output-unused": DiagnosticTag.Unnecessary,
    "unused-suppression": DiagnosticTag.Unnecessary,
    "legacy-practice-name": DiagnosticTag.Deprecated,
}


def check(document: Document) -> Checked:
    """What is wrong with a document, in report order, with the settings of its project; and the rules that crashed."""
    from valuestream_cli.validation.checking import Check

    checked = Check().document(document)
    return checked._replace(findings=sorted(checked.findings, key=lambda finding: finding.sort_key))


def diagnostics(sheet: Sheet) -> list[Diagnostic]:
    """The findings of a file for its editor."""
    return [diagnostic(sheet, finding) for finding in sheet.findings]


def diagnostic(sheet: Sheet, finding: Finding) -> Diagnostic:
    """One finding: its message, and the remedy on a line of its own."""
    tag = TAGS.get(finding.rule)
    return Diagnostic(
        range=range_of(sheet, finding.span),
        severity=SEVERITIES[finding.severity],
        code=finding.code,
        source=SOURCE,
        message=safe(f"{finding.message}\n{finding.hint}" if finding.hint else finding.message),
        tags=[tag] if tag else None,
        related_information=[
            DiagnosticRelatedInformation(Location(sheet.uri, range_of(sheet, related.span)), safe(related.message))
            for related in finding.related
            if related.path == finding.path
        ],
        data={"rule": finding.rule},
    )


def range_of(sheet: Sheet, span: Span) -> Range:
    """A span, in the units of the client."""
    return sheet.positions.range(sheet.offset(span.line, span.column), sheet.offset(span.end_line, span.end_column))
