"""Durations in seconds of working time: what `1d` and `1w` mean is up to the stream's calendar."""

from __future__ import annotations

import re
from functools import lru_cache

from valuestream_cli.model import Calendar, Duration

_PART = re.compile(r"([0-9.]+)([smhdw])")
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ROUND_THE_CLOCK = Calendar()


def seconds(text: str, calendar: Calendar | None) -> float:
    """A plain duration such as `2h 30m` in seconds of working time; without a calendar, around the clock."""
    calendar = calendar or ROUND_THE_CLOCK
    return _seconds(text, calendar.hours, calendar.days)


@lru_cache(maxsize=4096)
def _seconds(text: str, hours: str | None, days: str | None) -> float:
    day = _day_length(hours)
    units = {**_SECONDS, "d": day, "w": day * _days_a_week(days)}
    return sum(float(number) * units[unit] for number, unit in _PART.findall(text))


@lru_cache(maxsize=64)
def _day_length(hours: str | None) -> float:
    if not hours:
        return 86400.0
    start, end = (_clock(part) for part in hours.split("-"))
    return (end - start) % 86400 or 86400.0  # a shift may run past midnight


def _clock(text: str) -> float:
    hour, minute = text.split(":")
    return int(hour) * 3600.0 + int(minute) * 60.0


@lru_cache(maxsize=64)
def _days_a_week(days: str | None) -> int:
    """Counts ranges, which may run over the weekend (`fri-mon`), and single days, each day once."""
    if not days:
        return len(_DAYS)
    counted = set()
    for part in days.replace(" ", "").split(","):
        ends = [_DAYS.index(day) for day in part.split("-")]
        counted |= {(ends[0] + offset) % 7 for offset in range((ends[-1] - ends[0]) % 7 + 1)}
    return len(counted)


def typical(duration: Duration, calendar: Calendar | None) -> float:
    """A single figure for a duration, in seconds of working time: its value, mean, median or most likely time."""
    text = duration.text or duration.mean or duration.p50 or duration.likely
    return seconds(text, calendar) if text else 0.0
