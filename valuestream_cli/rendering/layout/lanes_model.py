"""What a lane picture is made of: cells in rows and columns, and routes between them.

Two axes, whatever the direction of the picture: `along` the flow and `across` the lanes. Steps stand in rows, in the
order of the flow, and in the columns of their lanes. A step has a row of its own; only steps of different branches of
a fork share one. Demand and value are bars across all columns. Between columns run gutters: gutter 0 before the first
column, the last one beyond the last.

The window of a step is the stretch along the flow that its row has to itself: no other box stands there. Lines leave
and enter a step at its sides inside its window, change rows in gutters, and so never meet a box on their way. Steps
that share a row have no window: their lines leave into the channel behind the row, where no box stands either.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from valuestream_cli.rendering.diagram import Lane, Link, Node

LOW, HIGH = -1, 1  # the two sides of a box across the flow: left and right, or top and bottom
_BAR_HALF = 34.0  # half the breadth of the bar of a fork or join, where the box is broad enough


@dataclass(slots=True, eq=False)
class Column:
    """A column of one lane; `air` is what stands out of it at its low and its high side."""

    lane: Lane | None
    size: float
    is_used: bool = False
    start: float = 0
    air: dict[int, float] = field(default_factory=lambda: {LOW: 0.0, HIGH: 0.0})

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
    `body_end`, it ends with the bar of a fork, and `tail` is where the small end of a case that leaves it ends. `span`
    is how much of its window its lines use. `behind` are routes into the channel behind the row.
    """

    node: Node
    row: int
    column: int | None
    fork: bool = False
    join: bool = False
    shares: bool = False
    ahead: float = 0  # how much earlier than others in its row its lines out of gutters turn
    least: float = 0
    start: float = 0
    body: float = 0
    body_end: float = 0
    end: float = 0
    tail: float = 0
    window: float = 0
    span: float = 0
    reserve: float = 0
    has_label: bool = False
    goes_on: bool = False  # along its column
    stop: Route | None = None
    exits: dict[int, list[Route]] = field(default_factory=lambda: {LOW: [], HIGH: []})
    behind: list[Route] = field(default_factory=list)
    branches: list[Route] = field(default_factory=list)  # out of the bar of a fork, to the sides
    entries: dict[tuple[int, str], float] = field(default_factory=dict)
    arrivals: list[Route] = field(default_factory=list)  # out of gutters
    returns: list[Route] = field(default_factory=list)  # to its sides

    @property
    def trunk(self) -> float:
        """Where the branches of a fork leave: the middle of its bar."""
        return self.end - 2.5

    @property
    def inlet(self) -> float:
        """Where lines out of a gutter turn towards the box: at the bar of a join, else in front of the middle."""
        return self.start + 2.5 if self.join else self.start - 12 - self.ahead


@dataclass(slots=True, eq=False)
class Route:
    """The way of one link.

    straight: along the column. turn: across to the middle of the target's column, and along it. drop: along the own
    column to the bar of a join, and across to it. gutter: through a gutter to the inlet of the target (or a bar).
    round: through a gutter to a side of the target. stop: to a small end of its own behind the box.

    It leaves from a side of the box, where it does not leave `behind`, at `port` from the middle.
    """

    link: Link
    source: Cell
    target: Cell
    way: str
    gutter: int = 0
    side: int = 0
    entry: int = 0
    column: int = 0
    behind: bool = False
    level: float = 0
    track: float = 0
    port: float = 0
    label: tuple[str, ...] = ()
    is_cut: bool = False
    is_tight: bool = False  # a small end beside a line that leads on
    label_along: float = 0
    label_across: float = 0
    slot: float = 0  # where it meets its target, from the middle

    @property
    def style(self) -> str:
        """How the line looks; those that look alike may share a track."""
        return "rework" if self.link.kind == "rework" else "flow"

    @property
    def rises(self) -> bool:
        """Whether the way leads against the flow."""
        return self.way == "round" and self.target.row <= self.source.row

    @property
    def arrival(self) -> int:
        """The side from which a way comes to the middle of its target's column."""
        column = self.target.column or 0
        if self.way == "turn":
            return -self.side
        if self.way == "drop":
            return LOW if (self.source.column or 0) < column else HIGH
        return LOW if self.gutter <= column else HIGH

    @property
    def place(self) -> int:
        """How far across the first stretch goes; columns are odd, gutters even."""
        return 2 * self.column + 1 if self.way == "turn" else 2 * self.gutter

    @property
    def is_lengthwise(self) -> bool:
        """Whether the way goes on from the middle of the end of its box."""
        return self.way in ("straight", "drop")

    @property
    def uses_trunk(self) -> bool:
        """Whether the way begins at the bar of a fork."""
        return self.link.source.startswith("fork:") and self.way in ("turn", "gutter")


@dataclass(slots=True, eq=False)
class Plan:
    """Cells in the order of their rows, columns and routes of one picture; `stop` is what a small end takes across."""

    rows: list[Cell]
    columns: list[Column]
    routes: list[Route]
    stop: float

    @property
    def outer(self) -> int:
        """The gutter beyond everything."""
        return len(self.columns)

    @property
    def levels(self) -> list[list[Cell]]:
        """The cells of each row."""
        return [list(cells) for _, cells in groupby(self.rows, key=lambda cell: cell.row)]
