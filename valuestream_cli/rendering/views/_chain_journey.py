"""The journey of a stream through the value chain: where it stops, and how it goes from stop to stop.

A stop is a step; of a long stream the steps that follow one another in one activity; of a very long one an activity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from valuestream_cli.model import DEMAND, END, VALUE
from valuestream_cli.rendering.diagram import Graph, Lane, Link, Node
from valuestream_cli.rendering.layout.lanes_rows import Homes

STEPS, RUNS, ACTIVITIES = "steps", "runs", "activities"
_MOST_STEPS, _MOST_RUNS, _MOST_HOPS = 15, 15, 30
_MOST_PASSAGES, _MOST_RETURNS = 12, 3  # between activities: flow, and rework
Shares = Mapping[tuple[str, str], str]


class Hop(NamedTuple):
    """A way from stop to stop, from demand or to value. weight: how many links of the stream it stands for."""

    source: str
    target: str
    kind: str
    label: str = ""
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A place on the map. mark: what is written in it. exit: what is written where cases leave without value, or null.

    is_fork: whether all ways from it are taken at once. is_join: whether it waits for all that lead to it.
    """

    id: str
    lane: Lane
    mark: str
    nodes: tuple[Node, ...]
    is_fork: bool = False
    is_join: bool = False
    exit: str | None = None

    @property
    def after_value(self) -> bool:
        """Whether all of it happens once value exists."""
        return all(node.after_value for node in self.nodes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Stops in reading order, and hops. level: what a stop is. left_out: rare passages that are not drawn."""

    level: str
    stops: tuple[Stop, ...]
    hops: tuple[Hop, ...]
    left_out: int = 0


def journeys(graph: Graph, shares: Shares, homes: Homes) -> Iterator[Journey]:
    """The journey in its finest form that may be read as a picture, then in coarser ones; the last always can.

    shares: of the ways from step to step. homes: the branches of forks.
    """
    steps = [node for node in graph.nodes if node.kind == "step"]
    if len(steps) <= _MOST_STEPS:
        yield from _if_few(_journey(graph, shares, STEPS, [(node,) for node in steps]))
    runs = list(_runs(graph, steps, homes))
    if len(runs) <= _MOST_RUNS:
        yield from _if_few(_journey(graph, {}, RUNS, runs))
    lanes = (tuple(node for node in steps if node.lane == lane.id) for lane in graph.lanes)
    yield _main(_journey(graph, {}, ACTIVITIES, [nodes for nodes in lanes if nodes]))


def _runs(graph: Graph, steps: list[Node], homes: Homes) -> Iterator[tuple[Node, ...]]:
    """Steps that follow one another in one activity; none with what runs beside it, or waits for it."""
    bars = {node.id for node in graph.nodes if node.kind == "bar"}
    run: list[Node] = []
    for node in steps:
        alike = run and all(
            (
                run[-1].lane == node.lane,
                run[-1].after_value == node.after_value,
                homes.get(run[-1].id) == homes.get(node.id),
            )
        )
        if run and (not alike or f"fork:{run[-1].id}" in bars or f"join:{node.id}" in bars):
            yield tuple(run)
            run = []
        run.append(node)
    if run:
        yield tuple(run)


def _if_few(found: Journey) -> Iterator[Journey]:
    if len(found.hops) <= _MOST_HOPS:
        yield found


def _journey(graph: Graph, shares: Shares, level: str, groups: list[tuple[Node, ...]]) -> Journey:
    lanes = {lane.id: lane for lane in graph.lanes}
    stops = [_stop(lanes[nodes[0].lane or ""], nodes, level) for nodes in groups]
    place = {node.id: stop.id for stop in stops for node in stop.nodes} | {DEMAND: DEMAND, VALUE: VALUE}
    if level != ACTIVITIES:
        stops = [replace(_with_bars(graph, stop), exit=_exit(graph, stop, shares)) for stop in stops]
    hops = tuple(_hops(graph.links, lambda node: place.get(node.removeprefix("fork:").removeprefix("join:")), shares))
    return Journey(level=level, stops=tuple(stops), hops=hops)


def _stop(lane: Lane, nodes: tuple[Node, ...], level: str) -> Stop:
    first, last = nodes[0].number, nodes[-1].number
    mark = str(len(nodes)) if level == ACTIVITIES else f"{first}–{last}" if len(nodes) > 1 else str(first)
    return Stop(id=nodes[0].id, lane=lane, mark=mark, nodes=nodes)


def _with_bars(graph: Graph, stop: Stop) -> Stop:
    """A run forks where its last step does, and joins where its first one does."""
    bars = {node.id for node in graph.nodes if node.kind == "bar"}
    fork, join = f"fork:{stop.nodes[-1].id}" in bars, f"join:{stop.nodes[0].id}" in bars
    return replace(stop, is_fork=fork, is_join=join)


def _exit(graph: Graph, stop: Stop, shares: Shares) -> str | None:
    steps = {node.id for node in stop.nodes}
    leaves = any(link.target == END and link.source in steps for link in graph.links)
    return shares.get((stop.id, END), "") if leaves else None


def _hops(links: tuple[Link, ...], place: Callable[[str], str | None], shares: Shares) -> Iterator[Hop]:
    """The links between stops, those from bar to step left out, several of a kind as one."""
    found: Counter[tuple[str, str, str]] = Counter()
    labels: dict[tuple[str, str, str], str] = {}
    for link in links:
        source, target = place(link.source), place(link.target)
        is_bar = link.target == f"fork:{link.source}" or link.source == f"join:{link.target}"
        if source and target and not is_bar and (source != target or link.kind == "rework"):
            found[source, target, link.kind] += 1
            labels[source, target, link.kind] = shares.get((source, target), "")
    for (source, target, kind), weight in found.items():
        yield Hop(source, target, kind, labels[source, target, kind], weight)


def _main(found: Journey) -> Journey:
    """The journey between activities with the passages that are taken most often; each says how often that is."""
    ends = [hop for hop in found.hops if DEMAND in hop or VALUE in hop]
    others = sorted(
        (hop for hop in found.hops if hop not in ends and hop.source != hop.target), key=lambda hop: -hop.weight
    )
    flow = [hop for hop in others if hop.kind != "rework"][:_MOST_PASSAGES]
    back = [hop for hop in others if hop.kind == "rework"][:_MOST_RETURNS]
    kept = [*ends, *flow, *back]
    return replace(
        found,
        hops=tuple(hop._replace(label=f"{hop.weight}×" if hop.weight > 1 else "") for hop in kept),
        left_out=len(ends) + len(others) - len(kept),
    )
