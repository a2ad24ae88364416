"""Brings a picture of actors together: lanes as broad as a page allows, steps in them along the flow.

With more lanes than a page has room for, boxes shrink to their number, and the names stand in a column of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from valuestream_cli.rendering.diagram import Graph, Node
from valuestream_cli.rendering.layout import lanes_rows
from valuestream_cli.rendering.layout.lanes_across import stand
from valuestream_cli.rendering.layout.lanes_along import Sizes, place
from valuestream_cli.rendering.layout.lanes_model import HIGH, Cell, Column, Plan
from valuestream_cli.rendering.layout.lanes_plan import plan
from valuestream_cli.rendering.layout.lanes_rows import Homes
from valuestream_cli.rendering.text import clean, measure, wrap
from valuestream_cli.rendering.views import bars
from valuestream_cli.rendering.views._swimlane_layout import (
    BLOCK_SIZE,
    DOWN,
    RIGHT,
    STEP_LEADING,
    STEP_LINES,
    Layout,
    Style,
)
from valuestream_cli.rendering.views._swimlane_lines import PILL_SIZE, STOP_HEIGHT, Axes, points, set_label

STEP_SIZE = 12.5
MARGIN, NAME_SIZE, NAME_LEADING, NOTE_SIZE, NOTE_LEADING = 24.0, 12.0, 14.5, 11.0, 13.0
PADDING = 13.0  # between the sides of a box and its text: numbers and letters stand at the corners
NAMES = 236.0  # the names of steps beside compact lanes
_PAGE, _GUTTER, _LEAST_GUTTER = 1004.0, 26.0, 16.0  # what lanes may take across a page; what is between two boxes
_FEW, _BROAD = 600.0, 260.0  # what a few lanes fill, as far as boxes of a breadth do
_NARROW, _SEVERAL = 74.0, 6  # the least room for a name; more lanes than these must not break words
_COMPACT, _ROOMY, _TINY = 32.0, 52.0, 26.0  # a box with a number, at least and at most; the end of a case below it
_TURNED = 190.0  # the longest name over compact lanes


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where everything is. names: lane -> its name in lines. beside: step -> the lines below its name at the left.

    is_compact: whether steps are named beside the lanes.
    """

    layout: Layout
    names: dict[str, tuple[str, ...]]
    beside: dict[str, tuple[str, ...]]
    is_compact: bool

    @property
    def right(self) -> float:
        """Where the lanes end to the right."""
        return self.layout.axes.point(self.layout.along_end, self.layout.across_end)[0]

    @property
    def bottom(self) -> float:
        """Where the lanes end below."""
        return self.layout.axes.point(self.layout.along_end, self.layout.across_end)[1]


def short_end(head: str) -> str:
    """What stands in the end of a case beside compact lanes: the word, where it has room."""
    return head if measure(head, PILL_SIZE) + 6 <= _TINY else "×"


def is_compact(graph: Graph) -> bool:
    """Whether lanes going down are too many for boxes with names in them."""
    if graph.direction != "down":
        return False
    room = _breadth(graph) - 2 * PADDING
    return room < _NARROW or (len(graph.lanes) > _SEVERAL and not all(_has_room(node, room) for node in graph.nodes))


def _has_room(node: Node, room: float) -> bool:
    """Whether the name of a step fits a box without breaking words."""
    longest = max((measure(word, STEP_SIZE) for word in clean(node.label).split()), default=0.0)
    return node.kind != "step" or (longest <= room and not wrap(node.label, room, STEP_SIZE, STEP_LINES + 2)[1])


def lay_out(graph: Graph, homes: Homes, beside: dict[str, tuple[str, ...]], is_noted: bool = False) -> Places:
    """Everything in its place, from the upper edge on. is_noted: whether lanes have a line below their name.

    homes: the branches of forks. beside: step -> lines below its name where lanes are compact, else none.
    """
    compact = is_compact(graph)
    axes, names = Axes(graph.direction == "down"), _names(graph, compact)
    style = _style(graph, names, compact, is_noted)
    laid = _planned(graph, {} if compact else homes, style, beside)
    head, start = (0.0, MARGIN + (NAMES if compact else 0.0)) if axes.down else (MARGIN, 0.0)
    last = place(laid, style.sizes, head + style.header)
    along_end = last + (14 if laid.rows[-1].column is not None else 0)
    across_end = stand(laid, start)
    edges = _edges(laid.columns, start)
    layout = Layout(
        axes=axes, style=style, plan=laid, title=(), head=head, along_end=along_end, across_end=across_end,
        edges=edges, ways=[points(laid, route, (edges[0][0], edges[-1][1])) for route in laid.routes],
    )  # fmt: skip
    return Places(layout=layout, names=names, beside=beside, is_compact=compact)


