"""Who and what the streams of a portfolio draw on: practices, roles, suppliers, services, activities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from valuestream_cli.itil import catalogue, slug
from valuestream_cli.itil.words import Words
from valuestream_cli.model import Step
from valuestream_cli.site.portfolio import Entry

Used = Iterator[tuple[str, Step | None]]  # what something is called, and the step that draws on it, if it is one


@dataclass(frozen=True, kw_only=True)
class Item:
    """One row: what it is called, and the steps that draw on it for each stream by the id of its page.

    A stream that draws on it as a whole has none.
    """

    name: str
    uses: dict[str, list[tuple[int, Step]]] = field(default_factory=dict)

    def count(self, id: str) -> int:
        """How many steps of a stream draw on it; one where the stream does as a whole, none where it does not."""
        return max(len(self.uses[id]), 1) if id in self.uses else 0

    @property
    def total(self) -> int:
        """How many steps, or whole streams, draw on it."""
        return sum(map(self.count, self.uses))


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """One kind of thing by stream. unused: what the framework has and no stream draws on."""

    kind: str
    items: tuple[Item, ...]
    streams: tuple[Entry, ...]
    unused: tuple[str, ...] = ()


def matrices(entries: Iterable[Entry], words: Words) -> tuple[Matrix, ...]:
    """All of them, in the order in which a reader finds them."""
    known = [entry for entry in entries if entry.stream]
    return tuple(_matrix(kind, known, words) for kind in KINDS)


def _matrix(kind: str, entries: list[Entry], words: Words) -> Matrix:
    items: dict[str, Item] = {}
    for entry in entries:
        numbers = {step.id: number for number, step in entry.steps}
        for name, step in KINDS[kind](entry, words):
            uses = items.setdefault(slug(name) or name, Item(name=name)).uses.setdefault(entry.id, [])
            if step and (numbers[step.id], step) not in uses:
                uses.append((numbers[step.id], step))
    found = tuple(sorted(items.values(), key=lambda item: item.name.casefold()))
    columns = tuple(entry for entry in entries if any(entry.id in item.uses for item in found))
    return Matrix(kind=kind, items=found, streams=columns, unused=_unused(kind, items, words))


def _unused(kind: str, items: dict[str, Item], words: Words) -> tuple[str, ...]:
    facts = catalogue()
    every = {"practices": map(words.practice, facts.practices), "activities": map(words.activity, facts.activities)}
    return tuple(sorted((name for name in every.get(kind, ()) if slug(name) not in items), key=str.casefold))


def _practices(entry: Entry, words: Words) -> Used:
    for _, step in entry.steps:
        yield from ((entry.practice(id) or words.practice(id), step) for id in step.practices)


def _roles(entry: Entry, _: Words) -> Used:
    for _number, step in entry.steps:
        yield from ((entry.role(id), step) for id in (step.roles.everybody if step.roles else ()))


def _suppliers(entry: Entry, _: Words) -> Used:
    """Suppliers as steps name them, and roles that are suppliers."""
    roles = entry.stream.roles if entry.stream else {}
    for _number, step in entry.steps:
        if step.supplier:
            yield entry.role(step.supplier), step
        for id in step.roles.everybody if step.roles else ():
            if id in roles and roles[id].kind == "supplier":
                yield entry.role(id), step


def _services(entry: Entry, _: Words) -> Used:
    yield from ((name, None) for name in (entry.stream.services if entry.stream else ()))


def _activities(entry: Entry, words: Words) -> Used:
    yield from ((words.activity(step.activity), step) for _, step in entry.steps)


KINDS: dict[str, Callable[[Entry, Words], Used]] = {
    "practices": _practices,
    "roles": _roles,
    "suppliers": _suppliers,
    "services": _services,
    "activities": _activities,
}
