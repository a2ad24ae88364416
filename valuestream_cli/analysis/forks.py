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
    joins = frozenset(step.id for step in flow.steps.values() if step.join)
    meetings = _meetings(flow, fork, joins)
    join = flow.joins.get(fork.id) or next((step for step in meetings if step in joins), None)
    starts = [branch for branch in fork.fork if branch in flow.steps]
    after = graph.reachable(flow.forward, [join]) if join else set()
    inside = graph.reachable(flow.forward, starts, without=join) - after - flow.tail - {VALUE, END, fork.id}
    return Region(fork=fork, join=join, inside=frozenset(inside), meetings=meetings)


def _meetings(flow: Flow, fork: Step, joins: frozenset[str]) -> tuple[str, ...]:
    """Steps that several branches come to, with no join on the way, in order of the flow."""
    open_ends = {node: [] if node in joins else targets for node, targets in flow.forward.items()}
    visits: dict[str, int] = {}
    for branch in fork.fork:
        for node in graph.reachable(open_ends, [branch]):
            visits[node] = visits.get(node, 0) + 1
    return tuple(step for step in flow.order if visits.get(step, 0) > 1)


def crossings(flow: Flow, region: Region) -> Iterator[Edge]:
    """Edges that enter or leave the middle of a fork, or lead from one of its branches into another."""
    if region.join is None:
        return
    outside_ends = {region.join, VALUE, END}
    for edge in flow.edges:
        if edge.kind == "fork" and edge.source == region.fork.id:
            continue
        enters = edge.target in region.inside and edge.source not in region.inside
        leaves = edge.source in region.inside and edge.target not in region.inside | outside_ends
        sideways = edge.source in region.inside and edge.target in region.fork.fork and edge.source != edge.target
        if (enters or leaves or (sideways and edge not in flow.rework)) and edge.target in flow.steps:
            yield edge
