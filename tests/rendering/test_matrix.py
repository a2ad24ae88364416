"""The table of steps, activities and practices: every mark in its column, nothing on anything else, on a page."""

from __future__ import annotations

import random
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings

from tests.rendering.geometry import faults
from tests.rendering.streams import ACTIVITIES, FILES, PRACTICES, ROOT, drawing_of, peopled
from tests.rendering.test_swimlane import read, step, stream
from valuestream_cli.itil.words import Words, languages
from valuestream_cli.model import Value
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Box, Disc, Group, Text, flat
from valuestream_cli.rendering.views import matrix

drawn = partial(drawing_of, matrix.draw)
patient = settings(deadline=None, suppress_health_check=list(HealthCheck))
PAGE = 1100


def texts(scene):
    """Every line that is written, with its place."""
    return {line: (shape.x, shape.y) for shape in flat(scene.shapes) if isinstance(shape, Text) for line in shape.lines}


def rows(scene):
    return {shape.node: shape for shape in scene.shapes if isinstance(shape, Group)}


def dots(group):
    """The middles of the marks of practices in a row; the disc of its number is broader."""
    return [shape.x for shape in flat(group.shapes) if isinstance(shape, Disc) and shape.radius < 8]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_stream_of_ours_is_drawn_without_fault_on_a_page(path):
    scene = drawn(read(path)).scene()
    assert faults(scene) == []
    assert scene.width <= PAGE


@settings(patient, max_examples=80)
@given(peopled())
def test_every_stream_is_drawn_without_fault(subject):
    scene = drawn(subject).scene()
    assert faults(scene) == []
    assert scene.width <= PAGE
    assert rows(scene).keys() == {step.id for step in subject.steps}


@settings(patient, max_examples=8)
@given(peopled(most=60))
def test_every_long_stream_is_drawn_without_fault(subject):
    assert faults(drawn(subject).scene()) == []


@settings(patient, max_examples=40)
@given(peopled())
def test_a_step_has_as_many_dots_as_practices(subject):
    shown = rows(drawn(subject).scene())
    assert {step.id: len(dots(shown[step.id])) for step in subject.steps} == {
        step.id: len(step.practices) for step in subject.steps
    }


def test_a_dot_stands_under_the_name_of_its_practice():
    scene = drawn(stream(step("one", practices=("service-desk",)), step("two", practices=("risk-management",)))).scene()
    written = texts(scene)
    for name, words in (("one", ("Service", "desk")), ("two", ("Risk", "management"))):
        (dot,) = dots(rows(scene)[name])
        assert min(abs(written[word][0] - dot) for word in words) < 14
    assert abs(dots(rows(scene)["one"])[0] - dots(rows(scene)["two"])[0]) > 28


def test_the_letter_of_an_activity_stands_in_its_column():
    scene = drawn(stream(*(step(f"s{number}", activity) for number, activity in enumerate(ACTIVITIES)))).scene()
    heads = {
        shape.lines[0]: shape.x
        for shape in scene.shapes
        if isinstance(shape, Text) and not shape.turned and len(shape.lines[0]) == 1 and shape.bold
    }
    letters = [
        (shape.lines[0], shape.x)
        for group in rows(scene).values()
        for shape in group.shapes
        if isinstance(shape, Text) and shape.lines[0] in heads
    ]
    assert letters == [(letter, heads[letter]) for letter in "PIEDOS"]


def test_totals_stand_at_the_margins():
    practices = ("service-desk", "incident-management")
    subject = stream(step("one", practices=practices), step("two", practices=practices[:1]), step("three"))
    scene = drawn(subject).scene()
    last = [[shape.lines[0] for shape in group.shapes if isinstance(shape, Text)][-1] for group in rows(scene).values()]
    assert last == ["2", "1", "–"]
    foot = texts(scene)["Number of steps"][1]
    totals = [
        shape.lines[0] for shape in flat(scene.shapes) if isinstance(shape, Text) and shape.y == foot and shape.lines[0]
    ]
    assert totals == ["Number of steps", "3", "1", "2"]  # engage, incident management, service desk


def test_practices_stand_in_their_groups():
    subject = stream(step("one", practices=("x-cost", "deployment-management", "service-desk", "risk-management")))
    written = texts(drawn(subject).scene())
    names = ("General", "Service", "Technical", "Own")
    assert [written[name][0] for name in names] == sorted(written[name][0] for name in names)


def test_what_follows_value_stands_below_its_bar():
    subject = stream(step("one"), step("two"), value=Value(outcome="Done", for_=("user",), next="two"))
    written = texts(drawn(subject).scene())
    assert written["Demand"][1] < written["One"][1] < written["Value"][1] < written["Two"][1]


def test_more_practices_than_fit_make_bands():
    own = tuple(f"x-practice-{number}" for number in range(100))
    scene = drawn(stream(*(step(f"s{number}", practices=own[number::2]) for number in range(2)))).scene()
    assert faults(scene) == []
    assert scene.width <= PAGE
    assert sum(shape.lines == ("Activities",) for shape in scene.shapes if isinstance(shape, Text)) > 2
    assert [len(dots(group)) for group in rows(scene).values()] == [50, 50]


def test_a_long_stream_has_its_heads_again():
    chance = random.Random(3)
    steps = (
        step(f"s{number}", chance.choice(ACTIVITIES), practices=tuple(chance.sample(PRACTICES[:34], 3)))
        for number in range(500)
    )
    scene = drawn(stream(*steps)).scene()
    assert faults(scene) == []
    assert scene.width <= PAGE
    assert sum(shape.lines == ("Activities",) for shape in scene.shapes if isinstance(shape, Text)) > 5


def test_a_stream_without_practices_or_words_is_still_drawn():
    scene = drawn(stream(step("one", name="\x00"), name="\x1b")).scene()
    assert faults(scene) == []
    assert "No step says yet which practices it draws on." in texts(scene)


def test_a_row_tells_its_practices_and_leads_to_the_stream_of_its_step():
    subject = stream(step("one", practices=("service-desk",), stream="other.vs.yaml"), step("two"))
    brief = Brief(stream=subject, link=lambda path: f"{path}.svg")
    shown = rows(matrix.draw(brief).scene())
    assert [(group.title, group.href) for group in shown.values()] == [
        ("1 One (Engage): Service desk", "other.vs.yaml.svg"),
        ("2 Two (Engage)", ""),
    ]


def test_nothing_is_told_by_colour_alone():
    shown = rows(drawn(stream(step("one", "plan"), step("two", "improve"))).scene())
    for group, letter in zip(shown.values(), "PI", strict=True):
        squares = [shape for shape in group.shapes if isinstance(shape, Box) and shape.fill.endswith(".strong")]
        assert len(squares) == 1
        assert (letter,) in [shape.lines for shape in group.shapes if isinstance(shape, Text)]


@pytest.mark.parametrize("language", languages())
def test_words_of_every_language_have_room(language):
    for name in ("incident-as-is", "new-service-eleven-steps", "large/platform-delivery"):
        subject = read(ROOT / "samples" / f"{name}.vs.yaml")
        scene = matrix.draw(Brief(stream=subject, words=Words(language))).scene()
        assert faults(scene) == []
        assert scene.width <= PAGE


def test_the_name_of_a_practice_breaks_between_words_only():
    subject = stream(step("one", practices=("x-störungsbehebungsprozesse", "service-desk")))
    assert "x-störungsbehebungsprozesse" in texts(drawn(subject).scene())
