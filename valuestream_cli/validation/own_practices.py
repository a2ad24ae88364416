"""Practices of the organisation's own, as the settings declare them: what is wrong with the declaration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from valuestream_cli.config.reading import is_own_id
from valuestream_cli.findings import Route
from valuestream_cli.itil import catalogue, slug
from valuestream_cli.validation.rules.configuration import invalid_own_practice
from valuestream_cli.validation.wording import Wording


def faults(declared: dict[str, Any]) -> Iterator[tuple[Route, Wording]]:
    """What is wrong with the ids, names and aliases of own practices, each with its route."""
    taken = _official()
    for id, said in declared.items():
        route: Route = ("practices", id)
        if not is_own_id(id):
            yield route, _id_fault(id)
            continue
        for name, place in ((id.removeprefix("x-"), route), *_names(said, route)):
            other = taken.setdefault(slug(name), id)
            if other != id:
                hint = "choose another name; names differ by more than capitals and hyphens"
                yield place, invalid_own_practice.check(name, f"is a name of the practice '{other}'", hint)


def _id_fault(id: str) -> Wording:
    meant = slug(id).removeprefix("x-")
    hint = f"write `x-{meant}`" if meant and meant.isascii() else "write `x-` and a name in kebab-case"
    why = "is no kebab-case id" if id.startswith("x-") else "has no `x-`, which sets your own practices apart"
    return invalid_own_practice.check(id, why, hint)


def _official() -> dict[str, str]:
    """Slug of every name that ITIL has or had for a practice -> what it means.

    Other aliases may be taken: an organisation knows best what it means by FinOps.
    """
    facts = catalogue()
    ambiguous = {name: "' or '".join(options) for name, options in facts.ambiguous_names.items()}
    names = {slug(name): each.id for each in facts.practices.values() for name in (each.id, each.name)}
    return {**facts.legacy_names, **ambiguous, **names}


def _names(said: Any, route: Route) -> Iterator[tuple[str, Route]]:
    said = said if isinstance(said, dict) else {}
    if isinstance(said.get("name"), str):
        yield said["name"], (*route, "name")
    aliases = said.get("aliases")
    for number, alias in enumerate(aliases if isinstance(aliases, list) else ()):
        if isinstance(alias, str):
            yield alias, (*route, "aliases", number)
