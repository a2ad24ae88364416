"""The lean picture: times as the analysis counts them, to scale, nothing guessed, and nothing on anything else."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.rendering.geometry import faults, run_over, struck
from tests.rendering.streams import ACTIVITIES, FILES, ROOT, drawing_of, timed
from valuestream_cli.analysis.flow import Flow
from valuestream_cli.analysis.streams import analyze
from valuestream_cli.model import Calendar, Demand, Duration, Link, Step, Targets, Value, ValueStream
from valuestream_cli.rendering.diagram import Box, Group, Path, Text, flat
from valuestream_cli.rendering.layout.spread import spread
from valuestream_cli.rendering.views import timeline
from valuestream_cli.rendering.views._timeline_course import course, with_times
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

drawn = partial(drawing_of, timeline.draw)
patient = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])


def read(path):
    return examine(load(str(path))).stream


def stream(*steps, **more):
    given = {"name": "A stream", "demand": Demand(trigger="A wish"), "value": Value(outcome="Done", for_=("user",))}
    return ValueStream(**{"valuestream": 1, "id": "a", "steps": steps} | given | more)


def step(id_, work=None, wait=None, **more):
    times = {"process_time": Duration(text=work) if work else None, "wait_time": Duration(text=wait) if wait else None}
    return Step(**{"id": id_, "name": id_.title(), "activity": "engage"} | times | more)


def wrong(scene):
    return [*faults(scene), *(f"{label} is struck" for label in struck(scene)), *run_over(scene)]


def shapes(subject, direction="auto"):
    return list(flat(drawn(subject, direction).scene().shapes))


def texts(subject):
    return [line for shape in shapes(subject) if isinstance(shape, Text) for line in shape.lines]


def bars(subject):
    """The boxes of the ladder by what a pointer tells of them."""
    found = [shape for shape in shapes(subject) if isinstance(shape, Box) and shape.title]
    return {box.title: box for box in found}


@pytest.mark.parametrize("direction", ["auto", "right"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_stream_of_ours_is_drawn_without_fault(path, direction):
    scene = drawn(read(path), direction).scene()
    assert wrong(scene) == []
    assert direction == "right" or scene.width <= 1100


@settings(patient, max_examples=100)
@given(timed())
def test_every_stream_is_drawn_without_fault(subject):
    assert wrong(drawn(subject).scene()) == []


@settings(patient, max_examples=40)
@given(timed(most=60))
def test_every_long_stream_is_drawn_without_fault(subject):
    assert wrong(drawn(subject).scene()) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_ladder_is_as_long_as_the_lead_time(path):
    subject = read(path)
    analysis = analyze(subject)
    if analysis.lead_time and analysis.lead_time.mean:
        assert course(Flow(subject), analysis).end == pytest.approx(analysis.lead_time.mean)


def test_bars_are_to_scale():
    found = bars(stream(step("ask", "1h", "2h"), step("do", "3h", "4h")))
    per_hour = {title: box.width / hours for (title, box), hours in zip(found.items(), (2, 1, 4, 3), strict=True)}
    assert list(per_hour) == ["1: wait 2h", "1: work 1h", "2: wait 4h", "2: work 3h"]
    assert list(per_hour.values()) == pytest.approx([102.2] * 4)


def test_what_is_too_short_to_be_seen_is_drawn_wider_and_says_so():
    subject = stream(step("ask", "5s", "30d"), step("do", "1h", "0s"))
    assert bars(subject)["1: work 5s"].width == 2
    assert "Too short to be seen at this scale, and drawn wider: 1, 2." in texts(subject)


def test_a_step_without_times_is_shown_as_unknown():
    subject = stream(step("ask", "1h", "2h"), step("guess"), step("do", "1h"))
    found = bars(subject)
    dashed = [title for title, box in found.items() if box.dashed]
    assert dashed == ["2: wait not said", "2: work not said", "3: wait not said"]
    assert texts(subject).count("not said") == 3
    assert "Not to scale, as nobody says how long, or how often: ? at 2, 3." in texts(subject)
    assert "at least 4h" in texts(subject)


def test_a_choice_of_unknown_shares_is_not_guessed():
    ways = (Link(to="do"), Link(to="value"))
    subject = stream(step("ask", "1h", "2h", next=ways), step("do", "1h", "1h"))
    assert [title for title, box in bars(subject).items() if box.dashed] == ["2: wait not said", "2: work not said"]
    assert "times a case" in texts(subject)


def test_where_nothing_has_times_it_says_what_to_add():
    found = texts(stream(step("ask"), step("do")))
    assert "No step says yet how long it takes or waits." in found
    assert {"process_time: 30m", "wait_time: 2h", "complete_accurate: 90%"} <= set(found)
    assert "Where the time of a case goes, to scale" not in found


def test_times_that_cannot_be_added_up_are_shown_and_why():
    subject = stream(step("ask", "1h", "2h", next=(Link(to="ask"),)))
    found = texts(subject)
    assert "The times of a case cannot be added up." in found
    assert "a case that comes to 'ask' goes round for ever: no way out is ever taken" in found
    assert {"1h", "2h"} <= set(found)
    analysis = with_times(Flow(subject), analyze(subject))
    assert [each.process_time.mean for each in analysis.steps] == [3600.0]


def test_the_longest_wait_is_framed_and_named():
    subject = stream(step("ask", "1h", "2h"), step("do", "1h", "6h"))
    found = texts(subject)
    assert "longest wait: 6h a case, before step 2" in found
    assert {"before step 2, Do", "75% of all waiting", "longest wait"} <= set(found)
    assert sum(isinstance(shape, Path) and shape.stroke == "rework" for shape in shapes(subject)) == 1


def test_rework_counts_as_often_as_a_case_comes_back():
    back = (Link(to="ask", share="50%"), Link(to="value", share="50%"))
    subject = stream(step("ask", "1h", "1h", next=back))
    assert list(bars(subject)) == ["1: wait 2h", "1: work 2h"]
    assert {"times a case", "2×", "longest wait: 2h a case"} <= set(texts(subject))


def test_branches_are_side_by_side_and_the_longest_is_marked():
    subject = stream(
        step("ask", "1h", "1h", fork=("long", "short")), step("long", "4h", "1h"), step("short", "1h", "1h"),
        step("do", "1h", "1h", join=True),
    )  # fmt: skip
    found = bars(subject)
    assert found["3: wait 1h"].x == found["2: wait 1h"].x
    assert found["3: wait 1h"].y > found["2: wait 1h"].y
    assert found["3: wait 1h"].width == pytest.approx(found["2: wait 1h"].width)
    assert found["waits 3h for the longest"].dashed
    assert "takes longest: 2" in texts(subject)
    assert "Of branches side by side, the upper bar shows the one that takes longest." in texts(subject)


def test_a_wait_for_the_others_is_drawn_before_the_join_and_named():
    wide = {"process_time": Duration(p50="2h", p90="8h"), "wait_time": Duration(text="0s")}
    subject = stream(
        step("ask", "1h", "1h", fork=("one", "two")), step("one", **wide), step("two", **wide),
        step("do", "1h", "1h", join=True),
    )  # fmt: skip
    found = [shape for shape in shapes(subject) if isinstance(shape, Box) and shape.title]
    (pause,) = (box for box in found if box.title.startswith("In the mean, parallel branches take"))
    after = next(box for box in found if box.title == "4: wait 1h")
    assert pause.x + pause.width == pytest.approx(after.x)
    (shade,) = (box for box in shapes(subject) if isinstance(box, Box) and box.fill == "idle" and box.height > 150)
    assert shade.x + shade.width == pytest.approx(after.x)
    assert any(line.startswith("waits ") and line.endswith(" for the others") for line in texts(subject))
    assert course(Flow(subject), analyze(subject)).main[-1].step.id == "do"


def test_each_of_several_joins_has_its_own_wait():
    wide = {"process_time": Duration(p50="2h", p90="8h"), "wait_time": Duration(text="0s")}
    subject = stream(
        step("ask", "1h", "1h", fork=("a", "b")), step("a", **wide), step("b", **wide),
        step("mid", "1h", "1h", join=True, fork=("c", "d")), step("c", **wide), step("d", **wide),
        step("do", "1h", "1h", join=True),
    )  # fmt: skip
    analysis = analyze(subject)
    found = course(Flow(subject), analysis)
    one, other = (stretch for stretch in found.main if stretch.step is None)
    assert one.seconds == pytest.approx(other.seconds)
    assert found.end == pytest.approx(analysis.lead_time.mean)


def test_what_follows_value_stands_apart_and_has_no_bar():
    value = Value(outcome="Done", for_=("user",), next="learn")
    subject = stream(step("ask", "1h", "1h"), step("learn", "9h", "9h"), value=value)
    assert list(bars(subject)) == ["1: wait 1h", "1: work 1h"]
    assert "Once value exists: does not count towards the lead time" in texts(subject)


def test_steps_after_value_tell_their_times():
    value = Value(outcome="Done", for_=("user",), next="learn")
    found = texts(stream(step("ask", "1h", "1h"), step("learn", "9h", "7h"), value=value))
    assert {"9h", "7h"} <= set(found)


def test_a_longest_wait_that_is_no_good_part_of_all_waiting_is_plain():
    subject = stream(*(step(f"s{number}", "1h", "3h") for number in range(9)), step("last", "1h", "4h"))
    found = shapes(subject)
    assert {"Longest wait", "13% of all waiting"} <= set(texts(subject))
    assert "longest wait" not in texts(subject)
    assert "rework" not in {getattr(shape, side, "") for shape in found for side in ("stroke", "fill")}


def test_boxes_have_no_arrows_that_could_tell_another_flow():
    subject = stream(step("ask", "1h", "1h", next=(Link(to="do"), Link(to="odd"))), step("odd"), step("do"))
    assert not any(isinstance(shape, Path) and shape.arrow and shape.stroke == "line" for shape in shapes(subject))


def test_times_are_told_in_the_units_of_their_total():
    calendar = Calendar(days="mon-fri", hours="09:00-17:00")
    long = Duration(p50="14h", p90="2d")
    found = texts(stream(step("ask", process_time=long, wait_time=Duration(text="1d")), calendar=calendar))
    assert "p50 14h, p90 16h" in found
    subject = stream(step("ask", "1d", "2d"), calendar=calendar)
    assert {"1d", "2d", "3d"} <= set(texts(subject))
    assert "24h" not in texts(subject)


def test_a_verdict_stands_below_the_figure_that_it_judges():
    back = Value(outcome="Done", for_=("user",), targets=Targets(lead_time="1h"))
    ways = (Link(to="do", share="50%"), Link(to="end", share="50%"))
    subject = stream(step("ask", "1h", "1h", next=ways), step("do", "9h", "9h"), value=back)
    (told,) = (shape.lines for shape in shapes(subject) if isinstance(shape, Text) and "missed" in shape.lines[-1])
    assert told == ("to value: 20h", "at most 1h: missed")


def test_ranges_and_what_times_rest_on_are_told():
    wide = Duration(low="5m", likely="20m", high="2h", basis="estimate")
    long = Duration(p50="2h", p90="8h", basis="measured")
    found = texts(stream(step("ask", process_time=wide, wait_time=long, complete_accurate="80%")))
    assert {"5m to 2h", "estimate", "p50 2h, p90 8h", "measured", "80%"} <= set(found)
    assert "Of a range, and of p50 and p90, the mean counts." in found


def test_what_all_times_rest_on_is_told_once():
    same = Duration(text="1h", basis="target")
    found = texts(stream(step("ask", process_time=same, wait_time=same)))
    assert "All times are targets." in found
    assert "target" not in found


@pytest.mark.parametrize(
    ("calendar", "told"),
    [
        (None, "Times run around the clock: 1d is 24 hours, 1w is 7 days."),
        (Calendar(days="mon-fri"), "Times run around the clock on working days: 1d is 24 hours, 1w is 5 days."),
        (
            Calendar(days="mon-fri", hours="09:00-17:30"),
            "Days are working days: 1d is 8h 30m of work, 1w is 5 days.",
        ),
    ],
)
def test_what_a_day_is_is_said(calendar, told):
    assert told in texts(stream(step("ask", "1h", "1h"), calendar=calendar))


def test_targets_are_told_with_their_numbers():
    targets = Targets(lead_time="1h", flow_efficiency="10%")
    found = texts(stream(step("ask", "1h", "1h"), value=Value(outcome="Done", for_=("user",), targets=targets)))
    assert {"at most 1h: missed", "at least 10%: met"} <= set(found)


def test_capacity_and_supplier_are_told():
    subject = stream(step("ask", "1h", capacity=2, supplier="Parts Inc"), demand=Demand(trigger="A", rate="24/d"))
    assert {"capacity", "2", "busy 50%", "supplier: Parts Inc", "queue"} <= set(texts(subject))


def test_more_work_than_capacity_is_named():
    subject = stream(step("ask", "3h", capacity=1), step("do", "1h", "1h"), demand=Demand(trigger="A", rate="24/d"))
    assert "This cannot be: the work of 'ask' takes 300% of its capacity, so that its queue grows for ever." in texts(
        subject
    )


def test_all_shapes_of_a_step_are_in_its_group():
    subject = stream(step("ask", "1h", "2h"), step("do", "1h", "1h"))
    groups = {shape.node: shape for shape in drawn(subject).scene().shapes if isinstance(shape, Group)}
    assert list(groups) == ["ask", "do"]
    titles = [shape.title for shape in groups["ask"].shapes if isinstance(shape, Box) and shape.title]
    assert titles == ["1: wait 2h", "1: work 1h"]


def test_five_hundred_steps_have_room():
    steps = (step(f"s{number}", "1h", "3h", activity=ACTIVITIES[number % 6]) for number in range(500))
    scene = drawn(stream(*steps)).scene()
    assert wrong(scene) == []
    assert scene.width <= 1100


def test_right_makes_longer_rows():
    steps = [step(f"s{number}", "1h", "3h") for number in range(10)]
    assert drawn(stream(*steps), "right").scene().width > 1500


def test_what_is_spread_keeps_its_order_and_its_room():
    assert spread([10, 10, 10], [4, 4, 4], 0, 100) == [6, 10, 14]
    assert spread([1, 99], [4, 4], 0, 100) == [2, 98]
    assert spread([50, 52, 99], [4, 4, 4], 0, 100) == [49, 53, 98]
    assert spread([], [], 0, 100) == []
