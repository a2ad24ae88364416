"""How all reports word a finding, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from valuestream_cli.findings import Finding, Report, Severity
from valuestream_cli.reporting.plain import count, listed, one_line

NOUNS = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.ADVICE: ("piece of advice", "pieces of advice"),
}
WORST_FIRST = tuple(sorted(Severity, reverse=True))


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors, then warnings, then advice; within each as they were."""
    return sorted(findings, key=lambda finding: -finding.severity)


def words(finding: Finding) -> str:
    """The message, with the remedy after it."""
    return f"{finding.message} ({finding.hint})" if finding.hint else finding.message


def remedies(finding: Finding) -> Iterator[tuple[str, str]]:
    """What helps: the hint, and what a fix does with the option that lets it; once where both say the same."""
    fix = finding.fix
    if finding.hint and not (fix and fix.title == finding.hint):
        yield "help", finding.hint
    if fix:
        yield "fix", f"{fix.title} ({'--fix' if fix.safe else '--unsafe-fixes'})"


def crashed(report: Report) -> list[str]:
    """A line on each rule that failed, from the end of its traceback: such a run says less than it should."""
    ends = (crash.strip().rpartition("\n")[2].partition(":") for crash in report.crashes)
    return list(dict.fromkeys(one_line(f"{kind.rpartition('.')[2]}{colon}{rest}") for kind, colon, rest in ends))


def counts(findings: Iterable[Finding]) -> str:
    """How many findings of each severity: `2 errors and 1 warning`; nothing for none."""
    severities = [finding.severity for finding in findings]
    numbers = ((severities.count(severity), NOUNS[severity]) for severity in WORST_FIRST)
    return listed([count(number, *noun) for number, noun in numbers if number])


def summary(report: Report) -> str:
    """One line on the whole run."""
    return "; ".join(filter(None, [f"{count(report.files, 'file')} checked: {_found(report)}", *_more(report)]))


def _found(report: Report) -> str:
    places = len({finding.path for finding in report.findings})
    where = f" in {count(places, 'file')}" if places > 1 else ""
    return f"{counts(report.findings)}{where}" if places else "no findings"


def _more(report: Report) -> Iterator[str]:
    """What is missing because a rule failed, what can be mended by itself, and what was left out on purpose."""
    yield count(len(crashed(report)), "crash", "crashes") if report.crashes else ""
    fixes = [finding.fix.safe for finding in report.findings if finding.fix]
    safe, unsafe = fixes.count(True), fixes.count(False)
    said = [f"{safe:,} fixable with --fix"] if safe else []
    said += [f"{unsafe:,} {'more' if safe else 'fixable'} with --unsafe-fixes"] if unsafe else []
    yield ", ".join(said)
    left_out = {"suppressed": report.suppressed, "in the baseline": report.baselined}
    yield ", ".join(f"{number:,} {why}" for why, number in left_out.items() if number)
    were = "was" if report.unread == 1 else "were"
    yield f"{count(report.unread, 'file')} cannot be read and {were} not checked" if report.unread else ""
