"""The loop: no case is lost or made, whatever the flow, and the same seed gives the same result everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.analysis.streams import anything, stream, wired
from tests.simulation.streams import exponential, once, plan, simulated, text
from valuestream_cli import running
from valuestream_cli.analysis.streams import analyze
from valuestream_cli.model import Demand, Duration, Step, ValueStream
from valuestream_cli.simulation import loop
from valuestream_cli.simulation.plan import NotSimulable, Plan, compiled
from valuestream_cli.simulation.refusals import refuse_the_endless

ORDER = loop.Order(seed=3, number=0, share=0.1, cases=60, warm_up=10, arrivals="poisson")
BUSY = text(
    [
        exponential("a", 1, 2),
        exponential("b", 0.5, 1, ", next: [{to: a, share: 20%}, {to: end, share: 10%}, {to: value}]"),
    ]
)


def _limited(made: ValueStream, capacities: list[int | None], rate: str) -> ValueStream:
    """The same with some capacities, times that are all known, and a demand."""
    limits = [capacities[place % len(capacities)] for place in range(len(made.steps))]
    zero = Duration(text="0s")
    steps = (
        step._replace(capacity=limit, process_time=step.process_time or zero)
        for step, limit in zip(made.steps, limits, strict=True)
    )
    return made._replace(steps=tuple(steps), demand=Demand(trigger="t", rate=rate))


def _plan(made: ValueStream) -> Plan | None:
    """The plan, where there is one that ends soon."""
    try:
        found = compiled(made, analyze(made), 0.01)
        refuse_the_endless(found, 10_000, 100, None)
    except NotSimulable:
        return None
    return found if found.visits < 1000 and found.under_way < 2000 else None


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(wired(), anything()),
    st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=1, max_size=4),
    st.sampled_from(["1/d", "2/h", "1/mo", "20/h"]),
)
def test_every_case_is_somewhere(made: ValueStream, capacities: list[int | None], rate: str) -> None:
    found = _plan(_limited(made, capacities, rate))
    if found is None:
        return
    run = loop.simulate(found, ORDER)
    assert run.arrived == run.reached + run.ended + run.inside
    assert run.lead.count + run.lost == ORDER.cases
    assert run.seconds >= 0
    assert all(part >= -1e-6 * max(1.0, run.began + run.seconds) for step in run.steps for part in step)
    assert run.in_system >= -1e-6 * max(1.0, run.began + run.seconds)


def test_the_same_seed_gives_the_same_run() -> None:
    one, two, other = once(BUSY), once(BUSY), once(BUSY, seed=2)
    assert (one.lead.total, one.steps, one.levels) == (two.lead.total, two.steps, two.levels)
    assert one.lead.total != other.lead.total


def test_processes_change_nothing() -> None:
    alone = simulated(BUSY, cases=200, runs=5)
    assert alone == simulated(BUSY, cases=200, runs=5, jobs=2) == simulated(BUSY, cases=200, runs=5, jobs=3)


def test_a_seed_keeps_its_promise() -> None:
    """Exact figures: they change only where the simulation means something else, which the CHANGELOG then says."""
    run = once(BUSY)
    assert (run.arrived, run.reached, run.ended, run.inside) == (302, 259, 41, 2)
    assert run.lead.mean == pytest.approx(13604.145509989781, rel=1e-12)


def test_memory_does_not_grow_with_the_cases() -> None:
    small, large = (once(BUSY, cases=cases) for cases in (300, 30_000))
    assert len(large.lead.buckets()) < 1500
    assert len(large.levels) == len(small.levels) == loop.SAMPLES


def test_work_after_value_does_not_count() -> None:
    run = once(text([exponential("a", 1), "id: b, process_time: 900h"], rate=None, value=", next: b"))
    assert run.lead.highest < 20 * 3600
    assert run.steps[1].starts > 0


def test_a_branch_that_ends_is_not_awaited() -> None:
    steps = [
        "id: start, process_time: 0s, fork: [a, b]", "id: a, process_time: 1h, next: j",
        "id: b, process_time: 5h, next: [{to: end, share: 100%}]", "id: j, process_time: 1h, join: true",
    ]  # fmt: skip
    run = once(text(steps, rate=None))
    assert (run.lead.quantile(0.5), run.lead.highest) == pytest.approx((7200.0, 7200.0))


def test_a_join_stops_waiting_for_a_branch_that_cannot_come() -> None:
    """The second branch leads to the end by a long way: it is not awaited from when it has taken that."""
    steps = [
        "id: start, process_time: 0s, fork: [a, b]", "id: a, process_time: 1h, next: j",
        "id: b, process_time: 2h, next: [{to: j, share: 50%}, {to: away}]",
        "id: away, process_time: 50h, next: end", "id: j, process_time: 0s, join: true",
    ]  # fmt: skip
    run = once(text(steps, rate=None))
    assert run.lead.highest == pytest.approx(7200.0)
    assert run.lead.count == 300


def test_a_case_has_its_value_when_its_last_branch_to_value_is_there() -> None:
    steps = [
        "id: start, process_time: 0s, fork: [a, b]", "id: a, process_time: 1h, next: value",
        "id: b, process_time: 3h, next: value",
    ]  # fmt: skip
    assert once(text(steps, rate=None)).lead.quantile(0.01) == pytest.approx(3 * 3600)


def test_nested_forks_join_from_within() -> None:
    steps = [
        "id: start, process_time: 0s, fork: [a, z]", "id: a, process_time: 1h, fork: [b, c]",
        "id: b, process_time: 1h", "id: c, process_time: 3h", "id: j, process_time: 1h, join: true, next: k",
        "id: z, process_time: 1h, next: k", "id: k, process_time: 1h, join: true",
    ]  # fmt: skip
    run = once(text(steps, rate=None))
    assert (run.lead.quantile(0.01), run.lead.highest) == pytest.approx((21600.0, 21600.0))


def test_zero_work_is_no_storm() -> None:
    run = once(text(["id: a, process_time: 0s, next: [{to: a, share: 90%}, {to: value}]"]))
    assert run.lead.highest == 0
    assert run.steps[0].starts == pytest.approx(3000, rel=0.2)


def test_the_run_waits_for_the_first_case_after_the_last() -> None:
    run = once(text(["id: a, process_time: 1s"], rate="1/mo"), cases=1)
    assert (run.lead.count, run.arrived, run.seconds > 86400) == (1, 1, True)


def test_a_step_that_no_case_comes_to_is_left_out() -> None:
    steps = ["id: a, process_time: 1h, next: [{to: b, share: 0%}, {to: value}]", "id: b, process_time: 1h, capacity: 1"]
    assert [step.id for step in plan(text(steps)).steps] == ["a"]


def test_models_made_in_code_run() -> None:
    made = stream(Step(id="a", name="A", activity="engage", process_time=Duration(text="1h")), rate="1/h")
    assert loop.simulate(compiled(made, analyze(made), 0.01), ORDER).lead.highest == pytest.approx(3600)


def test_processes_that_start_anew_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "can_fork", lambda: False)
    assert simulated(BUSY, cases=50, runs=2, jobs=2) == simulated(BUSY, cases=50, runs=2)


def test_a_step_with_a_stream_of_its_own_varies_as_that_does(tmp_path: Path) -> None:
    inner = text([exponential("x", 1, more=", wait_time: 0s")], rate=None)
    (tmp_path / "inner.vs.yaml").write_text(inner, encoding="utf-8")
    step = plan(text(["id: a, stream: inner.vs.yaml"], rate=None), str(tmp_path / "outer.vs.yaml")).steps[0]
    assert step.work.kind == "lognormal"
    assert (step.work.mean, step.work.variance) == pytest.approx((3600, 3600**2))
    assert step.wait.mean == 0
