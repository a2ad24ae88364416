"""Which step of one stream is which of the other: by id, then by likeness; and which of them changed places.

Steps that share no id are paired by a name that no other has, then by likeness, the most alike first. As likeness is
the same in both directions, that gives the one stable matching: no two steps are left that are more like each other
than like their partners. It is also the same when OLD and NEW change places.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.model import Step

_ALIKE = 0.6  # from here on two steps are one; tuned on renamed and on replaced steps, see the tests
_MOST_COMPARED = 40_000  # pairs: likeness takes time in proportion, and hostile files must not make it minutes
_LONGEST = 200  # letters of a name that are compared


class Pair(NamedTuple):
    """The same step in both streams, by its place in each list."""

    old: int
    new: int


def match(old: Flow, new: Flow) -> list[Pair]:
    """The pairs, in the order of NEW."""
    ones, others = old.stream.steps, new.stream.steps
    pairs = _by(_numbered([step.id for step in ones]), _numbered([step.id for step in others]))
    rest = _rest(pairs, len(ones), len(others))
    pairs += _by(*(_only(steps, places) for steps, places in zip((ones, others), rest, strict=True)))
    rest = _rest(pairs, len(ones), len(others))
    if len(rest[0]) * len(rest[1]) <= _MOST_COMPARED:
        pairs += _by_likeness(old, new, pairs, *rest)
    return sorted(pairs, key=lambda pair: pair.new)


def _rest(pairs: list[Pair], *sizes: int) -> list[list[int]]:
    """The places on both sides that have no partner."""
    taken = [{pair[side] for pair in pairs} for side in range(len(sizes))]
    return [[place for place in range(size) if place not in known] for size, known in zip(sizes, taken, strict=True)]


def _only(steps: Sequence[Step], places: list[int]) -> dict[str, int]:
    """The places of steps whose name no other of them has."""
    names = Counter(steps[place].name for place in places)
    return {steps[place].name: place for place in places if names[steps[place].name] == 1}


def _numbered(words: Iterable[str]) -> dict[tuple[str, int], int]:
    """The place of each word, counted where one occurs more than once."""
    seen: Counter[str] = Counter()
    places = {}
    for place, word in enumerate(words):
        places[word, seen[word]] = place
        seen[word] += 1
    return places


def _by(old: Mapping[Any, int], new: Mapping[Any, int]) -> list[Pair]:
    return [Pair(old[key], place) for key, place in new.items() if key in old]


def _by_likeness(old: Flow, new: Flow, known: list[Pair], ones: list[int], others: list[int]) -> list[Pair]:
    if not ones or not others:
        return []
    before, after = old.stream.steps, new.stream.steps
    names = {before[pair.old].id: after[pair.new].id for pair in known}  # partners need not have the same id
    sides = ((old, ones, names), (new, others, {id: id for id in names.values()}))
    kin = [{place: _kin(flow, flow.stream.steps[place], shared) for place in places} for flow, places, shared in sides]
    found = []
    for one in ones:
        for other in others:
            score = likeness(before[one], after[other], kin[0][one], kin[1][other])
            if score >= _ALIKE:
                found.append((-score, _impartial(one, other, before[one].id, after[other].id), Pair(one, other)))
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, _, pair in sorted(found):
        if pair.old not in taken[0] and pair.new not in taken[1]:
            taken[0].add(pair.old)
            taken[1].add(pair.new)
            pairs.append(pair)
    return pairs


def _impartial(one: int, other: int, id: str, other_id: str) -> tuple[int, int, list[str]]:
    """An order among equals that is the same when OLD and NEW change places."""
    return abs(one - other), one + other, sorted((id, other_id))


def _kin(flow: Flow, step: Step, shared: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """The neighbours of a step that both streams have; `shared` are those among the steps, by what both call them."""
    around = [("from", each) for each in flow.predecessors.get(step.id, ())]
    around += [("to", each) for each in flow.successors.get(step.id, ())]
    return frozenset((way, shared.get(id, id)) for way, id in around if id in shared or id not in flow.steps)


def likeness(one: Step, other: Step, kin: frozenset[tuple[str, str]], other_kin: frozenset[tuple[str, str]]) -> float:
    """How alike two steps are, from 0 to 1: mostly by name; what neither of them says does not count."""
    parts = [
        (4.0, _alike(one.name, other.name)),
        (0.5, _alike(one.id, other.id)),
        (1.0, float(one.activity == other.activity)),
        *_shared(1.0, one.practices, other.practices),
        *_shared(1.0, _actors(one), _actors(other)),
        *_shared(1.0, one.inputs + one.outputs, other.inputs + other.outputs),
        *_shared(2.0, kin, other_kin),
    ]
    return round(sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts), 9)


def _actors(step: Step) -> list[str]:
    return [*filter(None, (step.supplier, step.team)), *(step.roles.everybody if step.roles else ())]


def _shared(weight: float, one: Iterable[object], other: Iterable[object]) -> list[tuple[float, float]]:
    """The share of items in common (Jaccard), where there are any."""
    ones, others = set(one), set(other)
    return [(weight, len(ones & others) / len(ones | others))] if ones or others else []


def _alike(one: str, other: str) -> float:
    """How alike two texts are, by the pairs of letters that they share (Dice): the same in both directions."""
    ones, others = _bigrams(one[:_LONGEST]), _bigrams(other[:_LONGEST])
    return 2 * (ones & others).total() / (ones.total() + others.total())


@lru_cache(maxsize=4096)
def _bigrams(text: str) -> Counter[str]:
    padded = f" {text.casefold()} "
    return Counter(padded[place : place + 2] for place in range(len(padded) - 1))


def moved(pairs: Sequence[Pair], key: Callable[[Pair], list[str]]) -> set[Pair]:
    """The fewest steps that changed places: those outside of a longest run which has the same order in both lists.

    key: names of a pair that do not depend on which stream is OLD.
    """
    ordered = sorted(pairs)
    before = _longest([pair.new for pair in ordered])
    after = _longest([-pair.new for pair in reversed(ordered)])[::-1]
    longest = max(before, default=0)
    rows: dict[int, list[Pair]] = {}
    for pair, one, other in zip(ordered, before, after, strict=True):
        if one + other - 1 == longest:
            rows.setdefault(one, []).append(pair)
    run: list[Pair] = []
    for level in range(1, longest + 1):
        fitting = [pair for pair in rows[level] if not run or (pair.old > run[-1].old and pair.new > run[-1].new)]
        run.append(min(fitting, key=lambda pair: (abs(pair.old - pair.new), pair.old + pair.new, key(pair))))
    return set(pairs) - set(run)


def _longest(places: list[int]) -> list[int]:
    """How long the longest rising run is that ends at each place (patience sorting)."""
    tops: list[int] = []
    lengths = []
    for place in places:
        level = bisect_left(tops, place)
        tops[level : level + 1] = [place]
        lengths.append(level + 1)
    return lengths
