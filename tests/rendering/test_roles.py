"""The picture of actors: lanes in the notion of the analysis, handoffs drawn strong, the RACI table below."""

from __future__ import annotations

import random
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rendering.geometry import faults, struck
from tests.rendering.streams import ACTIVITIES, FILES, ROOT, drawing_of, peopled
from tests.rendering.test_swimlane import read, step, stream
from valuestream_cli.analysis.reading import actor
from valuestream_cli.analysis.streams import analyze
from valuestream_cli.itil.words import Words, languages
from valuestream_cli.model import Demand, Link, Role, StepRoles, Value
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Box, Group, Path, Text, flat
from valuestream_cli.rendering.views import roles

drawn = partial(drawing_of, roles.draw)
DIRECTIONS = ("down", "right")
directions = st.sampled_from(DIRECTIONS)
patient = settings(deadline=None, suppress_health_check=list(HealthCheck))
PAGE = 1100


def by(*names, **more):
    """Roles of a step: the responsible ones, and others by letter."""
    return StepRoles(responsible=names, **more)


def texts(scene):
    """Every line that is written, with its place."""
    return {line: (shape.x, shape.y) for shape in flat(scene.shapes) if isinstance(shape, Text) for line in shape.lines}


def ways(scene):
    """The lines with an arrow, each with whether it is strong."""
    return [shape.width > 2 for shape in flat(scene.shapes) if isinstance(shape, Path) and shape.arrow]


@pytest.mark.parametrize("direction", ["auto", *DIRECTIONS])
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_stream_of_ours_is_drawn_without_fault(path, direction):
    scene = drawn(read(path), direction).scene()
    assert faults(scene) == []
    assert len(struck(scene)) <= (2 if "large" in path.parts else 1)
    if direction != "right" and "large" not in path.parts:
        assert scene.width <= PAGE


@settings(patient, max_examples=150)
@given(peopled(), directions)
def test_every_stream_is_drawn_without_fault(subject, direction):
    scene = drawn(subject, direction).scene()
    assert faults(scene) == []
    steps = {shape.node for shape in scene.shapes if isinstance(shape, Group)} - {"demand", "value"}
    assert steps == {step.id for step in subject.steps}


@settings(patient, max_examples=8)
@given(peopled(most=60), directions)
def test_every_long_stream_is_drawn_without_fault(subject, direction):
    assert faults(drawn(subject, direction).scene()) == []


@settings(patient, max_examples=60)
@given(peopled())
def test_a_lane_is_an_actor_of_the_analysis(subject):
    graph = drawn(subject).graph
    lanes = {node.id: node.lane for node in graph.nodes if node.number is not None}
    actors = {step.id: actor(step) for step in subject.steps}
    assert len(set(lanes.values())) == len(set(actors.values())) == len(graph.lanes)
    assert {(actors[one] == actors[two]) == (lanes[one] == lanes[two]) for one in lanes for two in lanes} == {True}


@settings(patient, max_examples=40)
@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=12))
def test_strong_ways_are_the_handoffs_that_the_analysis_counts(teams):
    subject = stream(*(step(f"s{number}", team=team) for number, team in enumerate(teams)))
    assert ways(drawn(subject).scene()).count(True) == analyze(subject, "-").handoffs


def test_the_handoffs_are_told():
    subject = stream(
        step("one", team="desk"),
        step("two", team="line", next=(Link(to="one", share="50%"), Link(to="three", share="50%"))),
        step("three"),
    )
    (told,) = (line for line in texts(drawn(subject).scene()) if "hands" in line)
    assert told == (
        "changes hands: 2 of 3 ways from step to step; of 1 it is not said; handoffs a case, in the mean: 3"
    )


def test_who_is_outside_stands_beyond_a_line():
    subject = stream(
        step("one", roles=by("clerk")),
        step("two", supplier="Cloud Ltd"),
        step("three", roles=by("buyer")),
        roles={"clerk": Role(), "buyer": Role(name="Buyer", kind="customer")},
    )
    scene = drawn(subject, "down").scene()
    written = texts(scene)
    assert written["Buyer"][0] < written["clerk"][0] < written["Cloud Ltd"][0]
    assert written["customer, outside"][0] == written["Buyer"][0]
    assert written["supplier, outside"][0] == written["Cloud Ltd"][0]
    lines = [shape.x for shape in scene.shapes if isinstance(shape, Box) and shape.width == 2 and shape.height > 100]
    assert len(lines) == 2
    assert written["Buyer"][0] < lines[0] < written["clerk"][0] < lines[1] < written["Cloud Ltd"][0]


def test_a_step_keeps_the_colour_and_the_letter_of_its_activity():
    scene = drawn(stream(step("one", "plan", team="a"), step("two", "improve", team="a"))).scene()
    groups = {shape.node: list(shape.shapes) for shape in scene.shapes if isinstance(shape, Group)}
    for name, tone, letter in (("one", "plan", "P"), ("two", "improve", "I")):
        assert f"{tone}.strong" in [shape.stroke for shape in groups[name] if isinstance(shape, Box)]
        assert (letter,) in [shape.lines for shape in groups[name] if isinstance(shape, Text)]


def test_several_who_are_responsible_share_a_lane():
    graph = drawn(stream(step("one", roles=by("tester", "coder")), step("two", roles=by("coder", "tester")))).graph
    assert [lane.name for lane in graph.lanes] == ["coder + tester"]


def test_a_step_of_which_nobody_says_who_does_it():
    scene = drawn(stream(step("one"), step("two"))).scene()
    assert {"not said who", "No step says yet who does it."} <= texts(scene).keys()
    assert True not in ways(scene)


