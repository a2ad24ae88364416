"""How long the last branch of a fork takes: exactly, nearly, or at least."""

from __future__ import annotations

import math
from random import Random
from statistics import fmean

import pytest

from tests.analysis.streams import numbers, step, ways
from tests.analysis.test_truths import mean
from valuestream_cli.analysis.laws import Law, gamma, lognormal, longest
from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.model import Duration, Link, Step, Targets, Value

HOUR = 3600.0
NOTHING = Duration(text="0s")
JOIN = (Link(to="j"),)


def random(mean: str, distribution: str | None = "exponential", **more: object) -> Duration:
    return Duration(mean=mean, distribution=distribution, **more)  # type: ignore[arg-type]


def between(*branches: Step, targets: Targets | None = None, **more: object) -> StreamAnalysis:
    """The numbers of a fork of some steps, which all lead to its join; fork and join take no time."""
    fork = step("s", "0s", "0s", fork=tuple(branch.id for branch in branches if not branch.id.startswith("x")))
    value = Value(outcome="It is done", for_=("user",), targets=targets)
    return numbers(fork, *branches, step("j", "0s", "0s", join=True), value=value, **more)


def branch(id: str, work: Duration | str, wait: Duration | str | None = "0s", **more: object) -> Step:
    process, waiting = (Duration(text=time) if isinstance(time, str) else time for time in (work, wait))
    return step(id, process_time=process, wait_time=waiting, **{"next": JOIN} | more)


def test_single_figures_are_the_same_for_every_case_as_in_any_map() -> None:
    told = between(branch("a", "5h"), branch("b", "3h", "4h"), targets=Targets(lead_time="7h"))
    assert mean(told.lead_time) == 7 * HOUR
    assert mean(told.wait_time) == 4 * HOUR
    assert told.targets[0].met is True
    assert told.notes[0].startswith("the single figures of the branches of 's' are taken to be the same for every case")


def test_a_figure_beside_a_distribution() -> None:
    told = between(branch("a", "2h"), branch("b", random("1h")))
    assert mean(told.lead_time) == pytest.approx((2 + math.exp(-2)) * HOUR, rel=1e-12)
    assert not any("approximation" in note for note in told.notes)


def test_a_mean_without_a_distribution_is_a_bound() -> None:
    reason = "how long the last branch of 's' takes is not known: the times of 'a' name no distribution"
    wanted = Targets(lead_time="6h", flow_efficiency="50%")
    told = between(branch("a", random("5h", None, basis="measured")), branch("b", "3h"), targets=wanted)
    assert told.lead_time and told.wait_time
    assert (told.lead_time.mean, told.lead_time.low) == (None, 5 * HOUR)
    assert (told.wait_time.mean, told.wait_time.low) == (None, 0)
    assert mean(told.process_time) == 5 * HOUR
    assert {told.unknown[name] for name in ("lead_time", "lead_time_to_value", "wait_time", "flow_efficiency")} == {
        reason
    }
    assert [(each.actual, each.met) for each in told.targets] == [(None, None), (None, None)]
    assert told.critical_path == ("s", "a", "j")


def test_what_is_done_meanwhile() -> None:
    """On the longest branch that is waited for also what only some cases come to is no step beside it."""
    some = branch("a", "5h", next=ways(to_x=20, to_j=80))
    assert between(some, branch("b", "3h"), branch("c", "4h"), branch("x", "1h")).meanwhile == ("b", "c")
    assert between(branch("a", "3h"), branch("b", "5h", next=(Link(to="end"),))).meanwhile == ("b",)
    assert numbers(step("a"), step("b")).meanwhile == ()


def test_a_bound_beyond_the_target_misses_it() -> None:
    told = between(branch("a", random("5h", None)), branch("b", "3h"), targets=Targets(lead_time="4h"))
    assert [(each.actual, each.met) for each in told.targets] == [(None, False)]


def test_of_a_queue_only_the_mean_is_known() -> None:
    queued = branch("a", random("30m"), None, capacity=1)
    told = between(queued, branch("b", "1h"), rate="1/h")
    assert told.lead_time
    assert told.lead_time.low == pytest.approx(HOUR)
    assert told.unknown["lead_time"] == (
        "how long the last branch of 's' takes is not known: "
        "the wait before 'a' is a queue, of which only the mean is known"
    )


