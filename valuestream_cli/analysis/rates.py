"""Demand in cases per second of the calendar's working time.

`/d`, `/w` and `/mo` count by the calendar, as the cases of a day are worked on in that day's hours: with eight working
hours, 120/d is 15 in each of them. `/min` and `/h` are minutes and hours of working time. A month is the twelfth part
of a year of 365 days; holidays are not taken off.
"""

from __future__ import annotations

from valuestream_cli.analysis.duration import seconds
from valuestream_cli.model import Calendar

_WEEKS_A_MONTH = 365 / 7 / 12
_UNITS = {"min": "1m", "h": "1h", "d": "1d", "w": "1w"}


def per_second(rate: str, calendar: Calendar | None) -> float:
    """A rate such as `40/d`, in cases per second of working time."""
    number, _, unit = rate.partition("/")
    if unit == "mo":
        return float(number) / (seconds("1w", calendar) * _WEEKS_A_MONTH)
    return float(number) / seconds(_UNITS[unit], calendar)