def test_raci_stands_below_where_more_is_said_than_who_does_it():
    subject = stream(
        step("one", roles=by("clerk", accountable=("boss",), informed=("peer",))),
        step("two", roles=by("boss", accountable=("boss",), consulted=("peer",))),
    )
    scene = drawn(subject).scene()
    groups = {shape.node: list(shape.shapes) for shape in scene.shapes if isinstance(shape, Group)}
    letters = {
        name: [
            (shape.lines[0], shape.x)
            for shape in groups[name]
            if isinstance(shape, Text) and shape.lines[0] in ("R", "A", "RA", "C", "I")
        ]
        for name in ("one", "two")
    }
    assert [letter for letter, _ in letters["one"]] == ["R", "A", "I"]
    assert [letter for letter, _ in letters["two"]] == ["RA", "C"]
    assert letters["one"][1][1] == letters["two"][0][1]  # the boss
    heads = texts(scene)
    assert abs(heads["boss"][0] - letters["two"][0][1]) < 8
    assert max(y for _, y in heads.values()) == heads["Two"][1]


def test_who_is_not_listed_stands_on_the_side_of_the_name():
    subject = stream(
        step("one", roles=by("clerk", accountable=("boss",), informed=("User",))),
        step("two", supplier="Cloud Ltd", roles=by("cloud ltd", informed=("HR",))),
        demand=Demand(trigger="A wish", from_=("HR",)),
        value=Value(outcome="Done", for_=("user",)),
    )
    places = texts(drawn(subject).scene())
    heads = ["Customers", "Organisation", "Suppliers"]
    assert sorted(heads, key=lambda head: places[head][0]) == heads
    x = {name: places[name][0] for name in ("User", "HR", "clerk", "boss", "cloud ltd")}
    assert max(x["User"], x["HR"]) < min(x["clerk"], x["boss"])
    assert max(x["clerk"], x["boss"]) < x["cloud ltd"]


def test_branches_stand_side_by_side():
    subject = stream(
        step("one", team="a", fork=("two", "three")), step("two", team="b", next=(Link(to="four"),)),
        step("three", team="c"), step("four", team="a", join=True),
    )  # fmt: skip
    places = texts(drawn(subject, "down").scene())
    assert places["Two"][1] == places["Three"][1]


def test_no_raci_where_only_the_responsible_are_named():
    scene = drawn(stream(step("one", roles=by("clerk")))).scene()
    assert not any(line.startswith("Who is responsible") for line in texts(scene))


def test_more_lanes_than_a_page_has_room_for_are_compact():
    subject = stream(
        *(
            step(f"s{number}", team=f"Team {number}", name=f"A step with a longish name {number}")
            for number in range(14)
        )
    )
    scene = drawn(subject).scene()
    assert scene.width <= PAGE
    assert {"1E", "14E"} <= texts(scene).keys()
    boxes = [shape for shape in flat(scene.shapes) if isinstance(shape, Box) and shape.stroke == "engage.strong"]
    assert {box.width for box in boxes} == {32.0}


def test_compact_lanes_tell_the_ways_in_words():
    steps = [step(f"s{number}", team=f"Team {number}") for number in range(14)]
    steps[3] = step("s3", team="Team 3", next=(Link(to="s1", when="again", share="5%"), Link(to="value", share="95%")))
    assert {"to 2: again 5%", "Value: 95%"} <= texts(drawn(stream(*steps)).scene()).keys()


def test_few_steps_run_to_the_right_and_many_down():
    assert drawn(stream(*(step(f"s{n}", team=f"t{n}") for n in range(5)))).graph.direction == "right"
    assert drawn(stream(*(step(f"s{n}", team="t") for n in range(9)))).graph.direction == "down"


def test_five_hundred_steps_have_room():
    chance = random.Random(5)
    links = [(), (), (Link(to="s3", when="again", share="5%"), Link(to="value", share="95%")), (Link(to="end"),)]
    subject = stream(
        *(
            step(f"s{n}", chance.choice(ACTIVITIES), team=chance.choice("abcdefgh"), next=chance.choice(links))
            for n in range(500)
        )
    )
    assert faults(drawn(subject, "down").scene()) == []


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_stream_without_words_is_still_drawn(direction):
    subject = stream(
        step("one", name="\x00", team="\u202e"), step("two", roles=by(" ", accountable=("",))), name="\x1b"
    )
    assert faults(drawn(subject, direction).scene()) == []


def test_what_a_pointer_shows_and_where_a_click_leads():
    subject = stream(step("one", team="Desk", stream="other.vs.yaml"), step("two"))
    brief = Brief(stream=subject, link=lambda path: f"{path}.svg" if path else "")
    groups = {shape.node: shape for shape in roles.draw(brief).scene().shapes if isinstance(shape, Group)}
    assert (groups["one"].title, groups["one"].href) == ("1 One (Engage): Desk", "other.vs.yaml.svg")
    assert (groups["two"].title, groups["two"].href) == ("2 Two (Engage): not said who", "")


def test_the_description_tells_who_does_what():
    subject = stream(step("one", team="Desk"), step("two", team="Line"), value=Value(outcome="Done", for_=("user",)))
    assert drawn(subject).scene().description == (
        "Demand: A wish. Steps: 1 One (Engage): Desk; 2 Two (Engage): Line. Value: Done. "
        "changes hands: 1 of 1 ways from step to step; handoffs a case, in the mean: 1."
    )


@pytest.mark.parametrize("language", languages())
def test_words_of_every_language_have_room(language):
    for name in ("incident-as-is", "email-service", "new-service-eleven-steps"):
        subject = read(ROOT / "samples" / f"{name}.vs.yaml")
        for direction in DIRECTIONS:
            brief = Brief(stream=subject, direction=direction, words=Words(language))
            assert faults(roles.draw(brief).scene()) == []
