"""Two streams with the same luck."""

from __future__ import annotations

from math import sqrt
from statistics import stdev

from tests.simulation.streams import exponential, plan, simulated, text
from valuestream_cli.simulation import loop
from valuestream_cli.simulation.options import Options
from valuestream_cli.simulation.replications import Replication

AS_IS = text([exponential("a", 1, 2), exponential("b", 0.5, 1)], rate="1.5/h")
TO_BE = text([exponential("a", 0.9, 2), exponential("b", 0.5, 1)], rate="1.5/h")


def test_the_same_stream_differs_in_nothing() -> None:
    result = simulated(AS_IS, AS_IS, cases=300, runs=4)
    assert result.streams[0] == result.streams[1]
    assert {(each.change.low, each.change.high, each.differs) for each in result.differences} == {(0.0, 0.0, False)}


def test_a_paired_interval_is_narrower() -> None:
    result = simulated(AS_IS, TO_BE, cases=1000, runs=10)
    (lead, *_) = result.differences
    assert lead.measure == "lead_time.mean"
    assert lead.differs
    assert lead.change.mean < 0
    widths = [spread.mean.high - spread.mean.low for each in result.streams if (spread := each.lead_time)]
    unpaired = sqrt(sum(width * width for width in widths))
    assert lead.change.high - lead.change.low < unpaired / 2


def test_both_streams_meet_the_same_luck() -> None:
    plans = (plan(AS_IS), plan(TO_BE))
    options = Options(cases=500, runs=6)
    work = Replication(plans, options, 50)
    runs = [work(number) for number in range(12)]
    assert [run.arrived - run.inside for run in runs[:6]] != []
    leads = [run.lead.mean or 0.0 for run in runs]
    differences = [two - one for one, two in zip(leads[:6], leads[6:], strict=True)]
    assert stdev(differences) < stdev(leads[:6]) / 2


def test_one_run_can_tell_no_difference() -> None:
    result = simulated(AS_IS, TO_BE, cases=100, runs=1)
    assert {each.differs for each in result.differences} == {None}
    assert result.differences[0].change.low is None


def test_the_luck_of_a_step_is_its_own() -> None:
    """Another step before it changes nothing in the times of a step."""
    order = loop.Order(seed=1, number=0, share=0.0, cases=100, warm_up=0, arrivals="even")
    one = loop.simulate(plan(text([exponential("b", 1)], rate="1/d")), order)
    two = loop.simulate(plan(text(["id: a, process_time: 0s", exponential("b", 1)], rate="1/d")), order)
    assert one.lead.total == two.lead.total
