"""What is true of the numbers of any stream."""

from __future__ import annotations

import json
import math
from random import Random
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.streams import anything, wired
from valuestream_cli.analysis.numbers import Numbers
from valuestream_cli.analysis.result import Figure
from valuestream_cli.analysis.streams import analyze
from valuestream_cli.model import Duration, ValueStream
from valuestream_cli.reporting import numbers
from valuestream_cli.reporting.numbers import FORMATS, Sheet
from valuestream_cli.resources import schema_text

SCHEMA = jsonschema_rs.validator_for(json.loads(schema_text("analysis.v1")))
CLOSE = {"rel": 1e-9, "abs": 1e-6}


def mean(figure: Figure | None) -> float:
    assert figure is not None
    assert figure.mean is not None
    return figure.mean


def with_times(stream: ValueStream, change: Any) -> ValueStream:
    steps = tuple(
        step._replace(process_time=change(step.process_time), wait_time=change(step.wait_time)) for step in stream.steps
    )
    return stream._replace(steps=steps)


@given(wired())
def test_every_case_ends_somewhere(stream: ValueStream) -> None:
    ends = Numbers(stream, None, 0.01).ends
    assert ends is not None
    assert sum(ends.values()) == pytest.approx(1, abs=1e-12)


@given(wired())
def test_lead_time_is_work_and_waiting(stream: ValueStream) -> None:
    told = analyze(stream)
    assert mean(told.lead_time) == pytest.approx(mean(told.process_time) + mean(told.wait_time), **CLOSE)


@given(wired(), st.integers(2, 50))
def test_times_scale(stream: ValueStream, factor: int) -> None:
    def longer(time: Duration) -> Duration:
        return Duration(text=f"{int((time.text or '0s')[:-1]) * factor}s")

    once, more = analyze(stream), analyze(with_times(stream, longer))
    assert mean(more.lead_time) == pytest.approx(factor * mean(once.lead_time), **CLOSE)
    assert mean(more.process_time) == pytest.approx(factor * mean(once.process_time), **CLOSE)
    assert [step.visits for step in more.steps] == [step.visits for step in once.steps]


@given(wired(), st.integers())
def test_the_order_of_steps_in_the_file_does_not_matter_where_next_is_written(stream: ValueStream, seed: int) -> None:
    first, *others = stream.steps
    Random(seed).shuffle(others)
    one, other = analyze(stream), analyze(stream._replace(steps=(first, *others)))
    assert mean(other.lead_time) == pytest.approx(mean(one.lead_time), **CLOSE)
    assert other.reaches_value == pytest.approx(one.reaches_value, abs=1e-12)
    visits = {step.id: step.visits for step in one.steps}
    assert {step.id: step.visits for step in other.steps} == pytest.approx(visits, **CLOSE)


@given(wired())
def test_visits_are_those_of_cases_that_are_followed(stream: ValueStream) -> None:
    """Against the plainest way: follow the shares of a case from step to step until next to nothing is left."""
    rows = {step.id: row for step in stream.steps if (row := Numbers(stream, None, 0.01).area.ways.get(step.id))}
    here, visits = {stream.steps[0].id: 1.0}, dict.fromkeys((step.id for step in stream.steps), 0.0)
    for _ in range(200_000):
        after: dict[str, float] = {}
        for step, share in here.items():
            visits[step] += share
            for to, p in rows[step].items():
                if to in visits:
                    after[to] = after.get(to, 0.0) + share * p
        here = after
        if sum(here.values()) < 1e-13:
            break
    told = {step.id: step.visits for step in analyze(stream).steps}
    assert told == pytest.approx(visits, rel=1e-6, abs=1e-9)


@settings(max_examples=300)
@given(anything())
def test_whatever_the_wiring_there_is_an_answer_and_none_is_absurd(stream: ValueStream) -> None:
    told = analyze(stream, "a.vs.yaml")
    SCHEMA.validate(json.loads(numbers.write(Sheet([told]), "json")))
    for format in FORMATS:
        assert numbers.write(Sheet([told]), format)
    for figure in (told.lead_time, told.process_time, told.wait_time, told.lead_time_to_value):
        if figure is not None:
            assert figure.mean is None or math.isfinite(figure.mean)
            assert None in (figure.low, figure.mean) or (figure.low or 0) <= (figure.mean or 0) * (1 + 1e-9)
            assert None in (figure.high, figure.mean) or (figure.high or 0) >= (figure.mean or 0) * (1 - 1e-9)
    for name in ("lead_time", "flow_efficiency", "reaches_value", "handoffs", "rework", "wip", "takt", "critical_path"):
        value = getattr(told, name)
        known = value is not None and not (isinstance(value, Figure) and value.mean is None)
        assert known != (name in told.unknown), name
