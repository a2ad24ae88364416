"""The shapes of the view `flow`: how large boxes and labels are, and how they look where they stand."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from valuestream_cli.rendering.diagram import (
    Box,
    Disc,
    Graph,
    Group,
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
from valuestream_cli.rendering.text import clean, measure, wrap, wrap_to_end
from valuestream_cli.rendering.views import small_print, tag
from valuestream_cli.rendering.views.heading import heading
from valuestream_cli.rendering.views.small_print import SmallPrint

_STEP_WIDTH = {"down": (184.0, 240.0), "right": (146.0, 184.0)}  # least and most
_BLOCK_WIDTH = {"down": 252.0, "right": 146.0}
_BAR = (64.0, 6.0)
_NAME, _LEADING = 12.5, 15.0
_KICKER, _SMALL, _SMALL_LEADING = 10.0, 11.0, 13.0
_LABEL_WIDTH = {"down": (118.0, 118.0), "right": (80.0, 118.0)}  # to the right, a broad one lengthens the picture
_LABEL_GAP = 6.0
_PAD, _AIR, _MARGIN, _DISC = 10.0, 9.0, 24.0, 11.0
_UNDER_TITLE = 10.0
_LINES, _BLOCK_LINES, _LABEL_LINES = 6, 8, 4
_NOTE_LINES = 3
_MARK = 22.0  # what the mark of a node takes above its text
_MARKED = {"": 1.6, "added": 3.0, "removed": 1.6}  # how thick what is marked is drawn


class Sizes:
    """How large boxes and labels of one graph are; steps in a row to the right are all as high as the highest."""

    def __init__(self, graph: Graph) -> None:
        self.direction = graph.direction
        self._lanes = {lane.id: lane.name for lane in graph.lanes}
        self._step_width = _step_width(graph)
        steps = [node for node in graph.nodes if node.kind == "step"]
        self._highest = max((len(self.name(it)[0]) for it in steps), default=1)
        self._most_small = max((self.small_print(it).height for it in steps), default=0.0)

    def name(self, node: Node) -> tuple[tuple[str, ...], bool]:
        """The lines of a node's text, and whether some of it is cut."""
        return wrap(node.label, self._width(node) - 2 * _PAD, _NAME, _LINES if node.kind == "step" else _BLOCK_LINES)

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
        longest = max((measure(word, _SMALL) for word in clean(link.label).split()), default=0.0) + 0.1
        least, most = _LABEL_WIDTH[self.direction]
        return wrap_to_end(link.label, link.share, min(max(least, longest), most), _SMALL, _LABEL_LINES)

    def box(self, node: Node) -> tuple[float, float]:
        """Width and height of a node."""
        if node.kind == "bar":
            return _BAR if self.direction == "down" else (_BAR[1], _BAR[0])
        if node.kind == "end":
            return measure(clean(node.label), _SMALL) + 3 * _PAD, 28.0
        is_even = node.kind == "step" and self.direction == "right"
        lines = self._highest if is_even else len(self.name(node)[0])
        small = self._most_small if is_even else self.small_print(node).height
        more = _SMALL_LEADING * len(self.notes(node)) + (_MARK if node.mark else 0.0)
        head = _LEADING + _SMALL_LEADING * (max(1, len(self.head(node))) - 1)
        return self._width(node), 2 * _AIR + head + _LEADING * lines + small + more

    def head(self, node: Node) -> tuple[str, ...]:
        """The lines over a node's text: what it is, or its activity."""
        if node.kind == "step":
            return wrap(self._lanes.get(node.lane or "", ""), self._width(node) - 2 * _PAD, _KICKER, 2, bold=True)[0]
        return wrap(node.head, self._width(node) - 2 * _PAD, _NAME, 2, bold=True)[0]

    def notes(self, node: Node) -> tuple[str, ...]:
        """The lines of all notes of a node."""
        width = self._width(node) - 2 * _PAD
        return tuple(line for note in node.notes for line in wrap(note, width, _SMALL, _NOTE_LINES)[0])

    def small_print(self, node: Node) -> SmallPrint:
        """Times and supplier of a node; where something changed, notes tell that instead."""
        return small_print.of_node(node if not node.mark else replace(node, times=()), self._width(node) - 2 * _PAD)

    def _width(self, node: Node) -> float:
        return self._step_width if node.kind == "step" else _BLOCK_WIDTH[self.direction]


def _step_width(graph: Graph) -> float:
    """As wide as the longest word asks for, within reason."""
    words = (word for node in graph.nodes if node.kind == "step" for word in clean(node.label).split())
    longest = max((measure(word, _NAME) for word in words), default=0)
    least, most = _STEP_WIDTH[graph.direction]
    return min(max(least, math.ceil(longest) + 2 * _PAD), most)


