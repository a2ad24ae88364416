"""The shapes of the view `flow`: how large boxes and labels are, and how they look where they stand."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from valuestream_cli.rendering.diagram import (
    Box,
    Disc,
    Graph,
    Lane,
    Link,
    Node,
    Path,
    Point,
    Scene,
    Shape,
    Text,
    moved,
)
from valuestream_cli.rendering.layout.crossings import gaps
from valuestream_cli.rendering.layout.orthogonal import Frame, Layout
from valuestream_cli.rendering.text import clean, measure, wrap
from valuestream_cli.rendering.views import tag

_STEP_WIDTH = {"down": (184.0, 240.0), "right": (146.0, 184.0)}  # least and most
_BLOCK_WIDTH = {"down": 252.0, "right": 146.0}
_BAR = (64.0, 6.0)
_NAME, _LEADING = 12.5, 15.0
_KICKER, _SMALL, _SMALL_LEADING = 10.0, 11.0, 13.0
_LABEL_WIDTH, _LABEL_GAP = 118.0, 6.0
_TITLE, _TITLE_LEADING = 18.0, 23.0
_PAD, _AIR, _MARGIN, _DISC = 10.0, 9.0, 24.0, 11.0
_END = "Ends without value"
_LINES = 4
_NOTE_LINES = 3
_MARK = 22.0  # what the mark of a node takes above its text
_MARKED = {"": 1.6, "added": 3.0, "removed": 1.6}  # how thick what is marked is drawn


class Sizes:
    """How large boxes and labels of one graph are; steps in a row to the right are all as high as the highest."""

    def __init__(self, graph: Graph) -> None:
        self.direction = graph.direction
        self._step_width = _step_width(graph)
        self._highest = max((len(self.name(it)[0]) for it in graph.nodes if it.kind == "step"), default=1)

    def name(self, node: Node) -> tuple[tuple[str, ...], bool]:
        """The lines of a node's text, and whether some of it is cut."""
        return wrap(node.label, self._width(node) - 2 * _PAD, _NAME, _LINES if node.kind == "step" else 2 * _LINES)

    def label(self, link: Link) -> tuple[float, float] | None:
        """The room that a link's label needs."""
        lines, _ = self.words(link)
        if not lines:
            return None
        over = 1.0 if self.direction == "down" else 5.0
        width = max(measure(line, _SMALL) for line in lines)
        return width + 2 * _LABEL_GAP, len(lines) * _SMALL_LEADING + 2 * over

    def words(self, link: Link) -> tuple[tuple[str, ...], bool]:
        """The lines of a link's label."""
        return wrap(link.label, _LABEL_WIDTH, _SMALL, _LINES)

    def box(self, node: Node) -> tuple[float, float]:
        """Width and height of a node."""
        if node.kind == "bar":
            return _BAR if self.direction == "down" else (_BAR[1], _BAR[0])
        if node.kind == "end":
            return measure(_END, _SMALL) + 3 * _PAD, 28.0
        is_even = node.kind == "step" and self.direction == "right"
        lines = self._highest if is_even else len(self.name(node)[0])
        more = _SMALL_LEADING * len(self.notes(node)) + (_MARK if node.mark else 0.0)
        return self._width(node), 2 * _AIR + _LEADING * (lines + 1) + more

    def notes(self, node: Node) -> tuple[str, ...]:
        """The lines of all notes of a node."""
        width = self._width(node) - 2 * _PAD
        return tuple(line for note in node.notes for line in wrap(note, width, _SMALL, _NOTE_LINES)[0])

    def _width(self, node: Node) -> float:
        return self._step_width if node.kind == "step" else _BLOCK_WIDTH[self.direction]


def _step_width(graph: Graph) -> float:
    """As wide as the longest word asks for, within reason."""
    words = (word for node in graph.nodes if node.kind == "step" for word in clean(node.label).split())
    longest = max((measure(word, _NAME) for word in words), default=0)
    least, most = _STEP_WIDTH[graph.direction]
    return min(max(least, math.ceil(longest) + 2 * _PAD), most)


def scene(graph: Graph, sizes: Sizes, layout: Layout, state: str = "") -> Scene:
    """Everything where the layout put it: lines first, boxes over them, text last."""
    drawn = [*_links(graph, sizes, layout), *_nodes(graph, sizes, layout)]
    left, top, right, bottom = _bounds(layout, [sizes.label(link) for link in graph.links])
    width = max(right - left + 2 * _MARGIN, 360.0)
    beside = tag.width(state) + 14 if state else 0.0
    title, _ = wrap(graph.title, width - 2 * _MARGIN - beside, _TITLE, 3, bold=True)
    head = _MARGIN + len(title) * _TITLE_LEADING + 14
    dx, dy = (width - right - left) / 2, head - top
    heading = Text(
        x=_MARGIN,
        y=_MARGIN + 14,
        lines=title,
        size=_TITLE,
        fill="ink",
        anchor="start",
        bold=True,
        leading=_TITLE_LEADING,
    )
    return Scene(
        id=f"{graph.id}-flow",
        title=graph.title,
        description=graph.description,
        width=width,
        height=head + bottom - top + _MARGIN,
        shapes=(
            heading,
            *tag.tag(state, width - _MARGIN - tag.width(state), _MARGIN - 1),
            *(moved(shape, dx, dy) for shape in drawn),
        ),
    )


