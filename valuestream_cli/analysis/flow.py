"""The flow of a stream as a graph: every edge, written or implied, and what follows from them.

- Without `next`, a step leads to the one below it. The last step leads to `value`, and so does the step above the
  one that `value.next` names.
- `next` names a step, `value`, or `end` (the case leaves without value: rejected, withdrawn). With several ways one
  is taken each time; `when` says which, `share` how often. One missing share is the remainder.
- `fork` starts all its branches at once. The first step of a branch, without `next`, leads to the fork's join: the
  nearest `join: true` below that no fork in between takes. A later one leads to the step below it, as everywhere.
- A join waits for every branch that can still reach it; one that leads to `value` or `end` is not awaited.
- Steps from `value.next` on happen once value exists: they do not count towards lead time, and the last leads to
  `end`.
- An edge to a step that is listed no later, and from which the case can come here again, is rework.
"""

from __future__ import annotations

from functools import cached_property

from valuestream_cli.analysis import graph
from valuestream_cli.model import DEMAND, END, VALUE, Link, Step, ValueStream


class Edge:
    """A way from one step to the next. `kind`: written | default | fork | branch-end | demand | after-value."""

    __slots__ = ("kind", "link", "source", "target")

    def __init__(self, source: str, target: str, kind: str, link: Link | None = None) -> None:
        self.source = source
        self.target = target
        self.kind = kind
        self.link = link

    @property
    def when(self) -> str | None:
        """The condition under which this way is taken, as written."""
        return self.link.when if self.link else None

    @property
    def share(self) -> str | None:
        """The share of cases that take this way, as written."""
        return self.link.share if self.link else None


class Flow:
    """The resolved graph of one stream; everything beyond the edges is computed when first asked for."""

    def __init__(self, stream: ValueStream) -> None:
        self.stream = stream
        self.steps: dict[str, Step] = {}
        for step in stream.steps:
            self.steps.setdefault(step.id, step)
        self._joins_below = _joins_below(stream.steps)
        self.edges = self._resolve()

    def _resolve(self) -> list[Edge]:
        stream, edges = self.stream, []
        if stream.steps:
            edges.append(Edge(DEMAND, stream.steps[0].id, "demand"))
        for number, step in enumerate(stream.steps):
            if step.fork:
                edges += [Edge(step.id, target, "fork") for target in step.fork]
            elif step.next:
                edges += [Edge(step.id, link.to, "written", link) for link in step.next]
            else:
                edges.append(self._default(number, step))
        if stream.value.next:
            edges.append(Edge(VALUE, stream.value.next, "after-value"))
        return edges

    def _default(self, number: int, step: Step) -> Edge:
        """Where a step without `next` leads."""
        steps, after = self.stream.steps, self.stream.value.next
        if step.id in self._joins_below:
            return Edge(step.id, self._joins_below[step.id], "branch-end")
        if number + 1 < len(steps):
            below = steps[number + 1].id
            return Edge(step.id, VALUE if below == after else below, "default")
        return Edge(step.id, END if after in self.steps else VALUE, "default")

    @cached_property
    def successors(self) -> dict[str, list[str]]:
        """Every node's targets, in the order written; targets that do not exist are left out."""
        known: dict[str, list[str]] = {DEMAND: [], VALUE: [], END: []}
        for step in self.steps:
            known[step] = []
        for edge in self.edges:
            if edge.target in known and edge.source in known:
                known[edge.source].append(edge.target)
        return known

    @cached_property
    def predecessors(self) -> dict[str, list[str]]:
        """Every node's sources."""
        return graph.reverse(self.successors)

    @cached_property
    def dangling(self) -> list[Edge]:
        """Edges to steps that do not exist (or could not be read): they may lead anywhere."""
        return [edge for edge in self.edges if edge.target not in self.successors]

    @cached_property
    def rework(self) -> list[Edge]:
        """Edges that lead back: to a step that is listed no later, and from which a case can come here again."""
        rank: dict[str, float] = {step: number for number, step in enumerate(self.steps)}
        value = rank.get(self.stream.value.next or "", len(rank)) - 0.5
        rank = {DEMAND: -1, **rank, VALUE: value, END: len(rank)}
        upward = [edge for edge in self.edges if rank.get(edge.target, len(rank)) <= rank.get(edge.source, -1)]
        upward = [edge for edge in upward if edge.kind != "after-value"]
        if not upward:
            return []
        loop = graph.components(self.successors, [DEMAND, VALUE, *self.steps])
        return [edge for edge in upward if loop.get(edge.source) == loop.get(edge.target)]

    @cached_property
    def forward(self) -> dict[str, list[str]]:
        """`successors` without rework: acyclic."""
        back = {(edge.source, edge.target) for edge in self.rework}
        if not back:
            return self.successors
        return {node: [to for to in targets if (node, to) not in back] for node, targets in self.successors.items()}

    @cached_property
    def edges_out(self) -> dict[str, list[Edge]]:
        """The edges that leave each node."""
        groups: dict[str, list[Edge]] = {}
        for edge in self.edges:
            groups.setdefault(edge.source, []).append(edge)
        return groups

    @cached_property
    def from_demand(self) -> set[str]:
        """Everything that a case can come to."""
        return graph.reachable(self.successors, [DEMAND])

    @cached_property
    def tail(self) -> set[str]:
        """The steps that happen once value exists."""
        after = self.stream.value.next
        if after not in self.steps:
            return set()
        before = graph.reachable(self.successors, [DEMAND], without=VALUE)
        return graph.reachable(self.successors, [after]) - before - {VALUE, END}

    @cached_property
    def order(self) -> list[str]:
        """The steps as they are numbered: along the flow, in the order written where the flow leaves it open."""
        ordered = graph.topological(self.forward, [DEMAND, *self.steps, VALUE, END])
        steps = [node for node in ordered if node in self.steps]
        return [step for step in steps if step not in self.tail] + [step for step in steps if step in self.tail]

    @cached_property
    def rank(self) -> dict[str, int]:
        """The place of each step in `order`."""
        return {step: number for number, step in enumerate(self.order)}


def _joins_below(steps: tuple[Step, ...]) -> dict[str, str]:
    """The join of each first step of a branch: the nearest below that no fork in between takes."""
    starts = {target for step in steps for target in step.fork}
    found: dict[str, str] = {}
    free: list[str] = []
    nearest = None
    for step in reversed(steps) if starts else ():
        if step.id in starts and nearest:
            found[step.id] = free[-1] if free else nearest
        if step.fork and free:
            free.pop()
        if step.join and step.id not in starts:
            free.append(step.id)
            nearest = step.id
    return found
