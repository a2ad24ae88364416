"""Paints what lies behind the steps of a lane picture: title, lanes, and the bars of demand and value."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from valuestream_cli.rendering.diagram import Box, Group, Lane, Node, Shape, Text
from valuestream_cli.rendering.layout.lanes_model import Column
from valuestream_cli.rendering.text import clean, measure, wrap
from valuestream_cli.rendering.views import tag
from valuestream_cli.rendering.views._swimlane_layout import (
    BLOCK_SIZE,
    IDLE_SIZE,
    MARGIN,
    TITLE_LEADING,
    TITLE_SIZE,
    Layout,
    lane_name,
)
from valuestream_cli.rendering.views._swimlane_lines import LABEL_SIZE, LEADING, Frame
from valuestream_cli.rendering.views.bars import bar


def heading(layout: Layout, state: str) -> Iterator[Shape]:
    """The title, and at the right the state of the stream as a small tag."""
    lines, y = layout.title, MARGIN
    yield _line(MARGIN, y + 16, lines, TITLE_SIZE, "ink", bold=True, leading=TITLE_LEADING)
    y += TITLE_LEADING * (len(lines) - 1)
    end = layout.bars[1] if layout.axes.down else layout.along_end
    x = max(end - tag.width(state), MARGIN + max(measure(line, TITLE_SIZE, True) for line in lines) + 14)
    yield from tag.tag(state, x, y)


def lanes(layout: Layout) -> Iterator[Shape]:
    """The tints of the lanes, paler after value, and their names."""
    value = next(cell for cell in layout.plan.rows if cell.node.kind == "value")
    has_tail = value is not layout.plan.rows[-1]
    end = value.end - 4 if has_tail else layout.along_end
    firsts = [next(own) for _, own in groupby(layout.plan.columns, key=lambda column: column.lane and column.lane.id)]
    for column, (low, high) in zip(firsts, layout.edges, strict=True):
        lane = column.lane
        assert lane is not None
        tint = f"{lane.tone}.tint" if column.is_used else "idle"
        yield _panel(layout, layout.head, end, low, high, tint)
        if has_tail:
            yield _panel(layout, end, layout.along_end, low, high, "tail" if column.is_used else "idle")
        yield from _lane_head(layout, lane, column, low, high)


def _panel(layout: Layout, start: float, end: float, low: float, high: float, fill: str) -> Box:
    return Box(**layout.axes.frame(start, low, end - start, high - low)._asdict(), radius=8, fill=fill)


def _lane_head(layout: Layout, lane: Lane, column: Column, low: float, high: float) -> Iterator[Shape]:
    strong = f"{lane.tone}.strong" if column.is_used else "quiet"
    bar = layout.axes.frame(layout.head, low, 5, high - low)
    yield Box(**bar._asdict(), radius=2.5, fill=strong)
    frame = layout.axes.frame(layout.head + 5, low, layout.style.header - 5, high - low)
    yield from _name(layout, lane, frame, strong) if column.is_used else _idle_name(layout, lane, frame)


def _name(layout: Layout, lane: Lane, frame: Frame, strong: str) -> Iterator[Shape]:
    """The letter of a lane in a small square, and its name beside it."""
    lines, size, leading = lane_name(lane, frame.width, frame.height)
    wide = max((measure(line, size, True) for line in lines), default=0.0)
    left = frame.x + (max(6, (frame.width - wide - 24) / 2) if layout.axes.down else 10)
    middle = frame.y + frame.height / 2
    yield Box(x=left, y=middle - 9, width=18, height=18, radius=4, fill=strong)
    yield Text(x=left + 9, y=middle + 4.3, lines=(lane.letter,), size=12, fill="on-strong", bold=True)
    first = middle + 0.36 * size - leading / 2 * (len(lines) - 1)
    yield _line(left + 24, first, lines, size, strong, bold=True, leading=leading)


def _idle_name(layout: Layout, lane: Lane, frame: Frame) -> Iterator[Shape]:
    """The name of a lane that the stream does not use, small; where there is no room, its letter."""
    if not layout.axes.down:
        lines, _ = wrap(lane.name, frame.width - 14, IDLE_SIZE, 1)
        yield _line(frame.x + 10, frame.y + frame.height / 2 + 4, lines, IDLE_SIZE, "quiet", leading=LEADING)
        return
    lines, was_cut = wrap(lane.name, frame.width - 8, LABEL_SIZE, 2)
    lines = (lane.letter,) if was_cut or frame.width < 60 else lines
    y = frame.y + frame.height / 2 + 4 - LEADING / 2 * (len(lines) - 1)
    yield Text(x=frame.x + frame.width / 2, y=y, lines=lines, size=LABEL_SIZE, fill="quiet", leading=LEADING)


def ends(layout: Layout) -> Iterator[Shape]:
    """Demand and value, across all lanes."""
    low, high = layout.bars
    for cell in layout.plan.rows:
        if cell.column is None:
            node, frame = cell.node, layout.axes.frame(cell.start, low, cell.end - cell.start, high - low)
            shapes = bar(*frame[:3], node.head, node.label, frame.height) if layout.axes.down else _block(frame, node)
            yield Group(node=node.id, shapes=tuple(shapes), title=clean(node.label))


def _block(frame: Frame, node: Node) -> Iterator[Shape]:
    most = max(1, min(12, int((frame.height - 60) / 15)))
    lines, _ = wrap(node.label, frame.width - 16, 12, most)
    yield Box(**frame._asdict(), radius=10, fill="block")
    x, top = frame.x + frame.width / 2, frame.y + frame.height / 2 - (len(lines) * 15 + 8) / 2
    yield Text(x=x, y=top, lines=(node.head,), size=BLOCK_SIZE, fill="on-block", bold=True)
    yield Text(x=x, y=top + 22, lines=lines, size=12, fill="on-block")


def _line(
    x: float, y: float, lines: tuple[str, ...], size: float, fill: str, *, leading: float, bold: bool = False
) -> Text:
    return Text(x=x, y=y, lines=lines, size=size, fill=fill, anchor="start", bold=bold, leading=leading)
