"""A document with other values in some places, for questions such as `what if there were three of them?`"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from valuestream_cli import source
from valuestream_cli.errors import VsError
from valuestream_cli.source import Document, places

_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # JSON may hold them plainly, YAML may not


def changed(document: Document, settings: Mapping[str, str]) -> Document:
    """The document with a value, written as YAML on one line, at each place; the last part of a place may be new.

    No value takes away what is there. The positions of the result mean nothing.
    Raises VsError where there is no such place, or a value cannot be read.
    """
    if not settings or document.data is None:
        return document
    data = json.loads(_text(document.data))
    for place, value in settings.items():
        route = places.find(data, place, "the stream", may_add=True)
        inside = places.at(data, route[:-1])
        if value.strip():
            inside[route[-1]] = _read(place, value)
        elif isinstance(inside, dict):
            inside.pop(route[-1], None)
    return source.read(document.path, _text(data).encode())


def settings_of(pairs: list[str], option: str = "--set") -> dict[str, str]:
    """Place -> value, of options such as `triage.capacity=3`. Raises VsError for one that has no such form."""
    found = {}
    for pair in pairs:
        place, equals, value = pair.partition("=")
        if not equals or not place.strip():
            raise VsError(
                f"{option} '{pair[:60]}' is not PLACE=VALUE", f"write for example {option} investigate.capacity=3"
            )
        found[place.strip()] = value.strip()
    return found


def _read(place: str, value: str) -> Any:
    read = source.read("", value.encode("utf-8", "replace"))
    if read.faults:
        raise VsError(f"the value for '{place}' cannot be read: '{value[:60]}'", "write it as in the file, on one line")
    return read.data


def _text(data: Any) -> str:
    """Data as JSON, which is YAML."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(data, ensure_ascii=False))
