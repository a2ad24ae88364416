"""A picture of two streams in one: what both have, what came, what went, told by words and shapes, not by colour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.analysis.graph import reachable
from valuestream_cli.comparison import wording
from valuestream_cli.comparison.effect import sentence
from valuestream_cli.comparison.result import ADDED, CHANGED, REMOVED, Change, Comparison, StepChange, StreamChange
from valuestream_cli.errors import VsError
from valuestream_cli.model import ValueStream
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Graph, Link, Node, Scene
from valuestream_cli.rendering.formats import svg
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.picture import MARK
from valuestream_cli.rendering.views import flow as view
from valuestream_cli.rendering.views.graph import stream_graph

_RIGHT_UP_TO = 3  # steps in a row, as notes make boxes wide
_NOTED = ("name", "activity", "supplier", "team", "process_time", "wait_time", "complete_accurate", "capacity")
_BARS = ("fork:", "join:")


def write(comparison: Comparison) -> str:
    """The picture as SVG; see `scene`."""
    return svg.write(scene(comparison), Medium(mark=f"{MARK} diff")).decode()


def scene(comparison: Comparison) -> Scene:
    """The picture of the one stream that differs, or of the only one.

    Raises VsError where several differ or none is there to draw; MissingTool without Graphviz.
    """
    differing = [stream for stream in comparison.streams if stream.differs] or list(comparison.streams)
    if len(differing) > 1:
        raise VsError(f"one picture shows one stream, and {len(differing)} are to be shown", "name a single file")
    change = differing[0]
    new = change.new or change.old
    assert new
    graph = union(change.old or new, new, change)
    return view.drawing(graph, Flow(new), _state(change)).scene()


def _state(change: StreamChange) -> str:
    """As-is or to-be, or from one to the other."""
    states = [stream.state or "" for stream in (change.old, change.new) if stream]
    return ", now ".join(dict.fromkeys(filter(None, states)))


def union(old: ValueStream, new: ValueStream, change: StreamChange) -> Graph:
    """The graph of NEW, with what only OLD has where it stood, and marks on all that differs."""
    graphs = [stream_graph(Brief(stream=stream), Flow(stream), "down") for stream in (old, new)]
    before, after = _renamed(graphs[0], dict(change.renames)), graphs[1]
    if change.status == REMOVED:
        after = replace(after, nodes=(), links=())
    if change.status == ADDED:
        before = replace(before, nodes=(), links=())
    steps = {step.id: step for step in change.steps}
    nodes = tuple(_marked(node, steps, change.status) for node in _merged(before.nodes, after.nodes))
    direction = "right" if sum(node.kind == "step" for node in nodes) <= _RIGHT_UP_TO else "down"
    described = f"{sentence(change)} {after.description}"
    marked = {node.id for node in nodes if node.mark in (ADDED, REMOVED)}
    links = tuple(_without_rings(_links(before.links, after.links, marked)))
    return replace(after, direction=direction, description=described, nodes=nodes, links=links)


def _renamed(graph: Graph, names: dict[str, str]) -> Graph:
    """The graph of OLD by the ids that its steps have in NEW."""

    def name(id: str) -> str:
        bar = next((bar for bar in _BARS if id.startswith(bar)), "")
        return bar + names.get(id.removeprefix(bar), id.removeprefix(bar))

    nodes = tuple(replace(node, id=name(node.id)) for node in graph.nodes)
    links = tuple(replace(link, source=name(link.source), target=name(link.target)) for link in graph.links)
    return replace(graph, nodes=nodes, links=links)


def _merged(before: tuple[Node, ...], after: tuple[Node, ...]) -> list[Node]:
    """The nodes of NEW, and those that only OLD has, each behind the one that it stood behind."""
    merged, known = list(after), {node.id for node in after}
    place = 0
    for node in before:
        if node.id in known:
            place = next(number for number, each in enumerate(merged) if each.id == node.id) + 1
        else:
            merged.insert(place, replace(node, number=None))
            place += 1
    return merged


def _marked(node: Node, steps: dict[str, StepChange], status: str) -> Node:
    """A node with what happened to it as a word, and how its measures changed as notes."""
    if status in (ADDED, REMOVED):
        return replace(node, mark=status) if node.kind == "step" else node
    step = steps.get(node.id)
    if step is None:
        return node
    notes = [f"id was {step.renamed_from}"] if step.renamed_from else []
    if step.moved:
        notes.append(f"was after {step.moved[0]}" if step.moved[0] else "was the first")
    if step.kind == CHANGED:
        told = [each for each in step.fields if each.route in _NOTED]
        notes += [_note(each) for each in told]
        more = len(step.fields) - len(told)
        notes += [f"{'and ' if notes else ''}{more} other field{'s' * (more > 1)}"] if more else []
    return replace(node, mark=wording.step_kinds(step), notes=tuple(notes))


def _note(change: Change) -> str:
    """How a field changed, in few words; the new name is to be read above."""
    if change.route == "name":
        return f"was: {change.old}"
    return f"{change.label}: {change.old or 'not said'} to {change.new or 'not said'}"


def _links(before: tuple[Link, ...], after: tuple[Link, ...], marked: set[str]) -> tuple[Link, ...]:
    """All links; those of one stream only are marked, in words too where no step at their end has the word."""
    old = {(link.source, link.target): link for link in before}
    new = {(link.source, link.target): link for link in after}
    return tuple(_link(old.get(ends), new.get(ends), marked) for ends in dict.fromkeys((*new, *old)))


def _link(old: Link | None, new: Link | None, marked: set[str]) -> Link:
    link = new or old
    assert link
    if old and new:
        return replace(new, label=_between(old.label, new.label))
    mark = ADDED if new else REMOVED
    is_told = bool({link.source, link.target} & marked)
    return replace(link, mark=mark, label=link.label if is_told else f"{mark}: {link.label}".rstrip(": "))


def _without_rings(links: tuple[Link, ...]) -> Iterator[Link]:
    """The links, those that would close a ring as ways back: what is gone may run against what is there."""
    onward: dict[str, list[str]] = {}
    for link in sorted(links, key=lambda link: (link.mark == REMOVED, link.kind == "rework")):
        if link.source in reachable(onward, [link.target]):
            yield replace(link, kind="rework")
        else:
            onward.setdefault(link.source, []).append(link.target)
            yield replace(link, kind="flow") if link.kind == "rework" else link


def _between(old: str, new: str) -> str:
    """A label that changed: `changed: fixed 60% to 75%` where only its end did, else both."""
    if old == new:
        return new
    *start, end = new.split() or [""]
    *before, last = old.split() or [""]
    if start == before and last and end:
        return " ".join(["changed:", *start, last, "to", end])
    return f"changed: {new or 'no condition'}, was {old or 'no condition'}"
