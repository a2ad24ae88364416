"""The verdict of the schema `config.v1` on a configuration file, as mistakes with a place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from valuestream_cli.findings import Route
from valuestream_cli.resources import schema_text
from valuestream_cli.validation import structure
from valuestream_cli.validation.structure import Mistake

_LARGEST = 2**53


@lru_cache
def config_schema() -> dict[str, Any]:
    """The schema of configuration files."""
    return json.loads(schema_text("config.v1"))  # type: ignore[no-any-return]


@lru_cache
def _engine() -> structure.Engine:
    return structure.engine_for(config_schema())


def mistakes(table: dict[str, Any]) -> Iterator[Mistake]:
    """The breaches of the schema, but for names of rules, which are looked up."""
    for keyword, route, schema in _engine().breaches(_plain(table)):
        value = _value(table, route)
        if keyword == "required":
            keys = [key for key in schema["required"] if key not in value]
            yield from (Mistake(keyword, (*route, key), value, schema) for key in keys)
        elif keyword == "additionalProperties":
            if route not in (("severity",), ("practices",)):
                keys = [key for key in value if key not in schema["properties"]]
                yield from (Mistake(keyword, (*route, key), value[key], schema, value) for key in keys)
        elif keyword != "anyOf":
            yield Mistake(keyword, route, value, schema)


def _value(data: Any, route: Route) -> Any:
    for part in route:
        data = data[part]
    return data


def _plain(value: Any) -> Any:
    """The data as JSON has it: dates become null, and so do numbers that are none; no number is vast."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, int):
        return value if isinstance(value, bool) else max(-_LARGEST, min(value, _LARGEST))
    if isinstance(value, float):
        return value if -_LARGEST < value < _LARGEST else None
    return value if isinstance(value, str) else None
