"""The JSON Schema's verdict on data, as mistakes with a place.

The engine only tells keyword, route and sub-schema; the words are ours (`rules.STRUCTURE_FAMILIES`), so the text
does not depend on the engine.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple, Protocol

from valuestream_cli.findings import Route
from valuestream_cli.resources import schema_text

Schema = dict[str, Any]


class Mistake(NamedTuple):
    """One breach of the schema.

    route: of the offending value; for a key that is missing or unknown, of that key.
    value: the offending value; for a missing key, the mapping around it.
    schema: the sub-schema that was breached.
    siblings: for an unknown key, the mapping that it stands in.
    first: for an item that repeats another, the position of that one.
    own_practices: names of the practices that the settings declare -> their ids.
    """

    keyword: str
    route: Route
    value: Any
    schema: Schema
    siblings: Mapping[str, Any] = MappingProxyType({})
    first: int = 0
    own_practices: Mapping[str, str] = MappingProxyType({})

    @property
    def plainness(self) -> tuple[bool, str]:
        """Which of several breaches at one place says most, whatever the order they are found in."""
        return (self.keyword != "type", self.keyword)

    @property
    def key(self) -> str:
        """The nearest key on the way to the place: what a reader would call it."""
        return next((part for part in reversed(self.route) if isinstance(part, str)), "file")


class Engine(Protocol):
    """Something that validates: both libraries fit."""

    def is_valid(self, data: Any) -> bool: ...
    def breaches(self, data: Any) -> Iterator[tuple[str, Route, Schema]]: ...


@contextlib.contextmanager
def _without_mail() -> Iterator[None]:
    """Stand in for `email.utils`: the fast engine would read the date of its build with it, an eighth of a start."""
    name = "email.utils"
    stand_in = ModuleType(name)
    stand_in.__dict__["parsedate_to_datetime"] = str
    is_needed = sys.modules.setdefault(name, stand_in) is stand_in
    try:
        yield
    finally:
        if is_needed:
            del sys.modules[name]


class FastEngine:
    """`jsonschema-rs`: about a hundred times as fast as the reference."""

    def __init__(self, schema: Schema) -> None:
        with _without_mail():
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
    """The engine to use for stream files."""
    return engine_for(stream_schema())


def engine_for(schema: Schema) -> Engine:
    """An engine for a schema: the fast one where it is installed."""
    try:
        return FastEngine(schema)
    except ImportError:
        return ReferenceEngine(schema)


_PARTS: dict[int, tuple[Schema, Engine]] = {}


def fits(value: Any, schema: Schema) -> bool:
    """Whether a value is sound by a part of the schema of stream files."""
    if id(schema) not in _PARTS:  # the part is kept with its engine, so that nothing else can get its id
        _PARTS[id(schema)] = (schema, engine_for({**schema, "$defs": stream_schema()["$defs"]}))
    return _PARTS[id(schema)][1].is_valid(value)


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
