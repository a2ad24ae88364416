"""What cannot be simulated is refused, with the reason and the remedy; nothing hangs."""

from __future__ import annotations

import pytest

from tests.simulation.streams import exponential, plan, simulated, text
from valuestream_cli.errors import VsError
from valuestream_cli.simulation.plan import NotSimulable

OFFICE = '{days: mon-fri, hours: "09:00-17:00"}'
ONE = "id: a, process_time: 1h"

REFUSED = {
    "no rate": (
        text([exponential("a", 1, 1)], rate=None),
        "'a' can work on a few cases at once only, but the demand has no rate",
        "add `rate:` to the demand, such as 40/d, or --set demand.rate=40/d",
    ),
    "no demand": (text([ONE], rate="0/d"), "at a rate of 0/d no case ever arrives", "write how many cases arrive"),
    "too much work": (
        text([exponential("a", 1, 2)], rate="2.5/h"),
        "the work of 'a' takes 125% of its capacity, so that its queue grows for ever",
        "with a capacity of 3 its load would be 83%: --set a.capacity=3",
    ),
    "as much work as it can do": (
        text([exponential("a", 1, 1)], rate="1/h"),
        "the work of 'a' takes 100% of its capacity, so that its queue grows for ever",
        "with a capacity of 2 its load would be 50%: --set a.capacity=2",
    ),
    "rework makes it too much": (
        text([exponential("a", 1, 1, ", next: [{to: a, share: 60%}, {to: value}]")], rate="0.5/h"),
        "the work of 'a' takes 125% of its capacity",
        "with a capacity of 2",
    ),
    "too much after value": (
        text([ONE, exponential("b", 1, 1)], rate="2/h", value=", next: b"),
        "the work of 'b' takes 200% of its capacity",
        "capacity of 3",
    ),
    "shares unknown": (
        text(["id: a, process_time: 1h, next: [{to: b, when: x}, {to: value, when: y}]", "id: b, process_time: 1h"]),
        "the shares of 'a' are not known",
        "write `share:` on all but one of its ways",
    ),
    "shares over the whole": (
        text([f"{ONE}, next: [{{to: b, share: 70%}}, {{to: value, share: 50%}}]", "id: b, process_time: 1h"]),
        "the shares of step 'a' come to 120%, not to 100%",
        "",
    ),
    "a loop for ever": (text(["id: a, process_time: 1h, next: b", "id: b, process_time: 1h, next: a"]), "for ever", ""),
    "a way out never taken": (
        text(["id: a, process_time: 1h, next: [{to: a, share: 100%}, {to: value, share: 0%}]"]), "for ever", "",
    ),
    "value never reached": (text(["id: a, process_time: 1h, next: end"]), "no case ever reaches value", ""),
    "no process time": (
        text([ONE, "id: b", "id: c"]),
        "'b' and 'c' have no process time",
        "add `process_time:`; an estimate is better than a gap: --set b.process_time=30m",
    ),
    "branches that meet": (
        text(["id: s, process_time: 1h, fork: [a, b]", ONE, "id: b, process_time: 1h", "id: c, process_time: 1h"]),
        "the branches of 's'",
        "",
    ),
    "value past a join": (
        text(["id: s, process_time: 1h, fork: [a, b]", f"{ONE}, next: value", "id: b, process_time: 1h",
              "id: j, process_time: 1h, join: true"]),
        "a branch of 's' leads to value past its join, so that nobody can tell when a case is done",
        "let it lead to the join, or to `end`",
    ),
    "contradicting times": (text(["id: a, process_time: {low: 3h, likely: 2h, high: 1h}"]), "contradict", ""),
    "no hours": (
        text([ONE], calendar='{days: mon-fri, hours: "09:00-09:00"}'), "hours 09:00-09:00 leave no time to work", "",
    ),
}  # fmt: skip
ENDLESS = {
    "too many under way": (
        text(["id: a, process_time: 1000w"], rate="1000000/min"),
        "cases would be under way at once, which no memory holds",
    ),
    "too many steps": (
        text(["id: a, process_time: 1s, next: [{to: a, share: 99.99999%}, {to: value, share: 0.00001%}]"]),
        "a case takes 10,000,000 steps in the mean",
    ),
    "too many nights": (text([ONE], rate="0.0001/mo", calendar=OFFICE), "nights would pass between two cases"),
    "no such zone": (
        text([ONE], calendar='{days: mon-fri, hours: "09:00-17:00", timezone: Mars/Base}'),
        "'Mars/Base' is not known here",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    written, reason, hint = REFUSED[name]
    with pytest.raises(NotSimulable) as caught:
        plan(written, "a.vs.yaml")
    assert caught.value.message.startswith("a.vs.yaml cannot be simulated: ")
    assert reason in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.status == 1


@pytest.mark.parametrize("name", ENDLESS)
def test_what_would_not_end_is_refused(name: str) -> None:
    written, reason = ENDLESS[name]
    with pytest.raises(NotSimulable, match=reason):
        simulated(written)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"cases": 0}, "--cases must be at least 1, not 0"),
        ({"runs": -1}, "--runs must be at least 1, not -1"),
        ({"confidence": 1.0}, "the confidence must lie between 0% and 100%"),
        ({"arrivals": "monthly"}, "there are no arrivals 'monthly'"),
        ({"warm_up": "soon"}, "'soon' is no warm-up"),
    ],
)
def test_options_that_make_no_sense(options: dict[str, object], message: str) -> None:
    with pytest.raises(VsError, match=message) as caught:
        simulated(text([ONE]), **options)
    assert caught.value.status == 2


def test_a_warm_up_may_be_a_number_or_a_time() -> None:
    written = text([ONE], rate="10/d", calendar=OFFICE)
    assert simulated(written, cases=5, runs=1, warm_up="7").warm_up == 7
    assert simulated(written, cases=5, runs=1, warm_up="2d").warm_up == 20


def test_what_is_taken_for_granted_is_said() -> None:
    notes = plan(text([ONE, "id: b"], rate=None, value=", next: b")).notes
    assert notes == (
        "the times of 'a' name no distribution and are taken to be the same for every case: "
        "in truth they vary, and queues are longer",
        "'a' has neither a capacity nor a wait time: no case waits there",
        "'b' after value has no process time, and takes none here",
        "the demand has no rate: how many cases are under way, or wait, cannot be told",
    )
