"""What the schema says of a place in a stream file: which keys and which words belong there."""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import lru_cache
from typing import Any, NamedTuple

from valuestream_cli.findings import Route
from valuestream_cli.validation.structure import Schema, stream_schema

ROOT = "ValueStream"
_DEEPEST = 12  # no place of the format is as deep; a hostile file may be, and routes are kept


class Part(NamedTuple):
    """A place in the file.

    owner: the name of the mapping that it belongs to, such as `Step`, or `ValueStream` for the top.
    name: the name of its form, such as `Duration`, or nothing.
    field: the schema of the field, with its description.
    body: the schema of the value; the same as `field` where that refers to none.
    """

    owner: str
    name: str
    field: Schema
    body: Schema

    @property
    def keys(self) -> dict[str, Schema]:
        """The keys that a mapping here may have, with their schemas."""
        return self.body.get("properties", {})  # type: ignore[no-any-return]


def part_at(route: Route) -> Part | None:
    """The place at a route, of which every number means just an item of a list; null where the schema knows none."""
    if len(route) > _DEEPEST:
        return None
    return _part_at(tuple(0 if isinstance(step, int) else step for step in route))


@lru_cache(maxsize=1024)
def _part_at(route: Route) -> Part | None:
    part: Part | None = Part("", ROOT, stream_schema(), stream_schema())
    for step in route:
        part = _inside(part, step) if part else None
    return part


def _inside(part: Part, step: str | int) -> Part | None:
    body = part.body
    if isinstance(step, int):
        items = body.get("items") or body.get("then", {}).get("items")
        return _part(part.owner, items) if items else None
    if step in part.keys:
        return _part(part.name, part.keys[step])
    more = body.get("additionalProperties")
    return _part(part.name, more) if isinstance(more, dict) else None


def _part(owner: str, field: Schema) -> Part:
    """A place, its references followed; one that takes a value or a list of such is described by the value."""
    name, body = "", field
    while "$ref" in body:
        name = body["$ref"].rpartition("/")[2]
        body = stream_schema()["$defs"][name]
    if "items" in body.get("then", {}):
        single = _part(owner, body["else"])
        body = {**single.body, "then": body["then"]}
        name = single.name
    return Part(owner, name, field, body)


def allowed_keys(part: Part, present: Set[str]) -> Iterator[tuple[str, Schema]]:
    """The keys that may be added to a mapping, in the order of the schema, with what they say."""
    for key, field in part.keys.items():
        if key not in present and not _is_forbidden(part.body, present | {key}):
            yield key, field


def _is_forbidden(body: Schema, keys: Set[str]) -> bool:
    """Whether some of the keys exclude each other, as `fork` and `next` do."""
    condition, then = body.get("if", {}).get("required"), body.get("then", {}).get("properties", {})
    return bool(condition) and keys >= set(condition) and any("not" in then[key] for key in keys & then.keys())


def words(part: Part) -> list[Any]:
    """The words that fit a place, where they are fixed or are usual."""
    body = part.body
    if body.get("type") == "boolean":
        return [True, False]
    usual = [part.field[kind] for kind in ("const", "default") if isinstance(part.field.get(kind), str | int)]
    return body.get("enum") or body.get("else", {}).get("enum") or usual


def reference_kind(route: Route) -> str:
    """What a text at a route names: `step`, `role`, `stream` (a file), or nothing."""
    part = part_at(route)
    if part is None:
        return ""
    if part.name in ("StepId", "Target", "Link"):
        return "step"
    last = next((step for step in reversed(route) if isinstance(step, str)), "")
    return "role" if part.owner == "StepRoles" else "stream" if (part.owner, last) == ("Step", "stream") else ""
