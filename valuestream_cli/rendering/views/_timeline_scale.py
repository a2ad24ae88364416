"""From time to place: how wide each stretch of a ladder is, and the axis below it."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from valuestream_cli.rendering.diagram import Box, Shape, Text
from valuestream_cli.rendering.text import measure
from valuestream_cli.rendering.views._timeline_course import Stretch
from valuestream_cli.rendering.views._timeline_words import Teller

_LEAST, _UNKNOWN = 2.0, 16.0  # widths: of the shortest time, and of one that nobody says
_SIZE, _TICKS, _OVER = 10.5, 8, 24.0  # of what is written at ticks; how many at most; how far beyond the end
_COUNTS = {"s": (1, 5, 10, 30), "m": (1, 5, 10, 30), "h": (1, 2, 4), "d": (1, 2, 5), "w": (1, 2, 4, 10, 20, 50)}


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line but for what is drawn wider than its time, so that it can be seen."""

    times: list[float]
    places: list[float]

    def __call__(self, time: float) -> float:
        """The place of a time."""
        number = max(1, min(bisect_right(self.times, time), len(self.times) - 1))
        (first, last), (x, to) = self.times[number - 1 : number + 1], self.places[number - 1 : number + 1]
        return x + (time - first) / (last - first) * (to - x) if last > first else to


def scale(stretches: Sequence[Stretch], widths: Sequence[float], left: float) -> Scale:
    """The scale of stretches that follow one another, as wide as they are."""
    return Scale([0.0, *(stretch.end for stretch in stretches)], list(accumulate(widths, initial=left)))


def widths(stretches: Sequence[Stretch], room: float) -> tuple[list[float], list[int]]:
    """The widths that fill the room, to scale but none too narrow to be seen; and the steps of those widened."""
    unknown = sum(stretch.seconds is None for stretch in stretches)
    wide = min(_UNKNOWN, room / 2 / max(1, unknown))
    least = min(_LEAST, (room - wide * unknown) / 4 / max(1, len(stretches)))
    known = [stretch.seconds or 0.0 for stretch in stretches]
    widened: set[int] = set()
    more = {-1}
    while more:
        rest = sum(time for place, time in enumerate(known) if place not in widened)
        per = max(0.0, room - wide * unknown - least * len(widened)) / rest if rest else 0.0
        more = {place for place, time in enumerate(known) if place not in widened and 0 < time * per < least}
        widened |= more
    steps = (stretches[place].step for place in sorted(widened))
    found = [least if place in widened else time * per for place, time in enumerate(known)]
    return (
        [wide if stretch.seconds is None else width for stretch, width in zip(stretches, found, strict=True)],
        list(dict.fromkeys(step.number for step in steps if step)),
    )


def axis(at: Scale, end: float, y: float, teller: Teller) -> Iterator[Shape]:
    """A line with ticks at round times."""
    left, right = at.places[0], at.places[-1]
    yield Box(x=left, y=y, width=right - left, height=1, fill="quiet")
    units = "dw" if teller.in_days(end) else "smhdw"
    tick, unit, count = _tick(end, teller.analysis.day, teller.analysis.week, units)
    last = -math.inf
    for number in range(int(end / tick * 1.000001) + 1):
        far = teller.words.amount(f"{number * count:,}{unit}") if unit in "dw" else teller.by_the_clock(number * tick)
        told = far if number else "0"
        x, wide = at(number * tick), measure(told, _SIZE)
        if x - last > wide + 14 and x + wide / 2 < right + _OVER:
            yield Box(x=x - 0.5, y=y, width=1, height=5, fill="quiet")
            yield Text(x=x, y=y + 17, lines=(told,), size=_SIZE, fill="quiet")
            last = x


def _tick(end: float, day: float, week: float, units: str) -> tuple[float, str, int]:
    """A round time of which a few make up the whole: in seconds, and as a count of one of the units."""
    sizes = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": day, "w": week}
    ticks = sorted((count * sizes[unit], unit, count) for unit in units for count in _COUNTS[unit])
    longest = max(1, math.ceil(end / week / _TICKS / 50)) * 50
    return next((tick for tick in ticks if end / tick[0] <= _TICKS), (longest * week, "w", longest))
