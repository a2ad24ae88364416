"""The view `flow`: nothing on top of anything, the same bytes everywhere, clear words without Graphviz."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path
from random import Random

import graphviz
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.helpers import ROOT, SAMPLES, TEMPLATES, name, read
from tests.rendering.geometry import faults, struck
from tests.rendering.streams import Wordy, drawing_of, streams, timed
from valuestream_cli.errors import MissingTool, VsError
from valuestream_cli.model import ValueStream
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Box, Graph, Group, Link, Scene, Text, flat
from valuestream_cli.rendering.layout import graphviz_engine
from valuestream_cli.rendering.layout.graphviz_engine import Blank, Placement, Wire
from valuestream_cli.rendering.layout.orthogonal import Layout, lay_out
from valuestream_cli.rendering.views import flow
from valuestream_cli.rendering.views.flow_shapes import Sizes
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

drawn = partial(drawing_of, flow.draw)
patient = settings(deadline=None, suppress_health_check=list(HealthCheck))

HEAD = """valuestream: 1
id: a
name: A
demand: {trigger: T}
value: {outcome: O, for: [x]}
steps:
"""
ROOM = (70.0, 16.0)
PARALLEL = ROOT / "samples" / "onboarding-parallel.vs.yaml"


def bound(path: Path) -> ValueStream:
    stream = examine(load(str(path))).stream
    assert stream is not None
    return stream


def stream_of(steps: str) -> ValueStream:
    stream = examine(read(HEAD + steps)).stream
    assert stream is not None
    return stream


def texts(scene: Scene) -> list[str]:
    return [" ".join(shape.lines) for shape in flat(scene.shapes) if isinstance(shape, Text)]


@pytest.mark.parametrize("direction", ["down", "right"])
@pytest.mark.parametrize("path", SAMPLES + TEMPLATES, ids=name)
def test_nothing_lies_on_anything(path: Path, direction: str) -> None:
    scene = drawn(bound(path), direction).scene()
    assert faults(scene) == []
    assert struck(scene) == []


@settings(patient, max_examples=80)
@given(st.one_of(streams(), timed()), st.sampled_from(("down", "right")))
def test_nothing_lies_on_anything_whatever_the_stream(subject: ValueStream, direction: str) -> None:
    scene = drawn(subject, direction).scene()
    assert faults(scene) == []
    assert struck(scene) == []


@settings(patient, max_examples=8, phases=[Phase.generate])  # to shrink sixty steps takes minutes
@given(streams(most=60), st.sampled_from(("down", "right")))
def test_nothing_lies_on_anything_in_a_long_stream(subject: ValueStream, direction: str) -> None:
    scene = drawn(subject, direction).scene()
    assert faults(scene) == []
    assert struck(scene) == []


@pytest.mark.parametrize("path", [*SAMPLES, *TEMPLATES], ids=name)
def test_automatic_pictures_fit_a_page(path: Path) -> None:
    assert drawn(bound(path)).scene().width <= (1200 if "large" in str(path) else 1100)


def test_direction_follows_the_longest_way() -> None:
    step = "  - {id: s%d, name: N, activity: plan}\n"
    assert drawn(stream_of("".join(step % n for n in range(4)))).graph.direction == "right"
    assert drawn(stream_of("".join(step % n for n in range(5)))).graph.direction == "down"
    assert drawn(stream_of(step % 1), "down").graph.direction == "down"


def test_shows_names_activities_numbers_and_ends() -> None:
    steps = """  - id: a
    name: Look
    activity: engage
    next: [{to: b, share: 70%}, {to: end, when: no}, {to: a, when: again}]
  - {id: b, name: Act, activity: obtain-build, stream: other.vs.yaml, next: [{to: value}, {to: end}]}
