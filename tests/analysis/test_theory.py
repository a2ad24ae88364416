"""Published and textbook examples: a case is a stream and the numbers that theory gives it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import TESTS, name
from valuestream_cli import api, reporting
from valuestream_cli.reporting import numbers
from valuestream_cli.reporting.numbers import Sheet

FOLDER = TESTS / "cases" / "analysis"
CASES = sorted(FOLDER.glob("*.vs.yaml"))
EXPECTED = [path for path in CASES if path.with_name(f"{name(path)}.json").exists()]


def told(path: Path) -> dict[str, Any]:
    """The numbers of a case as programs get them; those of steps by number and step."""
    (stream,) = json.loads(numbers.write(Sheet(api.analyze([str(path)])), "json"))["streams"]
    by_step = {each: {step["id"]: step[each] for step in stream["steps"]} for each in ("visits", "queue_wait", "load")}
    return stream | by_step


def agrees(actual: Any, expected: Any) -> bool:
    """Whether all that is expected is there, figures to the ninth digit."""
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(agrees(actual.get(key), value) for key, value in expected.items())
    if isinstance(expected, int | float) and not isinstance(expected, bool):
        return isinstance(actual, int | float) and actual == pytest.approx(expected, rel=1e-9, abs=1e-12)
    return bool(actual == expected)


@pytest.mark.parametrize("path", EXPECTED, ids=name)
def test_theory(path: Path) -> None:
    actual, expected = told(path), json.loads(path.with_name(f"{name(path)}.json").read_text(encoding="utf-8"))
    wrong = {key: (actual.get(key), value) for key, value in expected.items() if not agrees(actual.get(key), value)}
    assert wrong == {}


def test_every_expectation_has_its_case() -> None:
    assert {name(path) for path in FOLDER.glob("*.json")} == {name(path) for path in EXPECTED}
    assert len(EXPECTED) > 5


@pytest.mark.parametrize("path", CASES, ids=name)
def test_text(path: Path, golden: Callable[[Path, str], None]) -> None:
    written = numbers.write(Sheet(api.analyze([str(path)])), "text")
    golden(path.with_name(f"{name(path)}.out"), written)


@pytest.mark.parametrize("path", CASES, ids=name)
def test_cases_are_as_sound_as_they_should_be(path: Path) -> None:
    """What the validator calls an error is refused, too; numbers and flow together may refuse more."""
    found = api.validate([str(path)])
    refused = {each.rule for each in found.findings if each.severity.label == "error"}
    impossible = bool(api.analyze([str(path)])[0].problems)
    assert bool(refused) == (impossible and name(path) != "overload"), reporting.write(found, "text")


def test_the_printed_digits_of_the_published_examples() -> None:
    bronson = api.analyze([str(FOLDER / "bronson.vs.yaml")])[0]
    wait = bronson.steps[0].queue_wait
    assert (round(bronson.wip or 0, 3), round((wait or 0) / 86400, 2)) == (1.996, 0.43)
    assert round((wait or 0) / 86400 * 300 / 365, 3) == 0.352
    model_b = api.analyze([str(FOLDER / "model-b.vs.yaml")])[0]
    process = model_b.process_time
    assert process and process.p50 and process.p90
    assert (round(process.p50 / 3600, 2), round(process.p90 / 3600, 2)) == (16.65, 28.12)
    assert round((model_b.lead_time.mean or 0) / 3600, 3) == 36.758 if model_b.lead_time else False
    assert round(100 * (model_b.flow_efficiency or 0), 2) == 49.24
