"""Streams for tests of pictures: every one in the repository, and random ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from valuestream_cli.model import Demand, Link, Step, Value, ValueStream
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
