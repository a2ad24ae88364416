"""A part of the model as a flat list of facts: what is compared, and what `git diff` shows line by line.

Facts are read off the fields of the model's classes, so that a new field is compared without a word here. Ids of
steps and the ways between them are left out: they have a comparison of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from valuestream_cli.model import Duration, Improvement, Reference, Step, ValueStream
from valuestream_cli.records import Record

_ELSEWHERE = {"id", "next", "fork", "steps", "valuestream"}
_KEPT = {"ValueStream.id"}
_PART = re.compile(r"([0-9.]+)([smhdw])")
_PARTS = ("low", "likely", "high", "p50", "p90", "mean")
_TIMES = {"lead_time", "process_time"}
_PERCENTAGES = {"flow_efficiency", "rolled_complete_accurate", "complete_accurate"}
_LABELS = {
    "complete_accurate": "%C&A",
    "value.for": "value is for",
    "demand.from": "demand comes from",
    "value.outcome": "outcome",
    "join": "waits for all branches",
    "stream": "described by",
    "process_time.basis": "process time rests on",
    "wait_time.basis": "wait time rests on",
}
_SHORTER = (
    ("value.targets.", "target "),
    ("governance.", ""),
    ("roles.", ""),
    ("rolled_complete_accurate", "rolled %C&A"),
)


class Fact(NamedTuple):
    """One field: in words, as items where it is a list, and a key that is equal where two mean the same.

    alone: the words where the other stream does not have the field at all. part_of: what it says more of: a time, or
    one thing of a list; where only one stream has that, all is told with it.
    """

    words: str
    items: tuple[str, ...] | None
    key: object
    alone: str = ""
    part_of: str = ""


Facts = dict[str, Fact]


def of_stream(stream: ValueStream, own: Mapping[str, str]) -> Facts:
    """All that is said of a stream as a whole; `own` are an organisation's own keys."""
    return dict(_of(stream, "")) | _own(own)


def of_step(step: Step, own: Mapping[str, str]) -> Facts:
    """All that is said of a step but its id and where it leads."""
    return dict(_of(step, "")) | _own(own)


def label(route: str) -> str:
    """The name of a field in plain words."""
    if route in _LABELS:
        return _LABELS[route]
    for prefix, shorter in _SHORTER:
        route = route.replace(prefix, shorter)
    return route.replace("].", "] ").replace(".", " ").replace("_", " ")


def _of(thing: Any, route: str) -> Iterator[tuple[str, Fact]]:
    kind = type(thing).__name__
    for field in thing._fields:
        if field not in _ELSEWHERE or f"{kind}.{field}" in _KEPT:
            name = field.rstrip("_")
            if (kind, name) != ("Value", "next"):
                yield from _facts(getattr(thing, field), f"{route}{name}")


def _facts(value: Any, route: str) -> Iterator[tuple[str, Fact]]:
    if value is None or value is False or value in ((), {}):
        return
    if isinstance(value, Duration):
        yield from _duration(value, route)
    elif isinstance(value, dict):
        yield from _collection({key: value[key] for key in value}, route)
    elif isinstance(value, tuple) and isinstance(value[0], Improvement | Reference):
        yield from _collection({item.id if isinstance(item, Improvement) else item.name: item for item in value}, route)
    elif isinstance(value, tuple):
        yield route, Fact(", ".join(value), value, value)
    elif isinstance(value, Record):
        yield from _of(value, f"{route}.")
    else:
        words = "yes" if value is True else str(value)
        yield route, Fact(words, None, _scalar(route.rpartition(".")[2], words))


def _collection(things: Mapping[str, Any], route: str) -> Iterator[tuple[str, Fact]]:
    """Things with names: their names as a list, and then each one's own fields."""
    yield route, Fact(", ".join(things), tuple(things), tuple(things))
    for name, thing in things.items():
        for inner, fact in _of(thing, f"{route}[{name}]."):
            yield inner, fact._replace(part_of=f"{route}[{name}]")


def _duration(time: Duration, route: str) -> Iterator[tuple[str, Fact]]:
    """A time as its author gave it (`p50 6m, p90 12m`), and what it rests on (`measured, ticket tool, 7,740 cases`)."""
    said = [time.text or "", *(f"{part} {value}" for part in _PARTS if (value := getattr(time, part)))]
    said += [time.distribution or "", f"cv {time.cv:g}" if time.cv is not None else ""]
    ground = [time.basis or "", time.source or "", f"{time.cases:,} cases" if time.cases is not None else ""]
    words, grounds = (", ".join(filter(None, parts)) for parts in (said, ground))
    key = tuple(amount(getattr(time, part) or "") for part in ("text", *_PARTS)), time.distribution, time.cv
    yield route, Fact(words, None, key, f"{words} ({grounds})" if grounds else words)
    if grounds:
        yield f"{route}.basis", Fact(grounds, None, (time.basis, time.source, time.cases), part_of=route)


def amount(text: str) -> object:
    """A plain duration as seconds, working days and working weeks: `60m` is `1h`, but a day is up to the calendar."""
    units = {"s": (1, 0, 0), "m": (60, 0, 0), "h": (3600, 0, 0), "d": (0, 1, 0), "w": (0, 0, 1)}
    parts = [tuple(float(number) * each for each in units[unit]) for number, unit in _PART.findall(text)]
    return tuple(round(sum(column), 9) for column in zip(*parts, strict=True)) or text


def percentage(text: str) -> object:
    """A percentage as a number: `5%` is `5.0%`."""
    try:
        return float(text.removesuffix("%"))
    except ValueError:
        return text


def _scalar(name: str, words: str) -> object:
    if name in _PERCENTAGES:
        return percentage(words)
    return amount(words) if name in _TIMES else words


def _own(own: Mapping[str, str]) -> Facts:
    return {route: Fact(words, None, words) for route, words in own.items()}


def own_keys(data: object) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The keys of an organisation's own (`x-...`) of a stream as a whole, and of each of its steps, from plain data."""
    if not isinstance(data, dict):
        return {}, []
    steps = data.get("steps")
    whole = {key: value for key, value in data.items() if key != "steps"}
    each = steps if isinstance(steps, list) else []
    return dict(_own_below(whole, "")), [dict(_own_below(step, "")) for step in each]


def _own_below(data: object, route: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            if str(key).startswith("x-"):
                yield f"{route}{key}", value if isinstance(value, str) else _written(value)
            else:
                yield from _own_below(value, f"{route}{key}.")
    elif isinstance(data, list):
        for number, item in enumerate(data):
            named = item if isinstance(item, dict) else {}
            name = named.get("id") or named.get("to") or named.get("name") or number
            yield from _own_below(item, f"{route.removesuffix('.')}[{name}].")


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
