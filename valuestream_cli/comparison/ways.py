"""Which ways between steps differ, and which of these follow from a step that was added, removed or moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from valuestream_cli.analysis.flow import Edge, Flow
from valuestream_cli.analysis.graph import reachable
from valuestream_cli.comparison.facts import percentage
from valuestream_cli.comparison.result import ADDED, CHANGED, REMOVED, Change, FlowChange, Way

Ends = tuple[str, str]
_Grouped = dict[Ends, list[Edge]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What became of the steps, by their names in NEW; `names` has NEW's name of each step of OLD."""

    names: Mapping[str, str]
    added: frozenset[str]
    removed: frozenset[str]
    moved: frozenset[str]


def changes(old: Flow, new: Flow, steps: Steps) -> Iterator[FlowChange]:
    """The ways that differ: in the order of NEW, then those that are gone."""
    before, after = _grouped(old.edges, steps.names), _grouped(new.edges, {})
    around = {REMOVED: _Detours(after, steps.added | steps.moved), ADDED: _Detours(before, steps.removed | steps.moved)}
    for ends in dict.fromkeys((*after, *before)):
        for one, other in _paired(before.get(ends, []), after.get(ends, [])):
            fields = tuple(_fields(_way(one), _way(other)))
            kind = ADDED if one is None else REMOVED if other is None else CHANGED
            edge = one or other
            if edge and (fields or kind != CHANGED):
                is_implied = kind != CHANGED and (_belongs(edge, ends, steps) or around[kind].replace(edge, ends))
                yield FlowChange(
                    kind=kind,
                    source=ends[0],
                    target=ends[1],
                    old=_way(one),
                    new=_way(other),
                    implied=is_implied,
                    fields=fields if kind == CHANGED else (),
                )


def _grouped(edges: list[Edge], names: Mapping[str, str]) -> _Grouped:
    groups: _Grouped = {}
    for edge in edges:
        ends = names.get(edge.source, edge.source), names.get(edge.target, edge.target)
        groups.setdefault(ends, []).append(edge)
    return groups


def _paired(before: list[Edge], after: list[Edge]) -> Iterator[tuple[Edge | None, Edge | None]]:
    """Ways between the same steps: those with the same condition first, the others as they are listed."""
    rest, others = list(before), []
    for edge in after:
        same = next((each for each in rest if each.when == edge.when), None)
        if same:
            rest.remove(same)
            yield same, edge
        else:
            others.append(edge)
    yield from zip_longest(rest, others)


def _way(edge: Edge | None) -> Way | None:
    return Way(when=edge.when, share=edge.share, parallel=edge.kind == "fork") if edge else None


def _fields(old: Way | None, new: Way | None) -> Iterator[Change]:
    one, other = old or Way(), new or Way()
    if one.when != other.when:
        yield Change(route="when", label="condition", old=one.when, new=other.when)
    if percentage(one.share or "") != percentage(other.share or ""):
        yield Change(route="share", label="share", old=one.share, new=other.share)
    if one.parallel != other.parallel:
        words = {True: "at once with the others", False: "one of them each time"}
        yield Change(route="fork", label="taken", old=words[one.parallel], new=words[other.parallel])


def _belongs(edge: Edge, ends: Ends, steps: Steps) -> bool:
    """Whether a way came or went with a step at one of its ends."""
    if not steps.added.isdisjoint(ends) or not steps.removed.isdisjoint(ends):
        return True
    return edge.kind != "written" and not steps.moved.isdisjoint(ends)


class _Detours:
    """The ways round by steps that the other stream has not, or has elsewhere."""

    def __init__(self, groups: _Grouped, between: frozenset[str]) -> None:
        self._groups = groups
        self._next: dict[str, list[str]] = {}
        for source, target in groups:
            if source in between or target in between:
                self._next.setdefault(source, []).append(target)
        self._inner = {step: [to for to in targets if to in between] for step, targets in self._next.items()}

    def replace(self, edge: Edge, ends: Ends) -> bool:
        """Whether one of them leads from a step to another, and is taken as often as the straight way."""
        source, target = ends
        starts = [
            to for to in self._inner.get(source, ()) if any(_is_like(edge, it) for it in self._groups[source, to])
        ]
        return any(target in self._next.get(step, ()) for step in reachable(self._inner, starts))


def _is_like(edge: Edge, other: Edge) -> bool:
    return edge.when == other.when and percentage(edge.share or "") == percentage(other.share or "")
