"""The numbers as Markdown, for a wiki page or a merge request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.reporting.markdown import prose
from valuestream_cli.reporting.numbers import Sheet, sweeps, told


def write(sheet: Sheet) -> str:
    """The analyses as Markdown."""
    if sheet.sweep:
        return "\n".join(_sweep(sheet)) + "\n"
    return "\n\n".join("\n".join(_stream(analysis)) for analysis in sheet.analyses) + "\n"


def _stream(analysis: StreamAnalysis) -> Iterator[str]:
    yield f"### {prose(told.title(analysis))}\n"
    yield f"**{prose(told.headline(analysis))}**\n"
    if not analysis.steps:
        return
    yield from _table(("", "", ""), told.totals(analysis), "|---|--:|---|")
    targets = list(told.targets(analysis))
    if targets:
        yield ""
        yield from _table(("Target", "wanted", "now", ""), targets, "|---|---|---|---|")
    rows = told.steps(analysis)
    used = told.used_columns(rows)
    yield ""
    headings = [told.HEADINGS[place] for place in used]
    yield from _table(headings, ([row[place] for place in used] for row in rows), "|---|" + "--:|" * (len(used) - 1))
    yield from (f"\nNote: {prose(note)}." for note in analysis.notes)


def _sweep(sheet: Sheet) -> Iterator[str]:
    yield f"### {prose(sheet.analyses[0].name)}, by {prose(sheet.sweep)}\n"
    headings = (sheet.sweep, *sweeps.HEADINGS)
    yield from _table(headings, sweeps.rows(sheet), "|" + "--:|" * len(headings))
    yield from (f"\n{prose(reason)}" for reason in sweeps.reasons(sheet.analyses))


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], rule: str) -> Iterator[str]:
    for row in (headings, *rows):
        yield f"| {' | '.join(prose(cell.strip()) for cell in row)} |"
        if row is headings:
            yield rule
