"""Figures and ids in other notations: what each means, and whether it can mean nothing else."""

from __future__ import annotations

import pytest

from valuestream_cli.suggest import is_sure
from valuestream_cli.validation.notations import reading

PLAIN = {
    "duration": {
        "2 min": "2m",
        "2 minutes": "2m",
        "1 hour and 30 mins": "1h 30m",
        "2hrs, 5 secs": "2h 5s",
        "PT1H30M": "1h 30m",
        "P2DT3H": "2d 3h",
        "P3W": "3w",
        "1.5 H": "1.5h",
        "0": "0m",
        "0.0": "0m",
    },
    "percentage": {"90": "90%", "90 %": "90%", "12,5%": "12.5%", "0.5 %": "0.5%", "100": "100%", "1.5": "1.5%"},
    "rate": {
        "40 / day": "40/d",
        "40 per day": "40/d",
        "2 an hour": "2/h",
        "0.5 a Month": "0.5/mo",
        "7/minute": "7/min",
    },
    "date": {"2026-3-1": "2026-03-01", "2026/12/01": "2026-12-01", "2026.1.31": "2026-01-31"},
    "calendar": {"24/7": "24x7", "24 X 7": "24x7"},
    "working hours": {"9-17": "09:00-17:00", "8:30 - 17:00": "08:30-17:00"},
    "kebab-case id": {"Check It": "check-it", "check_it": "check-it", "R&D": "r-and-d"},
}
DOUBTFUL = {
    "duration": {"1:30": "1h 30m", "5M": "5m", "2 M": "2m"},
    "percentage": {"0.9": "90%", "0,07": "7%", "1": "1%"},
}
UNKNOWN = {
    "duration": ["P2M", "P1Y", "5", "1,5h", "soon", "5 min or so", "-5m", "1 month", "", "P", "PT"],
    "percentage": ["101", "0", "-5%", "ninety", "9%0", "%", ""],
    "rate": ["40", "40/m", "40 per fortnight", "/d", "forty a day"],
    "date": ["1.3.2026", "2026-3", "03/01/2026", "2026-3/1"],
    "calendar": ["always", "24"],
    "working hours": ["9 to 5", "9am-5pm"],
    "kebab-case id": ["日本", "!!", ""],
    "time zone": ["CET"],
}


def _cases(table: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(form, text, meant) for form, texts in table.items() for text, meant in texts.items()]


@pytest.mark.parametrize(("form", "text", "meant"), _cases(PLAIN))
def test_what_can_mean_one_thing_only(form: str, text: str, meant: str) -> None:
    assert reading(form, text) == (meant, True)


@pytest.mark.parametrize(("form", "text", "meant"), _cases(DOUBTFUL))
def test_what_has_two_readings(form: str, text: str, meant: str) -> None:
    assert reading(form, text) == (meant, False)


@pytest.mark.parametrize(("form", "text"), [(form, text) for form, texts in UNKNOWN.items() for text in texts])
def test_what_nobody_can_tell(form: str, text: str) -> None:
    assert reading(form, text) is None


KEYS = {"name": "name", "process-time": "process_time", "inputs": "inputs", "p50": "p50", "for": "for", "from": "from"}


@pytest.mark.parametrize(
    ("word", "meant", "sure"),
    [
        ("Name", "name", True),
        ("nmae", "name", True),
        ("nam", "name", True),
        ("names", "name", True),
        ("nome", "name", True),
        ("nmea", "name", False),
        ("ProcessTime", "process_time", True),
        ("proces time", "process_time", True),
        ("procss_tme", "process_time", True),
        ("prcss_tme", "process_time", False),
        ("inputs_note", "inputs", False),
        ("p90", "p50", False),
        ("fom", "from", False),
        ("fxrm", "from", False),
        ("x" * 500_000, "name", False),
    ],
)
def test_one_slip_of_the_finger_leaves_no_doubt(word: str, meant: str, sure: bool) -> None:
    assert is_sure(word, meant, KEYS) is sure