def test_with_a_declared_wait_only_the_lead_time_with_queues_is_a_bound() -> None:
    queued = branch("a", random("30m"), random("2h"), capacity=1)
    told = between(queued, branch("b", "1h"), rate="1/h")
    assert mean(told.lead_time) > 2.5 * HOUR
    assert told.lead_time_queued
    assert told.lead_time_queued.mean is None
    assert told.lead_time_queued.low == pytest.approx(HOUR)
    assert "only the mean is known" in told.unknown["lead_time_queued"]


def test_one_branch_alone_leaves_no_doubt() -> None:
    told = between(branch("a", random("5h", None)), branch("b", "3h", next=(Link(to="end"),)))
    assert mean(told.lead_time) == 5 * HOUR


def followed(*branches: tuple[float, float, float], cases: int = 100_000) -> float:
    """The mean of the longest of some branches, each of its hours, again with a probability, each time so many more."""
    luck = Random(7)

    def hours(first: float, again: float, more: float) -> float:
        while luck.random() < again:
            first += more
        return first

    return fmean(max(hours(*branch) for branch in branches) for _ in range(cases))


def test_rework_in_a_branch_is_an_approximation_that_knows_the_shortest_way() -> None:
    again = branch("a", "1h", next=ways(to_j=50.0, to_a=50.0))
    assert mean(between(again, branch("b", "1h")).lead_time) == pytest.approx(2 * HOUR)
    told = between(again, branch("b", "90m"))
    assert mean(told.lead_time) / HOUR == pytest.approx(followed((1, 0.5, 1), (1.5, 0, 0)), rel=0.05)
    assert "how long the last branch of 's' takes is an approximation" in told.notes


@pytest.mark.parametrize("wait", ["2h", "0s"])
def test_without_a_join_a_branch_counts_where_it_leads_to_value(wait: str) -> None:
    told = numbers(
        step("s", "1h", "0s", fork=("a", "b")),
        step("a", "10h", "0s", next=ways(to_value=70.0, to_end=30.0)),
        step("b", "1h", wait, next=(Link(to="end"),)),
    )
    assert mean(told.lead_time_to_value) == 11 * HOUR
    assert told.reaches_value == 0.7
    assert any(note.startswith("some cases end in the branches of 's'") for note in told.notes)


def test_the_longest_of_some_that_may_be_absent() -> None:
    """One exponential hour and two fixed ones, each there in half of the cases; of those in which any is."""
    both = 2 + math.exp(-2)
    once, fixed = Law("exponential", (1.0,)), Law("constant", (2.0,))
    assert longest((once, fixed), (0.5, 0.5))[0] == pytest.approx((both + 1 + 2) / 3, rel=1e-12)
    assert longest((Law("constant", (0.0,)), once), (1.0, 0.5))[0] == pytest.approx(0.5, rel=1e-12)
    assert longest((once,), (0.5,)) == (1.0, 1.0)


@pytest.mark.parametrize("law", [gamma(2, 9), lognormal(3, 5), Law("pert", (1.0, 2.0, 9.0), 3.0)])
def test_the_longest_of_two_alike_and_the_shortest_make_two_means(law: Law) -> None:
    """max(a, b) + min(a, b) = a + b, and a constant in between is a bound to both sides."""
    several = longest((law, law))[0]
    assert law.mean < several < law.mean + math.sqrt(law.variance)
    assert longest((law, Law("constant", (law.mean,))))[0] < several + 1e-9
    assert longest((law, Law("constant", (0.0,)))) == pytest.approx((law.mean, law.variance), rel=1e-9)


def test_the_ends_of_ranges_are_totals_of_their_own() -> None:
    ranged = branch("a", Duration(low="1h", likely="2h", high="9h"))
    figure = between(ranged, branch("b", random("3h"))).lead_time
    assert figure and figure.low and figure.mean and figure.high
    assert figure.low / HOUR == pytest.approx(1 + 3 * math.exp(-1 / 3))
    assert figure.high / HOUR == pytest.approx(9 + 3 * math.exp(-9 / 3))
    assert figure.low < figure.mean < figure.high


def test_a_fork_that_is_its_own_join_is_refused() -> None:
    told = numbers(
        step("a", next=(Link(to="s"),)),
        step("b", next=(Link(to="s"),)),
        step("s", fork=("b", "c"), join=True),
        step("c"),
    )
    assert "goes round for ever" in told.problems[0]
