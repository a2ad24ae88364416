"""Walks over directed graphs, given as a map from each node to its successors; all linear, none recursive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

Successors = Mapping[str, Sequence[str]]


def reachable(successors: Successors, starts: Iterable[str], without: str | None = None) -> set[str]:
    """All nodes that can be reached from `starts` (themselves included) without passing `without`."""
    seen = {start for start in starts if start != without}
    pending = list(seen)
    while pending:
        for node in successors.get(pending.pop(), ()):
            if node not in seen and node != without:
                seen.add(node)
                pending.append(node)
    return seen


def part(successors: Successors, start: str, seen: set[str]) -> tuple[set[str], bool]:
    """What can be reached without coming to what was seen before, and whether one could come to that."""
    found, pending, touches = {start}, [start], False
    while pending:
        for node in successors[pending.pop()]:
            touches = touches or node in seen
            if node not in seen and node not in found:
                found.add(node)
                pending.append(node)
    return found, touches


def reverse(successors: Successors) -> dict[str, list[str]]:
    """The same graph with every edge turned round."""
    turned: dict[str, list[str]] = {}
    for node, targets in successors.items():
        for target in targets:
            turned.setdefault(target, []).append(node)
    return turned


def components(successors: Successors, nodes: Iterable[str]) -> dict[str, int]:
    """The number of the strongly connected component of each node (Tarjan 1972): equal within a loop."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    found: dict[str, int] = {}
    path: list[str] = []
    for start in nodes:
        stack = [] if start in index else [(start, iter(successors.get(start, ())))]
        while stack:
            node, remaining = stack[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                path.append(node)
            target = next(remaining, None)
            if target is None:
                stack.pop()
                _close(node, index, low, found, path)
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[node])
            elif target not in index:
                stack.append((target, iter(successors.get(target, ()))))
            elif target not in found:
                low[node] = min(low[node], index[target])
    return found


def _close(node: str, index: dict[str, int], low: dict[str, int], found: dict[str, int], path: list[str]) -> None:
    """If `node` was the first of its component to be met, the component is all of `path` from it on."""
    if low[node] == index[node]:
        number = len(found)
        while node not in found:
            found[path.pop()] = number


def topological(successors: Successors, nodes: Sequence[str]) -> list[str]:
    """The nodes so that each edge of an acyclic graph leads onward; among equals in the order of `nodes`."""
    rank = {node: number for number, node in enumerate(nodes)}
    waiting = dict.fromkeys(nodes, 0)
    for node in nodes:
        for target in successors.get(node, ()):
            if target in waiting:
                waiting[target] += 1
    ready = [rank[node] for node in nodes if not waiting[node]]
    heapify(ready)
    order = []
    while ready:
        node = nodes[heappop(ready)]
        order.append(node)
        for target in successors.get(node, ()):
            if target in waiting:
                waiting[target] -= 1
                if not waiting[target]:
                    heappush(ready, rank[target])
    return order
