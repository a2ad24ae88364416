"""Streams for tests of pictures: every one in the repository, and random ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from valuestream_cli.itil import catalogue
from valuestream_cli.itil.words import Words
from valuestream_cli.model import Calendar, Demand, Duration, Link, Role, Step, StepRoles, Targets, Value, ValueStream
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Drawing

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("templates/*/stream.vs.yaml"), *ROOT.glob("samples/**/*.vs.yaml")])
ACTIVITIES = ("plan", "improve", "engage", "design-and-transition", "obtain-build", "deliver-and-support")
WORDS = (
    "Register",
    "the",
    "demand",
    "Störungsbehebungsprozessverantwortliche",
    "Réclamation",
    "申請を受け付ける",
    "عودة الخدمة",
    "שירות",
    "ได้รับคำร้องขอ",
    '<b>&amp;"x"</b>',
    "a/b-c_DeployToProduction",
    "x" * 60,
    "🚀🚀",
    "\u202e\x00",
    " ",
)


class Wordy(Words):
    """A language that says everything at length."""

    def __call__(self, key: str, **values: object) -> str:
        return f"{super().__call__(key, **values)} donaudampfschifffahrt"

    def activity(self, id: str) -> str:
        return f"{super().activity(id)} donaudampfschifffahrt"


def drawing_of(view: Callable[[Brief], Drawing], stream: ValueStream, direction: str = "auto") -> Drawing:
    """What a view makes of a stream."""
    return view(Brief(stream=stream, direction=direction))


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
shares = st.sampled_from((None, "5%", "30%", "100%"))


@st.composite
def streams(draw: st.DrawFn, most: int = 14) -> ValueStream:
    """A stream of any shape: valid ones and stranger."""
    count = draw(st.integers(1, most))
    names = [f"s{number}" for number in range(count)]
    targets = st.sampled_from([*names, "value", "end"])
    links = st.builds(Link, to=targets, when=st.one_of(st.none(), texts), share=shares)
    lanes = draw(st.sampled_from((ACTIVITIES, ACTIVITIES[:2], ACTIVITIES[3:4], ACTIVITIES[1:5:3])))

    def step(name: str) -> Step:
        forks = draw(st.booleans()) and count > 2 and draw(st.booleans())
        return Step(
            id=name,
            name=draw(texts),
            activity=draw(st.sampled_from(lanes)),
            next=() if forks else tuple(draw(st.lists(links, max_size=4))),
            fork=tuple(draw(st.lists(st.sampled_from(names), min_size=2, max_size=4, unique=True))) if forks else (),
            join=draw(st.integers(0, 3)) == 0,
            stream=draw(st.sampled_from((None, "other.vs.yaml"))),
        )

    return ValueStream(
        valuestream=1,
        id="random",
        name=draw(texts),
        state=draw(st.sampled_from((None, "as-is", "to-be"))),
        demand=Demand(trigger=draw(texts)),
        value=Value(outcome=draw(texts), for_=("user",), next=draw(st.sampled_from((None, *names)))),
        steps=tuple(step(name) for name in names),
    )


PRACTICES = (*catalogue().practices, "x-cost-control", "x-störungsdienst", "x-" + "long" * 20)
NAMES = (
    "desk",
    "Service desk",
    "開発チーム",
    "فريق التشغيل",
    "Störungsbehebungsprozessverantwortliche",
    "\u202e",
    "a b c",
)


@st.composite
def peopled(draw: st.DrawFn, most: int = 14) -> ValueStream:
    """A stream of any shape whose steps may say who does them, and what they draw on."""
    stream = draw(streams(most))
    names = st.sampled_from(NAMES[: draw(st.integers(1, len(NAMES)))])
    many = st.lists(names, max_size=3, unique=True).map(tuple)
    practices = st.lists(st.sampled_from(PRACTICES[:: draw(st.integers(1, 9))]), max_size=6, unique=True).map(tuple)
    roles = st.builds(StepRoles, responsible=many, accountable=many, consulted=many, informed=many)
    people = st.fixed_dictionaries(
        {
            "practices": practices,
            "roles": st.none() | roles,
            "team": st.none() | names,
            "supplier": st.none() | st.none() | names,
        }
    )
    kinds = st.builds(Role, name=st.none() | texts, kind=st.sampled_from(("internal", "supplier", "customer")))
    return stream._replace(
        steps=tuple(step._replace(**draw(people)) for step in stream.steps),
        roles=draw(st.dictionaries(names, kinds, max_size=4)),
    )


lengths = st.sampled_from(("0s", "1s", "5s", "90s", "12m", "2h 30m", "1d", "3d", "6w", "300w"))
durations = st.one_of(
    st.builds(Duration, text=lengths, basis=st.sampled_from((None, "estimate", "target", "measured"))),
    st.builds(Duration, mean=lengths, basis=st.none() | st.just("measured")),
    st.just(Duration(low="5m", likely="1h", high="2d", basis="estimate")),
    st.just(Duration(p50="3h", p90="4d", basis="measured")),
    st.just(Duration(low="2d", likely="1h", high="5m")),
)


@st.composite
def sound(draw: st.DrawFn, most: int = 14) -> ValueStream:
    """A stream through which cases flow: steps in a row, with rework, choices, and forks that are joined."""
    steps: list[Step] = []
    while len(steps) < draw(st.integers(1, most)):
        kind, number = draw(st.sampled_from(("row", "row", "again", "choice", "fork"))), len(steps)
        names = [f"s{number + place}" for place in range(5)]
        ways: list[dict[str, Any]] = [{}]
        if kind == "again" and steps:
            ways = [{"next": (Link(to="s0", share="5%"), Link(to=names[1], share="95%"))}, {}]
        elif kind == "choice":
            choice = (Link(to=names[1], share="30%", when="rare"), Link(to=names[2], share="65%"), Link(to="end"))
            ways = [{"next": choice}, {"next": (Link(to=names[3]),)}, {}, {}]
        elif kind == "fork":
            branch = {"next": (Link(to=names[4]),)}
            ways = [{"fork": tuple(names[1:4])}, branch, branch, branch, {"join": True}]
        lanes = st.sampled_from(ACTIVITIES)
        steps += (
            Step(id=name, name=draw(texts), activity=draw(lanes), **way) for name, way in zip(names, ways, strict=False)
        )
    tail = draw(st.sampled_from((None, steps[-1].id if len(steps) > 1 and not steps[-1].join else None)))
    demand, value = Demand(trigger="A wish"), Value(outcome="Done", for_=("user",), next=tail)
    return ValueStream(valuestream=1, id="sound", name="Sound", demand=demand, value=value, steps=tuple(steps))


@st.composite
def timed(draw: st.DrawFn, most: int = 14) -> ValueStream:
    """A stream, mostly a sound one, whose steps may say how long they take and wait, how well, and how many at once."""
    stream = draw(st.one_of(sound(most), sound(most), streams(most)))
    of_step = {
        "process_time": st.none() | durations,
        "wait_time": st.none() | durations,
        "complete_accurate": st.sampled_from((None, "0%", "85%")),
        "capacity": st.sampled_from((None, None, 1, 12)),
        "supplier": st.none() | texts,
    }
    said = draw(st.fixed_dictionaries({name: st.sampled_from((True, True, True, False)) for name in of_step}))
    facts = st.fixed_dictionaries({name: values for name, values in of_step.items() if said[name]})
    targets = Targets(lead_time="2d", process_time="1h", flow_efficiency="20%", handoffs=3)
    return stream._replace(
        steps=tuple(step._replace(**draw(facts)) for step in stream.steps),
        demand=stream.demand._replace(rate=draw(st.sampled_from((None, "2/d", "40/h")))),
        value=stream.value._replace(targets=draw(st.sampled_from((None, targets)))),
        calendar=draw(st.sampled_from((None, Calendar(days="mon-fri", hours="09:00-17:00"), Calendar(days="mon-fri")))),
    )