def _breadth(graph: Graph) -> float:
    """What boxes may take across, going down: a few are broad, and many share the page."""
    most = max(DOWN.wide, min(_BROAD, _FEW / len(graph.lanes) - _GUTTER))
    return min(most, _PAGE / len(graph.lanes) - _GUTTER)


def _names(graph: Graph, compact: bool) -> dict[str, tuple[str, ...]]:
    """The names of lanes in lines: over broad lanes, turned over compact ones, else at the left."""
    room, most = (_TURNED, 2) if compact else (_breadth(graph), 4) if graph.direction == "down" else (RIGHT.header, 3)
    return {lane.id: wrap(lane.name, room, NAME_SIZE, most, bold=True)[0] or ("",) for lane in graph.lanes}


def _style(graph: Graph, names: dict[str, tuple[str, ...]], compact: bool, is_noted: bool) -> Style:
    """The measures of a direction, for these names and the words of ends."""
    pills = [measure(node.head, PILL_SIZE) + 14 for node in graph.nodes if node.kind == "end"]
    if graph.direction != "down":
        heads = [measure(node.head, BLOCK_SIZE, True) + 16 for node in graph.nodes if node.kind in ("demand", "value")]
        sizes = replace(RIGHT.sizes, stop=max(RIGHT.sizes.stop, *pills, 0.0), bar=max(RIGHT.sizes.bar, *heads))
        return replace(RIGHT, header=RIGHT.header + 26, sizes=sizes)
    if compact:
        longest = max(measure(line, NAME_SIZE, True) for lines in names.values() for line in lines)
        sizes = Sizes(box=30, overlap=0, stop=STOP_HEIGHT, bar=36, gap=20, pitch=34)
        wide = max(_COMPACT, min(_ROOMY, (_PAGE - NAMES) / len(graph.lanes) - _GUTTER))
        return replace(DOWN, header=longest + 24, wide=wide, stop=_TINY, sizes=sizes)
    header = (40 if is_noted else 26) + NAME_LEADING * max(len(lines) for lines in names.values())
    return replace(DOWN, header=header, wide=_breadth(graph), stop=max(DOWN.stop, *pills, 0.0))


def _planned(graph: Graph, homes: Homes, style: Style, beside: dict[str, tuple[str, ...]]) -> Plan:
    """The ways of all links with their labels, and boxes and bars that are as long as their text."""
    if beside:
        graph = replace(graph, links=tuple(replace(link, label="") for link in graph.links))
    axes = Axes(graph.direction == "down")
    size = style.wide if axes.down else _tallest(graph, style)
    found = lanes_rows.rows(graph, homes, {lane.id: 1 for lane in graph.lanes})
    laid = plan(graph, [Column(lane, size, is_used=True) for lane in graph.lanes], style.stop, found, homes)
    for route in laid.routes:
        set_label(route, axes)
    for cell in laid.rows if axes.down else ():
        cell.least = _length(cell, style, len(graph.lanes), beside)
    return laid


def _tallest(graph: Graph, style: Style) -> float:
    """How high boxes are in a picture to the right: as high as the highest text asks for."""
    room = style.sizes.box - 2 * PADDING
    lines = [len(wrap(node.label, room, STEP_SIZE, STEP_LINES)[0]) for node in graph.nodes if node.kind == "step"]
    return max(style.wide, 16 + STEP_LEADING * max(lines))


def _length(cell: Cell, style: Style, lanes: int, beside: dict[str, tuple[str, ...]]) -> float:
    """What the text of a box or bar takes along."""
    node = cell.node
    if cell.column is None:
        return bars.height(node.head, node.label, lanes * (style.wide + _LEAST_GUTTER) + (NAMES if beside else 0.0))
    if beside:
        named = len(wrap(node.label, NAMES - 36, STEP_SIZE, STEP_LINES)[0])
        return 8 + STEP_LEADING * named + NOTE_LEADING * len(beside[node.id])
    return 16 + STEP_LEADING * len(wrap(node.label, style.wide - 2 * PADDING, STEP_SIZE, STEP_LINES + 2)[0])


def _edges(columns: list[Column], start: float) -> list[tuple[float, float]]:
    """Where each lane begins and ends across: in the middle of the gutters, a little apart."""
    ends = [(left.start + left.size + right.start) / 2 for left, right in pairwise(columns)]
    last = columns[-1]
    lows = [start, *(end + 2.5 for end in ends)]
    highs = [*(end - 2.5 for end in ends), last.start + last.size + 8 + last.air[HIGH] / 2]
    return list(zip(lows, highs, strict=True))
