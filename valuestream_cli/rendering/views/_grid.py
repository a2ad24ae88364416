"""Paints a table of steps: names of columns, rows with their numbers and marks, bars and totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from valuestream_cli.rendering.diagram import Box, Disc, Shape, Text
from valuestream_cli.rendering.layout.grid import (
    GROUP_LEADING,
    GROUP_SIZE,
    HEAD_LEADING,
    HEAD_SIZE,
    LETTER,
    NAME_LEADING,
    NAME_SIZE,
    NUMBER,
    ROW,
    TOTAL,
)
from valuestream_cli.rendering.layout.grid_model import Bar, Column, Line, Row, Sheet, Table
from valuestream_cli.rendering.text import clean
from valuestream_cli.rendering.views.bars import bar, height

Mark = Callable[[Row, Column, float], Iterator[Shape]]  # what a cell shows, its middle at a height
_HAIR = 0.8


def behind(sheet: Sheet, table: Table) -> Iterator[Shape]:
    """What lies behind the rows: names of columns and their groups, and the tints of columns that have a colour."""
    for span in sheet.spans:
        for column in span.columns:
            yield from _head(sheet, column)
        tall = GROUP_LEADING * sheet.group_lines + 6
        y = sheet.top + 12.5 + GROUP_LEADING / 2 * (sheet.group_lines - len(span.lines))
        yield Box(x=span.x, y=sheet.top, width=span.width, height=tall, radius=4, fill="tail")
        yield Text(
            x=span.x + span.width / 2, y=y, lines=span.lines, size=GROUP_SIZE, fill="quiet", bold=True,
            leading=GROUP_LEADING, title=clean(span.name),
        )  # fmt: skip
    if table.row_total:
        yield _turned(sheet.right - TOTAL / 2 + 4, sheet.body - 8, table.row_total, "quiet")


def _head(sheet: Sheet, column: Column) -> Iterator[Shape]:
    head, foot = column.head, sheet.body - 8
    ink = "ink"
    if head.tone:
        ink = f"{head.tone}.strong" if head.is_used else "quiet"
        fill = f"{head.tone}.tint" if head.is_used else "idle"
        top = sheet.top + GROUP_LEADING * sheet.group_lines + 8
        yield Box(x=column.x + 1, y=top, width=column.width - 2, height=sheet.feet - top, radius=4, fill=fill)
    if head.letter:
        yield from letter(column.middle, foot - 5, head.letter, ink if head.is_used else "")
        foot -= LETTER
    x = column.middle + 4 - HEAD_LEADING / 2 * (len(column.lines) - 1)
    title = clean(head.name) if column.was_cut else ""
    for line in column.lines:
        yield _turned(x, foot, line, ink, title, bold=bool(head.tone))
        x += HEAD_LEADING


def _turned(x: float, foot: float, line: str, fill: str, title: str = "", bold: bool = False) -> Text:
    """A line that runs upward from a place."""
    return Text(x=x, y=foot, lines=(line,), size=HEAD_SIZE, fill=fill, anchor="start", turned=True, bold=bold,
                title=title)  # fmt: skip


def letter(x: float, y: float, written: str, fill: str) -> Iterator[Shape]:
    """A letter around a place: on a small square of a colour, or quiet without one."""
    if fill:
        yield Box(x=x - 9, y=y - 9, width=18, height=18, radius=4, fill=fill)
    yield Text(x=x, y=y + 4.2, lines=(written,), size=11.5, fill="on-strong" if fill else "quiet", bold=bool(fill))


def row(sheet: Sheet, place: int, line: Line, mark: Mark) -> Iterator[Shape]:
    """One step: its ground, number and name, what its cells show, and their total."""
    step = line.row
    assert isinstance(step, Row)
    for x, end in _grounds(sheet):
        fill = "idle" if place % 2 else "page"
        yield Box(x=x, y=line.y, width=end - x, height=line.height, fill=fill)
    yield from _number(sheet.left + 14, line.middle, step)
    y = line.middle + 4.4 - NAME_LEADING / 2 * (len(line.lines) - 1)
    yield Text(
        x=sheet.left + NUMBER, y=y, lines=line.lines, size=NAME_SIZE, fill="ink", anchor="start",
        leading=NAME_LEADING, title=clean(step.name) if line.was_cut else "",
    )  # fmt: skip
    for column in sheet.columns():
        if column.head.id in step.cells:
            yield from mark(step, column, line.middle)
    if step.total:
        yield _total(sheet.right - TOTAL / 2, line.middle, step.total)


def _grounds(sheet: Sheet) -> Iterator[tuple[float, float]]:
    """The stretches across in which no column has a colour of its own."""
    x = sheet.left
    for column in sheet.columns():
        if column.head.tone:
            if column.x > x + 1:
                yield x, column.x
            x = column.x + column.width
    if sheet.right > x + 1:
        yield x, sheet.right


def _number(x: float, y: float, step: Row) -> Iterator[Shape]:
    written = str(step.number)
    size = 11.0 if len(written) < 3 else 9.0
    yield Disc(x=x, y=y, radius=10.5, fill=f"{step.tone}.strong")
    yield Text(x=x, y=y + size * 0.36, lines=(written,), size=size, fill="on-strong", bold=True)


def _total(x: float, y: float, written: str) -> Text:
    return Text(x=x, y=y + 4, lines=(written,), size=HEAD_SIZE, fill="quiet")


def before(sheet: Sheet, table: Table) -> Iterator[Shape]:
    """What lies on the rows: rules between them and between columns, bars, and the totals of columns."""
    for line in sheet.lines[1:]:
        yield Box(x=sheet.left, y=line.y - _HAIR / 2, width=sheet.right - sheet.left, height=_HAIR, fill="tail")
    for x in _uprights(sheet):
        yield Box(x=x - _HAIR / 2, y=sheet.body, width=_HAIR, height=sheet.end - sheet.body, fill="tail")
    yield Box(x=sheet.left, y=sheet.body - 1, width=sheet.right - sheet.left, height=1.4, fill="quiet")
    yield Box(x=sheet.left, y=sheet.feet - 0.7, width=sheet.right - sheet.left, height=1.4, fill="quiet")
    for line in sheet.lines:
        if isinstance(line.row, Bar):
            yield from bar(sheet.left, line.y + 3, sheet.right - sheet.left, line.row.name, line.row.text)
    if sheet.end > sheet.feet:
        yield from _totals(sheet, table)


def _uprights(sheet: Sheet) -> Iterator[float]:
    """Where columns without a colour begin, and the last one ends."""
    for span in sheet.spans:
        plain = [column for column in span.columns if not column.head.tone]
        yield from (column.x for column in plain)
        if plain:
            yield span.x + span.width


def _totals(sheet: Sheet, table: Table) -> Iterator[Shape]:
    middle = sheet.feet + ROW / 2 + 1
    yield Text(x=sheet.left + NUMBER, y=middle + 4, lines=(table.total_name,), size=HEAD_SIZE, fill="quiet",
               anchor="start")  # fmt: skip
    for column in sheet.columns():
        yield _total(column.middle, middle, table.totals.get(column.head.id, ""))


def bar_row(name: str, text: str) -> Bar:
    """Demand or value as a row."""
    return Bar(name=name, text=text, height=partial(height, name, text))


def rows(sheets: Sequence[Sheet], mark: Mark) -> Iterator[tuple[Row, list[Shape]]]:
    """Each step with its shapes on all sheets."""
    found: dict[str, tuple[Row, list[Shape]]] = {}
    for sheet in sheets:
        steps = [line for line in sheet.lines if isinstance(line.row, Row)]
        for place, line in enumerate(steps):
            assert isinstance(line.row, Row)
            found.setdefault(line.row.id, (line.row, []))[1].extend(row(sheet, place, line, mark))
    yield from found.values()
