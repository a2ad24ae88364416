"""What a check found: findings, their severities and the places they point at.

Named tuples, not data classes: they are defined four times as fast, and every start of `vs` defines them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import NamedTuple

Route = tuple[str | int, ...]
KEBAB = "[a-z0-9]+(-[a-z0-9]+)*"  # the form of ids, and of the names of rules


class Severity(IntEnum):
    """How much a finding matters; the higher, the worse."""

    ADVICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word that users read and write: `error`, `warning` or `advice`."""
        return self.name.lower()


SEVERITIES = {severity.label: severity for severity in Severity}  # by the words for them


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


class RulePage(NamedTuple):
    """What is known of a rule: its severity where settings do not say otherwise, and its manual page as Markdown."""

    code: str
    name: str
    severity: Severity
    page: str


class Report(NamedTuple):
    """The findings of one run, in report order, and the texts of the files that have any (for snippets).

    paths: the files that were checked. suppressed, baselined: how many findings are not among them, because a comment
    or the baseline says so. crashes: the tracebacks of rules that failed: such a report says less than it should.
    fail_on: for a path, the least severity that fails the run; it is an error where nothing is said.
    rules: the pages of those rules that were breached and are not of `vs`.
    unread: how many files cannot be read and were not checked, which the baseline hides.
    pruned: for the path of a baseline, its text without the findings that are gone, and how many these are.
    """

    findings: tuple[Finding, ...]
    paths: tuple[str, ...]
    sources: dict[str, str]
    suppressed: int = 0
    baselined: int = 0
    crashes: tuple[str, ...] = ()
    fail_on: Mapping[str, Severity] = MappingProxyType({})
    rules: tuple[RulePage, ...] = ()
    unread: int = 0
    pruned: Mapping[str, tuple[str, int]] = MappingProxyType({})

    @property
    def files(self) -> int:
        """How many files were checked."""
        return len(self.paths)

    def of(self, severity: Severity) -> int:
        """How many findings have exactly this severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def is_failure(self, finding: Finding) -> bool:
        """Whether a finding is bad enough to fail the run."""
        return finding.severity >= self.fail_on.get(finding.path, Severity.ERROR)

    @property
    def fails(self) -> bool:
        """Whether any finding fails the run."""
        return any(map(self.is_failure, self.findings))


def report(findings: Iterable[Finding], paths: Iterable[str], sources: dict[str, str], suppressed: int = 0) -> Report:
    """A report with its findings in order."""
    ordered = sorted(findings, key=lambda finding: finding.sort_key)
    return Report(tuple(ordered), tuple(sorted(paths)), sources, suppressed)