def _bounds(layout: Layout, rooms: list[tuple[float, float] | None]) -> tuple[float, float, float, float]:
    """The smallest rectangle around everything: left, top, right, bottom."""
    areas = [(x, y, width / 2, height / 2) for x, y, width, height in layout.boxes.values()]
    areas += [(x, y, 0, 0) for route in layout.routes for x, y in route]
    for spot, room in zip(layout.labels, rooms, strict=True):
        if spot and room:
            areas.append((*spot, room[0] / 2, room[1] / 2))
    return (
        min(x - half for x, _, half, _ in areas),
        min(y - half for _, y, _, half in areas),
        max(x + half for x, _, half, _ in areas),
        max(y + half for _, y, _, half in areas),
    )


def _links(graph: Graph, sizes: Sizes, layout: Layout) -> Iterator[Shape]:
    bars = {node.id for node in graph.nodes if node.kind == "bar"}
    colours = {"flow": "line", "after": "quiet", "rework": "rework"}
    # what matters most is drawn last, over what it crosses
    broken = gaps(layout.routes, [link.kind == "rework" for link in graph.links], graph.direction == "right")
    lines = zip(graph.links, layout.routes, broken, strict=True)
    for link, route, crossed in sorted(lines, key=lambda line: line[0].kind != "rework"):
        back, arrow = link.kind == "rework", link.target not in bars
        yield Path(
            points=route,
            stroke=colours[link.kind],
            width=_MARKED[link.mark],
            dashed=back or link.mark == "removed",
            arrow=arrow,
            gaps=crossed,
        )
    for link, spot in zip(graph.links, layout.labels, strict=True):
        if spot and link.label:
            yield _label(link, spot, sizes, colours[link.kind])


def _label(link: Link, spot: Point, sizes: Sizes, colour: str) -> Text:
    lines, cut = sizes.words(link)
    y = spot[1] + _SMALL * 0.35 - (len(lines) - 1) * _SMALL_LEADING / 2
    title = clean(link.label) if cut else ""
    return Text(x=spot[0], y=y, lines=lines, size=_SMALL, fill=colour, leading=_SMALL_LEADING, title=title)


def _nodes(graph: Graph, sizes: Sizes, layout: Layout) -> Iterator[Shape]:
    lanes = {lane.id: lane for lane in graph.lanes}
    for node in graph.nodes:
        frame = layout.boxes[node.id]
        if node.kind == "bar":
            yield _box(frame, radius=2, fill="line")
        elif node.kind == "end":
            yield _box(frame, radius=frame[3] / 2, fill="paper", stroke="quiet")
            yield Text(x=frame[0], y=frame[1] + 4, lines=(_END,), size=_SMALL, fill="quiet")
        elif node.kind == "step" and node.lane in lanes:
            yield from _step(node, lanes[node.lane], frame, sizes)
        else:
            yield from _block(node, frame, sizes)


def _box(frame: Frame, **look: Any) -> Box:
    x, y, width, height = frame
    look = {"stroke_width": 1.6 if "stroke" in look else 0} | look
    return Box(x=x - width / 2, y=y - height / 2, width=width, height=height, **look)


def _block(node: Node, frame: Frame, sizes: Sizes) -> Iterator[Shape]:
    """Demand or value: dark, over the whole."""
    lines, cut = sizes.name(node)
    yield _box(frame, radius=10, fill="block", title=clean(node.label) if cut else "")
    yield from _words(node.kind.capitalize(), _NAME, lines, frame, ("on-block", "on-block"))


def _step(node: Node, lane: Lane, frame: Frame, sizes: Sizes) -> Iterator[Shape]:
    """A box in the colours of its activity, which is named in it too; after value it is pale."""
    tint, strong = f"{lane.tone}.tint", f"{lane.tone}.strong"
    lines, cut = sizes.name(node)
    is_gone = node.number is None
    yield _box(
        frame,
        radius=8,
        fill="paper" if node.after_value or is_gone else tint,
        stroke=strong,
        stroke_width=_MARKED.get(node.mark, _MARKED[""]),
        dashed=is_gone,
        title=clean(node.label) if cut else "",
    )
    x, y, width, height = frame
    if node.nested:
        yield _box((x, y, width - 7, height - 7), radius=5, fill="none", stroke=strong, title=clean(node.nested))
    notes, mark = sizes.notes(node), _MARK if node.mark else 0.0
    middle = y + (mark - len(notes) * _SMALL_LEADING) / 2
    yield from _words(lane.name, _KICKER, lines, (x, middle, width, height), (strong, "ink"))
    left, top = x - width / 2, y - height / 2
    if notes:
        below = y + height / 2 - _AIR - (len(notes) - 1) * _SMALL_LEADING
        yield Text(x=x, y=below, lines=notes, size=_SMALL, fill="quiet", leading=_SMALL_LEADING)
    yield Disc(x=left + 3, y=top + 2, radius=_DISC, fill=strong)
    number = ("–" if is_gone else str(node.number),)
    yield Text(x=left + 3, y=top + 6, lines=number, size=_SMALL, fill="on-strong", bold=True)
    yield from tag.tag(node.mark, x - tag.width(node.mark) / 2, top + 6)


def _words(head: str, size: float, lines: tuple[str, ...], frame: Frame, fills: tuple[str, str]) -> Iterator[Text]:
    """A bold line and the name under it, in the middle of the frame."""
    x, y = frame[:2]
    top = y - len(lines) * _LEADING / 2 + 3
    yield Text(x=x, y=top, lines=(head,), size=size, fill=fills[0], bold=True)
    if lines:
        yield Text(x=x, y=top + _LEADING, lines=lines, size=_NAME, fill=fills[1], leading=_LEADING)
