"""What a table of steps tells: rows of steps under groups of columns, and where all of it stands on sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A column. `tone` is its colour in the theme, where it has one; `letter` stands for it."""

    id: str
    name: str
    tone: str = ""
    letter: str = ""
    is_used: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Columns that belong together; `brief` is the name where there is little room. `is_fixed`: part of each band."""

    name: str
    brief: str
    heads: tuple[Head, ...]
    is_fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A numbered step with its cells by the id of their column, and what is written in each.

    title: what a pointer shows. href: where a click leads.
    """

    id: str
    number: int
    name: str
    tone: str
    cells: Mapping[str, str]
    total: str = ""
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Demand or value, across all columns; `height` tells how high it is at a width."""

    name: str
    text: str
    height: Callable[[float], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Blocks of columns over rows. totals: of each column by its id, written beside `total_name`.

    row_total: the name of the column with the totals of rows. Neither total is drawn where it has no name.
    """

    blocks: tuple[Block, ...]
    rows: tuple[Row | Bar, ...]
    totals: Mapping[str, str]
    total_name: str = ""
    row_total: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column in its place; `lines` is its name."""

    head: Head
    x: float
    width: float
    lines: tuple[str, ...]
    was_cut: bool

    @property
    def middle(self) -> float:
        """Where its marks stand."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A group of columns in its place; `lines` is its name."""

    name: str
    lines: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def x(self) -> float:
        """Where it begins."""
        return self.columns[0].x

    @property
    def width(self) -> float:
        """From the first column to the end of the last."""
        return self.columns[-1].x + self.columns[-1].width - self.x


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row in its place; `lines` is the name of a step."""

    row: Row | Bar
    y: float
    height: float
    lines: tuple[str, ...]
    was_cut: bool

    @property
    def middle(self) -> float:
        """Where its marks stand."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Columns and rows that are drawn together, from `left` to `right` and from `top` to `end`.

    Names of columns end above `body`, where the rows begin; `feet` is where they end and the totals of columns begin,
    if there are any.
    """

    left: float
    right: float
    top: float
    body: float
    feet: float
    end: float
    spans: tuple[Span, ...]
    lines: tuple[Line, ...]

    @property
    def group_lines(self) -> int:
        """How many lines the names of groups take."""
        return max(len(span.lines) for span in self.spans)

    def columns(self) -> Iterator[Column]:
        """All columns, from left to right."""
        for span in self.spans:
            yield from span.columns
