"""The view `flow`: demand, steps and value as a graph with branches, rework and forks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.model import END
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Drawing, Graph, Link, Node, Scene
from valuestream_cli.rendering.layout.graphviz_engine import Blank, Wire
from valuestream_cli.rendering.layout.orthogonal import lay_out
from valuestream_cli.rendering.views import flow_shapes as shapes
from valuestream_cli.rendering.views import tag
from valuestream_cli.rendering.views.graph import stream_graph, without_plain_ends

_RIGHT_UP_TO = 4  # so many steps in a row, with demand and value, are as wide as a page
_CHAIN, _HEAVY, _EVEN, _LIGHT = 40, 12, 3, 1  # how straight Graphviz keeps a line


def draw(brief: Brief) -> Drawing:
    """The graph, and its scene once somebody asks for it.

    The scene raises MissingTool where there is no Graphviz.
    """
    flow, direction = Flow(brief.stream), brief.direction
    if direction == "auto":
        direction = "right" if _longest(flow) <= _RIGHT_UP_TO else "down"
    return drawing(stream_graph(brief, flow, direction), flow, tag.state(brief), brief.link)


def drawing(graph: Graph, flow: Flow, state: str, link: Callable[[str], str] = lambda _: "") -> Drawing:
    """A graph as this view draws it; `flow` tells which of its links are the main ones. link: see `Brief`."""
    graph = without_plain_ends(graph)
    return Drawing(graph, lambda: _scene(_each_its_end(graph), flow, state, link))


def _longest(flow: Flow) -> int:
    """How many steps the longest way to value has."""
    longest = dict.fromkeys(flow.steps, 1)
    for step in flow.order:
        for target in flow.forward.get(step, ()):
            if target in longest:
                longest[target] = max(longest[target], longest[step] + 1)
    return max(longest.values(), default=0) + (len(flow.tail) + 1 if flow.tail else 0)  # and what says that they follow


def _each_its_end(graph: Graph) -> Graph:
    """The graph with an end for each way that leads there, so that none has to cross the picture."""
    ends = {node.id: node for node in graph.nodes if node.kind == "end"}
    links, own = [], []
    for link in graph.links:
        if link.target in ends:
            own.append(replace(ends[link.target], id=f"{END}:{link.source}"))
            link = replace(link, target=own[-1].id)
        links.append(link)
    return replace(graph, nodes=(*(node for node in graph.nodes if node.id not in ends), *own), links=tuple(links))


def _scene(graph: Graph, flow: Flow, state: str, link: Callable[[str], str]) -> Scene:
    sizes = shapes.Sizes(graph)
    blanks = [_blank(node, sizes) for node in graph.nodes]
    heavy = _main_links(graph, flow)
    wires = [_wire(way, heavy.get((way.source, way.target), _LIGHT), sizes) for way in graph.links]
    return shapes.scene(graph, sizes, lay_out(blanks, wires, graph.direction), state, link)


def _blank(node: Node, sizes: shapes.Sizes) -> Blank:
    width, height = sizes.box(node)
    return Blank(id=node.id, width=width, height=height, is_bar=node.kind == "bar")


def _wire(link: Link, weight: int, sizes: shapes.Sizes) -> Wire:
    back = link.kind == "rework"
    room = sizes.label(link)
    if back and not room:
        room = (1.0, 1.0)  # so that it has a column of its own
    return Wire(source=link.source, target=link.target, weight=weight, label=room, back=back)


def _main_links(graph: Graph, flow: Flow) -> dict[tuple[str, str], int]:
    """How straight each link is to be: chains and the likeliest way out most, branches of a fork alike."""
    shares = {(edge.source, edge.target): _share(edge.share) for edge in flow.edges}
    outs: dict[str, list[Link]] = {}
    ins: Counter[str] = Counter()
    for link in graph.links:
        if link.kind != "rework" and not link.target.startswith(f"{END}:"):
            outs.setdefault(link.source, []).append(link)
            ins[link.target] += 1
    weights = {}
    for source, links in outs.items():
        likeliest = max(links, key=lambda it: shares.get((it.source, it.target.removeprefix("join:")), 0.5))
        is_fork = len(links) > 1 and source.startswith("fork:")
        for link in links:
            if is_fork or link.target.startswith("join:"):
                weight = _EVEN
            elif len(links) == ins[link.target] == 1:
                weight = _CHAIN
            else:
                weight = _HEAVY if link is likeliest else _LIGHT
            weights[link.source, link.target] = weight
    return weights


def _share(text: str | None) -> float:
    try:
        return float((text or "").rstrip("%")) / 100
    except ValueError:
        return 0.5
