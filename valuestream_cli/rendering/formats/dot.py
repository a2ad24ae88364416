"""Writes a graph as DOT, for Graphviz and for people who go on by hand; labels are data and never read as markup."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

import graphviz

from valuestream_cli.rendering.diagram import Graph, Link, Node
from valuestream_cli.rendering.theme import LIGHT as COLOURS

_RANKDIR = {"right": "LR", "down": "TB"}
_FONT = "Arial,Helvetica,DejaVu Sans,sans-serif"
_REFERENCE = re.compile(r"&(?=#?\w+;)")  # Graphviz decodes &lt; and its like in any label
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_LINE = 24  # characters of a label before it wraps


def write(graph: Graph) -> bytes:
    """The graph as DOT: lanes are clusters, in the order of the flow inside each."""
    drawing = graphviz.Digraph(_text(graph.id))
    drawing.attr("graph", rankdir=_RANKDIR[graph.direction], label=_text(graph.title), labelloc="t", fontsize="18")
    drawing.attr("graph", fontname=_FONT, nodesep="0.4", ranksep="0.5", tooltip=_text(graph.description))
    drawing.attr("node", shape="box", style="rounded,filled", fontname=_FONT, fontsize="12", penwidth="1.5")
    drawing.attr("edge", fontname=_FONT, fontsize="10", color=COLOURS["line"], fontcolor=COLOURS["quiet"])
    for node in graph.nodes:
        if node.lane is None:
            drawing.node(_name(node.id), **_look(node))
    for lane in graph.lanes:
        inside = [node for node in graph.nodes if node.lane == lane.id]
        if inside:
            _cluster(drawing, lane.name, lane.tone, inside)
    for link in graph.links:
        drawing.edge(_name(link.source), _name(link.target), **_style(link))
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
    number = f"{node.number}. " if node.number is not None else ""
    look = {"label": _lines(number + node.label)}
    if node.kind in ("demand", "value"):
        dark = COLOURS["block"]
        return look | {"color": dark, "fillcolor": dark, "fontcolor": COLOURS["on-block"]}
    if node.kind == "bar":
        look |= {"style": "filled", "fillcolor": COLOURS["line"], "color": COLOURS["line"]}
        return look | {"width": "0.8", "height": "0.08", "fixedsize": "true"}
    if node.kind == "end":
        return look | {"shape": "oval", "style": "filled", "fillcolor": COLOURS["paper"], "color": COLOURS["quiet"]}
    return look | ({"peripheries": "2"} if node.nested else {})


def _style(link: Link) -> dict[str, str]:
    style = {"label": _lines(link.label)} if link.label else {}
    if link.kind == "rework":
        red = COLOURS["rework"]
        return style | {"style": "dashed", "color": red, "fontcolor": red}
    return style | ({"color": COLOURS["quiet"]} if link.kind == "after" else {})


def _name(id: str) -> str:
    """A node's name; a colon would be read as a port."""
    return _text(id.replace(":", "_"))


def _lines(text: str) -> str:
    return graphviz.nohtml(r"\n".join(_text(line) for line in textwrap.wrap(text, _LINE)))


def _text(text: str) -> str:
    """Text for DOT: no escape sequence, character reference or HTML-like label in it is ever acted upon."""
    return str(graphviz.escape(_REFERENCE.sub("&amp;", _CONTROLS.sub(" ", text))))
