"""Places in a stream's data, as people write them: `demand.rate`, `steps.triage.name`, or shorter `triage.name`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from valuestream_cli.errors import VsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuestream_cli.findings import Route

_BRACKET = re.compile(r"\[(?:\w+=)?([^\]]*)\]")
_NAMES = ("id", "to")  # what items of lists go by
_MOST_NAMED = 8
_LONGEST = 60


def find(data: Any, place: str, what: str, words: Sequence[str] = (), *, may_add: bool = False) -> Route:
    """The route that a place means; list items go by their id, target or number, and `steps.` may be left out.

    what: what is searched, for the message. words: other words for places, worth naming where there is no such place.
    may_add: whether the last part may be a key that is not there yet.
    Raises VsError where there is no such place.
    """
    parts = _parts_of(data, place)
    route: list[str | int] = []
    for part in parts:
        inside = at(data, tuple(route))
        step = _step(inside, part)
        if step is None and may_add and len(route) + 1 == len(parts) and isinstance(inside, dict):
            step = part
        if step is None:
            raise _nowhere(data, place, parts, len(route), what, words)
        route.append(step)
    if not route:
        raise _nowhere(data, place, [""], 0, what, words)
    return tuple(route)


def at(data: Any, route: Route) -> Any:
    """The data at a route."""
    for part in route:
        data = data[part]
    return data


def parts_of(place: str, inside: Any) -> str:
    """The places inside a place, as a list in a sentence; of many, the first."""
    names = [f"{place}.{name}".lstrip(".") for name, _ in _children(inside)]
    return ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")


def _parts_of(data: Any, place: str) -> list[str]:
    parts = [part for part in _BRACKET.sub(r".\1", place).split(".") if part]
    if parts and isinstance(data, dict) and parts[0] not in data and _step(data.get("steps"), parts[0]) is not None:
        parts.insert(0, "steps")
    return parts


def _step(inside: Any, part: str) -> str | int | None:
    if isinstance(inside, dict):
        return part if part in inside else None
    if not isinstance(inside, list):
        return None
    if part.isdecimal() and part.isascii() and len(part) < 9 and int(part) < len(inside):
        return int(part)
    return next((number for number, item in enumerate(inside) if part in _names(item)), None)


def _names(item: Any) -> list[str]:
    """What an item of a list goes by."""
    found = (item.get(name) for name in _NAMES) if isinstance(item, dict) else ()
    return [name for name in found if isinstance(name, str)]


def _nowhere(data: Any, place: str, parts: list[str], known: int, what: str, words: Sequence[str]) -> VsError:
    """The error for a place whose part number `known` is the first that does not exist."""
    from valuestream_cli.suggest import closest

    inside = at(data, find(data, ".".join(parts[:known]), what)) if known else data
    names = [name for name, _ in _children(inside)]
    if not known and isinstance(data, dict):
        names += [*words, *(name for name, _ in _children(data.get("steps")))]
    meant = closest(parts[known], names)
    shown = place if len(place) <= _LONGEST else f"{place[: _LONGEST - 1]}…"
    hint = f"did you mean '{'.'.join([*parts[:known], meant, *parts[known + 1 :]])}'?" if meant else ""
    return VsError(f"{what} has no '{shown}' to set", hint or _choice(".".join(parts[:known]), inside, words))


def _choice(where: str, inside: Any, words: Sequence[str]) -> str:
    if not where:
        named = f"{', '.join(words)}, or a place such as demand.trigger" if words else parts_of("", inside)
        return f"choose one of: {named}"
    there = parts_of(where, inside)
    return f"choose one of: {there}" if there else f"set '{where}' itself"


def _children(inside: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(inside, dict):
        yield from inside.items()
    elif isinstance(inside, list):
        for number, item in enumerate(inside):
            yield next(iter(_names(item)), str(number)), item
