"""Paints a picture of actors: their lanes, the steps in the colour of their activity, and who hands on to whom."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Box, Disc, Group, Lane, Path, Shape, Text
from valuestream_cli.rendering.layout.crossings import gaps
from valuestream_cli.rendering.layout.lanes_model import Cell, Column, Route
from valuestream_cli.rendering.text import clean, wrap
from valuestream_cli.rendering.views import _swimlane_lanes as behind
from valuestream_cli.rendering.views._roles_graph import Hands
from valuestream_cli.rendering.views._roles_layout import (
    MARGIN,
    NAME_LEADING,
    NAME_SIZE,
    NAMES,
    NOTE_LEADING,
    NOTE_SIZE,
    PADDING,
    STEP_SIZE,
    Places,
)
from valuestream_cli.rendering.views._swimlane_layout import STEP_LEADING, STEP_LINES
from valuestream_cli.rendering.views._swimlane_lines import Frame
from valuestream_cli.rendering.views.bars import bar

_STRONG, _THIN = 2.8, 1.4
_SIDE_SIZE = 10.5


def lanes(hands: Hands, places: Places, brief: Brief) -> Iterator[Shape]:
    """The lanes with their names; a line where the organisation ends."""
    layout = places.layout
    sides = [hands.sides[lane.id] for lane in hands.graph.lanes]
    long = layout.along_end - layout.head
    for lane, side, (low, high) in zip(hands.graph.lanes, sides, layout.edges, strict=True):
        is_inside = side == "internal" and lane.id != hands.unknown
        frame = layout.axes.frame(layout.head, low, long, high - low)
        yield Box(**frame._asdict(), radius=8, fill="tail" if is_inside else "idle")
        frame = layout.axes.frame(layout.head, low, 5, high - low)
        yield Box(**frame._asdict(), radius=2.5, fill="quiet" if is_inside else "tail")
        yield from _lane_name(places, lane, low, high, brief.words(f"outside_{side}") if side != "internal" else "")
    for (one, other), ((_, before), (after, _)) in zip(pairwise(sides), pairwise(layout.edges), strict=True):
        if one != other:
            frame = layout.axes.frame(layout.head - 4, (before + after) / 2 - 1, long + 8, 2)
            yield Box(**frame._asdict(), fill="quiet")


def _lane_name(places: Places, lane: Lane, low: float, high: float, side: str) -> Iterator[Shape]:
    layout, lines = places.layout, places.names[lane.id]
    title = clean(lane.name) if "".join(lines).endswith("…") else ""
    foot = layout.head + layout.style.header
    if places.is_compact:
        yield from _turned_name((low + high) / 2, foot, lines, side, title)
        return
    tall = NAME_LEADING * len(lines) + (NOTE_LEADING if side else 0.0)
    if layout.axes.down:
        x, y, anchor = (low + high) / 2, layout.head + 22, "middle"
    else:
        x, y, anchor = layout.head + 14, (low + high - tall) / 2 + 11, "start"
    yield Text(x=x, y=y, lines=lines, size=NAME_SIZE, fill="ink", bold=True, anchor=anchor, leading=NAME_LEADING,
               title=title)  # fmt: skip
    if side:
        y += NAME_LEADING * len(lines)
        told, _ = wrap(side, high - low - 4 if layout.axes.down else layout.style.header - 18, _SIDE_SIZE, 1)
        yield Text(x=x, y=y, lines=told, size=_SIDE_SIZE, fill="quiet", anchor=anchor, title=side)


def _turned_name(middle: float, foot: float, lines: tuple[str, ...], side: str, title: str) -> Iterator[Shape]:
    rows = [(line, True) for line in lines] + ([(side, False)] if side else [])
    x = middle + 4 - 6.5 * (len(rows) - 1)
    for line, bold in rows:
        yield Text(
            x=x, y=foot - 10, lines=(line,), size=NAME_SIZE if bold else _SIDE_SIZE, fill="ink" if bold else "quiet",
            bold=bold, anchor="start", turned=True, title=title,
        )  # fmt: skip
        x += 13


def rules(places: Places) -> Iterator[Shape]:
    """Fine lines between the rows of compact lanes, from the names to the boxes."""
    layout = places.layout
    steps = [cell for cell in layout.plan.rows if places.is_compact]
    for one, two in pairwise(steps):
        if one.column is not None and two.column is not None:
            y, low = (one.end + two.start) / 2, layout.edges[0][0]
            yield Box(x=MARGIN, y=y, width=low - MARGIN, height=1, fill="tail")
            yield Box(x=low, y=y, width=layout.bars[1] - low, height=1, fill="page")


def ends(places: Places) -> Iterator[Shape]:
    """Demand and value, across all lanes and the names beside them."""
    if not places.is_compact:
        yield from behind.ends(places.layout)
        return
    high = places.layout.bars[1]
    for cell in places.layout.plan.rows:
        if cell.column is None:
            node, tall = cell.node, cell.end - cell.start
            shapes = tuple(bar(MARGIN, cell.start, high - MARGIN, node.head, node.label, tall))
            yield Group(node=node.id, shapes=shapes, title=clean(node.label))


def lines(hands: Hands, places: Places) -> Iterator[Shape]:
    """The ways of all links: strong where they change hands; those back on top."""
    layout = places.layout
    drawn = [tuple(layout.axes.point(along, across) for along, across in way) for way in layout.ways]
    weak = [_is_rework(route) for route in layout.plan.routes]
    broken = gaps(drawn, weak, not layout.axes.down)
    ways = sorted(zip(weak, layout.plan.routes, drawn, broken, strict=True), key=lambda way: way[0])
    for rework, route, corners, crossed in ways:
        strong = hands.changes(route.link)
        yield Path(
            points=corners, stroke="rework" if rework else "ink" if strong else "line", dashed=rework, gaps=crossed,
            width=_STRONG if strong else _THIN,
        )  # fmt: skip


def step(hands: Hands, places: Places, cell: Cell, column: Column) -> Iterator[Shape]:
    """A box with the number of a step, the letter of its activity, and its name, which may stand beside it."""
    activity = hands.colours[cell.node.id]
    strong = f"{activity.tone}.strong"
    frame = places.layout.axes.frame(cell.body, column.start, cell.body_end - cell.body, column.size)
    yield from _fork_and_join(places, cell, column)
    yield Box(**frame._asdict(), radius=8, fill="paper", stroke=strong, stroke_width=1.6)
    if cell.node.nested:
        inner = Frame(frame.x + 3.5, frame.y + 3.5, frame.width - 7, frame.height - 7)
        yield Box(**inner._asdict(), radius=5, stroke=strong, stroke_width=0.9)
    if places.is_compact:
        yield from _number_inside(frame, cell, activity.letter, strong)
        yield from _name_beside(places, cell)
        return
    most = max(STEP_LINES, int((frame.height - 12) / STEP_LEADING))
    told, was_cut = wrap(cell.node.label, frame.width - 2 * PADDING, STEP_SIZE, most)
    x, y = frame.x + frame.width / 2, frame.y + frame.height / 2 + 4.4 - STEP_LEADING * (len(told) - 1) / 2
    title = clean(cell.node.label) if was_cut else ""
    yield Text(x=x, y=y, lines=told, size=STEP_SIZE, fill="ink", leading=STEP_LEADING, title=title)
    yield from number(frame.x + 1, frame.y + 1, cell.node.number or 0, strong)
    yield from chip(frame.x + frame.width - 6, frame.y, activity.letter, strong)


def number(x: float, y: float, written: int, strong: str) -> Iterator[Shape]:
    """The number of a step on a disc."""
    size = 11.0 if written < 100 else 9.0
    yield Disc(x=x, y=y, radius=10.5, fill=strong)
    yield Text(x=x, y=y + size * 0.36, lines=(str(written),), size=size, fill="on-strong", bold=True)


def chip(x: float, y: float, letter: str, strong: str) -> Iterator[Shape]:
    """The letter of an activity on a small square around a place."""
    yield Box(x=x - 7.5, y=y - 7.5, width=15, height=15, radius=3.5, fill=strong)
    yield Text(x=x, y=y + 3.6, lines=(letter,), size=10, fill="on-strong", bold=True)


def _number_inside(frame: Frame, cell: Cell, letter: str, strong: str) -> Iterator[Shape]:
    x, y = frame.x + frame.width / 2, frame.y + frame.height / 2
    yield Text(x=x, y=y + 4.2, lines=(f"{cell.node.number}{letter}",), size=11, fill=strong, bold=True)


def _name_beside(places: Places, cell: Cell) -> Iterator[Shape]:
    """The name of a step at the left, and below it where it leads."""
    told, was_cut = wrap(cell.node.label, NAMES - 36, STEP_SIZE, STEP_LINES)
    notes = places.beside[cell.node.id]
    x, y = MARGIN + 26, (cell.body + cell.body_end) / 2 + 4.4
    y -= (STEP_LEADING * (len(told) - 1) + NOTE_LEADING * len(notes)) / 2
    yield Text(x=MARGIN + 18, y=y, lines=(str(cell.node.number),), size=STEP_SIZE, fill="quiet", anchor="end")
    yield Text(x=x, y=y, lines=told, size=STEP_SIZE, fill="ink", anchor="start", leading=STEP_LEADING,
               title=clean(cell.node.label) if was_cut else "")  # fmt: skip
    if notes:
        y += STEP_LEADING * (len(told) - 1) + NOTE_LEADING + 1
        yield Text(x=x, y=y, lines=notes, size=NOTE_SIZE, fill="quiet", anchor="start", leading=NOTE_LEADING)


def _fork_and_join(places: Places, cell: Cell, column: Column) -> Iterator[Shape]:
    """The bars: a short thick line before or after the box, tied to it."""
    half, axes = column.bar_half, places.layout.axes
    for start, tie, is_there in (
        (cell.start, (cell.start + 5, cell.body), cell.join),
        (cell.end - 5, (cell.body_end, cell.end - 5), cell.fork),
    ):
        if is_there:
            corners = tuple(axes.point(along, column.middle) for along in tie)
            yield Path(points=corners, stroke="line", arrow=False)
            yield Box(**axes.frame(start, column.middle - half, 5, 2 * half)._asdict(), radius=2, fill="line")


def _is_rework(route: Route) -> bool:
    return route.link.kind == "rework"
