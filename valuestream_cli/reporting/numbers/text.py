"""The numbers for people at a terminal: the worst wait first, then totals, a ladder, and the steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.reporting.numbers import Sheet, ladder, sweeps, told
from valuestream_cli.reporting.plain import columns, cut, one_line

Piece = tuple[str, str]
_NAMES, _VALUES = 18, 12
_LEAST_NAME = 16
_VERDICTS = {"met": "green", "missed": "bold red"}


def write(sheet: Sheet) -> str:
    """The whole text, without colour."""
    return "".join(text for text, _ in pieces(sheet))


def pieces(sheet: Sheet) -> Iterator[Piece]:
    """The text as stretches with the style they have on a terminal."""
    if sheet.sweep:
        yield from ((f"{line}\n", "") for line in sweeps.lines(sheet))
        return
    for number, analysis in enumerate(sheet.analyses):
        yield "\n" * (number > 0), ""
        yield from _stream(analysis, sheet)


def _stream(analysis: StreamAnalysis, sheet: Sheet) -> Iterator[Piece]:
    yield f"{one_line(told.title(analysis))}\n\n", "bold"
    yield f"{one_line(told.headline(analysis))}\n", "bold red" if analysis.problems or told.worst_wait(analysis) else ""
    rows = list(told.totals(analysis)) if analysis.steps else []
    room = max((_VALUES, *(len(value) for _, value, _ in rows)))
    yield "\n" * bool(rows), ""
    for name, value, remark in rows:
        yield f"{name:{_NAMES}}{value:>{room}}   {one_line(remark)}".rstrip() + "\n", ""
    yield from _targets(analysis)
    for line in ladder.rows(analysis, sheet.width, sheet.plain):
        yield ("\n" if line.startswith("  wait") else "") + f"{line}\n", "cyan"
    yield from _steps(analysis, sheet.width)
    yield from _remarks(analysis)


def _targets(analysis: StreamAnalysis) -> Iterator[Piece]:
    rows = list(told.targets(analysis))
    if rows:
        yield "\nTargets\n", "bold"
    for name, wanted, now, verdict in rows:
        yield f"  {name:{_NAMES - 2}}{wanted:>16}   now {now:<18} ", ""
        yield f"{verdict}\n", _VERDICTS.get(verdict, "yellow")


def _steps(analysis: StreamAnalysis, width: int) -> Iterator[Piece]:
    rows = told.steps(analysis)
    if not rows:
        return
    used = told.used_columns(rows)
    table = [[one_line(row[place]) for place in used] for row in [list(told.HEADINGS), *rows]]
    widths = [max(columns(row[place]) for row in table) for place in range(len(used))]
    widths[0] = max(_LEAST_NAME, min(widths[0], width - sum(widths[1:]) - 3 * len(widths)))
    yield "\n", ""
    for number, row in enumerate(table):
        yield f"{_line(row, widths)}\n", "" if number else "bold"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name = cut(row[0], widths[0])
    cells = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
    return "   ".join((name + " " * (widths[0] - columns(name)), *cells)).rstrip()


def _remarks(analysis: StreamAnalysis) -> Iterator[Piece]:
    yield ("\n" if analysis.notes else ""), ""
    for note in analysis.notes:
        yield f"note: {one_line(note)}.\n", "dim"
