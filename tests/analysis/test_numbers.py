"""Numbers of small streams, worked out by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.analysis.streams import numbers, step, stream, ways
from tests.analysis.test_truths import mean
from valuestream_cli import analyzing, api
from valuestream_cli.analysis.duration import words
from valuestream_cli.analysis.laws import Law, gamma, lognormal, longest, quantile
from valuestream_cli.analysis.queues import Station, erlang_c, queue_wait, variability
from valuestream_cli.analysis.rates import per_second
from valuestream_cli.analysis.streams import analyze
from valuestream_cli.errors import VsError
from valuestream_cli.model import Calendar, Duration, Link, Role, StepRoles, Targets, Value
from valuestream_cli.reporting.numbers.told import headline

OFFICE = Calendar(days="mon-fri", hours="09:00-17:00")
HOUR = 3600.0


@pytest.mark.parametrize(
    ("rate", "calendar", "hourly"),
    [
        ("120/d", OFFICE, 15),
        ("120/d", None, 5),
        ("15/h", OFFICE, 15),
        ("1/min", OFFICE, 60),
        ("40/w", OFFICE, 1),
        ("168/w", None, 1),
        ("365/mo", None, 0.5),
        ("365/mo", OFFICE, 2.1),
        ("10/d", Calendar(days="mon-sat", hours="22:00-03:00"), 2),
    ],
)
def test_demand_is_in_working_time(rate: str, calendar: Calendar | None, hourly: float) -> None:
    assert per_second(rate, calendar) * HOUR == pytest.approx(hourly, rel=1e-12)


def test_a_wait_is_on_each_visit() -> None:
    told = numbers(step("a"), step("b", next=ways(to_value=80.0, to_a=20.0)))
    assert mean(told.lead_time) == pytest.approx(6 * HOUR * 1.25, rel=1e-12)
    assert told.rework == pytest.approx(0.5)
    assert told.first_pass_yield == pytest.approx(0.8)


def test_rolled_accuracy_is_the_mean_over_the_ways_and_counts_no_rework() -> None:
    told = numbers(
        step("a", complete_accurate="90%", next=ways(to_b=50.0, to_c=50.0)),
        step("b", complete_accurate="80%", next=(Link(to="d"),)),
        step("c", complete_accurate="60%"),
        step("d", complete_accurate="50%", next=ways(to_value=90.0, to_a=10.0)),
    )
    assert told.rolled_complete_accurate == pytest.approx(0.9 * (0.8 + 0.6) / 2 * 0.5)


def test_rolled_accuracy_goes_through_all_branches_of_a_fork() -> None:
    told = numbers(
        step("a", complete_accurate="100%", fork=("b", "c")),
        step("b", complete_accurate="80%", next=(Link(to="d"),)),
        step("c", complete_accurate="60%", next=(Link(to="d"),)),
        step("d", complete_accurate="50%", join=True),
    )
    assert told.rolled_complete_accurate == pytest.approx(0.8 * 0.6 * 0.5)


def test_the_longest_path_counts_and_not_the_sum() -> None:
    told = numbers(
        step("a", fork=("b", "c")),
        step("b", "5h", "0s", next=(Link(to="d"),)),
        step("c", "1h", "9h", next=(Link(to="d"),)),
        step("d", join=True),
    )
    assert (mean(told.lead_time), mean(told.process_time)) == (16 * HOUR, 3 * HOUR)
    assert told.critical_path == ("a", "c", "d")
    assert [each.visits for each in told.steps] == [1, 1, 1, 1]


def test_a_join_waits_for_what_may_still_come_to_it() -> None:
    """A branch that gives up after four hours, in half of all cases, could have come until then."""
    told = numbers(
        step("a", "0s", "0s", fork=("b", "c")),
        step("b", "4h", "0s", next=ways(to_d=50.0, to_end=50.0)),
        step("c", "1h", "0s", next=(Link(to="d"),)),
        step("d", "0s", "0s", join=True),
    )
    assert mean(told.lead_time) == 4 * HOUR
    assert told.reaches_value == 1


def test_rework_around_and_inside_a_fork() -> None:
    told = numbers(
        step("a", "0s", "0s", fork=("b", "c")),
        step("b", "1h", "0s", next=ways(to_d=50.0, to_b=50.0)),
        step("c", "30m", "0s", next=(Link(to="d"),)),
        step("d", "0s", "0s", join=True, next=ways(to_value=75.0, to_a=25.0)),
    )
    visits = {each.id: each.visits for each in told.steps}
    assert visits == pytest.approx({"a": 4 / 3, "b": 8 / 3, "c": 4 / 3, "d": 4 / 3})
    assert mean(told.lead_time) == pytest.approx(8 / 3 * HOUR)
    assert told.rework == pytest.approx(3 * (4 / 3 - 1) + (8 / 3 - 1))
    assert told.first_pass_yield == pytest.approx(0.75 * 0.5)


ROLES = StepRoles(responsible=("agent",))


def test_handoffs_follow_supplier_team_and_responsible_roles() -> None:
    told = numbers(
        step("a", team="Desk", roles=ROLES),
        step("b", team="Desk"),
        step("c", team="Desk", supplier="Acme"),
        step("d"),
        step("e", roles=ROLES),
        step("f", roles=StepRoles(responsible=("agent", "expert"))),
        roles={"agent": Role()},
    )
    assert told.handoffs == 2


def test_without_anybody_named_handoffs_are_unknown() -> None:
    told = numbers(step("a"), step("b"))
    assert (told.handoffs, told.unknown["handoffs"]) == (None, "no step says who does it")


def test_a_load_of_one_refuses_a_lead_time() -> None:
    told = numbers(step("a", "1h", "2h", capacity=1), rate="1/h")
    reason = "the work of 'a' takes 100% of its capacity, so that its queue grows for ever"
    assert (told.lead_time, told.wait_time, told.process_time, told.wip) == (None, None, None, None)
    assert (told.unknown["lead_time"], told.problems) == (reason, (reason,))
    assert told.bottleneck
    assert told.bottleneck.load == 1


def test_a_queue_is_never_added_to_a_declared_wait() -> None:
    declared = numbers(step("a", "30m", "2h", capacity=1), rate="1/h")
    open_ = numbers(step("a", "30m", capacity=1, wait_time=None), rate="1/h")
    assert mean(declared.lead_time) == 2.5 * HOUR
    assert mean(declared.lead_time_queued) == mean(open_.lead_time) == pytest.approx(HOUR)
    assert declared.steps[0].queue_wait == open_.steps[0].queue_wait == pytest.approx(0.5 * HOUR)


def test_the_stream_with_a_calendar_of_no_hours() -> None:
    told = numbers(step("a"), calendar=Calendar(hours="09:00-09:00"))
    assert told.problems == ("the calendar's hours 09:00-09:00 leave no time to work",)
    assert told.lead_time is None


def test_targets_are_met_or_missed_or_cannot_be_told() -> None:
    wanted = Targets(
        lead_time="3h", process_time="59m", flow_efficiency="34%", rolled_complete_accurate="90%", handoffs=0
    )
    value = Value(outcome="It is done", for_=("user",), targets=wanted)
    told = numbers(step("a", team="Desk"), value=value)
    assert {each.name: each.met for each in told.targets} == {
        "lead_time": True,
        "process_time": False,
        "flow_efficiency": False,
        "rolled_complete_accurate": None,
        "handoffs": True,
    }


def test_a_target_below_the_least_is_missed_though_not_all_is_known() -> None:
    value = Value(outcome="It is done", for_=("user",), targets=Targets(lead_time="1h"))
    (target,) = numbers(step("a"), step("b", wait_time=None), value=value).targets
    assert (target.actual, target.met) == (None, False)


def test_value_is_split_by_the_work_of_all_branches() -> None:
    split = numbers(
        step("a", "1h", value_class="value-adding"), step("b", "30m", value_class="waste"), step("c", "15m")
    ).value_split
    assert split
    assert (split.value_adding, split.waste, split.necessary, split.unclassified) == (3600, 1800, 0, 900)


def test_the_basis_travels() -> None:
    measured, guessed = (Duration(mean="1h", basis=basis) for basis in ("measured", "estimate"))
    told = numbers(step("a", process_time=measured, wait_time=guessed), step("b", "0s", "0s"))
    assert told.process_time and told.wait_time and told.lead_time
    assert (told.process_time.basis, told.wait_time.basis, told.lead_time.basis) == ("measured", "estimate", "mixed")
    assert told.basis == "mixed"


@pytest.mark.parametrize("capacity", [10**6, 10**400])
def test_a_huge_capacity_takes_no_time(capacity: int) -> None:
    told = numbers(step("a", "9h", wait_time=None, capacity=capacity), rate="100000/h")
    assert told.steps[0].queue_wait is None
    assert told.lead_time
    assert (told.lead_time.mean, told.lead_time.low) == (None, 9 * HOUR)


def test_a_huge_tangle_is_refused_in_time() -> None:
    count = 600
    ids = [f"s{number}" for number in range(count)]
    out = Link(to="value")
    leaps = [[(number * 7 + k * k * 31 + 1) % count for k in range(9)] for number in range(count)]
    ways = [(*(Link(to=ids[target], share="10%") for target in row), out) for row in leaps]
    made = [step(id, next=links) for id, links in zip(ids, ways, strict=True)]
    assert analyze(stream(*made)).problems == ("so many loops lie in each other that the sums would take too long",)


def test_forks_in_forks_have_an_end() -> None:
    steps = [*(step(f"f{depth}", fork=(f"f{depth + 1}", f"b{depth}")) for depth in range(60)), step("f60")]
    for depth in reversed(range(60)):
        steps += [step(f"b{depth}", next=(Link(to=f"j{depth}"),)), step(f"j{depth}", join=True)]
    assert "nested too deeply" in analyze(stream(*steps)).problems[0]


def test_the_mean_of_the_longest() -> None:
    one, two = Law("exponential", (1.0,)), Law("exponential", (2.0,))
    assert longest((one, two))[0] == pytest.approx(1 + 2 - 2 / 3, rel=1e-12)
    assert longest((one,) * 3) == pytest.approx((1 + 1 / 2 + 1 / 3, 1 + 1 / 4 + 1 / 9), rel=1e-9)
    assert longest((one, Law("constant", (2.0,))))[0] == pytest.approx(2 + math.exp(-2), rel=1e-12)
    for law in (gamma(2, 9), gamma(100, 1), lognormal(5, 400), lognormal(5, 1e-6), Law("pert", (1.0, 2.0, 9.0), 3.0)):
        assert longest((law,)) == pytest.approx((law.mean, law.variance), rel=1e-6)


@pytest.mark.parametrize(
    "law", [Law("exponential", (3.0,)), gamma(2, 9), Law("pert", (1.0, 2.0, 9.0)), lognormal(3, 5)]
)
def test_percentiles_of_a_law(law: Law) -> None:
    for share in (0.01, 0.5, 0.9, 0.999):
        assert law.below(quantile(law, share)) == pytest.approx(share, abs=1e-12)


def test_erlang_and_kingman() -> None:
    assert erlang_c(1, 0.8) == pytest.approx(0.8)
    assert queue_wait(Station(0.8, 1.0, 1, 0.0)) == pytest.approx(2.0)  # M/D/1
    assert queue_wait(Station(0.8, 1.0, 1, 1.0), 0.5) == pytest.approx(3.0)  # Kingman
    assert queue_wait(Station(1.0, 1.0, 1)) is None
    assert queue_wait(Station(0.0, 1.0, 1)) == 0


def test_regular_work_makes_regular_arrivals_behind_it() -> None:
    """A server that is busy all the time hands cases on as regularly as it works (Whitt 1983)."""
    stations = {"a": Station(0.9, 1.0, 1, 0.0), "b": Station(0.9, 1.0, 1, 1.0)}
    vary = variability(stations, {("demand", "a"): (1.0, 1.0), ("a", "b"): (1.0, 1.0)}, "a")
    assert vary["b"] == pytest.approx(1 - 0.9**2)


def test_nested_streams_roll_up(tmp_path: Path) -> None:
    inner = "valuestream: 1\nid: inner\nname: Inner\ndemand: {trigger: It comes}\n"
    inner += "value: {outcome: Done, for: [user]}\nsteps:\n"
    inner += "  - {id: a, name: A, activity: engage, practices: [service-desk], process_time: 1h, wait_time: 3h}\n"
    (tmp_path / "inner.vs.yaml").write_text(inner, encoding="utf-8")
    outer = inner.replace("process_time: 1h, wait_time: 3h", "stream: inner.vs.yaml")
    (tmp_path / "outer.vs.yaml").write_text(outer, encoding="utf-8")
    told = api.analyze([str(tmp_path / "outer.vs.yaml")])[0]
    assert (mean(told.process_time), mean(told.wait_time)) == (HOUR, 3 * HOUR)
    over = outer.replace("stream: inner", "process_time: 5h, stream: inner")
    (tmp_path / "outer.vs.yaml").write_text(over, encoding="utf-8")
    assert mean(api.analyze([str(tmp_path / "outer.vs.yaml")])[0].lead_time) == 8 * HOUR


HEAD = "valuestream: 1\nid: s\nname: S\ndemand: {trigger: It comes}\nvalue: {outcome: Done, for: [user]}\nsteps:\n"


def line(id: str, says: str) -> str:
    return f"  - {{id: {id}, name: N, activity: engage, practices: [service-desk], {says}}}\n"


X = line("x", "process_time: {mean: 1h, distribution: exponential}, wait_time: {p50: 1h, p90: 3h}")
Y = line("y", "process_time: {low: 1h, likely: 2h, high: 4h}, wait_time: 0s, next: [{to: x, share: 25%}, {to: ONWARD}]")
B = line("b", "process_time: {mean: 3h, distribution: exponential}, wait_time: 0s")
INSIDE = line("a", "stream: inner.vs.yaml")


def test_a_nested_stream_varies_as_its_steps_would_in_its_place(tmp_path: Path) -> None:
    texts = {
        "inner": HEAD + X + Y.replace("ONWARD", "value"),
        "outer": HEAD + INSIDE + B,
        "flat": HEAD + X + Y.replace("ONWARD", "b") + B,
    }
    for each, text in texts.items():
        (tmp_path / f"{each}.vs.yaml").write_text(text, encoding="utf-8")
    nested, flat = (api.analyze([str(tmp_path / f"{each}.vs.yaml")])[0].lead_time for each in ("outer", "flat"))
    assert nested and flat
    assert nested.variance
    for part in ("mean", "variance", "p50", "p85", "p90", "low", "high"):
        assert getattr(nested, part) == pytest.approx(getattr(flat, part), rel=1e-12), part


def test_a_bound_inside_is_no_time_outside(tmp_path: Path) -> None:
    fork = line("f", "process_time: 1h, wait_time: 0s, fork: [x, y]")
    fork += line("x", "process_time: {mean: 1h}, wait_time: 1h, next: j")
    fork += line("y", "process_time: 3h, wait_time: 0s, next: j")
    fork += line("j", "process_time: 0s, wait_time: 0s, join: true")
    (tmp_path / "inner.vs.yaml").write_text(HEAD + fork, encoding="utf-8")
    (tmp_path / "outer.vs.yaml").write_text(HEAD + INSIDE + B, encoding="utf-8")
    told = api.analyze([str(tmp_path / "outer.vs.yaml")])[0]
    assert told.unknown["lead_time"] == "'a' has no wait time"
    assert told.notes == (
        "the stream of 'a' tells no wait time: how long the last branch of 'f' takes is not known: "
        "the times of 'x' name no distribution",
    )


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("outer.vs.yaml", "it contains this stream"),
        ("nowhere.vs.yaml", "there is no stream file 'nowhere.vs.yaml' inside the project"),
        ("broken.vs.yaml", "its file has errors"),
    ],
)
def test_nested_streams_that_cannot_be_added(tmp_path: Path, reference: str, reason: str) -> None:
    (tmp_path / "broken.vs.yaml").write_text("valuestream: 1\n", encoding="utf-8")
    told = analyzing.analyze(stream(step("a", stream=reference, process_time=None)), str(tmp_path / "outer.vs.yaml"))
    (tmp_path / "outer.vs.yaml").write_text("", encoding="utf-8")
    again = analyzing.analyze(stream(step("a", stream=reference, process_time=None)), str(tmp_path / "outer.vs.yaml"))
    assert f"the stream of 'a' is left out: {reason}" in (*told.notes, *again.notes)


def test_several_processes_say_the_same(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / SAMPLE).read_text(encoding="utf-8")
    for number in range(6):
        (tmp_path / f"s{number}.vs.yaml").write_text(text, encoding="utf-8")
    assert api.analyze([str(tmp_path)], jobs=2) == api.analyze([str(tmp_path)], jobs=1)
    (tmp_path / "s3.vs.yaml").write_text("valuestream: 1\n", encoding="utf-8")
    for jobs in (1, 2):
        with pytest.raises(api.UnsoundStream) as caught:
            api.analyze([str(tmp_path)], jobs=jobs)
        assert {finding.path for finding in caught.value.report.findings} == {str(tmp_path / "s3.vs.yaml")}
        assert len(caught.value.analyses) == 5
    with pytest.raises(VsError, match="has no 'nowhere"):
        api.analyze([str(tmp_path / "s1.vs.yaml"), str(tmp_path / "s2.vs.yaml")], settings={"nowhere.x": "1"}, jobs=2)


SAMPLE = "samples/incident-as-is.vs.yaml"


def test_what_if(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    (told,) = api.analyze([SAMPLE], settings={"specialist-fix.capacity": "9", "verify.next.investigate.share": "0%",
                                              "verify.next.value.share": "100%", "deploy.wait_time": ""})  # fmt: skip
    assert told.settings["specialist-fix.capacity"] == "9"
    assert told.unknown["lead_time"] == "'deploy' has no wait time"
    visits = {each.id: each.visits for each in told.steps}
    assert visits["verify"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("specialst-fix.capacity", "3", "the stream has no 'specialst-fix.capacity' to set"),
        ("deploy.capacity", "0", "with these values the stream would be invalid: 'capacity' must be at least 1, not 0"),
        (
            "deploy.capcity",
            "3",
            "with these values the stream would be invalid: unknown key 'capcity'; did you mean 'capacity'?",
        ),
        ("deploy.wait_time", "{", "the value for 'deploy.wait_time' cannot be read: '{'"),
    ],
)
def test_what_cannot_be_set(monkeypatch: pytest.MonkeyPatch, place: str, value: str, message: str) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    with pytest.raises(VsError) as caught:
        api.analyze([SAMPLE], settings={place: value})
    assert caught.value.message == message


def test_value_is_not_held_up_by_a_branch_that_ends() -> None:
    """Without a join, the branch counts in the cases in which it leads to value: the others have it two hours on."""
    told = numbers(
        step("a", "1h", "0s", fork=("b", "c")),
        step("b", "2h", "0s", next=(Link(to="value"),)),
        step("c", "10h", "0s", next=ways(to_value=70.0, to_end=30.0)),
    )
    assert mean(told.lead_time) == pytest.approx((1 + 0.7 * 10 + 0.3 * 2) * HOUR)


BUSY = Value(outcome="It is done", for_=("user",), targets=Targets(lead_time="4w"))


def test_a_queue_that_grows_for_ever_misses_any_target() -> None:
    (target,) = numbers(step("a", capacity=1), rate="2/h", value=BUSY).targets
    assert (target.actual, target.met) == (None, False)


def test_an_endless_queue_on_the_way_to_rejection_says_nothing_about_the_target() -> None:
    told = numbers(
        step("a", next=ways(to_value=50.0, to_b=50.0)),
        step("b", next=(Link(to="end"),), capacity=1),
        rate="4/h", value=BUSY,
    )  # fmt: skip
    assert (told.is_endless, told.targets[0].met) == (False, None)


def test_of_many_problems_the_first_are_told() -> None:
    told = headline(numbers(*(step(f"s{number}", capacity=1) for number in range(9)), rate="2/h"))
    assert told.count("This cannot be") == 5
    assert told.endswith(" There are 4 more problems like these.")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0s"), (2.51e-18, "0s"), (5.79e-06, "0s"), (0.2, "0.2s"), (1.98, "2s"), (45.26, "45.3s"), (59.98, "1m")],
)
def test_short_times_are_told_without_exponents(seconds: float, said: str) -> None:
    assert words(seconds, 86400.0, 604800.0) == said
