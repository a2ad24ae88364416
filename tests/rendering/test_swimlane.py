"""The lane picture: nothing on top of anything else, for every stream; small enough for a page; fast."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rendering.geometry import faults, struck
from tests.rendering.streams import ACTIVITIES, FILES, ROOT, drawing_of, streams
from valuestream_cli.model import Demand, Link, Step, Value, ValueStream
from valuestream_cli.rendering.diagram import Box, Path, Text
from valuestream_cli.rendering.views import swimlane
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

drawn = partial(drawing_of, swimlane.draw)

DIRECTIONS = ("down", "right")
directions = st.sampled_from(DIRECTIONS)
patient = settings(deadline=None, suppress_health_check=list(HealthCheck))


def read(path):
    return examine(load(str(path))).stream


def stream(*steps, **more):
    given = {
        "name": "A stream",
        "demand": Demand(trigger="A wish"),
        "value": Value(outcome="Done", for_=("user",)),
    }
    return ValueStream(**{"valuestream": 1, "id": "a", "steps": steps} | given | more)


def step(id_, activity="engage", **more):
    return Step(**{"id": id_, "name": id_.title(), "activity": activity} | more)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_stream_of_ours_is_drawn_without_fault(path, direction):
    scene = drawn(read(path), direction).scene()
    assert faults(scene) == []
    assert len(struck(scene)) <= (2 if "large" in path.parts else 1)


@settings(patient, max_examples=200)
@given(streams(), directions)
def test_every_stream_is_drawn_without_fault(subject, direction):
    assert faults(drawn(subject, direction).scene()) == []


@settings(patient, max_examples=10)
@given(streams(most=60), directions)
def test_every_long_stream_is_drawn_without_fault(subject, direction):
    assert faults(drawn(subject, direction).scene()) == []


def test_pictures_fit_a_page():
    widths = {path.name: drawn(read(path), "down").scene().width for path in FILES if "large" not in path.parts}
    assert max(widths.values()) <= 1120


def test_what_does_not_fit_the_width_of_a_page_turns_downward():
    lanes = ACTIVITIES[:1] + ACTIVITIES[2:]
    assert drawn(stream(*(step(f"s{n}", lanes[n]) for n in range(5)))).graph.direction == "right"
    assert drawn(stream(*(step(f"s{n}") for n in range(5)))).graph.direction == "down"
    assert drawn(stream(*(step(f"s{n}", ACTIVITIES[n % 6]) for n in range(7)))).graph.direction == "down"


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_stream_without_words_is_still_drawn(direction):
    subject = stream(
        step("one", name="\x00", next=(Link(to="value", when=" "), Link(to="end", when="\u202e"))),
        name="\x1b",
        demand=Demand(trigger=" "),
        value=Value(outcome="", for_=()),
    )
    assert faults(drawn(subject, direction).scene()) == []
    assert faults(drawn(stream(name=""), direction).scene()) == []


def test_five_hundred_steps_have_room():
    chance = random.Random(7)
    links = [
        (),
        (),
        (Link(to="s3", when="again", share="5%"), Link(to="value", share="95%")),
        (Link(to="end"),),
    ]
    steps = (step(f"s{n}", chance.choice(ACTIVITIES), next=chance.choice(links)) for n in range(500))
    assert faults(drawn(stream(*steps), "down").scene()) == []


def test_rework_is_dashed_and_in_its_own_colour():
    subject = stream(step("one"), step("two", next=(Link(to="one", share="10%"), Link(to="value", share="90%"))))
    paths = [shape for shape in drawn(subject).scene().shapes if isinstance(shape, Path)]
    assert [path.stroke for path in paths if path.dashed] == ["rework"]


def test_steps_that_are_streams_have_two_borders():
    boxes = [
        sum(isinstance(shape, Box) and shape.stroke == "engage.strong" for shape in drawn(subject).scene().shapes)
        for subject in (stream(step("one")), stream(step("one", stream="other.vs.yaml")))
    ]
    assert boxes == [1, 2]


def test_a_share_is_never_cut():
    told = "a condition that goes on and on and on, far beyond anything that has room beside a box " * 3
    subject = stream(
        step("one", next=(Link(to="end", when=told, share="5%"), Link(to="two", share="95%"))), step("two")
    )
    for direction in DIRECTIONS:
        texts = [shape for shape in drawn(subject, direction).scene().shapes if isinstance(shape, Text)]
        (label,) = (text for text in texts if text.title)
        assert label.lines[-1].endswith("5%")


def test_the_description_tells_the_stream_in_a_sentence():
    assert drawn(stream(step("one"), step("two", "improve"))).graph.description == (
        "Demand: A wish. Steps: 1 One (Engage), 2 Two (Improve). Value: Done."
    )


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_bytes_whatever_the_hash_seed(seed):
    path = str(ROOT / "samples" / "large" / "platform-delivery.vs.yaml")
    code = (
        "import sys, hashlib; from valuestream_cli.source import load;"
        "from valuestream_cli.validation.engine import examine;"
        "from valuestream_cli.rendering.views import swimlane;"
        "from tests.rendering.streams import drawing_of;"
        "from valuestream_cli.rendering.formats.svg import write;"
        "print(hashlib.sha256(write(drawing_of(swimlane.draw, examine(load(sys.argv[1])).stream).scene())).hexdigest())"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code, path],
            env={**os.environ, "PYTHONHASHSEED": number},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for number in ("0", seed)
    ]
    assert told[0] == told[1]
