"""In which row and column each step of a lane picture stands: those of different branches of a fork share rows.

Rows are built from the inside out: a branch is a list of rows, and the branches of a fork are laid on each other as
far as the columns of their lanes allow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from valuestream_cli.rendering.diagram import Graph, Node

_DEEPEST = 12  # forks in forks
_PARTS = {"demand": 0, "step": 1, "value": 2}
Rows = list[list[Node]]
Homes = Mapping[str, tuple[str, str]]  # step in a branch -> the fork, and the first step of the branch


def shown(graph: Graph) -> list[Node]:
    """The nodes that have a cell, in the order of the flow."""
    nodes = [node for node in graph.nodes if node.kind in _PARTS]
    return sorted(nodes, key=lambda node: 3 if node.after_value else _PARTS[node.kind])


def rows(graph: Graph, homes: Homes, most: Mapping[str | None, int]) -> Rows:
    """The rows of all nodes. most: how many columns a lane has; no limit where it is not named."""
    nodes = shown(graph)
    if homes and not _cross_value(graph, homes):
        found = _Forks(graph, nodes, homes, most).chain([node for node in nodes if node.id not in homes], 0)
        if sum(map(len, found)) == len(nodes):  # else they are too deep, or lie in each other's branches
            return found
    return [[node] for node in nodes]


def breadths(found: Rows) -> Counter[str | None]:
    """How many columns each lane needs."""
    most: Counter[str | None] = Counter()
    for row in found:
        most |= Counter(node.lane for node in row)
    return most


def places(found: Rows, homes: Homes, columns: Mapping[str | None, Sequence[int]]) -> dict[str, int]:
    """The column of each step: that of its branch, if it has one in the lane; one alone stands in the middle."""
    chosen: dict[str, int] = {}
    usual: dict[tuple[str | None, tuple[str, str]], int] = {}
    for row in found:
        beside = Counter(node.lane for node in row)
        taken: set[int] = set()
        for node in row:
            mine, home = columns.get(node.lane, ()), homes.get(node.id)
            free = [column for column in mine if column not in taken]
            if not free:
                continue
            if home and beside[node.lane] > 1:
                free = [column for column in free if column == usual.get((node.lane, home))] or free
                column = usual[node.lane, home] = free[0]
            else:
                middle = mine[(len(mine) - 1) // 2]
                column = usual.get((node.lane, home), middle) if home else middle
            taken.add(column)
            chosen[node.id] = column
    return chosen


def _cross_value(graph: Graph, homes: Homes) -> bool:
    """Whether a link leads past value into or out of a branch: such lines need the side of a step to themselves."""
    after = {node.id: node.after_value for node in graph.nodes if node.kind == "step"}
    for link in graph.links:
        ends = [id.removeprefix("fork:").removeprefix("join:") for id in (link.source, link.target)]
        if not homes.keys().isdisjoint(ends) and (
            ends[0] == "value" or len({after.get(id) for id in ends} - {None}) > 1
        ):
            return True
    return False


class _Forks:
    """The branches of each fork, and how they are laid on each other."""

    def __init__(self, graph: Graph, nodes: Sequence[Node], homes: Homes, most: Mapping[str | None, int]) -> None:
        self._most = most
        self._bars = {node.id for node in graph.nodes if node.kind == "bar"}
        self._inside: dict[str, dict[str, list[Node]]] = {}
        for node in nodes:
            if node.id in homes:
                fork, branch = homes[node.id]
                self._inside.setdefault(fork, {}).setdefault(branch, []).append(node)

    def chain(self, nodes: Sequence[Node], depth: int) -> Rows:
        """The rows of steps that follow one another, each with what it forks into behind it."""
        found: Rows = []
        for node in nodes:
            found.append([node])
            inside = self._inside.get(node.id, {}).values()
            branches = [self.chain(branch, depth + 1) for branch in inside] if depth < _DEEPEST else []
            found += self._merged(branches)
        return found

    def _merged(self, branches: Sequence[Rows]) -> Rows:
        """The branches on each other: each row of a branch as early as its lanes have columns for it."""
        merged: Rows = []
        for branch in branches:
            place = 0
            for row in branch:
                while place < len(merged) and not self._fits(merged[place], row):
                    place += 1
                if place == len(merged):
                    merged.append([])
                merged[place] += row
                place += 1
        return merged

    def _fits(self, row: Sequence[Node], more: Sequence[Node]) -> bool:
        """Whether the lanes have room for all, and no bar stands in the way of the lines to another."""
        together = (*row, *more)
        bars = [sum(f"{kind}:{node.id}" in self._bars for node in together) for kind in ("fork", "join")]
        count = Counter(node.lane for node in together)
        return max(bars) < 2 and all(number <= self._most.get(lane, number) for lane, number in count.items())
