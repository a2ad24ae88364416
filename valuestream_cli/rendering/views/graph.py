"""The graph of a stream as every picture of its flow shows it: six lanes, numbered steps, labelled links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from valuestream_cli.analysis.flow import Edge, Flow
from valuestream_cli.itil import catalogue
from valuestream_cli.itil.words import Words
from valuestream_cli.model import DEMAND, END, VALUE, Step, ValueStream
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Graph, Lane, Link, Node
from valuestream_cli.rendering.views import facts, small_print

_STRANGE = "?"
END_AFTER = "end:after"  # where what follows value ends, which is no end without value


def stream_graph(brief: Brief, flow: Flow, direction: str) -> Graph:
    """What is connected to what; `direction` is right or down, whatever the brief says."""
    stream, words = brief.stream, brief.words
    lanes = _lanes(stream, flow, words)
    names = {lane.id: lane.name for lane in lanes}
    nodes = _nodes(brief, flow, names)
    return Graph(
        id=stream.id,
        title=stream.name,
        description=_description(words, nodes, names),
        direction=direction,
        lanes=lanes,
        nodes=nodes,
        links=_links(flow, {node.id for node in nodes}, words),
    )


def without_plain_ends(graph: Graph) -> Graph:
    """The graph without the end of what follows value wherever it says no more than that nothing comes after a step."""
    ways = Counter(link.source for link in graph.links if link.kind != "rework")
    links = tuple(it for it in graph.links if it.target != END_AFTER or it.label or ways[it.source] > 1)
    is_needed = any(link.target == END_AFTER for link in links)
    return replace(graph, links=links, nodes=tuple(it for it in graph.nodes if it.id != END_AFTER or is_needed))


def label_of(edge: Edge) -> str:
    """What is written on an edge: its condition and its share."""
    return " ".join(part for part in (edge.when, edge.share) if part)


def _lanes(stream: ValueStream, flow: Flow, words: Words) -> tuple[Lane, ...]:
    known = catalogue(stream.framework)
    ids = (activity.id for activity in known.lanes)
    lanes = [Lane(id=id, name=words.activity(id), tone=id, letter=words.letter(id)) for id in ids]
    if any(step.activity not in known.activities for step in flow.steps.values()):
        lanes.append(Lane(id=_STRANGE, name=words("unknown"), tone=_STRANGE, letter=_STRANGE))
    return tuple(lanes)


def _nodes(brief: Brief, flow: Flow, lanes: dict[str, str]) -> tuple[Node, ...]:
    demand, value = _blocks(brief)
    nodes = [demand]
    for number, name in enumerate(flow.order, start=1):
        step = flow.steps[name]
        lane = step.activity if step.activity in lanes else _STRANGE
        after = name in flow.tail
        if _joins(flow, name):
            nodes.append(Node(id=f"join:{name}", label="", kind="bar", lane=lane, after_value=after))
        nodes.append(_step(step, brief, number, lane, after))
        if step.fork:
            nodes.append(Node(id=f"fork:{name}", label="", kind="bar", lane=lane, after_value=after))
    nodes.append(value)
    afters = {_is_after(flow, edge.source) for edge in flow.edges if edge.target == END}
    return (*nodes, *_ends(afters, brief.words))


def _blocks(brief: Brief) -> Iterator[Node]:
    """Demand and value."""
    stream, words = brief.stream, brief.words
    head = words(stream.demand.kind) if stream.demand.kind == "opportunity" else words("demand")
    yield Node(id=DEMAND, label=stream.demand.trigger, kind="demand", head=head, facts=partial(facts.of_demand, brief))
    yield Node(
        id=VALUE, label=stream.value.outcome, kind="value", head=words("value"), facts=partial(facts.of_value, brief)
    )


def _ends(afters: set[bool], words: Words) -> Iterator[Node]:
    """Where cases end without value, and where what follows value ends."""
    if False in afters:
        yield Node(id=END, label=words("ends_without_value"), kind="end", head=words("no_value"))
    if True in afters:
        yield Node(id=END_AFTER, label=words("end"), kind="end", head=words("end"), after_value=True)


def _step(step: Step, brief: Brief, number: int, lane: str, after: bool) -> Node:
    return Node(
        id=step.id,
        label=step.name,
        lane=lane,
        number=number,
        after_value=after,
        nested=step.stream or "",
        times=small_print.times(step, brief),
        supplier=small_print.supplier(step, brief),
        facts=partial(facts.of_step, step, brief),
    )


def _is_after(flow: Flow, source: str) -> bool:
    """Whether what leaves this node follows value."""
    return source == VALUE or source in flow.tail


def _joins(flow: Flow, step: str) -> bool:
    """Whether a bar gathers several ways in front of this step."""
    if not flow.steps[step].join:
        return False
    return sum(step in flow.forward[source] for source in dict.fromkeys(flow.predecessors.get(step, ()))) > 1


def _links(flow: Flow, nodes: set[str], words: Words) -> tuple[Link, ...]:
    """One link for each pair of nodes: edges that differ in nothing but their label share it."""
    rework = {(edge.source, edge.target) for edge in flow.rework}
    labels: dict[tuple[str, str, str], list[str]] = {}
    shares: dict[tuple[str, str, str], str] = {}
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
        label = words("after_value") if edge.kind == "after-value" else label_of(edge)
        labels.setdefault((source, target, kind), []).append(label)
        shares[source, target, kind] = edge.share or ""
    return tuple(
        Link(
            source=way[0],
            target=way[1],
            kind=way[2],
            label=" / ".join(dict.fromkeys(filter(None, texts))),
            share=shares.get(way, ""),
        )
        for way, texts in labels.items()
    )


def _description(words: Words, nodes: tuple[Node, ...], lanes: dict[str, str]) -> str:
    """A sentence for those who cannot see the picture."""
    steps = [node for node in nodes if node.number is not None]
    told = ", ".join(f"{node.number} {node.label} ({lanes.get(node.lane or '', node.lane)})" for node in steps)
    demand, value = (next(node for node in nodes if node.kind == kind) for kind in ("demand", "value"))
    return f"{demand.head}: {demand.label}. {words('steps')}: {told}. {value.head}: {value.label}."
