"""The graph of a stream as every picture of its flow shows it: six lanes, numbered steps, labelled links."""

from __future__ import annotations

from valuestream_cli.analysis.flow import Edge, Flow
from valuestream_cli.itil import catalogue
from valuestream_cli.itil.words import Words
from valuestream_cli.model import DEMAND, END, VALUE, Step, ValueStream
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Graph, Lane, Link, Node

_STRANGE = "?"
END_AFTER = "end:after"  # where what follows value ends, which is no end without value


def stream_graph(brief: Brief, flow: Flow, direction: str) -> Graph:
    """What is connected to what; `direction` is right or down, whatever the brief says."""
    stream, words = brief.stream, brief.words
    lanes = _lanes(stream, flow, words)
    names = {lane.id: lane.name for lane in lanes}
    nodes = _nodes(stream, flow, names)
    return Graph(
        id=stream.id,
        title=stream.name,
        description=_description(stream, nodes, names),
        direction=direction,
        lanes=lanes,
        nodes=nodes,
        links=_links(flow, {node.id for node in nodes}),
    )


def label_of(edge: Edge) -> str:
    """What is written on an edge: its condition and its share."""
    return " ".join(part for part in (edge.when, edge.share) if part)


def _lanes(stream: ValueStream, flow: Flow, words: Words) -> tuple[Lane, ...]:
    facts = catalogue(stream.framework)
    lanes = [Lane(id=item.id, name=words.activity(item.id), tone=item.id, letter=item.letter) for item in facts.lanes]
    if any(step.activity not in facts.activities for step in flow.steps.values()):
        lanes.append(Lane(id=_STRANGE, name=words("unknown"), tone=_STRANGE, letter=_STRANGE))
    return tuple(lanes)


def _nodes(stream: ValueStream, flow: Flow, lanes: dict[str, str]) -> tuple[Node, ...]:
    nodes = [Node(id=DEMAND, label=stream.demand.trigger, kind="demand")]
    for number, name in enumerate(flow.order, start=1):
        step = flow.steps[name]
        lane = step.activity if step.activity in lanes else _STRANGE
        after = name in flow.tail
        if _joins(flow, name):
            nodes.append(Node(id=f"join:{name}", label="", kind="bar", lane=lane, after_value=after))
        nodes.append(_step(step, number, lane, after))
        if step.fork:
            nodes.append(Node(id=f"fork:{name}", label="", kind="bar", lane=lane, after_value=after))
    nodes.append(Node(id=VALUE, label=stream.value.outcome, kind="value"))
    afters = {_is_after(flow, edge.source) for edge in flow.edges if edge.target == END}
    if False in afters:
        nodes.append(Node(id=END, label="Ends without value", kind="end"))
    if True in afters:
        nodes.append(Node(id=END_AFTER, label="End", kind="end", after_value=True))
    return tuple(nodes)


def _step(step: Step, number: int, lane: str, after: bool) -> Node:
    nested = step.stream or ""
    return Node(id=step.id, label=step.name, lane=lane, number=number, after_value=after, nested=nested)


def _is_after(flow: Flow, source: str) -> bool:
    """Whether what leaves this node follows value."""
    return source == VALUE or source in flow.tail


def _joins(flow: Flow, step: str) -> bool:
    """Whether a bar gathers several ways in front of this step."""
    if not flow.steps[step].join:
        return False
    return sum(step in flow.forward[source] for source in dict.fromkeys(flow.predecessors.get(step, ()))) > 1


def _links(flow: Flow, nodes: set[str]) -> tuple[Link, ...]:
    """One link for each pair of nodes: edges that differ in nothing but their label share it."""
    rework = {(edge.source, edge.target) for edge in flow.rework}
    labels: dict[tuple[str, str, str], list[str]] = {}
    for edge in flow.edges:
        source, target = edge.source, edge.target
        if target not in flow.successors:
            continue
        kind = "rework" if (source, target) in rework else "flow"
        if kind == "flow" and _is_after(flow, source):
            kind, target = "after", END_AFTER if target == END else target
        if edge.kind == "fork":
            labels[source, f"fork:{source}", "after" if source in flow.tail else "flow"] = []
            source = f"fork:{source}"
        if kind != "rework" and f"join:{target}" in nodes:
            labels[f"join:{target}", target, kind] = []
            target = f"join:{target}"
        labels.setdefault((source, target, kind), []).append(label_of(edge))
    return tuple(
        Link(source=source, target=target, kind=kind, label=" / ".join(dict.fromkeys(filter(None, texts))))
        for (source, target, kind), texts in labels.items()
    )


def _description(stream: ValueStream, nodes: tuple[Node, ...], lanes: dict[str, str]) -> str:
    """A sentence for those who cannot see the picture."""
    steps = [node for node in nodes if node.number is not None]
    told = ", ".join(f"{node.number} {node.label} ({lanes.get(node.lane or '', node.lane)})" for node in steps)
    return f"Demand: {stream.demand.trigger}. Steps: {told}. Value: {stream.value.outcome}."
