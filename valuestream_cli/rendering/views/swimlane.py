"""The picture of ITIL: six activity lanes, and the steps of a stream as a numbered path through them."""

from __future__ import annotations

from dataclasses import replace

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Box, Drawing, Graph, Scene, Shape, Text, flat
from valuestream_cli.rendering.layout.lanes_rows import Homes
from valuestream_cli.rendering.text import measure
from valuestream_cli.rendering.views import _swimlane_lanes as behind
from valuestream_cli.rendering.views import _swimlane_paint as front
from valuestream_cli.rendering.views import tag
from valuestream_cli.rendering.views._swimlane_layout import MARGIN, lay_out
from valuestream_cli.rendering.views.graph import stream_graph, without_plain_ends
from valuestream_cli.rendering.views.parallel import homes as homes_of

_STEPS_IN_A_ROW = 6  # more steps to the right make a ribbon in which text on a page is too small
_PAGE = 1100.0  # pixels that fit the width of a page, likewise
_SIDE = {"start": 1.0, "middle": 0.5, "end": 0.0}


def draw(brief: Brief) -> Drawing:
    """The stream as lanes; `auto` turns one downward that would not fit the width of a page."""
    flow, direction = Flow(brief.stream), brief.direction
    homes = homes_of(flow)
    graph = without_plain_ends(stream_graph(brief, flow, "right" if direction == "auto" else direction))
    if direction == "auto" and (len(flow.order) > _STEPS_IN_A_ROW or lay_out(graph, homes).along_end > _PAGE):
        graph = replace(graph, direction="down")
    return Drawing(graph, lambda: _scene(graph, homes, brief))


def _scene(graph: Graph, homes: Homes, brief: Brief) -> Scene:
    """All shapes in drawing order, on a canvas that holds them."""
    layout = lay_out(graph, homes)
    shapes = [
        *behind.heading(layout, tag.state(brief)),
        *behind.lanes(layout),
        *behind.ends(layout),
        *front.lines(layout),
        *front.steps(layout, brief.link),
        *front.stops(layout, {node.id: node for node in graph.nodes if node.kind == "end"}),
        *front.labels(layout),
    ]
    right, bottom = layout.axes.point(layout.along_end, layout.across_end)
    return Scene(
        id=f"{graph.id}-swimlane",
        title=graph.title,
        description=graph.description,
        width=max(right, *(_right(shape) for shape in flat(shapes))) + MARGIN,
        height=max(bottom, *(_bottom(shape) for shape in flat(shapes))) + MARGIN,
        shapes=tuple(shapes),
    )


def _right(shape: Shape) -> float:
    if isinstance(shape, Text):
        widths = (measure(line, shape.size, shape.bold) for line in shape.lines)
        return shape.x + max(widths, default=0.0) * _SIDE[shape.anchor]
    return shape.x + shape.width if isinstance(shape, Box) else 0.0


def _bottom(shape: Shape) -> float:
    if isinstance(shape, Text):
        return shape.y + shape.leading * (len(shape.lines) - 1) + 4
    return shape.y + shape.height if isinstance(shape, Box) else 0.0
