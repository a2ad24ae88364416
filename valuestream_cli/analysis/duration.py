"""Durations in seconds of working time: what `1d` and `1w` mean is up to the stream's calendar."""

from __future__ import annotations

import math
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
    units = {**_SECONDS, "d": day, "w": day * len(working_days(days))}
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
def working_days(days: str | None) -> frozenset[int]:
    """The working days of a week, Monday as 0. A range may run over the weekend (`fri-mon`)."""
    found = set() if days else set(range(len(_DAYS)))
    for part in days.replace(" ", "").split(",") if days else ():
        ends = [_DAYS.index(day) for day in part.split("-")]
        found |= {(ends[0] + offset) % 7 for offset in range((ends[-1] - ends[0]) % 7 + 1)}
    return frozenset(found)


def is_empty(hours: str | None) -> bool:
    """Whether working hours such as `09:00-09:00` leave no time to work."""
    start, _, end = (hours or "").partition("-")
    return bool(start) and start == end


def typical(duration: Duration, calendar: Calendar | None) -> float:
    """A single figure for a duration, in seconds of working time: its value, mean, median or most likely time."""
    text = duration.text or duration.mean or duration.p50 or duration.likely
    return seconds(text, calendar) if text else 0.0


_TENTH = 1.28  # standard deviations, which slightly more than one normal time in ten exceeds
_WIDEST = 37.0  # standard deviations of the logarithm, from which on a mean is more than a float can count


def at_most(duration: Duration, calendar: Calendar | None) -> float:
    """Seconds that the mean of a duration does not exceed, found without any distribution; endless if it cannot be."""
    text = duration.text or duration.mean or duration.high
    if text:
        return seconds(text, calendar)
    p50, p90 = (seconds(part, calendar) if part else 0.0 for part in (duration.p50, duration.p90))
    if not 0 < p50 <= p90 < math.inf:
        return 0.0 if p50 == p90 else math.inf
    spread = math.log(p90 / p50) / _TENTH
    return p50 * math.exp(spread * spread / 2) if spread < _WIDEST else math.inf


_COUNTED_FROM = {"w": 4, "d": 2}  # `6d 1h` says more than `1w 1d`, and `36h 45m` more than `1d 13h`


def words(time: float, day: float, week: float) -> str:
    """Seconds as a duration in the two largest units that they fill, such as `2d 3h`; day and week in seconds, too."""
    units = [("w", week), ("d", day), ("h", 3600.0), ("m", 60.0), ("s", 1.0)]
    fitting = [place for place, (name, size) in enumerate(units) if time >= size * _COUNTED_FROM.get(name, 0.9995)]
    first = fitting[0] if fitting else len(units) - 1
    name, size = units[first]
    if name == "s":
        return f"{round(time, 1 if time >= 1 else 2):g}s"  # nobody reads `5.79e-06s`
    lower, part = units[first + 1]
    count = int(time // size)
    rest = round((time - count * size) / part)
    if rest * part >= size:
        count, rest = count + 1, 0
    return " ".join(text for text in (f"{count}{name}" if count else "", f"{rest}{lower}" if rest else "") if text)
