"""The JSON Schema's verdict on data, as mistakes with a place.

The engine only tells keyword, route and sub-schema; the words are ours (`rules.STRUCTURE_FAMILIES`), so the text
does not depend on the engine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from valuestream_cli.findings import Route
from valuestream_cli.resources import schema_text

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One breach of the schema.

    route: of the offending value; for a key that is missing or unknown, of that key.
    value: the offending value; for a missing key, the mapping around it.
    schema: the sub-schema that was breached.
    siblings: for an unknown key, the mapping that it stands in.
    first: for an item that repeats another, the position of that one.
    """

    keyword: str
    route: Route
    value: Any
    schema: Schema
    siblings: Mapping[str, Any] = field(default_factory=dict)
    first: int = 0

    @property
    def plainness(self) -> tuple[bool, str]:
        """Which of several breaches at one place says most, whatever the order they are found in."""
        return (self.keyword != "type", self.keyword)

    @property
    def key(self) -> str:
        """The nearest key on the way to the place: what a reader would call it."""
        return next((part for part in reversed(self.route) if isinstance(part, str)), "file")


@dataclass(frozen=True, slots=True)
class Repair:
    """What a mistake most likely meant: another key for the same value, another value, or a place within a sibling."""

    key: str | None = None
    value: Any = None
    into: str | None = None


class Engine(Protocol):
    """Something that validates: both libraries fit."""

    def is_valid(self, data: Any) -> bool: ...
    def breaches(self, data: Any) -> Iterator[tuple[str, Route, Schema]]: ...


class FastEngine:
    """`jsonschema-rs`: about a hundred times as fast as the reference."""

    def __init__(self, schema: Schema) -> None:
        import jsonschema_rs

        self._schema = schema
        self._validator = jsonschema_rs.validator_for(schema)
        self.is_valid = self._validator.is_valid

    def breaches(self, data: Any) -> Iterator[tuple[str, Route, Schema]]:
        """Keyword, route and sub-schema of everything that is wrong."""
        for error in self._validator.iter_errors(data):
            schema: Any = self._schema
            for part in error.schema_path[:-1]:
                schema = schema[part]
            yield str(error.schema_path[-1]), tuple(error.instance_path), schema


class ReferenceEngine:
    """`jsonschema`: pure Python, for interpreters that the fast one has no wheel for."""

    def __init__(self, schema: Schema) -> None:
        import jsonschema

        self._validator = jsonschema.Draft202012Validator(schema)
        self.is_valid = self._validator.is_valid

    def breaches(self, data: Any) -> Iterator[tuple[str, Route, Schema]]:
        """Keyword, route and sub-schema of everything that is wrong."""
        for error in self._validator.iter_errors(data):
            yield str(error.validator), tuple(error.absolute_path), error.schema


@lru_cache
def stream_schema() -> Schema:
    """The schema of stream files."""
    return json.loads(schema_text("valuestream.v1"))  # type: ignore[no-any-return]


@lru_cache
def engine() -> Engine:
    """The engine to use: the fast one where it is installed."""
    try:
        return FastEngine(stream_schema())
    except ImportError:
        return ReferenceEngine(stream_schema())


def expand(keyword: str, route: Route, value: Any, schema: Schema) -> Iterator[Mistake]:
    """One mistake for each key or item that is at fault."""
    if keyword == "required":
        keys = [key for key in schema["required"] if key not in value]
        yield from (Mistake(keyword, (*route, key), value, schema) for key in keys)
    elif keyword == "dependentRequired":
        needed = {need for key, needs in schema[keyword].items() if key in value for need in needs}
        yield from (Mistake(keyword, (*route, key), value, schema) for key in sorted(needed - set(value)))
    elif keyword == "additionalProperties":
        keys = [key for key in value if key not in schema["properties"] and not key.startswith("x-")]
        siblings = dict(value)
        yield from (Mistake(keyword, (*route, key), value[key], schema, siblings) for key in keys)
    elif keyword == "uniqueItems":
        for number, first in _repeated(value):
            yield Mistake(keyword, (*route, number), value[number], schema, first=first)
    else:
        yield Mistake(keyword, route, value, schema)


def _repeated(items: list[Any]) -> Iterator[tuple[int, int]]:
    """Positions of the items that stand in the list before already, and where they stand first."""
    seen: dict[str, int] = {}
    for number, item in enumerate(items):
        first = seen.setdefault(json.dumps(item, sort_keys=True), number)
        if first != number:
            yield number, first
