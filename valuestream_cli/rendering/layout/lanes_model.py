"""What a lane picture is made of: cells in rows and columns, and routes between them.

Two axes, whatever the direction of the picture: `along` the flow and `across` the lanes. Every step has a row of
its own, in the order of the flow, and stands in a column of its lane. Demand and value are bars across all columns.
Between columns run gutters: gutter 0 before the first column, the last one beyond the last.

A step's window is the stretch along the flow that its row has to itself: no other box stands there. Lines leave and
enter a step at its sides inside its window, change rows in gutters, and so never meet a box on their way.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from valuestream_cli.rendering.diagram import Lane, Link, Node

LOW, HIGH = -1, 1  # the two sides of a box across the flow: left and right, or top and bottom
_BAR_HALF = 34.0  # half the breadth of the bar of a fork or join, where the box is broad enough


@dataclass(slots=True, eq=False)
class Column:
    """A column of one lane; `lane` is null for the one in which cases that leave the stream end."""

    lane: Lane | None
    size: float
    is_used: bool = False
    start: float = 0

    @property
    def bar_half(self) -> float:
        """How far the bar of a fork or join reaches to each side of the middle."""
        return min(_BAR_HALF, self.size / 2)

    @property
    def middle(self) -> float:
        """Where boxes and straight lines have their axis."""
        return self.start + self.size / 2


@dataclass(slots=True, eq=False)
class Cell:
    """A node in its row; a bar has no column. The rest is filled in as the picture takes shape.

    `least` is the length that its text needs. A cell begins at `start` with the bar of a join, its box is `body` to
    `body_end`, and it ends with the bar of a fork. `span` is how much of its window its lines use.
    """

    node: Node
    row: int
    column: int | None
    fork: bool = False
    join: bool = False
    least: float = 0
    start: float = 0
    body: float = 0
    body_end: float = 0
    end: float = 0
    window: float = 0
    span: float = 0
    reserve: float = 0
    has_label: bool = False
    exits: dict[int, list[Route]] = field(default_factory=lambda: {LOW: [], HIGH: []})
    entries: dict[tuple[int, str], float] = field(default_factory=dict)
    arrivals: list[Route] = field(default_factory=list)  # out of gutters

    @property
    def trunk(self) -> float:
        """Where the branches of a fork leave: the middle of its bar."""
        return self.end - 2.5

    @property
    def inlet(self) -> float:
        """Where lines out of a gutter turn towards the middle of the column."""
        return self.start - 12


@dataclass(slots=True, eq=False)
class Route:
    """The way of one link.

    straight: along the column. next: from a side to the middle of the next row's column. gutter: from a side (or a
    bar) through a gutter to the inlet of the target (or a bar). round: through a gutter to a side of the target.
    stop: from a side to a small end of its own.
    """

    link: Link
    source: Cell
    target: Cell
    way: str
    gutter: int = 0
    side: int = 0
    entry: int = 0
    column: int = 0
    level: float = 0
    track: float = 0
    label: tuple[str, ...] = ()
    is_cut: bool = False
    label_along: float = 0
    label_across: float = 0
    slot: float = 0  # where it meets the bar of a join, from the middle
    ahead: float = 0  # how far before the common inlet it turns, to reach a slot of its own
    lift: float = 0  # of the label over its line, where a small end leaves it no room

    @property
    def rises(self) -> bool:
        """Whether the way leads against the flow."""
        return self.way == "round" and self.target.row <= self.source.row

    @property
    def arrival(self) -> int:
        """The side from which a way comes to the middle of its target's column."""
        column = self.target.column or 0
        if self.way == "next":
            return -self.side
        return LOW if self.gutter <= column else HIGH

    @property
    def inlet(self) -> float:
        """Where it turns towards the middle of the target's column."""
        return self.target.inlet - self.ahead

    @property
    def place(self) -> int:
        """How far across the first stretch goes; columns are odd, gutters even."""
        return 2 * self.column + 1 if self.way in ("next", "stop") else 2 * self.gutter

    @property
    def uses_trunk(self) -> bool:
        """Whether the way begins at the bar of a fork."""
        return self.link.source.startswith("fork:") and self.way in ("next", "gutter")


@dataclass(slots=True, eq=False)
class Plan:
    """Rows, columns and routes of one picture.

    Columns from `lanes_end` on are outside of the lanes; `stop` is what a small end takes across.
    """

    rows: list[Cell]
    columns: list[Column]
    routes: list[Route]
    lanes_end: int
    stop: float

    @property
    def outer(self) -> int:
        """The gutter beyond everything."""
        return len(self.columns)
