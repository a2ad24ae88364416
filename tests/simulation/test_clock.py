"""Working hours by the clock: nights, weekends, holidays, night shifts, and the change of the clocks."""

from __future__ import annotations

from itertools import islice

import pytest

from tests.simulation.streams import once, text
from valuestream_cli.analysis.times import Impossible
from valuestream_cli.model import Calendar
from valuestream_cli.simulation import clock

HOUR = 3600.0
OFFICE = '{days: mon-fri, hours: "09:00-17:00"}'


def hours(calendar: Calendar, number: int, share: float = 0.0) -> list[tuple[float, float]]:
    return [(work / HOUR, rest / HOUR) for work, rest in islice(clock.stretches(calendar, share), number)]


def test_nights_and_weekends() -> None:
    week = hours(Calendar(days="mon-fri", hours="09:00-17:00"), 6)
    assert week == [(8, 16), (8, 16), (8, 16), (8, 16), (8, 64), (8, 16)]


def test_a_night_shift_belongs_to_the_day_it_begins() -> None:
    assert hours(Calendar(days="fri", hours="22:00-06:00"), 2) == [(8, 160), (8, 160)]


def test_holidays_are_skipped() -> None:
    calendar = Calendar(days="mon-fri", hours="09:00-17:00", holidays=("2026-01-06", "2026-01-07"))
    assert hours(calendar, 2) == [(8, 64), (8, 16)]  # from Monday, the fifth


def test_round_the_clock_with_holidays() -> None:
    assert hours(Calendar(holidays=("2026-01-06",)), 2) == [(24, 24), (24, 0)]


def test_clocks_change() -> None:
    """In Berlin the night before 31 March 2024 has an hour less, that before 27 October one more."""
    nights = hours(Calendar(hours="22:00-06:00", timezone="Europe/Berlin"), 320)
    assert [(day, work) for day, (work, _) in enumerate(nights) if work != 8] == [(89, 7), (299, 9)]


def test_the_calendar_goes_on_for_ever() -> None:
    calendar = Calendar(days="mon", hours="09:00-10:00", holidays=("9999-12-31",))
    stretches = list(islice(clock.stretches(calendar), 45_000))
    assert {rest for _, rest in stretches} == {167 * HOUR}


def test_runs_begin_all_over_the_year() -> None:
    first = {hours(Calendar(days="mon-fri", hours="09:00-17:00"), 1, run / 10)[0][1] for run in range(10)}
    assert first == {16, 64}


@pytest.mark.parametrize(
    ("calendar", "reason"),
    [
        (Calendar(hours="09:00-09:00"), "the calendar's hours 09:00-09:00 leave no time to work"),
        (Calendar(timezone="Mars/Base"), "the calendar's time zone 'Mars/Base' is not known here"),
        (Calendar(holidays=("2026-02-30",)), "the calendar's holiday 2026-02-30 is no day"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(calendar: Calendar, reason: str) -> None:
    with pytest.raises(Impossible, match=reason):
        list(islice(clock.stretches(calendar), 2))


def test_who_rests() -> None:
    assert not clock.rests(None)
    assert not clock.rests(Calendar(days="mon-sun", hours="00:00-24:00", timezone="Europe/Berlin"))
    assert clock.rests(Calendar(days="mon-fri"))
    assert clock.rests(Calendar(holidays=("2026-01-01",)))


def test_work_that_ends_at_closing_time_does_not_wait_for_the_morning() -> None:
    run = once(text(["id: a, process_time: 8h"], rate="1/d", calendar=OFFICE), arrivals="even", cases=5)
    assert run.elapsed is not None
    assert (run.lead.highest, run.elapsed.quantile(0.2)) == (8 * HOUR, 8 * HOUR)


def test_waiting_is_split_into_queue_and_nights() -> None:
    """One case a day, each of two days' work by two at once: nobody queues, but nights pass while they work."""
    run = once(text(["id: a, wait_time: 4h, process_time: 6h"], rate="1/w", calendar=OFFICE), arrivals="even", cases=50)
    done = run.steps[0]
    assert done.waited / done.waits == pytest.approx(4 * HOUR)
    assert run.elapsed is not None
    assert run.elapsed.total - run.lead.total == pytest.approx(done.rest_waiting + done.rest_working, rel=0.05)
