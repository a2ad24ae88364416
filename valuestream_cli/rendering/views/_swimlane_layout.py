"""Brings a lane picture together: measures of its direction, then rows, then columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from valuestream_cli.rendering.diagram import Graph, Lane, Node, Point
from valuestream_cli.rendering.layout import lanes_rows
from valuestream_cli.rendering.layout.lanes_across import stand
from valuestream_cli.rendering.layout.lanes_along import Sizes, place
from valuestream_cli.rendering.layout.lanes_model import HIGH, Column, Plan
from valuestream_cli.rendering.layout.lanes_plan import plan
from valuestream_cli.rendering.layout.lanes_rows import Homes, Rows
from valuestream_cli.rendering.text import clean, measure, wrap
from valuestream_cli.rendering.views import bars, small_print
from valuestream_cli.rendering.views._swimlane_lines import (
    PILL_SIZE,
    STOP_HEIGHT,
    STOP_WIDTH,
    Axes,
    points,
    set_label,
)

MARGIN = 24.0
TITLE_SIZE, TITLE_LEADING = 20.0, 26.0
STEP_SIZE, STEP_LEADING, STEP_LINES, MOST_LINES, PADDING = 12.5, 15.0, 3, 6, 10.0
_STEP_SIZES = (STEP_SIZE, 11.5, 10.5)  # of the names of steps, to try
BAR_SIZE, BAR_LEADING, BAR_LINES = 13.0, 16.0, 3
BLOCK_SIZE, IDLE_SIZE = 13.5, 10.5
_NAMES = ((12.5, 15.0, 2), (11.5, 13.5, 3), (10.0, 12.0, 4), (9.0, 11.0, 4))  # sizes of the names of lanes, to try
_LETTER = 42.0  # what the letter of a lane takes beside its name
_WIDEST_HEADER = 230.0
_AIR = 12.0  # over and under the text of a box
_BREADTH = 800.0  # of all columns together, where lanes without a step can help to fill it
_WIDEST_BOX = 184.0
_PAGE = 1000.0  # what all columns may take across a page with the gutters between them
_GUTTER, _THIN_GUTTER, _LEAST = 16.0, 13.0, 126.0
_TITLE_HEIGHT, _TITLE_LINES, _LONGEST_TITLE = 34.0, 3, 860.0
_NO_HOMES: Homes = {}


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
    sizes=Sizes(box=148, overlap=64, stop=STOP_WIDTH, bar=104, join=18, stop_side=HIGH),
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


def lay_out(graph: Graph, homes: Homes = _NO_HOMES) -> Layout:
    """Everything in its place; the title decides where the rest begins. homes: the branches of forks."""
    down = graph.direction == "down"
    axes, style = Axes(down), _styled(graph, DOWN if down else RIGHT)
    found, style = _rows(graph, homes, style)
    columns = _columns(graph, style, lanes_rows.breadths(found))
    breadth = sum(column.size for column in columns) + 60  # the least that it will be
    title, _ = wrap(graph.title, breadth - 90 if down else _LONGEST_TITLE, TITLE_SIZE, _TITLE_LINES, bold=True)
    title = title or ("",)
    top = MARGIN + _TITLE_HEIGHT + TITLE_LEADING * (len(title) - 1)
    head, start = (top, MARGIN) if down else (MARGIN, top)
    laid = plan(graph, columns, style.stop, found, homes)
    for route in laid.routes:
        set_label(route, axes)
    if down:
        _lengthen(laid, style, breadth)
    along_end = place(laid, style.sizes, head + style.header) + (14 if laid.rows[-1].column is not None else 0)
    across_end = stand(laid, start)
    edges = _edges(laid.columns, start)
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


def _styled(graph: Graph, style: Style) -> Style:
    """The measures for the words of this picture: ends and blocks as broad as their text."""
    words = [measure(node.head, PILL_SIZE) for node in graph.nodes if node.kind == "end"]
    heads = [measure(node.head, BLOCK_SIZE, True) for node in graph.nodes if node.kind in ("demand", "value")]
    pill = max(STOP_WIDTH, *(word + 14 for word in words), 0.0)
    if graph.direction == "down":
        return replace(style, stop=pill)
    sizes = replace(style.sizes, stop=pill, bar=max(style.sizes.bar, *(head + 16 for head in heads)))
    used = {node.lane for node in graph.nodes}
    names = (_name_width(lane) if lane.id in used else measure(lane.name, IDLE_SIZE) + 20 for lane in graph.lanes)
    return replace(style, sizes=sizes, header=min(_WIDEST_HEADER, max(style.header, *names)))


def _name_width(lane: Lane) -> float:
    """What the longest word of a lane's name needs beside its letter."""
    return max((measure(word, _NAMES[0][0], True) for word in lane.name.split()), default=0.0) + _LETTER + 6


