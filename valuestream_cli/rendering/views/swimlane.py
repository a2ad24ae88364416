"""The picture of ITIL: six activity lanes, and the steps of a stream as a numbered path through them."""

from __future__ import annotations

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.model import ValueStream
from valuestream_cli.rendering.diagram import Drawing, Graph, Scene
from valuestream_cli.rendering.views._swimlane_paint import paint
from valuestream_cli.rendering.views.graph import stream_graph

_STEPS_IN_A_ROW = 6  # more steps to the right make a ribbon in which text on a page is too small


def draw(stream: ValueStream, direction: str = "auto") -> Drawing:
    """The stream as lanes; `auto` turns a long one downward, so that it fits the width of a page."""
    flow = Flow(stream)
    if direction == "auto":
        direction = "down" if len(flow.order) > _STEPS_IN_A_ROW else "right"
    graph = stream_graph(stream, flow, direction)
    return Drawing(graph, lambda: _scene(graph, stream.state or ""))


def _scene(graph: Graph, state: str) -> Scene:
    return paint(graph, state)
