"""Writes a graph as DOT, for Graphviz and for people who go on by hand; labels are data and never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import graphviz

from valuestream_cli.rendering.diagram import Graph, Lane, Link, Node
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.text import clean, wrap

_RANKDIR = {"right": "LR", "down": "TB"}
_FONT = "Helvetica,Arial,sans-serif"
_NAME, _LABEL = 12, 10  # font sizes
_WIDTH, _LINES = {_NAME: 170.0, _LABEL: 130.0}, 8
_REFERENCE = re.compile(r"&(?=#?\w+;)")  # Graphviz decodes &lt; and its like in any label
_HEADED = ("demand", "value")  # kinds of nodes that say what they are


def write(graph: Graph, medium: Medium | None = None) -> bytes:
    """The graph as DOT: a cluster for each lane in use, nodes and edges in the order of the flow."""
    return _Writer(medium or Medium()).text(graph).encode()


class _Writer:
    """Writes in the colours of one theme and the words of one language."""

    def __init__(self, medium: Medium) -> None:
        self._colours = medium.paper.colours
        self._heads = {kind: (medium.words(kind),) for kind in _HEADED}

    def text(self, graph: Graph) -> str:
        """The whole text."""
        drawing, page, line = graphviz.Digraph(_text(graph.id)), *self._all("page", "line")
        drawing.attr("graph", rankdir=_RANKDIR[graph.direction], newrank="true", nodesep="0.4", bgcolor=page)
        drawing.attr("graph", label=_text(graph.title), labelloc="t", fontname=_FONT, fontsize="18")
        drawing.attr("graph", fontcolor=self._colours["ink"])
        drawing.attr("node", shape="box", style="rounded,filled", penwidth="1.5", fontname=_FONT, fontsize=f"{_NAME}")
        drawing.attr("edge", color=line, fontcolor=line, fontname=_FONT, fontsize=f"{_LABEL}")
        for node in graph.nodes:
            if node.lane is None:
                drawing.node(_name(node.id), **self._node(node))
        for lane in graph.lanes:
            inside = [node for node in graph.nodes if node.lane == lane.id]
            if inside:
                self._cluster(drawing, lane, inside)
        for link in graph.links:
            ends = (link.target, link.source) if link.kind == "rework" else (link.source, link.target)
            drawing.edge(*map(_name, ends), **self._edge(link))
        return str(drawing.source)

    def _all(self, *roles: str) -> Iterator[str]:
        return (self._colours[role] for role in roles)

    def _cluster(self, drawing: graphviz.Digraph, lane: Lane, nodes: Iterable[Node]) -> None:
        tint, strong, paper, ink = self._all(f"{lane.tone}.tint", f"{lane.tone}.strong", "paper", "ink")
        with drawing.subgraph(name=_text(f"cluster_{lane.id}")) as cluster:
            cluster.attr("graph", label=_text(lane.name), labeljust="l", fontsize="13", fontcolor=strong)
            cluster.attr("graph", style="rounded,filled", color=tint, fillcolor=tint)
            cluster.attr("node", color=strong, fillcolor=paper, fontcolor=ink)
            for node in nodes:
                cluster.node(_name(node.id), **self._node(node))

    def _node(self, node: Node) -> dict[str, str]:
        """What sets a node apart from the other nodes of its lane."""
        text = node.label if node.number is None else f"{node.number}. {node.label}"
        look = {"label": _lines(text, _NAME, self._heads.get(node.kind, ()))}
        line, quiet, block, on_block, paper = self._all("line", "quiet", "block", "on-block", "paper")
        if node.kind in _HEADED:
            return look | {"color": block, "fillcolor": block, "fontcolor": on_block}
        if node.kind == "bar":
            size = {"width": "0.8", "height": "0.08", "fixedsize": "true"}
            return look | size | {"style": "filled", "color": line, "fillcolor": line}
        if node.kind == "end":
            return look | {"shape": "oval", "color": quiet, "fillcolor": paper, "fontcolor": quiet}
        return look | ({"peripheries": "2"} if node.nested else {})

    def _edge(self, link: Link) -> dict[str, str]:
        """The look of an edge; rework is written from its target, so that layers follow the flow."""
        style = {"label": _lines(link.label, _LABEL)} if link.label else {}
        if link.kind == "rework":
            rework = self._colours["rework"]
            style |= {"dir": "back", "style": "dashed", "color": rework, "fontcolor": rework}
        return style | ({"color": self._colours["quiet"]} if link.kind == "after" else {})


def _name(id: str) -> str:
    """A node's name: a colon would be read as a port."""
    return _text(id.replace(":", "_"))


def _lines(text: str, size: int, head: tuple[str, ...] = ()) -> str:
    lines = (*head, *wrap(text, _WIDTH[size], size, _LINES)[0])
    return _plain(r"\n".join(_text(line) for line in lines))


def _text(text: str) -> str:
    """Text for DOT, in which no escape sequence, character reference or HTML is ever acted upon."""
    return _plain(_REFERENCE.sub("&amp;", clean(text)).replace("\\", "\\\\"))


def _plain(text: str) -> str:
    plain: str = graphviz.nohtml(text)
    return plain
