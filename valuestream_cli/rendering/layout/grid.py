"""Places a table so that it fits a page.

More columns than fit make bands, one below the other; more rows than one looks through make sheets. Each has its own
head, so that no name is ever far from its column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import NamedTuple

from valuestream_cli.rendering.layout.grid_model import Bar, Block, Column, Head, Line, Row, Sheet, Span, Table
from valuestream_cli.rendering.text import clean, measure, wrap

NAME_SIZE, NAME_LEADING, NAME_LINES = 12.5, 15.0, 3
HEAD_SIZE, HEAD_LEADING, GROUP_SIZE, GROUP_LEADING = 11.0, 13.0, 10.5, 13.0
NUMBER, GAP, TOTAL = 32.0, 10.0, 30.0  # the columns of numbers and totals, and what is between groups
LETTER, ROW = 24.0, 27.0  # what a letter below a name takes, and a row at least
_NARROWEST, _BROADEST, _LONGEST = 165.0, 330.0, 250.0  # names of rows; of columns
# The breadth of columns, the lines of their names, and what must be left for the names of rows: wider ones first.
_MANNERS = ((34.0, 2, 240.0), (29.0, 2, 230.0), (22.0, 1, 200.0), (19.0, 1, _NARROWEST))
_IN_BANDS = ((29.0, 2, 200.0), (22.0, 1, 200.0))
_SHEET = 1450.0  # the most that rows of one sheet take
_SHARES = (0.55, 0.65, 0.8, 1.01)  # of a name, to try as the length of its longer line


class _Manner(NamedTuple):
    """How a table fits: the breadth of its columns, the lines of their names, and what is left for names of rows."""

    width: float
    lines: int
    names: float


def lay_out(table: Table, left: float, top: float, room: float, air: float) -> list[Sheet]:
    """The sheets of a table that begin at a place and take at most `room`, with so much `air` between them."""
    total = TOTAL if table.row_total else 0.0
    bands, manner = _bands(table, room - NUMBER - total)
    sheets: list[Sheet] = []
    for blocks in bands:
        spans = _placed(blocks, manner, left + NUMBER + manner.names + GAP)
        right = spans[-1].x + spans[-1].width + total
        groups = _shared_out([_line(row, manner.names, right - left) for row in table.rows])
        for number, lines in enumerate(groups, start=1):
            body = top + head_height(spans, table.row_total)
            placed = _below_each_other(lines, body)
            feet = placed[-1].y + placed[-1].height
            end = feet + (ROW if table.total_name and number == len(groups) else 0.0)
            sheets.append(
                Sheet(left=left, right=right, top=top, body=body, feet=feet, end=end, spans=spans, lines=placed)
            )
            top = end + air
    return sheets


def _bands(table: Table, room: float) -> tuple[list[list[Block]], _Manner]:
    """The blocks of each band: as few bands as may be, then columns as wide as may be."""
    longest = max((measure(row.name, NAME_SIZE) for row in table.rows if isinstance(row, Row)), default=0.0)
    wanted = max(_NARROWEST, min(longest + 12, _BROADEST))
    loose = sum(len(block.heads) for block in table.blocks if not block.is_fixed)
    for count in range(1, loose + 2):
        bands = _parts(table.blocks, ceil(loose / count))
        for width, lines, least in _MANNERS if count == 1 else _IN_BANDS:
            left = room - max(sum(_breadth(block, width) + GAP for block in band) for band in bands)
            if left >= min(wanted, least) or count > loose:
                return bands, _Manner(width, lines, min(wanted, max(left, _NARROWEST)))
    raise AssertionError("the last number of bands is always taken")


def _parts(blocks: Sequence[Block], most: int) -> list[list[Block]]:
    """Columns shared out so that no part has more than `most`, besides those that stand in each."""
    parts: list[list[Block]] = [[]]
    taken = 0
    for block in blocks:
        heads = () if block.is_fixed else block.heads
        while heads:
            if taken == most:
                parts.append([])
                taken = 0
            here = heads[: most - taken]
            parts[-1].append(replace(block, heads=here))
            heads, taken = heads[len(here) :], taken + len(here)
    fixed = [block for block in blocks if block.is_fixed]
    return [[*fixed, *part] for part in parts]


def _breadth(block: Block, width: float) -> float:
    """A group is as wide as its columns, or its name."""
    longest = max((measure(word, GROUP_SIZE, True) for word in block.brief.split()), default=0.0)
    return max(longest + 12, width * len(block.heads))


def _placed(blocks: list[Block], manner: _Manner, x: float) -> tuple[Span, ...]:
    """Groups beside each other."""
    names = _group_names(blocks, [_breadth(block, manner.width) for block in blocks])
    spans = []
    for block, name in zip(blocks, names, strict=True):
        breadth = _breadth(block, manner.width)
        each = breadth / len(block.heads)
        columns = []
        for place, head in enumerate(block.heads):
            lines, was_cut = _head_lines(head, manner.lines)
            columns.append(Column(head=head, x=x + each * place, width=each, lines=lines, was_cut=was_cut))
        spans.append(Span(name=block.name, lines=name, columns=tuple(columns)))
        x += breadth + GAP
    return tuple(spans)


def _head_lines(head: Head, most: int) -> tuple[tuple[str, ...], bool]:
    """The name of a column on one line, or two of about the same length; and whether some of it is missing."""
    name, bold = clean(head.name), bool(head.tone)
    whole = measure(name, HEAD_SIZE, bold)
    for share in _SHARES if most > 1 else ():
        lines, _ = wrap(name, min(_LONGEST, max(70.0, whole * share)), HEAD_SIZE, most, bold)
        if name in (" ".join(lines), "".join(lines)):  # no word is broken
            return lines, False
    return wrap(name, _LONGEST, HEAD_SIZE, most, bold)


def _group_names(blocks: list[Block], rooms: list[float]) -> list[tuple[str, ...]]:
    """The names of groups in full where all of them fit, else all in brief."""
    sized = list(zip(blocks, rooms, strict=True))
    full = [wrap(block.name, room - 8, GROUP_SIZE, 1, bold=True) for block, room in sized]
    if not any(was_cut for _, was_cut in full):
        return [lines for lines, _ in full]
    return [wrap(block.brief, room - 8, GROUP_SIZE, 2, bold=True)[0] for block, room in sized]


def head_height(spans: Sequence[Span], row_total: str) -> float:
    """How high the names of groups and columns are."""
    columns = [column for span in spans for column in span.columns]
    longest = max(
        measure(line, HEAD_SIZE, bool(column.head.tone)) + (LETTER if column.head.letter else 0.0)
        for column in columns
        for line in (*column.lines, "")
    )
    groups = max(len(span.lines) for span in spans)
    return GROUP_LEADING * groups + 10 + max(longest, measure(row_total, HEAD_SIZE)) + 10


def _line(row: Row | Bar, names: float, whole: float) -> Line:
    """A row that is as high as its text."""
    if isinstance(row, Bar):
        return Line(row=row, y=0, height=row.height(whole) + 6, lines=(), was_cut=False)
    lines, was_cut = wrap(row.name, names, NAME_SIZE, NAME_LINES)
    return Line(row=row, y=0, height=max(ROW, 11 + NAME_LEADING * len(lines)), lines=lines, was_cut=was_cut)


def _shared_out(lines: list[Line]) -> list[list[Line]]:
    """Rows in as few groups as may be, all about as high."""
    whole = sum(line.height for line in lines)
    most = whole / ceil(whole / _SHEET)
    groups: list[list[Line]] = [[]]
    taken = 0.0
    for line in lines:
        if groups[-1] and taken + line.height / 2 > most * len(groups):
            groups.append([])
        groups[-1].append(line)
        taken += line.height
    return groups


def _below_each_other(lines: list[Line], y: float) -> tuple[Line, ...]:
    placed = []
    for line in lines:
        placed.append(replace(line, y=y))
        y += line.height
    return tuple(placed)
