"""What holds for any two streams."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.comparison.streams import PATIENT, PLANTS, Data, explicit, streams, subject
from valuestream_cli.comparison import lines
from valuestream_cli.comparison.result import ADDED, LAYOUT, REMOVED, Change, FlowChange, StepChange, StreamChange
from valuestream_cli.comparison.streams import compare

_OTHER_KIND = {ADDED: REMOVED, REMOVED: ADDED}


def entries(change: StreamChange) -> int:
    """How many things are told."""
    steps = sum(1 if step.kind in (ADDED, REMOVED) else _entries(step) for step in change.steps)
    return len(change.fields) + steps + len(change.written_ways)


def _entries(step: StepChange) -> int:
    return len(step.fields) + (step.moved is not None)


@PATIENT
@given(streams())
def test_a_stream_differs_in_nothing_from_itself(data: Data) -> None:
    change = compare(subject(data), subject(copy.deepcopy(data)))
    assert change.status == LAYOUT
    assert (change.fields, change.steps, change.flow, change.numbers, change.renames) == ((), (), (), (), ())


@PATIENT
@given(streams(), st.randoms(use_true_random=False))
def test_the_order_of_keys_is_layout(data: Data, random: Any) -> None:
    def shuffled(thing: Any) -> Any:
        if isinstance(thing, list):
            return [shuffled(each) for each in thing]
        if not isinstance(thing, dict):
            return thing
        keys = list(thing)
        random.shuffle(keys)
        return {key: shuffled(thing[key]) for key in keys}

    one, other = subject(data), subject(shuffled(data))
    assert compare(one, other).status == LAYOUT
    assert lines.write(one) == lines.write(other)


@settings(PATIENT, max_examples=200)
@given(streams(), streams())
def test_the_other_way_round_is_the_inverse(one: Data, other: Data) -> None:
    there = compare(subject(one), subject(other))
    back = compare(subject(other), subject(one))
    names = dict(there.renames)
    assert {(new, old) for old, new in there.renames} == set(back.renames)
    assert _set(map(_inverse, there.fields)) == _set(back.fields)
    assert _set(map(_inverse_step, there.steps)) == _set(map(_ordered, back.steps))
    assert _set(_inverse_way(way, names) for way in there.flow) == _set(back.flow)
    deltas = {number.id: number.delta for number in back.numbers}
    assert {number.id: None if number.delta is None else -number.delta for number in there.numbers} == pytest.approx(
        deltas
    )


def _set(things: Any) -> set[str]:
    return {repr(thing) for thing in things}


def _inverse(change: Change) -> Change:
    return replace(change, old=change.new, new=change.old, added=change.removed, removed=change.added)


def _ordered(step: StepChange) -> StepChange:
    return replace(step, fields=tuple(sorted(step.fields, key=lambda each: each.route)))


def _inverse_step(step: StepChange) -> StepChange:
    kind = _OTHER_KIND.get(step.kind, step.kind)
    name = next((each.old or "" for each in step.fields if each.route == "name"), step.name)
    inverse = replace(
        step,
        kind=kind,
        id=step.renamed_from or step.id,
        name=step.name if kind in (ADDED, REMOVED) else name,
        old_number=step.new_number,
        new_number=step.old_number,
        renamed_from=step.id if step.renamed_from else None,
        moved=step.moved[::-1] if step.moved else None,
        fields=tuple(map(_inverse, step.fields)),
    )
    return _ordered(inverse)


def _inverse_way(way: FlowChange, names: dict[str, str]) -> FlowChange:
    back = {new: old for old, new in names.items()}
    return replace(
        way,
        kind=_OTHER_KIND.get(way.kind, way.kind),
        source=back.get(way.source, way.source),
        target=back.get(way.target, way.target),
        old=way.new,
        new=way.old,
        fields=tuple(map(_inverse, way.fields)),
    )


@pytest.mark.parametrize("plant", PLANTS)
@settings(PATIENT, max_examples=25)
@given(data=streams(), number=st.integers(0, 6))
def test_a_single_change_is_told_once(plant: str, data: Data, number: int) -> None:
    data = explicit(data)
    planted = copy.deepcopy(data)
    PLANTS[plant](planted, number % len(data["steps"]))
    change = compare(subject(data), subject(planted))
    assert entries(change) == 1
    assert change.renames == ()


@PATIENT
@given(streams(), st.integers(0, 6))
def test_a_step_that_is_added_is_told_once(data: Data, number: int) -> None:
    planted = copy.deepcopy(data)
    place = number % (len(data["steps"]) + 1)
    planted["steps"].insert(place, {"id": "brand-new", "name": "Nothing like it", "activity": "improve"})
    there, back = compare(subject(data), subject(planted)), compare(subject(planted), subject(data))
    assert [(step.kind, step.id) for step in there.steps] == [(ADDED, "brand-new")]
    assert [(step.kind, step.id) for step in back.steps] == [(REMOVED, "brand-new")]
    assert (there.written_ways, back.written_ways) == ((), ())


@PATIENT
@given(streams(), st.integers(0, 6))
def test_a_new_id_is_a_new_name_for_the_same_step(data: Data, number: int) -> None:
    data = explicit(data)
    place = number % len(data["steps"])
    old = data["steps"][place]["id"]
    data["steps"][place]["name"] = "A name like no other"
    planted = copy.deepcopy(data)
    planted["steps"][place]["id"] = "quite-other"
    for way in (way for step in planted["steps"] for way in step["next"]):
        way["to"] = "quite-other" if way["to"] == old else way["to"]
    change = compare(subject(data), subject(planted))
    assert [(step.id, step.renamed_from, step.fields, step.moved) for step in change.steps] == [
        ("quite-other", old, (), None)
    ]
    assert (change.flow, change.fields) == ((), ())


@PATIENT
@given(streams(), st.integers(0, 6), st.integers(0, 6))
def test_one_step_that_changes_places_is_told_once(data: Data, start: int, end: int) -> None:
    data = explicit(data)
    planted = copy.deepcopy(data)
    first, *steps = planted["steps"]  # demand leads to the first one: a change of that is a change of the flow
    assume(len(steps) > 1)
    steps.insert(end % len(steps), steps.pop(start % len(steps)))
    planted["steps"] = [first, *steps]
    change = compare(subject(data), subject(planted))
    assert len(change.steps) == (planted["steps"] != data["steps"])
    assert change.written_ways == ()
