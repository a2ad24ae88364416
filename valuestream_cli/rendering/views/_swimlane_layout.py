"""Brings a lane picture together: measures of its direction, then rows, then columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from valuestream_cli.rendering.diagram import Graph, Point
from valuestream_cli.rendering.layout.lanes_across import stand
from valuestream_cli.rendering.layout.lanes_along import Sizes, place
from valuestream_cli.rendering.layout.lanes_model import Column, Plan
from valuestream_cli.rendering.layout.lanes_plan import plan
from valuestream_cli.rendering.text import wrap
from valuestream_cli.rendering.views._swimlane_lines import STOP_HEIGHT, STOP_WIDTH, Axes, points, set_label

MARGIN = 24.0
TITLE_SIZE, TITLE_LEADING = 20.0, 26.0
STEP_SIZE, STEP_LEADING, STEP_LINES, PADDING = 12.5, 15.0, 3, 10.0
BAR_SIZE, BAR_LEADING, BAR_LINES = 13.0, 16.0, 3
_BAR_NAME = 76.0  # what the name of a bar takes beside its text
_BREADTH = 800.0  # of all columns together, where lanes without a step can help to fill it
_TITLE_HEIGHT, _TITLE_LINES, _LONGEST_TITLE = 34.0, 3, 860.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Measures of one direction in pixels; `header` is along the flow, `wide`, `narrow` and `stop` across."""

    header: float
    wide: float
    narrow: float
    broadest: float
    stop: float
    sizes: Sizes


DOWN = Style(
    header=50,
    wide=144,
    narrow=28,
    broadest=104,
    stop=STOP_WIDTH,
    sizes=Sizes(box=56, overlap=10, stop=STOP_HEIGHT, bar=36),
)
RIGHT = Style(
    header=140,
    wide=62,
    narrow=22,
    broadest=22,
    stop=STOP_HEIGHT,
    sizes=Sizes(box=148, overlap=64, stop=STOP_WIDTH, bar=104, join=18),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where everything is. Lanes begin at `head` along the flow and end at `along_end`; `edges` are across."""

    axes: Axes
    style: Style
    plan: Plan
    title: tuple[str, ...]
    head: float
    along_end: float
    across_end: float
    edges: list[tuple[float, float]]
    ways: list[list[Point]]

    @property
    def bars(self) -> tuple[float, float]:
        """Where demand and value begin and end across."""
        return self.edges[0][0], self.edges[-1][1]


def lay_out(graph: Graph) -> Layout:
    """Everything in its place; the title decides where the rest begins."""
    down = graph.direction == "down"
    axes, style = Axes(down), DOWN if down else RIGHT
    columns = _columns(graph, style)
    breadth = sum(column.size for column in columns) + 60  # the least that it will be
    title, _ = wrap(graph.title, breadth - 90 if down else _LONGEST_TITLE, TITLE_SIZE, _TITLE_LINES, bold=True)
    title = title or ("",)
    top = MARGIN + _TITLE_HEIGHT + TITLE_LEADING * (len(title) - 1)
    head, start = (top, MARGIN) if down else (MARGIN, top)
    laid = _planned(graph, columns, axes, style)
    if down:
        _lengthen(laid, breadth)
    along_end = place(laid, style.sizes, head + style.header) + (14 if laid.rows[-1].column is not None else 0)
    across_end = stand(laid, start)
    edges = _edges(laid.columns[: laid.lanes_end], start)
    return Layout(
        axes=axes,
        style=style,
        plan=laid,
        title=title,
        head=head,
        along_end=along_end,
        across_end=across_end,
        edges=edges,
        ways=[points(laid, route, (edges[0][0], edges[-1][1])) for route in laid.routes],
    )


def _columns(graph: Graph, style: Style) -> list[Column]:
    """A column for each lane; those without a step are narrow, but help to fill the least breadth."""
    names = {node.lane for node in graph.nodes}
    used = [lane.id in names for lane in graph.lanes]
    spare = (_BREADTH - sum(used) * style.wide) / max(1, len(used) - sum(used))
    narrow = min(style.broadest, max(style.narrow, spare))
    return [
        Column(lane, style.wide if is_used else narrow, is_used)
        for lane, is_used in zip(graph.lanes, used, strict=True)
    ]


def _planned(graph: Graph, columns: list[Column], axes: Axes, style: Style) -> Plan:
    """The ways of all links, with their labels; room for labels in front of ends that stand outside."""
    laid = plan(graph, columns, style.stop)
    for route in laid.routes:
        set_label(route, axes)
    for number, column in enumerate(laid.columns[laid.lanes_end :], start=laid.lanes_end):
        labels = (route.label_across for route in laid.routes if route.way == "stop" and route.column == number)
        column.size += max(labels, default=0.0)
    return laid


def _lengthen(laid: Plan, breadth: float) -> None:
    """Let boxes and bars grow with their text."""
    for cell in laid.rows:
        if cell.column is None:
            lines, _ = wrap(cell.node.label, breadth - 32 - _BAR_NAME, BAR_SIZE, BAR_LINES)
            cell.least = 20 + BAR_LEADING * len(lines)
        else:
            lines, _ = wrap(cell.node.label, DOWN.wide - 2 * PADDING, STEP_SIZE, STEP_LINES + 1)
            cell.least = 12 + STEP_LEADING * len(lines)


def _edges(columns: list[Column], start: float) -> list[tuple[float, float]]:
    """Where each lane begins and ends across: in the middle of the gutters, a little apart."""
    ends = [(left.start + left.size + right.start) / 2 for left, right in pairwise(columns)]
    last = columns[-1]
    lows = [start, *(end + 2.5 for end in ends)]
    highs = [*(end - 2.5 for end in ends), last.start + last.size + 8]
    return list(zip(lows, highs, strict=True))
