"""The lane picture: nothing on top of anything else, for every stream; small enough for a page; fast."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.rendering.geometry import faults, struck
from tests.rendering.streams import ACTIVITIES, FILES, ROOT, Wordy, drawing_of, streams, timed
from valuestream_cli.model import Calendar, Demand, Duration, Link, Role, Step, Value, ValueStream
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Box, Group, Path, Text, flat
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


def shapes(drawing):
    return list(flat(drawing.scene().shapes))


def groups(drawing):
    """The shapes of each step, by its id."""
    return {shape.node: shape for shape in drawing.scene().shapes if isinstance(shape, Group)}


def frame(drawing, name):
    """The outline of the box of a step."""
    return next(shape for shape in groups(drawing)[name].shapes if isinstance(shape, Box))


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_stream_of_ours_is_drawn_without_fault(path, direction):
    scene = drawn(read(path), direction).scene()
    assert faults(scene) == []
    assert struck(scene) == []


@settings(patient, max_examples=200)
@given(st.one_of(streams(), timed()), directions)
def test_every_stream_is_drawn_without_fault(subject, direction):
    assert faults(drawn(subject, direction).scene()) == []


@settings(patient, max_examples=12, phases=[Phase.generate])  # to shrink sixty steps takes minutes
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


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_five_hundred_steps_in_a_hundred_forks_have_room(direction):
    chance = random.Random(3)
    forks = {number: tuple(f"s{number + place}" for place in (1, 2, 3)) for number in range(0, 500, 5)}
    steps = (
        step(f"s{n}", chance.choice(ACTIVITIES), fork=forks.get(n, ()), join=n % 5 == 4, next=_to_join(n))
        for n in range(500)
    )
    assert faults(drawn(stream(*steps), direction).scene()) == []


def _to_join(number):
    return (Link(to=f"s{number // 5 * 5 + 4}"),) if number % 5 in (1, 2, 3) else ()


def test_rework_is_dashed_and_in_its_own_colour():
    subject = stream(step("one"), step("two", next=(Link(to="one", share="10%"), Link(to="value", share="90%"))))
    paths = [shape for shape in shapes(drawn(subject)) if isinstance(shape, Path)]
    assert [path.stroke for path in paths if path.dashed] == ["rework"]


def test_steps_that_are_streams_have_two_borders():
    boxes = [
        sum(isinstance(shape, Box) and shape.stroke == "engage.strong" for shape in shapes(drawn(subject)))
        for subject in (stream(step("one")), stream(step("one", stream="other.vs.yaml")))
    ]
    assert boxes == [1, 2]


def test_a_share_is_never_cut():
    told = "a condition that goes on and on and on, far beyond anything that has room beside a box " * 3
    subject = stream(
        step("one", next=(Link(to="end", when=told, share="5%"), Link(to="two", share="95%"))), step("two")
    )
    for direction in DIRECTIONS:
        texts = [shape for shape in shapes(drawn(subject, direction)) if isinstance(shape, Text)]
        (label,) = (text for text in texts if text.title)
        assert label.lines[-1].endswith("5%")


def test_the_description_tells_the_stream_in_a_sentence():
    assert drawn(stream(step("one"), step("two", "improve"))).graph.description == (
        "Demand: A wish. Steps: 1 One (Engage), 2 Two (Improve). Value: Done."
    )


def forked(*branches, lanes=ACTIVITIES):
    """A fork into branches, each with its steps, and the join behind them."""
    inside = [
        step(
            f"b{row}-{place}",
            lanes[row % len(lanes)],
            next=(Link(to=f"b{row}-{place + 1}"),) if place + 1 < long else (),
        )
        for row, long in enumerate(branches)
        for place in range(long)
    ]
    ends = [it._replace(next=(Link(to="meet"),)) if not it.next else it for it in inside]
    start = step("start", fork=tuple(f"b{row}-0" for row in range(len(branches))))
    return stream(start, *ends, step("meet", join=True), step("last", "improve"))


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("lanes", [ACTIVITIES, ACTIVITIES[2:3]], ids=["in lanes", "in one lane"])
def test_parallel_steps_stand_side_by_side(lanes, direction):
    drawing = drawn(forked(2, 3, 1, lanes=lanes), direction)
    along, across = ("y", "x") if direction == "down" else ("x", "y")
    firsts = [frame(drawing, f"b{row}-0") for row in range(3)]
    assert len({getattr(box, along) for box in firsts}) == 1
    assert len({getattr(box, across) for box in firsts}) == 3
    assert faults(drawing.scene()) == []
    assert struck(drawing.scene()) == []


def test_so_many_parallel_steps_as_a_page_is_broad():
    drawing = drawn(forked(*[1] * 9, lanes=ACTIVITIES[2:3]), "down")
    rows = Counter(frame(drawing, f"b{row}-0").y for row in range(9))
    assert max(rows.values()) > 3
    assert drawing.scene().width <= 1120
    assert faults(drawing.scene()) == []


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("onward", ["value", "two"])
def test_an_end_without_value_stands_in_the_lane_of_its_step(onward, direction):
    leaves = (Link(to="end", when="not wanted any more", share="5%"), Link(to=onward, share="95%"))
    drawing = drawn(stream(step("one", "obtain-build", next=leaves), step("two", "improve")), direction)
    (pill,) = (shape for shape in drawing.scene().shapes if isinstance(shape, Box) and shape.title)
    box = frame(drawing, "one")
    low, size = ("x", "width") if direction == "down" else ("y", "height")
    middle = getattr(pill, low) + getattr(pill, size) / 2
    assert getattr(box, low) < middle < getattr(box, low) + getattr(box, size)
    assert pill.title == "Ends without value"


def test_times_and_suppliers_stand_below_the_name():
    tells = {"process_time": Duration(text="2h"), "wait_time": Duration(p50="1d", p90="3d"), "supplier": "host"}
    subject = stream(step("one", complete_accurate="90%", **tells), roles={"host": Role(name="Big Host")})
    texts = [line for shape in groups(drawn(subject))["one"].shapes if isinstance(shape, Text) for line in shape.lines]
    assert texts == ["One", "wait ~34h 39m", "work 2h · 90% C&A", "supplier: Big Host", "1"]


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (None, ()),
        (Duration(text="0s"), ("wait 0s",)),
        (Duration(text="1d"), ("wait 8h",)),
        (Duration(mean="3d"), ("wait 3d",)),
        (Duration(mean="3h", distribution="exponential"), ("wait ~3h",)),
        (Duration(p50="1h", p90="10h"), ("wait ~5h 1m",)),
        (Duration(p50="1h", p90="1h"), ("wait 1h",)),
        (Duration(low="1h", likely="2h", high="9h"), ("wait ~3h",)),
        (Duration(low="9h", likely="2h", high="1h"), ("wait not known",)),
    ],
)
def test_a_time_is_the_mean_that_an_analysis_counts(time, said):
    subject = stream(step("one", wait_time=time), calendar=Calendar(days="mon-fri", hours="09:00-17:00"))
    (node,) = (node for node in drawn(subject).graph.nodes if node.kind == "step")
    assert node.times == said


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_long_name_gets_six_lines_and_boxes_fit_its_words(direction):
    name = "Rollen und Berechtigungen in der Fachanwendung und im Verzeichnisdienst der Sachbearbeiterin einrichten"
    box = groups(drawn(stream(step("one", name=name)), direction))["one"]
    told = next(shape.lines for shape in box.shapes if isinstance(shape, Text))
    assert " ".join(told) == name


def test_a_condition_without_a_share_keeps_none_of_its_words_apart():
    told = "a condition that goes on and on and on, far beyond anything that has room beside a single " * 2
    subject = stream(step("one", next=(Link(to="end", when=told), Link(to="two"))), step("two"))
    for direction in DIRECTIONS:
        (label,) = (shape for shape in shapes(drawn(subject, direction)) if isinstance(shape, Text) and shape.title)
        assert label.lines[-1].endswith("…")


def test_a_step_can_be_pointed_at_and_opened():
    subject = stream(step("one", name="word " * 80), step("two", stream="other.vs.yaml"))
    drawing = swimlane.draw(Brief(stream=subject, link=lambda path: f"{path}.svg" if path else ""))
    assert list(groups(drawing)) == ["demand", "value", "one", "two"]
    assert groups(drawing)["one"].title.split() == ["word"] * 80
    assert groups(drawing)["one"].href == ""
    assert groups(drawing)["two"].href == "other.vs.yaml.svg"


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_words_of_other_languages_have_room(path, direction):
    assert faults(swimlane.draw(Brief(stream=read(path), direction=direction, words=Wordy("en"))).scene()) == []


def test_what_sets_a_stream_off_is_named():
    wish = stream(step("one"), demand=Demand(trigger="A chance", kind="opportunity"))
    texts = [shape.lines for shape in groups(drawn(wish))["demand"].shapes if isinstance(shape, Text)]
    assert texts[0] == ("Opportunity",)


def test_what_ends_after_value_says_so_only_where_there_is_a_choice():
    ends = (Link(to="end", when="nothing to say", share="50%"), Link(to="two", share="50%"))
    for next_, told in (((), []), (ends, [("end",)])):
        value = Value(outcome="Done", for_=("user",), next="one")
        subject = stream(step("zero"), step("one", next=next_), step("two"), value=value)
        texts = [shape.lines for shape in shapes(drawn(subject)) if isinstance(shape, Text)]
        assert ("once value", "exists") in texts
        assert [lines for lines in texts if lines == ("end",)] == told


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
