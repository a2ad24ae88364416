"""Findings for people: where, the line itself, what is underlined, and the remedy."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.findings import Finding, Report, Severity, Span
from valuestream_cli.reporting.plain import columns, count, safe

LONGEST_LINE = 110
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.ADVICE: "bold cyan"}
Piece = tuple[str, str]


def write(report: Report) -> str:
    """The whole report as plain text, without colour."""
    return "".join(piece for piece, _ in pieces(report))


def pieces(report: Report) -> Iterator[Piece]:
    """The report as stretches of text with the style they have on a terminal."""
    for finding in report.findings:
        yield from _finding(finding, report.sources.get(finding.path, ""))
        yield "\n", ""


def _finding(finding: Finding, source: str) -> Iterator[Piece]:
    style = STYLES[finding.severity]
    yield f"{finding.severity.label}[{finding.code}]", style
    yield f" {finding.rule}: {safe(finding.message)}\n", "bold"
    span = finding.span
    line, underline = _excerpt(source, span)
    margin = " " * len(str(span.line))
    yield f"{margin}--> ", "blue"
    yield f"{safe(finding.path)}:{span.line}:{span.column}\n", ""
    if line.strip():
        yield f"{margin} |\n{span.line} | ", "blue"
        yield f"{line}\n", ""
        yield f"{margin} | ", "blue"
        yield f"{underline}\n", style
    for related in finding.related:
        yield f"{margin} = ", "blue"
        yield f"note: {safe(related.message)}: line {related.span.line}\n", ""
    if finding.hint:
        yield f"{margin} = ", "blue"
        yield f"help: {safe(finding.hint)}\n", ""


def _excerpt(source: str, span: Span) -> tuple[str, str]:
    """The line of a span and what underlines the span in it, cut where the line is long."""
    lines = source.split("\n")
    line = safe(lines[span.line - 1].rstrip("\r")) if span.line <= len(lines) else ""
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    first = max(0, start - LONGEST_LINE // 3) if len(line) > LONGEST_LINE else 0
    shown = line[first : first + LONGEST_LINE]
    before, marked = line[first:start], line[start : min(end, first + LONGEST_LINE)]
    prefix, suffix = "…" * (first > 0), "…" * (first + LONGEST_LINE < len(line))
    blank = "".join("\t" if character == "\t" else " " * columns(character) for character in prefix + before)
    return prefix + shown + suffix, blank + "^" * max(1, columns(marked.rstrip()))


def summary(report: Report) -> str:
    """One line on the whole run."""
    found = [(report.of(severity), severity.label) for severity in sorted(Severity, reverse=True)]
    if not any(number for number, _ in found):
        return f"{count(report.files, 'file')} checked: no findings"
    words = {"advice": ("piece of advice", "pieces of advice")}
    said = [count(number, *words.get(label, (label,))) for number, label in found if number]
    listed = " and ".join(filter(None, [", ".join(said[:-1]), said[-1]]))
    return f"{count(report.files, 'file')} checked: {listed}"
