"""Streams to compare: random ones that are sound, and single changes planted in one of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.helpers import read
from valuestream_cli.comparison.subject import Subject
from valuestream_cli.validation.engine import examine
from valuestream_cli.validation.rules import is_structural

Data = dict[str, Any]
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
_WORDS = st.sampled_from(["check", "fix", "ask the user", "deploy it", "review", "plan the work", "order parts"])
_TIMES = st.sampled_from(["5m", "60m", "1h", "2d", {"p50": "10m", "p90": "1h"}])
_OPTIONAL: dict[str, st.SearchStrategy[Any]] = {
    "practices": st.lists(
        st.sampled_from(["service-desk", "incident-management", "problem-management"]), min_size=1, unique=True
    ),
    "team": st.sampled_from(["desk", "second line"]),
    "outputs": st.lists(st.sampled_from(["record", "fix", "report"]), min_size=1, unique=True),
    "process_time": _TIMES,
    "wait_time": _TIMES,
    "capacity": st.integers(1, 4),
}


def subject(data: Data) -> Subject:
    """The stream that some data describes; it has to be sound."""
    document = read(json.dumps(data))  # JSON is YAML
    outcome = examine(document, is_structural)
    assert outcome.stream is not None and outcome.is_sound, outcome.findings
    return replace(Subject.of(outcome.stream, "a.vs.yaml", document.data), place=".")


@st.composite
def streams(draw: st.DrawFn) -> Data:
    """A sound stream; ids come from a small set, so that two streams share some."""
    ids = draw(st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=7, unique=True))
    steps = []
    for id in ids:
        step = {"id": f"step-{id}", "name": draw(_WORDS), "activity": draw(st.sampled_from(["engage", "plan"]))}
        step |= draw(st.fixed_dictionaries({}, optional=_OPTIONAL))
        targets = st.sampled_from([*(f"step-{other}" for other in ids), "value", "end"])
        ways = draw(st.lists(targets, max_size=2, unique=True))
        if ways:
            step["next"] = [{"to": to} | draw(_conditions()) for to in ways]
        steps.append(step)
    return {
        "valuestream": 1,
        "id": "random",
        "name": "Random",
        "demand": {"trigger": "Something happens"},
        "value": {"outcome": "It works", "for": ["user"]},
        "steps": steps,
    }


def _conditions() -> st.SearchStrategy[Data]:
    shares = st.sampled_from(["5%", "50%", "95%"])
    return st.fixed_dictionaries({}, optional={"when": st.sampled_from(["fixed", "not fixed"]), "share": shares})


def explicit(data: Data) -> Data:
    """The same stream with every way written, so that no change of one step changes the ways of another."""
    steps = data["steps"]
    below = [*(step["id"] for step in steps[1:]), "value"]
    return data | {"steps": [{"next": [{"to": to}]} | step for step, to in zip(steps, below, strict=True)]}


Plant = Callable[[Data, int], None]


def _set(key: str, value: Any) -> Plant:
    def plant(data: Data, place: int) -> None:
        data["steps"][place][key] = value

    return plant


def _whole(*keys: str, value: Any) -> Plant:
    def plant(data: Data, _: int) -> None:
        for key in keys[:-1]:
            data = data[key]
        data[keys[-1]] = value

    return plant


def _way(key: str, value: Any) -> Plant:
    def plant(data: Data, place: int) -> None:
        data["steps"][place]["next"][0][key] = value

    return plant


def _rename(data: Data, place: int) -> None:
    old = data["steps"][place]["id"]
    data["steps"][place]["id"] = "another-id"
    data["steps"][place]["name"] = "A name like no other"
    for step in data["steps"]:
        for way in step["next"]:
            way["to"] = "another-id" if way["to"] == old else way["to"]


def _new_way(data: Data, place: int) -> None:
    data["steps"][place]["next"].append({"to": "end", "when": "withdrawn"})


def _drop_name(data: Data, place: int) -> None:
    data["steps"][place]["name"] = "Quite another name"


# Each changes one thing that no random stream says.
PLANTS: dict[str, Plant] = {
    "name": _drop_name,
    "activity": _set("activity", "improve"),
    "description": _set("description", "What happens here"),
    "practice": _set("practices", ["risk-management"]),
    "responsible": _set("roles", {"responsible": ["clerk"]}),
    "supplier": _set("supplier", "A dealer"),
    "tools": _set("tools", ["hammer"]),
    "time": _set("process_time", {"low": "7m", "likely": "8m", "high": "9m"}),
    "wait": _set("wait_time", "33m"),
    "%C&A": _set("complete_accurate", "77%"),
    "capacity": _set("capacity", 17),
    "link": _set("links", [{"name": "manual", "url": "https://example.org"}]),
    "own key": _set("x-colour", {"paint": ["red", 1]}),
    "join": _set("join", True),
    "condition": _way("when", "the moon is full"),
    "share": _way("share", "12.5%"),
    "new way": _new_way,
    "owner": _whole("owner", value="Somebody"),
    "trigger": _whole("demand", "trigger", value="Something else happens"),
    "rate": _whole("demand", "rate", value="3/d"),
    "stakeholders": _whole("value", "for", value=["user", "owner"]),
    "target": _whole("value", "targets", value={"lead_time": "4h"}),
    "calendar": _whole("calendar", value={"days": "mon-fri"}),
    "role": _whole("roles", value={"clerk": {"name": "Clerk", "team": "Desk"}}),
    "policy": _whole("governance", value={"policies": ["Be kind"]}),
    "improvement": _whole("improvements", value=[{"id": "i", "title": "Better", "status": "idea"}]),
    "own key of the whole": _whole("x-costs", value=3),
}
