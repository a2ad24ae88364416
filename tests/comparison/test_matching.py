"""Which step is which: ids first, then likeness; renamed is told apart from replaced."""

from __future__ import annotations

import pytest

from tests.comparison.streams import Data, subject
from valuestream_cli.analysis.flow import Flow
from valuestream_cli.comparison.matching import Pair, match, moved
from valuestream_cli.comparison.streams import compare
from valuestream_cli.model import Demand, Step, Value, ValueStream

DESK = {"practices": ["service-desk"], "team": "Desk", "outputs": ["record"]}


def stream(*steps: Data) -> Data:
    return {
        "valuestream": 1,
        "id": "s",
        "name": "S",
        "demand": {"trigger": "t"},
        "value": {"outcome": "o", "for": ["user"]},
        "steps": [{"activity": "engage", **step} for step in steps],
    }


def around(step: Data) -> Data:
    return stream({"id": "start", "name": "Start"}, step, {"id": "finish", "name": "Finish"})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"id": "triage", "name": "Sort the record"}, {"id": "sort", "name": "Sort the record"}),
        ({"id": "triage", "name": "Sort the record"}, {"id": "triage-record", "name": "Sort the records"}),
        (
            {"id": "triage", "name": "Sort the record by hand", **DESK},
            {"id": "sort", "name": "Sort the record", **DESK},
        ),
        ({"id": "a1", "name": "障害を記録する"}, {"id": "b2", "name": "障害の記録"}),
        ({"id": "a1", "name": "Καταγραφή περιστατικού"}, {"id": "b2", "name": "Καταγραφή του περιστατικού"}),
    ],
)
def test_renamed(old: Data, new: Data) -> None:
    change = compare(subject(around(old)), subject(around(new)))
    assert change.renames == ((old["id"], new["id"]),)
    assert [step.renamed_from for step in change.steps] == [old["id"]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"id": "triage", "name": "Sort the record"}, {"id": "approve", "name": "Approve the escalation"}),
        (
            {"id": "triage", "name": "Sort", **DESK},
            {"id": "fix", "name": "Repair it", "activity": "obtain-build"},
        ),
        ({"id": "a", "name": "Sort the record"}, {"id": "b", "name": "Write the invoice", "team": "Accounting"}),
    ],
)
def test_replaced(old: Data, new: Data) -> None:
    change = compare(subject(around(old)), subject(around(new)))
    assert change.renames == ()
    assert sorted((step.kind, step.id) for step in change.steps) == [("added", new["id"]), ("removed", old["id"])]


def test_ids_count_more_than_names() -> None:
    swapped = {"a": "Sort the record", "b": "Write the invoice"}
    old = stream(*({"id": id, "name": name} for id, name in swapped.items()))
    new = stream({"id": "a", "name": "Write the invoice"}, {"id": "b", "name": "Sort the record"})
    change = compare(subject(old), subject(new))
    assert [(step.id, step.fields[0].old, step.fields[0].new) for step in change.steps] == [
        ("a", "Sort the record", "Write the invoice"),
        ("b", "Write the invoice", "Sort the record"),
    ]


def test_of_several_alike_the_most_alike_are_one() -> None:
    old = stream({"id": "o1", "name": "Check the order"}, {"id": "o2", "name": "Check the order again"})
    new = stream({"id": "n2", "name": "Check the order again"}, {"id": "n1", "name": "Check the order"})
    assert set(compare(subject(old), subject(new)).renames) == {("o1", "n1"), ("o2", "n2")}


def flow(*steps: Step) -> Flow:
    demand, value = Demand(trigger="t"), Value(outcome="o", for_=("user",))
    return Flow(ValueStream(valuestream=1, id="s", name="S", demand=demand, value=value, steps=steps))


def test_duplicate_ids_are_paired_in_their_order() -> None:
    one, other, third = (Step(id="a", name=name, activity="plan") for name in ("One", "Two", "Three"))
    assert match(flow(one, other), flow(one, other, third)) == [Pair(0, 0), Pair(1, 1)]


def test_thousands_of_strangers_are_paired_by_name_alone() -> None:
    old = flow(*(Step(id=f"o{number}", name=f"Step {number}", activity="plan") for number in range(400)))
    new = flow(*(Step(id=f"n{number}", name=f"Step {number + 1}", activity="plan") for number in range(400)))
    assert match(old, new) == [Pair(number + 1, number) for number in range(399)]


@pytest.mark.parametrize(
    ("order", "expected"),
    [([0, 1, 2, 3], set()), ([1, 2, 3, 0], {0}), ([3, 0, 1, 2], {3}), ([0, 2, 1, 3], {1}), ([3, 2, 1, 0], {0, 1, 3})],
)
def test_the_fewest_steps_are_moved(order: list[int], expected: set[int]) -> None:
    pairs = [Pair(old, new) for new, old in enumerate(order)]
    found = {pair.old for pair in moved(pairs, lambda pair: [f"{pair.old}"])}
    assert len(found) == len(expected)
    back = {pair.new for pair in moved([Pair(new, old) for old, new in pairs], lambda pair: [f"{pair.new}"])}
    assert found == back
