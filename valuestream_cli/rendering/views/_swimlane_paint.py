"""Paints the steps of a lane picture, the lines between them, and what is written on these."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from valuestream_cli.rendering.diagram import Box, Disc, Group, Node, Path, Shape, Text
from valuestream_cli.rendering.layout.crossings import gaps
from valuestream_cli.rendering.layout.lanes_model import Cell, Column, Route
from valuestream_cli.rendering.text import clean
from valuestream_cli.rendering.views import small_print
from valuestream_cli.rendering.views._swimlane_labels import place
from valuestream_cli.rendering.views._swimlane_layout import (
    MOST_LINES,
    PADDING,
    STEP_LEADING,
    Layout,
    step_name,
)
from valuestream_cli.rendering.views._swimlane_lines import (
    LABEL_SIZE,
    LEADING,
    PILL_SIZE,
    Frame,
    stop_frame,
)


def lines(layout: Layout) -> Iterator[Shape]:
    """The ways of all links, those back on top."""
    weak = [_is_rework(route) for route in layout.plan.routes]
    drawn = [tuple(layout.axes.point(along, across) for along, across in way) for way in layout.ways]
    broken = gaps(drawn, weak, not layout.axes.down)
    for rework, corners, crossed in sorted(zip(weak, drawn, broken, strict=True), key=lambda line: line[0]):
        yield Path(points=corners, stroke="rework" if rework else "line", dashed=rework, gaps=crossed)


def labels(layout: Layout) -> Iterator[Shape]:
    """Conditions and shares, each beside its own line; lit by its lane where a line may pass through it."""
    for number, spot in place(layout).items():
        route = layout.plan.routes[number]
        first, last, low, high = spot.area
        frame = layout.axes.frame(first, low, last - first, high - low)
        yield Text(
            x=frame.x + frame.width if spot.at_end else frame.x,
            y=frame.y + LABEL_SIZE - 1,
            lines=route.label,
            size=LABEL_SIZE,
            fill="rework" if _is_rework(route) else "ink",
            anchor="end" if spot.at_end else "start",
            leading=LEADING,
            title=clean(route.link.label) if route.is_cut else "",
            halo=_tint(layout, (low + high) / 2) if spot.is_struck else "",
        )


def _tint(layout: Layout, across: float) -> str:
    """The colour of the lane at a place."""
    at = (column for column in layout.plan.columns if across < column.start + column.size + 8)
    column = next(at, layout.plan.columns[-1])
    return f"{column.lane.tone}.tint" if column.lane and column.is_used else "idle"


def steps(layout: Layout, link: Callable[[str], str]) -> Iterator[Shape]:
    """All boxes with their numbers, and the small ends of cases that leave. link: see `Brief`."""
    for cell in layout.plan.rows:
        if cell.column is not None:
            node, column = cell.node, layout.plan.columns[cell.column]
            yield from _fork_and_join(layout, cell, column)
            shapes = tuple(_step(layout, cell, column))
            yield Group(node=node.id, shapes=shapes, title=small_print.title(node), href=link(node.nested))


def _step(layout: Layout, cell: Cell, column: Column) -> Iterator[Shape]:
    assert column.lane is not None
    strong = f"{column.lane.tone}.strong"
    x, y, width, height = frame = layout.axes.frame(cell.body, column.start, cell.body_end - cell.body, column.size)
    yield Box(**frame._asdict(), radius=8, fill="paper", stroke=strong, stroke_width=1.6)
    if cell.node.nested:
        inner = Frame(x + 3.5, y + 3.5, width - 7, height - 7)
        yield Box(**inner._asdict(), radius=5, stroke=strong, stroke_width=0.9)
    small = small_print.of_node(
        cell.node, (layout.style.wide if layout.axes.down else layout.style.sizes.box) - 2 * PADDING
    )
    most = max(MOST_LINES, int((height - 12 - small.height) / STEP_LEADING))
    told, size = step_name(cell.node, width - 2 * PADDING, most)
    middle, first = x + width / 2, y + (height - small.height) / 2 + 4.4 - STEP_LEADING * (len(told) - 1) / 2
    yield Text(x=middle, y=first, lines=told, size=size, fill="ink", leading=STEP_LEADING)
    yield from small.shapes(middle, first + STEP_LEADING * (len(told) - 1))
    yield from _number(x + 1, y + 1, str(cell.node.number), strong)


def _number(x: float, y: float, number: str, strong: str) -> Iterator[Shape]:
    size = 11.0 if len(number) < 3 else 9.0
    yield Disc(x=x, y=y, radius=10.5, fill=strong)
    yield Text(x=x, y=y + size * 0.36, lines=(number,), size=size, fill="on-strong", bold=True)


def _fork_and_join(layout: Layout, cell: Cell, column: Column) -> Iterator[Shape]:
    """The bars: a short thick line before or after the box, tied to it."""
    half = column.bar_half
    for start, tie, is_there in (
        (cell.start, (cell.start + 5, cell.body), cell.join),
        (cell.end - 5, (cell.body_end, cell.end - 5), cell.fork),
    ):
        if is_there:
            corners = tuple(layout.axes.point(along, column.middle) for along in tie)
            yield Path(points=corners, stroke="line", arrow=False)
            yield Box(**layout.axes.frame(start, column.middle - half, 5, 2 * half)._asdict(), radius=2, fill="line")


def stops(layout: Layout, ends: dict[str, Node]) -> Iterator[Shape]:
    """Where cases end: without value, or after all that follows value."""
    for route in layout.plan.routes:
        if route.way == "stop":
            frame, node = stop_frame(layout.plan, route, layout.axes), ends[route.link.target]
            yield Box(**frame._asdict(), radius=10, fill="paper", stroke="quiet", stroke_width=1.4, title=node.label)
            x, y = frame.x + frame.width / 2, frame.y + frame.height / 2 + 3.7
            yield Text(x=x, y=y, lines=(node.head,), size=PILL_SIZE, fill="quiet")


def _is_rework(route: Route) -> bool:
    return route.link.kind == "rework"
