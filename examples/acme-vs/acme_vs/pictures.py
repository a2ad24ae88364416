"""A view that shows the steps as a board, and a format that lists the edges of a flow."""

from __future__ import annotations

from valuestream_cli.extend import (
    Box,
    Brief,
    Drawing,
    Entry,
    Flow,
    Graph,
    Medium,
    Scene,
    Text,
    ValueStream,
    stream_graph,
)

WIDTH, HEIGHT, GAP = 220, 48, 12
VIEWS = {"board": Entry(module="acme_vs.pictures", summary="the steps below each other")}
FORMATS = {
    "edges": Entry(module="acme_vs.pictures", summary="one edge a line", reads="graph", suffix="txt", comment="#")
}


def draw(brief: Brief) -> Drawing:
    """A view: what is connected, and where it stands. The direction asked for may be auto; the board runs down."""
    graph = stream_graph(brief, Flow(brief.stream), "right" if brief.direction == "right" else "down")
    return Drawing(graph, lambda: _scene(brief.stream))


def _scene(stream: ValueStream) -> Scene:
    shapes: list[Box | Text] = []
    for number, step in enumerate(stream.steps):
        top = GAP + number * (HEIGHT + GAP)
        shapes.append(Box(x=GAP, y=top, width=WIDTH, height=HEIGHT, radius=6, stroke="line", stroke_width=1))
        shapes.append(Text(x=GAP + WIDTH / 2, y=top + 28, lines=(step.name[:30],), size=12, fill="ink"))
    height = GAP + len(stream.steps) * (HEIGHT + GAP)
    return Scene(
        id=stream.id, title=stream.name, description="", width=WIDTH + 2 * GAP, height=height, shapes=tuple(shapes)
    )


def write(graph: Graph, medium: Medium) -> bytes:  # noqa: ARG001 (a list has no colours)
    """A format: the bytes of a file."""
    return "".join(f"{link.source} -> {link.target}\n" for link in graph.links).encode()