def scene(graph: Graph, sizes: Sizes, layout: Layout, state: str, link: Callable[[str], str]) -> Scene:
    """Everything where the layout put it: lines first, boxes over them, text last."""
    drawn = [*_links(graph, sizes, layout), *_nodes(graph, sizes, layout, link)]
    left, top, right, bottom = _bounds(layout, [sizes.label(link) for link in graph.links])
    width = max(right - left + 2 * _MARGIN, 360.0)
    head, below = heading(graph.title, state, width)
    dx, dy = (width - right - left) / 2, below + _UNDER_TITLE - top
    return Scene(
        id=f"{graph.id}-flow",
        title=graph.title,
        description=graph.description,
        width=width,
        height=bottom + dy + _MARGIN,
        shapes=(*head, *(moved(shape, dx, dy) for shape in drawn)),
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


def _nodes(graph: Graph, sizes: Sizes, layout: Layout, link: Callable[[str], str]) -> Iterator[Shape]:
    lanes = {lane.id: lane for lane in graph.lanes}
    for node in graph.nodes:
        frame = layout.boxes[node.id]
        if node.kind == "bar":
            yield _box(frame, radius=2, fill="line")
        elif node.kind == "end":
            yield _box(frame, radius=frame[3] / 2, fill="paper", stroke="quiet")
            yield Text(x=frame[0], y=frame[1] + 4, lines=(clean(node.label),), size=_SMALL, fill="quiet")
        elif node.kind == "step" and node.lane in lanes:
            shapes = tuple(_step(node, lanes[node.lane], frame, sizes))
            yield Group(node=node.id, shapes=shapes, title=small_print.title(node), href=link(node.nested))
        else:
            yield Group(node=node.id, shapes=tuple(_block(node, frame, sizes)), title=clean(node.label))


def _box(frame: Frame, **look: Any) -> Box:
    x, y, width, height = frame
    look = {"stroke_width": 1.6 if "stroke" in look else 0} | look
    return Box(x=x - width / 2, y=y - height / 2, width=width, height=height, **look)


def _block(node: Node, frame: Frame, sizes: Sizes) -> Iterator[Shape]:
    """Demand or value: dark, over the whole."""
    lines, _ = sizes.name(node)
    yield _box(frame, radius=10, fill="block")
    yield from _words(sizes.head(node), _NAME, lines, frame, ("on-block", "on-block"))


def _step(node: Node, lane: Lane, frame: Frame, sizes: Sizes) -> Iterator[Shape]:
    """A box in the colours of its activity, which is named in it too; after value it is pale."""
    tint, strong = f"{lane.tone}.tint", f"{lane.tone}.strong"
    lines, _ = sizes.name(node)
    yield _box(
        frame,
        radius=8,
        fill="paper" if node.after_value or node.number is None else tint,
        stroke=strong,
        stroke_width=_MARKED.get(node.mark, _MARKED[""]),
        dashed=node.number is None,
    )
    x, y, width, height = frame
    if node.nested:
        yield _box((x, y, width - 7, height - 7), radius=5, fill="none", stroke=strong)
    notes, mark, small = sizes.notes(node), _MARK if node.mark else 0.0, sizes.small_print(node)
    middle = y + (mark - len(notes) * _SMALL_LEADING - small.height) / 2
    head = sizes.head(node)
    yield from _words(head, _KICKER, lines, (x, middle, width, height), (strong, "ink"))
    yield from small.shapes(x, middle + (len(lines) * _LEADING + (len(head) - 1) * _SMALL_LEADING) / 2 + 3)
    if notes:
        below = y + height / 2 - _AIR - (len(notes) - 1) * _SMALL_LEADING
        yield Text(x=x, y=below, lines=notes, size=_SMALL, fill="quiet", leading=_SMALL_LEADING)
    left, top = x - width / 2, y - height / 2
    number = "–" if node.number is None else str(node.number)
    yield Disc(x=left + 3, y=top + 2, radius=_DISC, fill=strong)
    yield Text(x=left + 3, y=top + 6, lines=(number,), size=_SMALL, fill="on-strong", bold=True)
    yield from tag.tag(node.mark, x - tag.width(node.mark) / 2, top + 6)


def _words(
    head: tuple[str, ...], size: float, lines: tuple[str, ...], frame: Frame, fills: tuple[str, str]
) -> Iterator[Text]:
    """Bold lines and the name under them, in the middle of the frame."""
    x, y = frame[:2]
    more = (len(head) - 1) * _SMALL_LEADING
    top = y - (len(lines) * _LEADING + more) / 2 + 3
    yield Text(x=x, y=top, lines=head, size=size, fill=fills[0], bold=True, leading=_SMALL_LEADING)
    if lines:
        yield Text(x=x, y=top + more + _LEADING, lines=lines, size=_NAME, fill=fills[1], leading=_LEADING)
