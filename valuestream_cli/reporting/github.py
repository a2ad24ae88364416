"""Findings as annotations of a GitHub workflow run.

GitHub shows ten annotations of a kind for a step and drops the rest without a word, so the worst come first,
and what goes beyond ten stays in the log as plain lines. The log shows an annotation's message alone: so the message
says the place, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.findings import Finding, Report, Severity
from valuestream_cli.reporting.places import relative
from valuestream_cli.reporting.plain import count, one_line, safe
from valuestream_cli.reporting.wording import NOUNS, WORST_FIRST, crashed, words

SHOWN_OF_A_KIND = 10
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def write(report: Report) -> str:
    """One annotation for all rules that crashed, and one a finding, errors first."""
    crashes = [_data("\n".join(crashed(report)))] if report.crashes else []
    lines = [f"::error title=crash::{crash}" for crash in crashes]
    lines += [line for severity in WORST_FIRST for line in _lines(report, severity)]
    return "".join(f"{line}\n" for line in lines)


def _lines(report: Report, severity: Severity) -> Iterator[str]:
    findings = [finding for finding in report.findings if finding.severity is severity]
    room = SHOWN_OF_A_KIND - bool(report.crashes and severity is Severity.ERROR)
    yield from (_annotation(finding) for finding in findings[:room])
    rest = findings[room:]
    if rest:
        piece, pieces = NOUNS[severity]
        yield f"and {count(len(rest), f'more {piece}', f'more {pieces}')}:"
    yield from (_plain(finding) for finding in rest)


def _annotation(finding: Finding) -> str:
    """Only a start is given: annotations whose end lies past the end of the file are lost."""
    span = finding.span
    place = f"file={_property(relative(finding.path))},line={span.line},col={span.column}"
    title = _property(f"{finding.code} {finding.rule}")
    return f"::{COMMANDS[finding.severity]} {place},title={title}::{_data(f'{_place(finding)}: {words(finding)}')}"


def _plain(finding: Finding) -> str:
    """A line of the log: nothing in it may look like the beginning of a command."""
    text = f"  {_place(finding)}: {finding.code} {finding.rule}: {words(finding)}"
    return one_line(text).replace("::", ":\u200b:")


def _place(finding: Finding) -> str:
    return f"{finding.path}:{finding.span.line}:{finding.span.column}"


def _data(text: str) -> str:
    """Text as the data of a workflow command."""
    return safe(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    """Text as a property of a workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
