"""Streams for tests of numbers, made without a file."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.analysis.streams import analyze
from valuestream_cli.model import Demand, Duration, Link, Step, Value, ValueStream


def stream(*steps: Step, rate: str | None = None, **more: Any) -> ValueStream:
    """A stream of some steps."""
    demand, value = Demand(trigger="A case arrives", rate=rate), Value(outcome="It is done", for_=("user",))
    return ValueStream(
        **{"valuestream": 1, "id": "a", "name": "A", "demand": demand, "value": value, "steps": steps} | more
    )


def step(id: str, work: str = "1h", wait: str = "2h", **more: Any) -> Step:
    """A step with plain times."""
    process, waiting = Duration(text=work), Duration(text=wait)
    return Step(**{"id": id, "name": id, "activity": "engage", "process_time": process, "wait_time": waiting} | more)


def ways(**shares: float) -> tuple[Link, ...]:
    """Links with shares in percent; `to_x` leads to x."""
    return tuple(Link(to=to.removeprefix("to_"), when=to, share=f"{share!r}%") for to, share in shares.items())


def numbers(*steps: Step, **more: Any) -> StreamAnalysis:
    """The numbers of a stream of some steps."""
    return analyze(stream(*steps, **more))


@st.composite
def wired(draw: st.DrawFn) -> ValueStream:
    """Up to eight steps, each leading anywhere by known shares, so that every loop can be left."""
    count = draw(st.integers(1, 8))
    ids = [f"s{number}" for number in range(count)]
    made = []
    for number, id in enumerate(ids):
        onward = ids[number + 1] if number + 1 < count else draw(st.sampled_from(["value", "end"]))
        others = draw(st.lists(st.sampled_from([*ids, "value", "end"]), max_size=3, unique=True))
        targets = [onward, *(other for other in others if other != onward)]
        cuts = [draw(st.integers(1, 20)) for _ in targets]
        shares = [round(100 * cut / sum(cuts), 6) for cut in cuts[:-1]]
        links = [Link(to=to, share=f"{share}%") for to, share in zip(targets, shares, strict=False)]
        links.append(Link(to=targets[-1]))
        seconds = [draw(st.integers(0, 10_000)) for _ in range(2)]
        made.append(step(id, f"{seconds[0]}s", f"{seconds[1]}s", next=tuple(links)))
    return stream(*made)


@st.composite
def anything(draw: st.DrawFn) -> ValueStream:
    """Steps wired with choices, forks and joins in any way, sound or not, with times or without."""
    ids = [f"s{number}" for number in range(draw(st.integers(1, 7)))]
    targets = st.sampled_from([*ids, "value", "end", "nowhere"])
    shares = st.sampled_from([None, None, "0%", "30%", "70%", "100%"])
    made = []
    for id in ids:
        kind = draw(st.sampled_from(["plain", "plain", "next", "fork"]))
        more: dict[str, Any] = {"join": draw(st.booleans())}
        if kind == "next":
            found = draw(st.lists(targets, min_size=1, max_size=3))
            more["next"] = tuple(Link(to=to, share=draw(shares)) for to in found)
        elif kind == "fork" and len(ids) > 1:
            more["fork"] = tuple(draw(st.lists(st.sampled_from(ids), min_size=2, max_size=3, unique=True)))
        more["process_time"], more["wait_time"] = draw(durations), draw(durations)
        more["capacity"] = draw(st.sampled_from([None, 1, 3]))
        more["complete_accurate"] = draw(st.sampled_from([None, "90%"]))
        made.append(step(id, **more))
    rate = draw(st.sampled_from([None, "0/h", "0.1/h", "5/d", "400/mo"]))
    value = Value(outcome="It is done", for_=("user",), next=draw(st.sampled_from([None, None, *ids])))
    return stream(*made, rate=rate, value=value)


durations = st.one_of(
    st.none(),
    st.sampled_from(["0s", "5m", "3h", "2d"]).map(lambda text: Duration(text=text)),
    st.sampled_from(["exponential", "lognormal", "gamma", "constant", None]).map(
        lambda kind: Duration(mean="20m", distribution=kind, cv=0.7, basis="measured")
    ),
    st.sampled_from([("5m", "9m"), ("5m", "5m"), ("9m", "5m"), ("0s", "5m")]).map(
        lambda ends: Duration(p50=ends[0], p90=ends[1])
    ),
    st.sampled_from([("1m", "2m", "9m"), ("3m", "3m", "3m"), ("3m", "1m", "9m")]).map(
        lambda ends: Duration(low=ends[0], likely=ends[1], high=ends[2], basis="estimate")
    ),
)
