"""The names that a stream file gives and uses: ids of steps and roles, with all places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from valuestream_cli.findings import Route
from valuestream_cli.lsp.form import reference_kind
from valuestream_cli.model import DEMAND, END, VALUE
from valuestream_cli.source import Document, Marks, Place

ENDS = (DEMAND, VALUE, END)


class Name(NamedTuple):
    """One place where a name stands. `kind` is `step` or `role`; `given`: whether it is given here, or used."""

    kind: str
    text: str
    route: Route
    place: Place
    given: bool


def names(document: Document) -> Iterator[Name]:
    """All names of steps and roles in a document, in the order of the file."""
    for route, text, place in _texts(document.data, document.marks, ()):
        kind = "step" if _gives_step(route) else reference_kind(route)
        if kind in ("step", "role") and text not in ENDS:
            yield Name(kind, text, route, place, _gives_step(route))
        elif len(route) == 2 and route[0] == "roles" and route[1] == text:
            yield Name("role", text, route, place, True)


def _gives_step(route: Route) -> bool:
    return len(route) == 3 and (route[0], route[2]) == ("steps", "id")


def _texts(data: Any, marks: Marks | Place, route: Route) -> Iterator[tuple[Route, str, Place]]:
    """Every text with its route and place; of a mapping of roles, the keys, too."""
    if isinstance(data, str) and isinstance(marks, tuple):
        yield route, data, marks
    elif isinstance(marks, Marks) and isinstance(data, dict | list):
        for part, value in data.items() if isinstance(data, dict) else enumerate(data):
            if route == ("roles",) and part in marks.keys:
                yield (*route, part), part, marks.keys[part]
            if part in marks.items:
                yield from _texts(value, marks.items[part], (*route, part))


def name_at(document: Document, offset: int) -> Name | None:
    """The name that an offset touches."""
    return next((name for name in names(document) if name.place[0] <= offset <= name.place[1]), None)


def same(document: Document, name: Name) -> list[Name]:
    """All places of a name."""
    return [other for other in names(document) if (other.kind, other.text) == (name.kind, name.text)]


def steps(data: Any) -> list[dict[str, Any]]:
    """The steps of what a file says, as far as they are mappings; the file may be wrong in any way."""
    listed = data.get("steps") if isinstance(data, dict) else None
    return [step for step in listed if isinstance(step, dict)] if isinstance(listed, list) else []


def step_ids(data: Any) -> dict[str, dict[str, Any]]:
    """The steps that have an id, by id."""
    found: dict[str, dict[str, Any]] = {}
    for step in steps(data):
        if isinstance(step.get("id"), str):
            found.setdefault(step["id"], step)
    return found


def roles(data: Any) -> dict[str, dict[str, Any]]:
    """The roles that a file declares, by id."""
    declared = data.get("roles") if isinstance(data, dict) else None
    listed = declared.items() if isinstance(declared, dict) else ()
    return {id: role if isinstance(role, dict) else {} for id, role in listed if not id.startswith("x-")}


def texts(data: Any, route: Route = ()) -> Iterator[tuple[Route, str]]:
    """Every text of what a file says, with its route."""
    if isinstance(data, str):
        yield route, data
    elif isinstance(data, dict | list):
        for part, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from texts(value, (*route, part))