def lane_name(lane: Lane, width: float, height: float) -> tuple[tuple[str, ...], float, float]:
    """The name of a lane in lines, how large and how far apart: as large as there is room for whole words."""
    for size, leading, most in _NAMES:
        lines, was_cut = wrap(lane.name, width - _LETTER, size, most, bold=True)
        if not was_cut and " ".join(lines).split() == clean(lane.name).split() and len(lines) * leading <= height:
            break
    return lines, size, leading


def step_name(node: Node, width: float, most: int = MOST_LINES) -> tuple[tuple[str, ...], float]:
    """The name of a step in lines, and how large: smaller if no word is left out or broken then."""

    def harm(size: float) -> tuple[bool, bool]:
        return wrap(node.label, width, size, most)[1], any(measure(word, size) > width for word in words)

    words = clean(node.label).split()
    size = min(_STEP_SIZES, key=harm)
    return wrap(node.label, width, size, most)[0], size


def _rows(graph: Graph, homes: Homes, style: Style) -> tuple[Rows, Style]:
    """The rows, with steps beside each other in a lane only as far as a page is broad enough."""
    most: dict[str | None, int] = {}
    while True:
        found = lanes_rows.rows(graph, homes, most)
        needed = lanes_rows.breadths(found)
        needed.pop(None, None)
        if graph.direction != "down":
            return found, style
        room = _PAGE - (len(graph.lanes) - len(needed)) * (style.narrow + _THIN_GUTTER)
        wide = room / max(1, needed.total()) - _GUTTER
        broadest = max(needed, key=lambda lane: needed[lane], default=None)
        if wide >= _LEAST or needed[broadest] <= 1:
            return found, replace(style, wide=min(_wanted(graph, style), max(wide, _LEAST)))
        most[broadest] = needed[broadest] - 1


def _wanted(graph: Graph, style: Style) -> float:
    """As broad as the longest word in the name of a step asks for, within reason."""
    words = (word for node in graph.nodes if node.kind == "step" for word in clean(node.label).split())
    longest = max((measure(word, STEP_SIZE) for word in words), default=0.0)
    return min(max(style.wide, longest + 2 * PADDING + 0.1), _WIDEST_BOX)


def _columns(graph: Graph, style: Style, needed: Counter[str | None]) -> list[Column]:
    """The columns of each lane; lanes without a step are narrow, but help to fill the least breadth."""
    used = sum(max(1, needed[lane.id]) for lane in graph.lanes if needed[lane.id])
    idle = sum(not needed[lane.id] for lane in graph.lanes)
    spare = (_BREADTH - used * style.wide) / max(1, idle)
    narrow = min(style.broadest, max(style.narrow, spare))
    return [
        Column(lane, _breadth(graph, lane.id, style) if needed[lane.id] else narrow, needed[lane.id] > 0)
        for lane in graph.lanes
        for _ in range(max(1, needed[lane.id]))
    ]


def _breadth(graph: Graph, lane: str, style: Style) -> float:
    """What the boxes of a lane take across; to the right they are as high as the highest text asks for."""
    if graph.direction == "down":
        return style.wide
    steps = (node for node in graph.nodes if node.kind == "step" and node.lane == lane)
    return max(style.wide, *(_tall(node, style.sizes.box - 2 * PADDING) for node in steps))


def _tall(node: Node, room: float) -> float:
    """How high the text of a step is, with air around it."""
    lines, _ = step_name(node, room)
    return _AIR + STEP_LEADING * len(lines) + small_print.of_node(node, room).height


def _lengthen(laid: Plan, style: Style, breadth: float) -> None:
    """Let boxes and bars grow with their text."""
    for cell in laid.rows:
        if cell.column is None:
            cell.least = bars.height(cell.node.head, cell.node.label, breadth)
        else:
            cell.least = _tall(cell.node, style.wide - 2 * PADDING)


def _edges(columns: list[Column], start: float) -> list[tuple[float, float]]:
    """Where each lane begins and ends across: in the middle of the gutters between lanes, a little apart."""
    lanes = [list(own) for _, own in groupby(columns, key=lambda column: column.lane and column.lane.id)]
    ends = [(left[-1].start + left[-1].size + right[0].start) / 2 for left, right in pairwise(lanes)]
    last = columns[-1]
    lows = [start, *(end + 2.5 for end in ends)]
    highs = [*(end - 2.5 for end in ends), last.start + last.size + 8 + last.air[HIGH] / 2]
    return list(zip(lows, highs, strict=True))
