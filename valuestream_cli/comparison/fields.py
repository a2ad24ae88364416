"""Which fields differ between two parts of the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from valuestream_cli.comparison.facts import Fact, Facts, label
from valuestream_cli.comparison.result import Change


def changes(old: Facts, new: Facts) -> Iterator[Change]:
    """The fields that differ, in the order of the model; details of what only one side has are not told again."""
    known = _things(old) & _things(new)
    for route in dict.fromkeys((*new, *old)):
        one, other = old.get(route), new.get(route)
        part_of = (one or other or _NOTHING).part_of
        if (one or _NOTHING).key != (other or _NOTHING).key and (not part_of or part_of in known):
            yield _change(route, one, other)


_NOTHING = Fact("", None, None)


def _things(facts: Facts) -> set[str]:
    """Everything that a side says something of."""
    return {*facts, *(fact.part_of for fact in facts.values())}


def _change(route: str, old: Fact | None, new: Fact | None) -> Change:
    """One field that differs: old and new, and for lists which items came and went."""
    before, after = (Counter((fact and fact.items) or ()) for fact in (old, new))
    return Change(
        route=route,
        label=label(route),
        old=_words(old, new),
        new=_words(new, old),
        added=tuple((after - before).elements()),
        removed=tuple((before - after).elements()),
    )


def _words(fact: Fact | None, other: Fact | None) -> str | None:
    if fact is None:
        return None
    return fact.words if other else fact.alone or fact.words
