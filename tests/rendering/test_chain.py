"""The map of the value chain: lines keep clear of stops and labels, every stop has a name, and it fits a page."""

from __future__ import annotations

import random
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.rendering.geometry import faults, run_over, struck
from tests.rendering.streams import ACTIVITIES, FILES, ROOT, drawing_of, sound, streams
from valuestream_cli.model import Demand, Link, Step, Value, ValueStream
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Box, Disc, Group, Path, Text, flat
from valuestream_cli.rendering.formats import svg
from valuestream_cli.rendering.views import chain
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

drawn = partial(drawing_of, chain.draw)
patient = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])


def read(path):
    return examine(load(str(path))).stream


def stream(*steps, **more):
    given = {"name": "A stream", "demand": Demand(trigger="A wish"), "value": Value(outcome="Done", for_=("user",))}
    return ValueStream(**{"valuestream": 1, "id": "a", "steps": steps} | given | more)


def step(id_, activity="engage", **more):
    return Step(**{"id": id_, "name": id_.title(), "activity": activity} | more)


def wrong(scene):
    """All that the checker finds: on this map no label and no stop is ever crossed."""
    return [*faults(scene), *(f"{label} is struck" for label in struck(scene)), *run_over(scene)]


def lines(subject):
    return [shape for shape in flat(drawn(subject).scene().shapes) if isinstance(shape, Path) and shape.curved]


def texts(subject):
    return [line for shape in flat(drawn(subject).scene().shapes) if isinstance(shape, Text) for line in shape.lines]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_stream_of_ours_is_drawn_without_fault(path):
    scene = drawn(read(path)).scene()
    assert wrong(scene) == []
    assert scene.width <= 1100


@settings(patient, max_examples=100)
@given(streams())
def test_every_stream_is_drawn_without_fault(subject):
    assert wrong(drawn(subject).scene()) == []


@settings(patient, max_examples=40)
@given(sound(most=60))
def test_every_long_stream_is_drawn_without_fault(subject):
    assert wrong(drawn(subject).scene()) == []


def test_every_way_of_a_stream_has_its_line():
    for path in FILES:
        if "large" not in path.parts:
            subject = read(path)
            flow = chain.Flow(subject)
            routed = chain._routed(drawn(subject).graph, Brief(stream=subject), flow, 60)
            assert routed.journey.level == "steps", path
            ways = {(edge.source, edge.target) for edge in flow.edges if edge.target not in ("end", edge.source)}
            assert ways <= {(way.hop.source, way.hop.target) for way in routed.ways}, path


def test_a_stop_has_its_number_in_the_map_and_its_name_in_the_legend():
    subject = stream(step("ask"), step("build", "obtain-build"), step("run", "deliver-and-support"))
    groups = [shape for shape in drawn(subject).scene().shapes if isinstance(shape, Group)]
    assert [group.node for group in groups] == ["ask", "build", "run"]
    told = [[line for shape in group.shapes if isinstance(shape, Text) for line in shape.lines] for group in groups]
    assert told == [["1", "1", "E", "Ask"], ["2", "2", "O", "Build"], ["3", "3", "S", "Run"]]
    assert groups[0].title == "1 Ask (Engage)"


def test_a_choice_is_told_in_full_in_the_legend_and_by_its_shares_on_the_map():
    ways = (Link(to="plan", share="30%", when="it is large"), Link(to="value", share="65%"), Link(to="end", share="5%"))
    subject = stream(step("ask", next=ways), step("plan", "plan"))
    found = texts(subject)
    assert "to 2 (30%, it is large); to Value (65%); to no value (5%)" in found
    assert {"30%", "65%", "5%"} <= set(found)
    assert "Ends without value" in found


def test_rework_is_dashed_in_its_own_colour_and_explained():
    back = (Link(to="ask", share="10%", when="unclear"), Link(to="value", share="90%"))
    subject = stream(step("ask"), step("do", "obtain-build", next=back))
    assert [line.stroke for line in lines(subject) if line.dashed] == ["rework"]
    assert "back to 1 (10%, unclear); to Value (90%)" in texts(subject)
    assert "back, to do it again" in texts(subject)