"""
    scene = drawn(stream_of(steps)).scene()
    shown = texts(scene)
    assert shown[0] == "A"
    for text in (
        "Demand",
        "T",
        "1",
        "Engage",
        "Look",
        "70%",
        "no",
        "again",
        "2",
        "Obtain/build",
        "Act",
        "Value",
        "O",
    ):
        assert text in shown
    assert shown.count("Ends without value") == 2
    frames = [shape for shape in flat(scene.shapes) if isinstance(shape, Box) and shape.stroke == "obtain-build.strong"]
    assert len(frames) == 2, "a step that has a stream of its own has a double frame"
    assert faults(scene) == []


def test_times_and_suppliers_stand_below_the_name() -> None:
    told = "process_time: 2h, wait_time: {p50: 1d, p90: 3d}, complete_accurate: 90%, supplier: Big Host"
    scene = drawn(stream_of(f"  - {{id: a, name: Look, activity: engage, {told}}}\n")).scene()
    shown = texts(scene)
    assert shown[shown.index("Look") + 1 :][:2] == ["wait ~34h 39m work 2h · 90% C&A", "supplier: Big Host"]
    assert faults(scene) == []


def test_a_wait_of_nothing_is_told_only_where_it_is_said() -> None:
    plain, none = (
        texts(drawn(stream_of(f"  - {{id: a, name: Look, activity: engage, process_time: 5m{more}}}\n")).scene())
        for more in ("", ", wait_time: 0s")
    )
    assert "work 5m" in plain
    assert "wait 0s · work 5m" in none


def test_a_condition_is_cut_before_its_share() -> None:
    when = "a condition that goes on and on, far beyond anything that has room beside a single " * 2
    share, none = (Link(source="a", target="b", label=f"{when}{share}", share=share) for share in ("20%", ""))
    sizes = Sizes(Graph(id="a", title="A", description="", direction="down", lanes=(), nodes=(), links=()))
    assert sizes.words(share)[0][-1] == "20%"
    assert sizes.words(none)[0][-1].endswith("…")


def test_a_step_can_be_pointed_at_and_opened() -> None:
    steps = "  - {id: a, name: Look, activity: engage}\n  - {id: b, name: Act, activity: plan, stream: b.vs.yaml}\n"
    brief = Brief(stream=stream_of(steps), link=lambda path: f"{path}.svg" if path else "")
    groups = {shape.node: shape for shape in flow.draw(brief).scene().shapes if isinstance(shape, Group)}
    assert list(groups) == ["demand", "a", "b", "value"]
    assert (groups["a"].title, groups["a"].href) == ("Look", "")
    assert (groups["b"].title, groups["b"].href) == ("Act · b.vs.yaml", "b.vs.yaml.svg")


@pytest.mark.parametrize("direction", ["down", "right"])
@pytest.mark.parametrize("path", SAMPLES + TEMPLATES, ids=name)
def test_words_of_other_languages_have_room(path: Path, direction: str) -> None:
    assert faults(flow.draw(Brief(stream=bound(path), direction=direction, words=Wordy("en"))).scene()) == []


def test_what_follows_value_is_told_in_words() -> None:
    assert "once value exists" in texts(drawn(bound(PARALLEL)).scene())


def test_what_follows_value_does_not_end_without_it() -> None:
    assert "Ends without value" not in texts(drawn(bound(PARALLEL)).scene())


def test_long_words_make_wider_boxes_and_long_names_are_cut_with_their_title() -> None:
    steps = f"""  - {{id: a, name: Softwarelizenzbedarfsmeldung, activity: plan}}
  - {{id: b, name: {"word " * 80}, activity: plan}}
