"""What a check found: findings, their severities and the places they point at.

Named tuples, not data classes: they are defined four times as fast, and every start of `vs` defines them.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

Route = tuple[str | int, ...]


class Severity(IntEnum):
    """How much a finding matters; the higher, the worse."""

    ADVICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word that users read and write: `error`, `warning` or `advice`."""
        return self.name.lower()


class Span(NamedTuple):
    """A stretch of text: 1-based lines and columns, columns in Unicode characters, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Related(NamedTuple):
    """A second place that helps to understand a finding."""

    path: str
    span: Span
    message: str


class Edit(NamedTuple):
    """Replace the characters from offset `start` to `end` (exclusive) by `text`."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """A repair of a finding; `safe` where it cannot change what the author meant."""

    title: str
    safe: bool
    edits: tuple[Edit, ...]


class Finding(NamedTuple):
    """One mistake at one place.

    route: stable structural address, by identity rather than index, such as `steps[id=verify].next`.
    """

    code: str
    rule: str
    severity: Severity
    message: str
    path: str
    span: Span
    hint: str = ""
    route: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """The order of every report: path, line, column, code."""
        return (self.path, self.span.line, self.span.column, self.code, self.message)


class Report(NamedTuple):
    """The findings of one run, in report order, and the texts of the files that have any (for snippets).

    suppressed, baselined: how many findings are not among them, because a comment or the baseline says so.
    paths: the files that were checked, where that is known. fail_on: the least severity that fails the run.
    """

    findings: tuple[Finding, ...]
    files: int
    sources: dict[str, str]
    suppressed: int = 0
    baselined: int = 0
    crashes: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    fail_on: Severity = Severity.ERROR

    def of(self, severity: Severity) -> int:
        """How many findings have exactly this severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def fails(self, threshold: Severity) -> bool:
        """Whether any finding is at or above the threshold."""
        return any(finding.severity >= threshold for finding in self.findings)


def report(findings: Iterable[Finding], files: int, sources: dict[str, str], suppressed: int = 0) -> Report:
    """A report with its findings in order."""
    return Report(tuple(sorted(findings, key=lambda finding: finding.sort_key)), files, sources, suppressed)
