"""Simulations as Markdown, for a wiki page or a merge request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from valuestream_cli.reporting.markdown import prose
from valuestream_cli.simulation.formats import told
from valuestream_cli.simulation.result import SimulationResult, StreamResult


def write(result: SimulationResult) -> str:
    """The result as Markdown."""
    parts = ["\n".join(_stream(stream)) for stream in result.streams]
    if result.differences:
        table = _table(told.CHANGES, told.changes(result), "|---|--:|--:|--:|---|")
        parts.insert(0, "\n".join([f"### {prose(told.pair(result))}\n", *table]))
    return "\n\n".join([*parts, prose(told.effort(result))]) + "\n"


def _stream(stream: StreamResult) -> Iterator[str]:
    yield f"### {prose(told.title(stream))}\n"
    yield f"**{prose(told.headline(stream))}**\n"
    yield from _table(("", "", "between"), (*told.times(stream), *told.totals(stream)), "|---|--:|---|")
    rows = told.steps(stream)
    used = told.used_columns(rows)
    yield ""
    headings = [told.HEADINGS[place] for place in used]
    yield from _table(headings, ([row[place] for place in used] for row in rows), "|---|" + "--:|" * (len(used) - 1))
    yield from (f"\nNote: {prose(note)}." for note in stream.notes)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], rule: str) -> Iterator[str]:
    for row in (headings, *rows):
        yield f"| {' | '.join(prose(cell.strip()) for cell in row)} |"
        if row is headings:
            yield rule
