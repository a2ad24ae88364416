"""Writes a graph as DOT, for Graphviz and for people who go on by hand; labels are data and never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable

import graphviz

from valuestream_cli.rendering.diagram import Graph, Link, Node
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.text import clean, wrap
from valuestream_cli.rendering.theme import LIGHT

COLOURS = LIGHT.colours
_RANKDIR = {"right": "LR", "down": "TB"}
_FONT = "Helvetica,Arial,sans-serif"
_NAME, _LABEL = 12, 10  # font sizes
_WIDTH, _LINES = {_NAME: 170.0, _LABEL: 130.0}, 8
_REFERENCE = re.compile(r"&(?=#?\w+;)")  # Graphviz decodes &lt; and its like in any label
_HEADS = {"demand": ("Demand",), "value": ("Value",)}


def write(graph: Graph, medium: Medium | None = None) -> bytes:  # noqa: ARG001
    """The graph as DOT: a cluster for each lane in use, nodes and edges in the order of the flow."""
    drawing = graphviz.Digraph(_text(graph.id))
    drawing.attr("graph", rankdir=_RANKDIR[graph.direction], newrank="true", nodesep="0.4")
    drawing.attr("graph", label=_text(graph.title), labelloc="t", fontname=_FONT, fontsize="18")
    drawing.attr("node", shape="box", style="rounded,filled", penwidth="1.5", fontname=_FONT, fontsize=f"{_NAME}")
    drawing.attr("edge", color=COLOURS["line"], fontcolor=COLOURS["line"], fontname=_FONT, fontsize=f"{_LABEL}")
    for node in graph.nodes:
        if node.lane is None:
            drawing.node(_name(node.id), **_look(node))
    for lane in graph.lanes:
        inside = [node for node in graph.nodes if node.lane == lane.id]
        if inside:
            _cluster(drawing, lane.name, lane.tone, inside)
    for link in graph.links:
        ends = (link.target, link.source) if link.kind == "rework" else (link.source, link.target)
        drawing.edge(*map(_name, ends), **_style(link))
    return str(drawing.source).encode()


def _cluster(drawing: graphviz.Digraph, name: str, tone: str, nodes: Iterable[Node]) -> None:
    tint, strong = COLOURS[f"{tone}.tint"], COLOURS[f"{tone}.strong"]
    with drawing.subgraph(name=f"cluster_{tone}") as cluster:
        cluster.attr("graph", label=_text(name), labeljust="l", fontsize="13", fontcolor=strong)
        cluster.attr("graph", style="rounded,filled", color=tint, fillcolor=tint)
        cluster.attr("node", color=strong, fillcolor=COLOURS["paper"], fontcolor=COLOURS["ink"])
        for node in nodes:
            cluster.node(_name(node.id), **_look(node))


def _look(node: Node) -> dict[str, str]:
    """What sets a node apart from the other nodes of its lane."""
    text = node.label if node.number is None else f"{node.number}. {node.label}"
    look = {"label": _lines(text, _NAME, _HEADS.get(node.kind, ()))}
    line, quiet, block = (COLOURS[role] for role in ("line", "quiet", "block"))
    if node.kind in _HEADS:
        return look | {"color": block, "fillcolor": block, "fontcolor": COLOURS["on-block"]}
    if node.kind == "bar":
        size = {"width": "0.8", "height": "0.08", "fixedsize": "true"}
        return look | size | {"style": "filled", "color": line, "fillcolor": line}
    if node.kind == "end":
        return look | {"shape": "oval", "color": quiet, "fillcolor": COLOURS["paper"], "fontcolor": quiet}
    return look | ({"peripheries": "2"} if node.nested else {})


def _style(link: Link) -> dict[str, str]:
    """The look of an edge; rework is written from its target, so that layers follow the flow."""
    style = {"label": _lines(link.label, _LABEL)} if link.label else {}
    if link.kind == "rework":
        style |= {
            "dir": "back",
            "style": "dashed",
            "color": COLOURS["rework"],
            "fontcolor": COLOURS["rework"],
        }
    return style | ({"color": COLOURS["quiet"]} if link.kind == "after" else {})


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
