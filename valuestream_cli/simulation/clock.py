"""The working hours of a calendar, one stretch after the other, by the clock of its time zone.

A simulation runs in working time. How long a case takes by the clock follows from the nights, weekends and holidays
that pass meanwhile: only they are looked at here, so a stream that never rests needs no clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from valuestream_cli.analysis.duration import is_empty, seconds, working_days
from valuestream_cli.analysis.times import Impossible
from valuestream_cli.analysis.zones import zone
from valuestream_cli.model import Calendar

_MONDAY = date(2024, 1, 1)
_ERA_DAYS = 146_097  # the Gregorian calendar repeats itself, weekdays included, after 400 years of so many days
_LAST_YEAR = 9999 - 2 * 400  # that a run may begin in, to stay within the years that there are
_YEAR = 364  # days, over which runs begin at different weekdays
_WHOLE_DAY = "00:00-24:00"


def rests(calendar: Calendar | None) -> bool:
    """Whether there are hours at which nobody works."""
    if calendar is None:
        return False
    return bool(calendar.holidays) or seconds("1w", calendar) < seconds("1w", None)


def stretches(calendar: Calendar, share: float = 0.0) -> Iterator[tuple[float, float]]:
    """Each stretch of work, endlessly: its seconds, and the seconds until the next one begins.

    share: the part of a year after which the first stretch begins, from the first Monday of the year of the first
    holiday on.
    Raises Impossible where nobody ever works, or the time zone is not known.
    """
    return _with_rests(_hours(calendar, _first_day(calendar) + timedelta(days=int(_YEAR * share))))


def _with_rests(hours: Iterator[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    start, end = next(hours)
    for following, its_end in hours:
        yield end - start, following - end
        start, end = following, its_end


def _first_day(calendar: Calendar) -> date:
    if not calendar.holidays:
        return _MONDAY
    new_year = date(min(_day(min(calendar.holidays)).year, _LAST_YEAR), 1, 1)
    return new_year + timedelta(days=-new_year.weekday() % 7)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Impossible(f"the calendar's holiday {text} is no day") from None


def _hours(calendar: Calendar, first: date) -> Iterator[tuple[float, float]]:
    """Opening and closing of each working day, in seconds of the clock."""
    zone, days = _zone(calendar.timezone), working_days(calendar.days)
    holidays = {_day(text) for text in calendar.holidays}
    opening, length = _opening(calendar.hours or _WHOLE_DAY)
    number = 0
    while True:
        era, day_of_era = divmod(number, _ERA_DAYS)
        day = first + timedelta(days=day_of_era)
        number += 1
        if day.weekday() in days and day not in holidays:
            start = datetime(day.year, day.month, day.day) + opening
            past = era * _ERA_DAYS * 86400.0
            yield past + _instant(start, zone), past + _instant(start + length, zone)


def _opening(hours: str) -> tuple[timedelta, timedelta]:
    """When a day's work begins, and how long it takes by the wall clock; a shift may run past midnight."""
    start, end = (timedelta(hours=int(part[:2]), minutes=int(part[3:])) for part in hours.split("-"))
    if is_empty(hours):
        raise Impossible(f"the calendar's hours {hours} leave no time to work")
    return start, (end - start) % timedelta(days=1) or timedelta(days=1)


def _instant(wall: datetime, zone: tzinfo) -> float:
    return wall.replace(tzinfo=zone).timestamp()


def _zone(name: str | None) -> tzinfo:
    found = zone(name) if name else UTC
    if found is None:
        raise Impossible(f"the calendar's time zone '{name}' is not known here")
    return found
