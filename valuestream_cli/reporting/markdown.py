"""Findings as a comment on a merge request: the worst first, and no more than a comment may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from valuestream_cli.findings import Finding, Report
from valuestream_cli.reporting.places import relative
from valuestream_cli.reporting.plain import count, one_line
from valuestream_cli.reporting.wording import crashed, remedies, summary, worst_first

# A bot finds its earlier comment by this line, which nobody sees, and replaces it.
MARK = "<!-- vs validate -->"
LARGEST_COMMENT = 65_536  # characters; GitHub refuses a longer one
LONGEST_TEXT = 500
MOST_CRASHES = 5
HEAD = "| | where | what | remedy |\n|---|---|---|---|\n"
MORE = "`vs explain RULE` tells more about a rule.\n"

_SYNTAX = re.compile(r"[\\`*_~|<>&$\[\]]")
# What GitHub and GitLab make a link or a notice of after they have read the Markdown: @team, #12, !12, %1, ~label, $1,
# &1, ^alert, gh-12, :smile:, https://..., www.
_REFERENCE = re.compile(r"([@#!%~$&^:]|(?i:(?<=\bgh)-|(?<=www)\.))(?=\S)")
_CODE = re.compile(r"`([^`]+)`")


def write(report: Report) -> str:
    """The report as Markdown."""
    said = "\n\n".join(prose(text) for text in [summary(report), *crashed(report)[:MOST_CRASHES]])
    text = f"{MARK}\n### Value streams: {_verdict(report)}\n\n{said}\n"
    return f"{text}\n{_table(worst_first(report.findings), len(text))}{MORE}" if report.findings else text


def _verdict(report: Report) -> str:
    if report.crashes or report.fails:
        return "failed"
    return "passed, with remarks" if report.findings else "all is well"


def _table(findings: list[Finding], used: int) -> str:
    """As many rows as there is room for, and how many are left out."""
    room = LARGEST_COMMENT - used - len(HEAD + MORE + _left_out(len(findings))) - 2
    rows = (_row(finding) for finding in findings)
    shown = list(fitting(rows, room))
    left_out = len(findings) - len(shown)
    return f"{HEAD}{''.join(shown)}\n" + (_left_out(left_out) if left_out else "")


def fitting(rows: Iterable[str], room: int) -> Iterator[str]:
    """The first of some texts, as long as there is room for them, in characters."""
    for row in rows:
        room -= len(row)
        if room < 0:
            return
        yield row


def _left_out(number: int) -> str:
    return f"And {count(number, 'more finding')}: `vs validate` lists them all.\n\n"


def _row(finding: Finding) -> str:
    place = f"{relative(finding.path)}:{finding.span.line}"
    what = f"{prose(finding.message)} ({code(finding.rule)})"
    cells = (
        f"**{finding.severity.label}**",
        code(place),
        what,
        "<br>".join(prose(text) for _, text in remedies(finding)),
    )
    return f"| {' | '.join(cells)} |\n"


def prose(text: str) -> str:
    """Text in which nothing is Markdown, HTML, a mention or a link, but what stands in backticks is code."""
    parts = _CODE.split(_cut(text))
    return "".join(code(part) if number % 2 else _entities(_broken(part)) for number, part in enumerate(parts))


def code(text: str) -> str:
    """Text as code: there nobody looks for mentions. Backticks do not hold backslashes and bars in every table."""
    text = _cut(text)
    return f"<code>{_entities(text)}</code>" if set(text) & set("`\\|") or not text.strip() else f"`{text}`"


def _cut(text: str) -> str:
    text = one_line(text).replace("\t", " ")
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _broken(text: str) -> str:
    """References with a space of no width in them, so that they are none."""
    return _REFERENCE.sub("\\1\u200b", text)


def _entities(text: str) -> str:
    """What has a meaning in Markdown or HTML by its number, which has none."""
    return _SYNTAX.sub(lambda found: f"&#{ord(found[0])};", text)