def test_forks_and_joins_have_bars():
    subject = stream(
        step("ask", fork=("one", "two")), step("one", "plan"), step("two", "improve"), step("run", join=True)
    )
    bars = [shape for shape in flat(drawn(subject).scene().shapes) if isinstance(shape, Box) and shape.fill == "line"]
    assert len(bars) == 4  # one each on the map and in the key
    assert "starts at once: 2, 3" in texts(subject)


def test_what_follows_value_is_hollow():
    subject = stream(step("ask"), step("learn", "improve"), value=Value(outcome="Done", for_=("user",), next="learn"))
    discs = [shape for shape in flat(drawn(subject).scene().shapes) if isinstance(shape, Disc)]
    assert sum(disc.fill == "paper" for disc in discs) == 3  # map, legend and key
    assert [line.stroke for line in lines(subject)] == ["line", "line", "quiet"]


def test_an_unknown_activity_has_a_place():
    subject = stream(step("ask"), step("odd", "?"))
    assert "Unknown" in texts(subject)
    assert len(lines(subject)) == 3
    assert wrong(drawn(subject).scene()) == []


def test_products_and_services_are_those_of_the_stream():
    assert {"mail", "payroll"} <= set(texts(stream(step("ask"), services=("mail", "payroll"))))


def test_many_steps_stop_once_on_each_visit():
    activities = (*["engage"] * 5, *["plan"] * 6, *["obtain-build"] * 7)
    subject = stream(*(step(f"s{number}", activity) for number, activity in enumerate(activities)))
    found = texts(subject)
    assert {"1–5", "6–11", "12–18"} <= set(found)
    assert [f"S{number}" for number in range(18)] == [text for text in found if text[0] == "S" and text[1:].isdigit()]
    assert len(lines(subject)) == 4


def test_what_runs_side_by_side_is_not_merged():
    before = [step(f"s{number}") for number in range(12)]
    subject = stream(
        *before,
        step("ask", fork=("one", "two")), step("one", next=(Link(to="more"),)), step("more", next=(Link(to="run"),)),
        step("two", next=(Link(to="run"),)), step("run", join=True), step("rest"),
    )  # fmt: skip
    found = texts(subject)
    assert [mark for mark in ("1–13", "14–15", "16", "17–18") if mark in found] == ["1–13", "14–15", "16", "17–18"]
    assert {"starts all ways at once", "waits for all ways"} <= set(found)


def test_counted_steps_say_that_forks_are_not_drawn():
    steps = [step(f"s{number}", ("engage", "plan")[number % 2]) for number in range(40)]
    steps[3] = step("s3", fork=("s4", "s5"))
    steps[4] = step("s4", next=(Link(to="s6"),))
    steps[6] = step("s6", join=True)
    assert "Forks and joins are not drawn." in texts(stream(*steps))


def test_very_many_steps_are_counted_and_their_passages_too():
    chance = random.Random(7)
    subject = stream(*(step(f"s{number}", chance.choice(ACTIVITIES)) for number in range(500)))
    scene = drawn(subject).scene()
    assert wrong(scene) == []
    assert scene.width <= 1100
    assert scene.height <= 1200
    assert len(lines(subject)) == 14
    assert any("To draw each of the 500 steps would be too much" in text for text in texts(subject))
    assert any(text.endswith("×") for text in texts(subject))


def test_lines_that_nobody_could_follow_are_drawn_as_passages():
    steps = (step(f"s{number}", ("engage", "deliver-and-support")[number % 2]) for number in range(14))
    found = texts(stream(*steps))
    assert {"7×", "6×"} <= set(found)


def test_a_step_that_is_a_stream_leads_to_its_picture():
    brief = Brief(stream=stream(step("ask", stream="other.vs.yaml")), link=lambda path: f"{path}.svg")
    scene = chain.draw(brief).scene()
    assert [shape.href for shape in scene.shapes if isinstance(shape, Group)] == ["other.vs.yaml.svg"]
    assert faults(scene) == []


def test_the_same_stream_is_always_the_same_picture():
    subject = read(ROOT / "samples" / "incident-as-is.vs.yaml")
    assert svg.write(drawn(subject).scene()) == svg.write(drawn(subject).scene())
