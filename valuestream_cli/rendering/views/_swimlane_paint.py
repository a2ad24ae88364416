"""Paints a lane picture: lanes, bars, lines, boxes and labels as shapes on a canvas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from valuestream_cli.rendering.diagram import Box, Disc, Graph, Path, Scene, Shape, Text
from valuestream_cli.rendering.layout.lanes_across import stand
from valuestream_cli.rendering.layout.lanes_along import Sizes, place
from valuestream_cli.rendering.layout.lanes_model import HIGH, Cell, Column, Plan, Route
from valuestream_cli.rendering.layout.lanes_plan import plan
from valuestream_cli.rendering.text import clean, measure, wrap
from valuestream_cli.rendering.views._swimlane_lines import (
    BAR_HALF,
    LABEL_SIZE,
    LEADING,
    Axes,
    Frame,
    Uprights,
    label_frame,
    points,
    set_label,
    stop_middle,
)

_MARGIN, _TITLE, _TITLE_SIZE, _TITLE_LEADING = 24.0, 34.0, 20.0, 26.0
_STEP_SIZE, _STEP_LEADING, _PADDING = 12.5, 15.0, 10.0
_TITLE_LINES, _BAR_LINES, _BAR_NAME, _STEP_LINES = 3, 3, 76.0, 3
_BREADTH = 800.0  # of all columns together, where lanes without a step can help to fill it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """Measures of one direction in pixels; `header` is along the flow, `wide` and `narrow` are columns."""

    header: float
    wide: float
    narrow: float
    stop_half: float
    sizes: Sizes


_DOWN = _Style(
    header=50,
    wide=144,
    narrow=28,
    stop_half=30,
    sizes=Sizes(box=56, overlap=10, stop=20, bar=36, beside=80),
)
_RIGHT = _Style(
    header=140,
    wide=62,
    narrow=22,
    stop_half=10,
    sizes=Sizes(box=148, overlap=64, stop=60, bar=104, beside=40),
)


def paint(graph: Graph, state: str) -> Scene:
    """The scene of a graph with lanes, in its own direction."""
    return _Painter(graph, state).scene()


class _Painter:
    def __init__(self, graph: Graph, state: str) -> None:
        self._graph, self._state = graph, state
        self._axes = Axes(graph.direction == "down")
        self._style = _DOWN if self._axes.down else _RIGHT
        self._plan = self._laid_out()

    def _laid_out(self) -> Plan:
        """Everything in its place; the title decides where the rest begins."""
        style, down = self._style, self._axes.down
        laid = plan(self._graph)
        laid.stop_half = style.stop_half
        for route in laid.routes:
            set_label(route, self._axes)
        used = sum(column.wide for column in laid.columns[: laid.lanes_end])
        narrow = self._narrow(used, laid.lanes_end - used)
        breadth = used * style.wide + (laid.lanes_end - used) * narrow + 60
        self._title, _ = wrap(self._graph.title, breadth - 90 if down else 860, _TITLE_SIZE, _TITLE_LINES, bold=True)
        top = _MARGIN + _TITLE + _TITLE_LEADING * (len(self._title) - 1)
        self._head = top if down else _MARGIN
        if down:
            self._lengthen(laid, breadth)
        self._along_end = place(laid, style.sizes, self._head + style.header)
        self._along_end += 14 if laid.rows[-1].column is not None else 0
        self._across_start = _MARGIN if down else top
        self._across_end = stand(laid, style.wide, narrow, self._across_start)
        self._lane_edges = _edges(laid.columns[: laid.lanes_end], self._across_start)
        return laid

    def _lengthen(self, laid: Plan, breadth: float) -> None:
        """Downward, boxes and bars grow with their text; `breadth` is the least that the picture will have."""
        for cell in laid.rows:
            if cell.column is None:
                lines, _ = wrap(cell.node.label, breadth - 32 - _BAR_NAME, 13, _BAR_LINES)
                cell.least = 20 + 16.0 * len(lines)
            else:
                lines, _ = wrap(cell.node.label, self._style.wide - 2 * _PADDING, _STEP_SIZE, _STEP_LINES + 1)
                cell.least = 12 + _STEP_LEADING * len(lines)

    def _narrow(self, used: int, idle: int) -> float:
        """How broad lanes without a step are: as columns, they fill up what their names need and a page has."""
        if not self._axes.down or not idle:
            return self._style.narrow
        return min(104.0, max(self._style.narrow, (_BREADTH - used * self._style.wide) / idle))

    def scene(self) -> Scene:
        """All shapes in drawing order, and a canvas that holds them."""
        shapes = [*self._lanes(), *self._bars(), *self._lines(), *self._steps(), *self._labels()]
        shapes = [*self._heading(), *shapes]
        far = self._axes.point(self._along_end, self._across_end)
        width = max(far[0], *(_right(shape) for shape in shapes)) + _MARGIN
        return Scene(
            id=f"{self._graph.id}-swimlane",
            title=self._graph.title,
            description=self._graph.description,
            width=width,
            height=max(far[1], *(_bottom(shape) for shape in shapes)) + _MARGIN,
            shapes=tuple(shapes),
        )

    def _heading(self) -> Iterator[Shape]:
        x = _MARGIN
        width = max(measure(line, _TITLE_SIZE, True) for line in self._title)
        yield Text(
            x=x,
            y=_MARGIN + 16,
            lines=self._title,
            size=_TITLE_SIZE,
            fill="ink",
            anchor="start",
            bold=True,
            leading=_TITLE_LEADING,
        )
        if self._state:
            broad = measure(self._state, LABEL_SIZE) + 16
            y = _MARGIN + _TITLE_LEADING * (len(self._title) - 1)
            end = self._lane_edges[-1][1] if self._axes.down else self._along_end
            x = max(end - broad, x + width + 14)
            yield Box(x=x, y=y, width=broad, height=20, radius=10, fill="page", stroke="quiet", stroke_width=1)
            yield Text(x=x + broad / 2, y=y + 14, lines=(self._state,), size=LABEL_SIZE, fill="quiet")

    # --- Lanes ------------------------------------------------------------------------------------

    def _lanes(self) -> Iterator[Shape]:
        value = next(cell for cell in self._plan.rows if cell.node.kind == "value")
        has_tail = value is not self._plan.rows[-1]
        for column, (low, high) in zip(self._plan.columns, self._lane_edges, strict=False):
            end = value.end if has_tail else self._along_end
            tone = column.lane.tone if column.lane else "?"
            fill = f"{tone}.tint" if column.wide else "idle"
            frame = self._axes.frame(self._head, low, end - self._head, high - low)
            yield Box(**frame._asdict(), radius=8, fill=fill)
            if has_tail:
                frame = self._axes.frame(end - 8, low, self._along_end - end + 8, high - low)
                yield Box(**frame._asdict(), radius=8, fill="tail" if column.wide else "idle")
            yield from self._lane_head(column, low, high)

    def _lane_head(self, column: Column, low: float, high: float) -> Iterator[Shape]:
        lane = column.lane
        assert lane is not None
        strong = f"{lane.tone}.strong" if column.wide else "quiet"
        yield Box(**self._axes.frame(self._head, low, 5, high - low)._asdict(), radius=2.5, fill=strong)
        frame = self._axes.frame(self._head + 5, low, self._style.header - 5, high - low)
        if not column.wide:
            yield from self._idle_head(column, frame)
            return
        lines, _ = wrap(lane.name, frame.width - 42, 12.5, 2, bold=True)
        wide = max(measure(line, 12.5, True) for line in lines)
        left = frame.x + 10 if not self._axes.down else frame.x + max(6, (frame.width - wide - 24) / 2)
        middle = frame.y + frame.height / 2
        yield Box(x=left, y=middle - 9, width=18, height=18, radius=4, fill=strong)
        yield Text(x=left + 9, y=middle + 4.3, lines=(lane.letter,), size=12, fill="on-strong", bold=True)
        top = middle + 4.5 - 7.5 * (len(lines) - 1)
        yield Text(x=left + 24, y=top, lines=lines, size=12.5, fill=strong, bold=True, anchor="start")

    def _idle_head(self, column: Column, frame: Frame) -> Iterator[Shape]:
        """The name of a lane that the stream does not use: small, and upward where lanes are columns."""
        lane = column.lane
        assert lane is not None
        if not self._axes.down:
            y = frame.y + frame.height / 2 + 4
            yield Text(x=frame.x + 10, y=y, lines=(lane.name,), size=10.5, fill="quiet", anchor="start")
            return
        x = frame.x + frame.width / 2
        lines, was_cut = wrap(lane.name, frame.width - 8, LABEL_SIZE, 2)
        lines = (lane.letter,) if was_cut or frame.width < 60 else lines
        y = frame.y + frame.height / 2 + 4 - 6.5 * (len(lines) - 1)
        yield Text(x=x, y=y, lines=lines, size=LABEL_SIZE, fill="quiet", leading=LEADING)

    # --- Demand and value -------------------------------------------------------------------------

    @property
    def _bar_span(self) -> tuple[float, float]:
        return self._lane_edges[0][0], self._lane_edges[-1][1]

    def _bars(self) -> Iterator[Shape]:
        low, high = self._bar_span
        for cell in self._plan.rows:
            if cell.column is None:
                frame = self._axes.frame(cell.start, low, cell.end - cell.start, high - low)
                name = "Demand" if cell.node.kind == "demand" else "Value"
                yield from self._bar_across(frame, name, cell) if self._axes.down else self._block(frame, name, cell)

    def _bar_across(self, frame: Frame, name: str, cell: Cell) -> Iterator[Shape]:
        told = measure(name, 13, True) + 12
        lines, was_cut = wrap(cell.node.label, frame.width - told - 32, 13, _BAR_LINES)
        yield Box(**frame._asdict(), radius=8, fill="block", title=cell.node.label if was_cut else "")
        x, y = frame.x + 16, frame.y + 22.6
        yield Text(x=x, y=y, lines=(name,), size=13, fill="on-block", bold=True, anchor="start")
        yield Text(x=x + told, y=y, lines=lines, size=13, fill="on-block", anchor="start", leading=16)

    def _block(self, frame: Frame, name: str, cell: Cell) -> Iterator[Shape]:
        most = max(1, int((frame.height - 60) / 15))
        lines, was_cut = wrap(cell.node.label, frame.width - 16, 12, min(most, 12))
        yield Box(**frame._asdict(), radius=10, fill="block", title=cell.node.label if was_cut else "")
        x, top = frame.x + frame.width / 2, frame.y + frame.height / 2 - (len(lines) * 15 + 8) / 2
        yield Text(x=x, y=top, lines=(name,), size=13.5, fill="on-block", bold=True)
        yield Text(x=x, y=top + 22, lines=lines, size=12, fill="on-block")

    # --- Lines and their labels -------------------------------------------------------------------

    def _lines(self) -> Iterator[Shape]:
        self._ways = [points(self._plan, route, self._bar_span) for route in self._plan.routes]
        for route, way in sorted(zip(self._plan.routes, self._ways, strict=True), key=lambda pair: _is_rework(pair[0])):
            rework = _is_rework(route)
            corners = tuple(self._axes.point(along, across) for along, across in way)
            yield Path(points=corners, stroke="rework" if rework else "line", dashed=rework)

    def _labels(self) -> Iterator[Shape]:
        uprights = Uprights(self._ways)
        for route in self._plan.routes:
            if not route.label:
                continue
            frame = label_frame(self._plan, route, self._axes, uprights)
            middle = self._axes.point(0, self._plan.columns[route.column].middle)[0]
            before = frame.x < middle if route.way == "straight" else route.side != HIGH
            at_end = before if self._axes.down else route.way != "straight"
            anchor, x = ("end", frame.x + frame.width) if at_end else ("start", frame.x)
            yield Text(
                x=x,
                y=frame.y + LABEL_SIZE - 1,
                lines=route.label,
                size=LABEL_SIZE,
                fill="rework" if _is_rework(route) else "ink",
                anchor=anchor,
                leading=LEADING,
                title=clean(route.link.label) if route.is_cut else "",
            )

    # --- Steps ------------------------------------------------------------------------------------

    def _steps(self) -> Iterator[Shape]:
        for cell in self._plan.rows:
            if cell.column is not None:
                yield from self._step(cell, self._plan.columns[cell.column])
        for route in self._plan.routes:
            if route.way == "stop":
                yield from self._stop(route)

    def _step(self, cell: Cell, column: Column) -> Iterator[Shape]:
        node = cell.node
        strong = f"{column.lane.tone}.strong" if column.lane else "line"
        frame = self._axes.frame(cell.body, column.start, cell.body_end - cell.body, column.size)
        yield from self._fork_and_join(cell, column)
        lines, was_cut = wrap(node.label, frame.width - 2 * _PADDING, _STEP_SIZE, max(_STEP_LINES, int((frame.height - 12) / 15)))
        box = Box(**frame._asdict(), radius=8, fill="paper", stroke=strong, stroke_width=1.6)
        if was_cut:
            box = Box(**frame._asdict(), radius=8, fill="paper", stroke=strong, stroke_width=1.6, title=clean(node.label))
        yield box
        if node.nested:
            inner = Frame(frame.x + 3.5, frame.y + 3.5, frame.width - 7, frame.height - 7)
            yield Box(**inner._asdict(), radius=5, stroke=strong, stroke_width=0.9)
        middle = frame.y + frame.height / 2 + 4.4 - _STEP_LEADING * (len(lines) - 1) / 2
        yield Text(x=frame.x + frame.width / 2, y=middle, lines=lines, size=_STEP_SIZE, fill="ink", leading=_STEP_LEADING)
        yield Disc(x=frame.x + 1, y=frame.y + 1, radius=10.5, fill=strong)
        number = str(node.number)
        size = 11.0 if len(number) < 3 else 9.0
        yield Text(x=frame.x + 1, y=frame.y + 1 + size * 0.36, lines=(number,), size=size, fill="on-strong", bold=True)

    def _fork_and_join(self, cell: Cell, column: Column) -> Iterator[Shape]:
        """The bars: a short thick line before or after the box, tied to it."""
        for along, ends, is_there in (
            (cell.start, (cell.start + 5, cell.body), cell.join),
            (cell.end - 5, (cell.body_end, cell.end - 5), cell.fork),
        ):
            if is_there:
                tie = tuple(self._axes.point(place, column.middle) for place in ends)
                yield Path(points=tie, stroke="line", arrow=False)
                frame = self._axes.frame(along, column.middle - self._bar_half(), 5, 2 * self._bar_half())
                yield Box(**frame._asdict(), radius=2, fill="line")

    def _bar_half(self) -> float:
        return min(BAR_HALF, self._style.wide / 2 - 6)

    def _stop(self, route: Route) -> Iterator[Shape]:
        middle = stop_middle(self._plan, route)
        half, long = self._style.stop_half, self._style.sizes.stop
        frame = self._axes.frame(route.level - long / 2, middle - half, long, 2 * half)
        after = route.source.node.after_value
        title = "" if after else "Ends without value"
        yield Box(**frame._asdict(), radius=10, fill="paper", stroke="quiet", stroke_width=1.4, title=title)
        x, y = frame.x + frame.width / 2, frame.y + frame.height / 2 + 3.7
        yield Text(x=x, y=y, lines=("end" if after else "no value",), size=10.5, fill="quiet")


def _edges(columns: list[Column], start: float) -> list[tuple[float, float]]:
    """Where each lane begins and ends across: in the middle of the gutters, a little apart."""
    ends = [(left.start + left.size + right.start) / 2 for left, right in zip(columns, columns[1:], strict=False)]
    last = columns[-1]
    lows = [start, *(end + 2.5 for end in ends)]
    highs = [*(end - 2.5 for end in ends), last.start + last.size + 8]
    return list(zip(lows, highs, strict=True))


def _is_rework(route: Route) -> bool:
    return route.link.kind == "rework"


def _right(shape: Shape) -> float:
    if isinstance(shape, Box):
        return shape.x + shape.width
    if isinstance(shape, Text):
        width = max(measure(line, shape.size, shape.bold) for line in shape.lines)
        return shape.x + width * {"start": 1.0, "middle": 0.5, "end": 0.0}[shape.anchor]
    return 0.0


def _bottom(shape: Shape) -> float:
    if isinstance(shape, Text):
        return shape.y + shape.leading * (len(shape.lines) - 1) + 4
    return shape.y + shape.height if isinstance(shape, Box) else 0.0
