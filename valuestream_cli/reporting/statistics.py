"""How often each rule was breached: where to begin in a repository with many findings."""

from __future__ import annotations

from valuestream_cli.findings import Finding, Report, Severity
from valuestream_cli.reporting.plain import one_line
from valuestream_cli.reporting.wording import crashed

HEADINGS = ("findings", "files", "fixable", "severity", "code", "rule")


def write(report: Report) -> str:
    """A table with a line a rule: the worst first, and of these the most frequent; then the rules that crashed."""
    found: dict[tuple[Severity, str, str], list[Finding]] = {}
    for finding in report.findings:
        found.setdefault((finding.severity, finding.code, finding.rule), []).append(finding)
    ranked = sorted(found.items(), key=lambda item: (-item[0][0], -len(item[1]), item[0][1:]))
    table = _table([HEADINGS, *(_row(*key, findings) for key, findings in ranked)]) if found else ""
    return table + "".join(f"{crash}\n" for crash in crashed(report))


def _row(severity: Severity, code: str, rule: str, findings: list[Finding]) -> tuple[str, ...]:
    files = len({finding.path for finding in findings})
    fixable = sum(finding.fix is not None for finding in findings)
    return f"{len(findings):,}", f"{files:,}", f"{fixable:,}", severity.label, one_line(code), one_line(rule)


def _table(rows: list[tuple[str, ...]]) -> str:
    """Columns as wide as their widest cell: numbers to the right, words to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.rjust(width) if number < 3 else cell.ljust(width) for number, (cell, width) in enumerate(pairs))
        for pairs in (list(zip(row, widths, strict=True)) for row in rows)
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)