"""
    scene = drawn(stream_of(steps), "down").scene()
    assert "Softwarelizenzbedarfsmeldung" in texts(scene)
    assert any(isinstance(shape, Group) and shape.title.startswith("word word") for shape in scene.shapes)
    assert faults(scene) == []


def test_same_scene_in_every_process() -> None:
    code = f"from tests.rendering.test_flow_view import *; print(drawn(bound(Path({str(PARALLEL)!r}))).scene())"
    outputs = set()
    for seed in ("0", "1", "77"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.add(done.stdout)
        assert done.stderr == ""
    assert len(outputs) == 1


def test_five_hundred_steps_are_quick() -> None:
    steps = "".join(
        f"  - {{id: s{n}, name: Do the work number {n}, activity: plan"
        + (f", next: [{{to: s{n + 1}, share: 90%}}, {{to: s{n - 5}, when: rework, share: 10%}}]" if n % 7 == 6 else "")
        + "}\n"
        for n in range(500)
    )
    stream = stream_of(steps + "  - {id: s500, name: Last, activity: plan}\n")
    start = time.perf_counter()
    scene = drawn(stream).scene()
    assert time.perf_counter() - start < 3, "far above what it takes, for slow machines"
    assert len([shape for shape in flat(scene.shapes) if isinstance(shape, Box)]) == 503


def test_neither_library_nor_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingTool) as raised:
        drawn(bound(PARALLEL)).scene()
    assert "needs Graphviz" in raised.value.message
    assert "pip install pygraphviz" in raised.value.hint
    assert "swimlane" in raised.value.hint


def test_library_asked_for_and_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    with pytest.raises(MissingTool):
        graphviz_engine.place([Blank(id="a", width=9, height=9)], [], "down", "library")


def test_unknown_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VS_GRAPHVIZ", "nope")
    with pytest.raises(VsError, match="unknown layout engine 'nope'"):
        drawn(bound(PARALLEL)).scene()


def test_the_program_is_asked_where_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands in for a system `dot` with the library, which is the same Graphviz."""
    asked = []

    def pipe(engine: str, form: str, data: bytes, quiet: bool) -> bytes:
        asked.append((engine, form, quiet))
        return graphviz_engine._by_library(data.decode())

    expected = drawn(bound(PARALLEL)).scene()
    monkeypatch.setattr(graphviz, "pipe", pipe)
    monkeypatch.setenv("VS_GRAPHVIZ", "dot")
    assert drawn(bound(PARALLEL)).scene() == expected
    assert asked == [("dot", "json0", True)]


def test_no_text_reaches_graphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(graphviz_engine, "_run", lambda source, _: seen.append(source) or b"{}")
    with pytest.raises(KeyError):
        drawn(stream_of('  - {id: evil, name: "]; evil", activity: plan, next: {to: evil, when: "<evil>"}}\n')).scene()
    assert seen
    assert "evil" not in seen[0]


def test_warnings_of_graphviz_stay_away_from_the_user(capfd: pytest.CaptureFixture[str]) -> None:
    with graphviz_engine._quiet():
        os.write(2, b"Fontconfig warning")
    print("talk", file=sys.stderr)
    assert capfd.readouterr().err == "talk\n"


