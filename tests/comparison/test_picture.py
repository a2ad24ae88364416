"""The picture of two streams in one: marks in words and shapes, nothing on top of anything else."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.comparison.streams import PATIENT
from tests.comparison.test_cases import CASES
from tests.helpers import ROOT
from tests.rendering.streams import streams as random_streams
from valuestream_cli import api
from valuestream_cli.comparison import formats, picture
from valuestream_cli.comparison.result import Comparison
from valuestream_cli.comparison.streams import compare
from valuestream_cli.comparison.subject import Subject
from valuestream_cli.errors import VsError
from valuestream_cli.model import ValueStream
from valuestream_cli.rendering.diagram import Box, Scene, Text, flat
from valuestream_cli.rendering.diagram import Path as Line
from valuestream_cli.rendering.text import measure

PAIRS = [(str(case / "old.vs.yaml"), str(case / "new.vs.yaml")) for case in CASES]
SAMPLES = ROOT / "samples"
PAIRS += [
    (str(SAMPLES / "incident-as-is.vs.yaml"), str(SAMPLES / "incident-to-be.vs.yaml")),
    (str(SAMPLES / "incident-to-be.vs.yaml"), str(SAMPLES / "incident-as-is.vs.yaml")),
    (str(SAMPLES / "new-service-six-steps.vs.yaml"), str(SAMPLES / "new-service-eleven-steps.vs.yaml")),
    (str(SAMPLES / "incident-four-steps.vs.yaml"), str(SAMPLES / "onboarding-parallel.vs.yaml")),
    ("/dev/null", str(SAMPLES / "onboarding-parallel.vs.yaml")),
    (str(SAMPLES / "onboarding-parallel.vs.yaml"), "/dev/null"),
]


def words(scene: Scene) -> str:
    return " | ".join(" ".join(shape.lines) for shape in flat(scene.shapes) if isinstance(shape, Text))


def inside(case: str) -> Scene:
    folder = next(path for path in CASES if path.name == case)
    return picture.scene(api.diff(str(folder / "old.vs.yaml"), str(folder / "new.vs.yaml")))


def steps(scene: Scene) -> list[Box]:
    """The boxes of steps: those with a border and rounded like no other."""
    return [shape for shape in flat(scene.shapes) if isinstance(shape, Box) and shape.radius == 8]


def holds(box: Box, text: Text) -> bool:
    return box.x < text.x < box.x + box.width and box.y < text.y < box.y + box.height


def test_what_came_and_went_is_told_by_words_and_shapes() -> None:
    scene = inside("renamed")
    said = words(scene)
    assert said.count("added") == said.count("removed") == 1
    assert "id was hand-over" in said
    assert sorted({(box.dashed, box.stroke_width) for box in steps(scene)}) == [(False, 1.6), (False, 3.0), (True, 1.6)]


def test_a_share_that_changed_is_told_in_few_words() -> None:
    said = words(picture.scene(api.diff(*PAIRS[len(CASES)])))
    assert "changed: facts are missing 15% to 4%" in said
    assert "as-is, now to-be" in said


def test_ways_are_told_too() -> None:
    scene = inside("flow")
    said = words(scene)
    assert "removed: not worth a repair 10%" in said
    assert "added: nothing is wrong 15%" in said
    assert "changed: worth the money 80%, was worth a repair 90%" in said
    lines = [shape for shape in flat(scene.shapes) if isinstance(shape, Line)]
    assert {(line.width, line.dashed) for line in lines} == {(1.6, False), (1.6, True), (3.0, False), (3.0, True)}


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda path: Path(path).parent.name)
def test_nothing_overlaps(old: str, new: str) -> None:
    scene = picture.scene(api.diff(old, new))
    for one, other in combinations(steps(scene), 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y
    for shape in flat(scene.shapes):
        if isinstance(shape, Box):
            assert shape.x >= 0 and shape.x + shape.width <= scene.width
        if isinstance(shape, Text) and shape.anchor == "middle":
            widest = max((measure(line, shape.size, shape.bold) for line in shape.lines), default=0.0)
            assert shape.x - widest / 2 >= -1 and shape.x + widest / 2 <= scene.width + 1
            home = [
                box
                for box in steps(scene)
                if box.x < shape.x < box.x + box.width and box.y < shape.y < box.y + box.height
            ]
            for box in home:
                assert widest <= box.width
                assert shape.y + shape.leading * (len(shape.lines) - 1) <= box.y + box.height


def test_the_same_pair_gives_the_same_bytes() -> None:
    case = CASES[0]
    pair = str(case / "old.vs.yaml"), str(case / "new.vs.yaml")
    written = formats.write(api.diff(*pair), "svg")
    assert written == formats.write(api.diff(*pair), "svg")
    assert written.startswith("<svg ")
    assert re.search(r'data-generator="made-by-vs [^"]*diff"', written)


def test_streams_that_are_the_same_give_a_plain_picture() -> None:
    path = str(SAMPLES / "change-six-steps.vs.yaml")
    assert "added" not in words(picture.scene(api.diff(path, path)))


def test_one_picture_shows_one_stream() -> None:
    with pytest.raises(VsError, match="one picture shows one stream, and 3 are to be shown"):
        picture.scene(api.diff(str(CASES[0]), str(ROOT / "templates" / "incident")))


@settings(PATIENT, max_examples=60)
@given(random_streams(), random_streams())
def test_any_two_streams_can_be_drawn(one: ValueStream, other: ValueStream) -> None:
    change = compare(Subject(stream=one), Subject(stream=other))
    scene = picture.scene(Comparison(old="old", new="new", streams=(change,)))
    shown = {" ".join(shape.lines) for shape in flat(scene.shapes) if isinstance(shape, Text)}
    assert {step.kind for step in change.steps} & {"added", "removed"} <= shown
