"""Simulations for people at a terminal: what differs, the worst wait, lead times, and the steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from valuestream_cli.reporting.plain import columns, cut, one_line
from valuestream_cli.simulation.formats import told
from valuestream_cli.simulation.result import SimulationResult, StreamResult

Piece = tuple[str, str]
_WIDEST = 72  # columns for the name of a step


def write(result: SimulationResult) -> str:
    """The whole text, without colour."""
    return "".join(text for text, _ in pieces(result))


def pieces(result: SimulationResult) -> Iterator[Piece]:
    """The text as stretches with the style they have on a terminal."""
    if result.differences:
        yield f"{one_line(told.pair(result))}\n\n", "bold"
        yield from _table([list(told.CHANGES), *map(list, told.changes(result))])
        yield "\n", ""
    for number, stream in enumerate(result.streams):
        yield "\n" * (number > 0), ""
        yield from _stream(stream)
    yield f"\n{told.effort(result)}\n", "dim"


def _stream(stream: StreamResult) -> Iterator[Piece]:
    yield f"{one_line(told.title(stream))}\n\n", "bold"
    yield f"{one_line(told.headline(stream))}\n\n", "bold red" if told.worst(stream) else ""
    yield from _table([[one_line(cell) for cell in row] for row in (*told.times(stream), *told.totals(stream))], head=0)
    rows = told.steps(stream)
    used = told.used_columns(rows)
    yield "\n", ""
    yield from _table([[cut(one_line(row[place]), _WIDEST) for place in used] for row in ([*told.HEADINGS], *rows)])
    yield "\n" * bool(stream.notes), ""
    for note in stream.notes:
        yield f"note: {one_line(note)}.\n", "dim"


def _table(rows: Sequence[Sequence[str]], head: int = 1) -> Iterator[Piece]:
    """Rows under each other: the first column and the last of words to the left, figures to the right."""
    widths = [max(columns(row[place]) for row in rows) for place in range(len(rows[0]))] if rows else []
    for number, row in enumerate(rows):
        cells = [
            _filled(row[0], widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        yield "   ".join(cells).rstrip() + "\n", "bold" if number < head else ""


def _filled(text: str, width: int) -> str:
    return text + " " * (width - columns(text))