@pytest.mark.parametrize("seed", range(200))
def test_no_route_passes_a_box_or_a_label(seed: int) -> None:
    blanks, wires, direction = some_graph(Random(seed))
    layout = lay_out(blanks, wires, direction)
    rooms = [box_area(frame, 1) for frame in layout.boxes.values()]
    rooms += [box_area((*spot, *ROOM), 1) for spot in layout.labels if spot]
    for one, two in combinations(rooms, 2):
        assert not meet(one, two)
    for route in layout.routes:
        for a, b in pairwise(route):
            assert a[0] == b[0] or a[1] == b[1]
            line = (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
            assert not any(meet(line, room) for room in rooms)
    assert_ends(layout, wires)


def test_two_lines_that_swap_their_columns_pass_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    spots = {"a": (100.0, 0.0), "b": (300.0, 0.0), "c": (300.0, 100.0), "d": (100.0, 100.0)}
    ways: list[tuple[tuple[float, float], ...]] = [(spots["a"], spots["c"]), (spots["b"], spots["d"])]
    placement = Placement(centres=spots, routes=ways, labels=[None, None])
    monkeypatch.setattr(graphviz_engine, "place", lambda *_: placement)
    blanks = [Blank(id=id, width=80, height=40) for id in spots]
    one, two = lay_out(blanks, [Wire(source="a", target="c"), Wire(source="b", target="d")], "down").routes
    assert one == ((100, 40), (100, 61), (300, 61), (300, 92))
    assert two == ((300, 40), (300, 50), (111, 50), (111, 72), (100, 72), (100, 92))


def test_a_line_that_leads_back_does_not_leave_through_a_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    spots = {"a": (100.0, 0.0), "b": (100.0, 200.0)}
    way, loop = (spots["b"], (165.0, 100.0), spots["a"]), (spots["b"], spots["b"])
    placement = Placement(centres=spots, routes=[way, loop], labels=[(200.0, 100.0), (220.0, 200.0)])
    monkeypatch.setattr(graphviz_engine, "place", lambda *_: placement)
    blanks = [Blank(id=id, width=80, height=40) for id in spots]
    back, again = (Wire(source="b", target=to, label=ROOM, back=True) for to in "ab")
    layout = lay_out(blanks, [back, again], "down")
    left, top, right, _ = box_area(layout.boxes["b"], 0)
    x, y = layout.routes[0][0]
    assert left < x < right
    assert y == top


@pytest.mark.parametrize("direction", ["down", "right"])
def test_a_line_that_leads_back_finds_room_on_a_crowded_edge(direction: str) -> None:
    steps = """  - {id: a, name: demand, activity: obtain-build,
     next: [{to: a, when: no}, {to: end, share: 5%}, {to: value}]}
  - {id: b, name: the, activity: obtain-build, next: [{to: end}, {to: c}, {to: e}]}
  - {id: c, name: the, activity: deliver-and-support, next: [{to: e, when: a longer condition, share: 5%}]}
  - {id: d, name: demand, activity: plan}
  - {id: e, name: Réclamation, activity: plan, fork: [e, b]}
"""
    text = HEAD.replace("for: [x]", "for: [x], next: a")
    stream = examine(read(text + steps)).stream
    assert stream is not None
    assert faults(drawn(stream, direction).scene()) == []


def some_graph(dice: Random) -> tuple[list[Blank], list[Wire], str]:
    """A stream as wild as they come: skips, loops, dead ends and boxes of all sizes."""
    count = dice.randint(2, 14)
    blanks = [
        Blank(id=str(n), width=dice.choice((118, 146, 184, 252)), height=dice.choice((28, 60, 80, 125)))
        for n in range(count)
    ]
    pairs = [(n, n + 1) for n in range(count - 1) if dice.random() < 0.7]
    pairs += [(dice.randrange(count), dice.randrange(count)) for _ in range(dice.randint(0, 8))]
    wires = []
    for source, target in dict.fromkeys(pairs):
        back = target <= source
        room = ROOM if back or dice.random() < 0.5 else None
        wires.append(Wire(source=str(source), target=str(target), label=room, back=back))
    return blanks, wires, dice.choice(("down", "right"))


def assert_ends(layout: Layout, wires: list[Wire]) -> None:
    """Each route begins at its source's edge and ends at its target's."""
    for wire, route in zip(wires, layout.routes, strict=True):
        for id, (x, y) in ((wire.source, route[0]), (wire.target, route[-1])):
            left, top, right, bottom = box_area(layout.boxes[id], 0)
            assert left - 0.01 <= x <= right + 0.01
            assert top - 0.01 <= y <= bottom + 0.01
            assert min(abs(x - left), abs(x - right), abs(y - top), abs(y - bottom)) < 0.01


Area = tuple[float, float, float, float]


def box_area(frame: Area, inset: float) -> Area:
    x, y, width, height = frame
    return x - width / 2 + inset, y - height / 2 + inset, x + width / 2 - inset, y + height / 2 - inset


def meet(one: Area, two: Area) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
