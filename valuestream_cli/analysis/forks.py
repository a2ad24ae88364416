"""Parallel work: what lies between a fork and its join."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from valuestream_cli.analysis import graph
from valuestream_cli.analysis.flow import Edge, Flow
from valuestream_cli.model import END, VALUE, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One fork. `inside` are the steps of its branches; `meetings` are where branches meet, joins or not."""

    fork: Step
    join: str | None
    inside: frozenset[str]
    meetings: tuple[str, ...]


def regions(flow: Flow) -> list[Region]:
    """The region of every fork, in the order written."""
    return [_region(flow, step) for step in flow.steps.values() if step.fork]


def _region(flow: Flow, fork: Step) -> Region:
    meetings = _meetings(flow, fork)
    join = flow.joins.get(fork.id) or next((step for step in meetings if flow.steps[step].join), None)
    starts = [branch for branch in fork.fork if branch in flow.steps]
    inside = graph.reachable(flow.forward, starts, without=join) - flow.tail - {VALUE, END, fork.id}
    if join and any(flow.rank[step] > flow.rank[join] for step in inside):
        inside -= graph.reachable(flow.forward, [join])
    return Region(fork=fork, join=join, inside=frozenset(inside), meetings=meetings)


def _meetings(flow: Flow, fork: Step) -> tuple[str, ...]:
    """Steps that several branches come to, with no join on the way, in order of the flow."""
    visits: dict[str, int] = {}
    for branch in fork.fork:
        for node in graph.reachable(flow.until_join, [branch]):
            visits[node] = visits.get(node, 0) + 1
    met = (step for step, count in visits.items() if count > 1 and step in flow.steps)
    return tuple(sorted(met, key=lambda step: flow.rank[step]))


def crossings(flow: Flow, region: Region) -> Iterator[Edge]:
    """Edges that enter or leave the middle of a fork, or lead from one of its branches into another."""
    if region.join is None:
        return
    outside_ends = {region.join, VALUE, END}
    for edge in _touching(flow, region.inside):
        if edge.kind == "fork" and edge.source == region.fork.id:
            continue
        enters = edge.target in region.inside and edge.source not in region.inside
        leaves = edge.source in region.inside and edge.target not in region.inside | outside_ends
        sideways = edge.source in region.inside and edge.target in region.fork.fork and edge.source != edge.target
        if (enters or leaves or (sideways and edge not in flow.rework)) and edge.target in flow.steps:
            yield edge


def _touching(flow: Flow, steps: frozenset[str]) -> Iterator[Edge]:
    """Every edge into or out of some steps, in order of the flow."""
    for step in sorted(steps, key=lambda step: flow.rank[step]):
        yield from flow.edges_out.get(step, ())
        yield from (edge for edge in flow.edges_in.get(step, ()) if edge.source not in steps)
