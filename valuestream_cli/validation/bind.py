"""Plain data to the model, remembering from which route of the file each object came.

Binding checks nothing: what is unsound was repaired, or replaced by `UNKNOWN`, before (see `structure`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from valuestream_cli import model
from valuestream_cli.findings import Route
from valuestream_cli.model import UNKNOWN
from valuestream_cli.records import Record

T = TypeVar("T", bound=Record)
Build = Callable[[Any, Route, "Origins"], Any]


class Origins:
    """Identity map from model objects to the routes they came from."""

    def __init__(self) -> None:
        self._routes: dict[int, tuple[object, Route]] = {}

    def remember(self, thing: T, route: Route) -> T:
        """Note the route of an object, and hand the object on."""
        self._routes[id(thing)] = (thing, route)
        return thing

    def route(self, thing: object) -> Route | None:
        """The route of an object, if it came from a file."""
        entry = self._routes.get(id(thing))
        return entry[1] if entry else None


def bind(data: dict[str, Any]) -> tuple[model.ValueStream, Origins]:
    """The stream that a file describes, and where each part of it came from."""
    origins = Origins()
    return _STREAM({"demand": {}, "value": {}, "steps": ()} | data, (), origins), origins


def _object(cls: type[T], builders: dict[str, Build] | None = None, **absent: Any) -> Build:
    """A builder for one model class; `absent` stands in for required fields that could not be read."""
    usual, parts = cls._field_defaults | absent, builders or {}

    def build(data: dict[str, Any], route: Route, origins: Origins) -> T:
        fields = usual.copy()
        for key, value in data.items():
            if key in parts:
                fields[key] = parts[key](value, (*route, key), origins)
            elif "-" not in key:  # only own keys, `x-...`, hold a hyphen
                fields[_PYTHON_NAMES.get(key, key)] = tuple(value) if type(value) is list else value
        return origins.remember(cls._make(fields), route)

    return build


_PYTHON_NAMES = {"from": "from_", "for": "for_"}


def _list(build: Build) -> Build:
    def build_all(items: list[Any], route: Route, origins: Origins) -> tuple[Any, ...]:
        return tuple(build(item, (*route, number), origins) for number, item in enumerate(items) if item != UNKNOWN)

    return build_all


def _roles(data: dict[str, Any], route: Route, origins: Origins) -> dict[str, model.Role]:
    return {key: _ROLE(value, (*route, key), origins) for key, value in data.items() if key[:2] != "x-"}


def _calendar(data: Any, route: Route, origins: Origins) -> model.Calendar:
    return _CALENDAR({} if isinstance(data, str) else data, route, origins)  # type: ignore[no-any-return]


def _duration(data: Any, route: Route, origins: Origins) -> model.Duration:
    if isinstance(data, str):
        return origins.remember(model.Duration(text=data), route)
    return _DURATION(data, route, origins)  # type: ignore[no-any-return]


def _links(data: Any, route: Route, origins: Origins) -> tuple[model.Link, ...]:
    if type(data) is list:
        return tuple(_link(item, (*route, number), origins) for number, item in enumerate(data))
    return (_link(data, route, origins),)


def _link(data: Any, route: Route, origins: Origins) -> model.Link:
    if isinstance(data, str):
        return origins.remember(model.Link(to=data), route)
    return _LINK(data, route, origins)  # type: ignore[no-any-return]


def _steps(items: list[Any], route: Route, origins: Origins) -> tuple[model.Step, ...]:
    """Steps keep their places: one without an id that can be read gets one that nothing can refer to."""
    steps = []
    for number, item in enumerate(items):
        data = {"id": f"{UNKNOWN}{number}"} | (item if type(item) is dict else {})
        steps.append(_STEP(data, (*route, number), origins))
    return tuple(steps)


_CALENDAR = _object(model.Calendar)
_ROLE = _object(model.Role)
_DURATION = _object(model.Duration)
_LINK = _object(model.Link, to=UNKNOWN)
_STEP = _object(
    model.Step,
    {
        "next": _links,
        "process_time": _duration,
        "wait_time": _duration,
        "roles": _object(model.StepRoles),
        "links": _list(_object(model.Reference, name=UNKNOWN, url=UNKNOWN)),
    },
    name=UNKNOWN,
    activity=UNKNOWN,
)
_STREAM = _object(
    model.ValueStream,
    {
        "demand": _object(model.Demand, trigger=UNKNOWN),
        "value": _object(model.Value, {"targets": _object(model.Targets)}, outcome=UNKNOWN, for_=(UNKNOWN,)),
        "calendar": _calendar,
        "roles": _roles,
        "governance": _object(model.Governance),
        "improvements": _list(_object(model.Improvement, id=UNKNOWN, title=UNKNOWN)),
        "steps": _steps,
    },
    valuestream=1,
    id=UNKNOWN,
    name=UNKNOWN,
)
