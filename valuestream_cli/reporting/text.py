"""Findings for people: where, the line itself, what is underlined, and the remedy."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from valuestream_cli.findings import Finding, Report, Severity, Span
from valuestream_cli.reporting.plain import columns, one_line, safe
from valuestream_cli.reporting.wording import crashed, remedies
from valuestream_cli.reporting.wording import summary as summary

LONGEST_LINE = 110
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.ADVICE: "bold cyan"}
Piece = tuple[str, str]


def write(report: Report) -> str:
    """The whole report as plain text, without colour."""
    return "".join(piece for piece, _ in pieces(report))


def pieces(report: Report) -> Iterator[Piece]:
    """The report as stretches of text with the style they have on a terminal."""
    for path, findings in groupby(report.findings, key=attrgetter("path")):
        lines = report.sources.get(path, "").split("\n")
        for finding in findings:
            yield from _finding(finding, lines)
            yield "\n", ""
    for crash in crashed(report):
        yield f"{crash}\n\n", STYLES[Severity.ERROR]


def _finding(finding: Finding, lines: list[str]) -> Iterator[Piece]:
    style = STYLES[finding.severity]
    yield f"{finding.severity.label}[{finding.code}]", style
    yield f" {finding.rule}: {one_line(finding.message)}\n", "bold"
    span = finding.span
    line, underline = _excerpt(lines, span)
    margin = " " * len(str(span.line))
    yield f"{margin}--> ", "blue"
    yield f"{one_line(finding.path)}:{span.line}:{span.column}\n", ""
    if line.strip():
        yield f"{margin} |\n{span.line} | ", "blue"
        yield f"{line}\n", ""
        yield f"{margin} | ", "blue"
        yield f"{underline}\n", style
    for label, note in _notes(finding):
        yield f"{margin} = ", "blue"
        yield f"{label}: {one_line(note)}\n", ""


def _notes(finding: Finding) -> Iterator[tuple[str, str]]:
    """What else there is to say: related places, the remedy, and whether it can be applied."""
    for related in finding.related:
        line = related.span.line
        where = f"line {line}" if related.path == finding.path else f"{related.path}:{line}"
        yield "note", f"{related.message}: {where}"
    yield from remedies(finding)


def _excerpt(lines: list[str], span: Span) -> tuple[str, str]:
    """The line of a span and what underlines the span in it, cut where the line is long.

    It is cut before anything else is done with it: a line may be a whole file.
    """
    line = lines[span.line - 1] if span.line <= len(lines) else ""
    length = len(line) - line.endswith("\r")
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else length
    first = max(0, start - LONGEST_LINE // 3) if length > LONGEST_LINE else 0
    last = min(first + LONGEST_LINE, length)
    before, marked = safe(line[first:start]), safe(line[start : min(end, last)])
    prefix, suffix = "…" * (first > 0), "…" * (last < length)
    blank = "\t".join(" " * columns(part) for part in (prefix + before).split("\t"))
    return prefix + safe(line[first:last]) + suffix, blank + "^" * max(1, columns(marked.rstrip()))
