"""What can be said of a simulation from the figures of its runs, each of which is independent of the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import atan, cos, fsum, inf, log, pi, sin, sqrt
from statistics import fmean, stdev

from valuestream_cli.simulation.result import Interval

_GRAIN = 200  # buckets for each factor of e: two times in one of them differ by half a percent at most
_BATCH = 5
_MOST_BATCHES = 2000
_ROUNDING = 1e-9


def interval(
    values: Sequence[float | None], confidence: float, least: float = -inf, most: float = inf
) -> Interval | None:
    """The mean of one figure of each run, with its confidence interval; null where a run has no such figure.

    least, most: what the figure can be at all; an interval that reaches beyond, as of few runs, ends there.
    """
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values):
        return None
    mean = fmean(known)
    if len(known) < 2:
        return Interval(mean=mean)
    half = student(len(known) - 1, confidence) * stdev(known, mean) / sqrt(len(known))
    return Interval(mean=mean, low=max(least, mean - half), high=min(most, mean + half))


@lru_cache(maxsize=64)
def student(freedom: int, confidence: float) -> float:
    """How many standard errors Student's t stays within, to both sides, with this probability."""
    low, high = 0.0, 2.0
    while _within(high, freedom) < confidence:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < confidence else (low, middle)
    return high


def _within(t: float, freedom: int) -> float:
    """The probability that Student's t lies between -t and t (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    angle = atan(t / sqrt(freedom))
    square = cos(angle) ** 2
    odd = freedom % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for number in range(1, freedom // 2 + 1):
        total += term
        term *= square * ((2 * number) / (2 * number + 1) if odd else (2 * number - 1) / (2 * number))
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total


class Histogram:
    """Times in buckets, each half a percent wide: as much memory for a million cases as for a thousand."""

    def __init__(self) -> None:
        self._numbers: Counter[int] = Counter()
        self._totals: defaultdict[int, float] = defaultdict(float)
        self.count = 0
        self.total = 0.0
        self.highest = 0.0

    def extend(self, times: Sequence[float]) -> None:
        """Count some times."""
        if not times:
            return
        self.count += len(times)
        self.total += fsum(times)
        self.highest = max(self.highest, *times)
        places = [int(log(time) * _GRAIN + _OFFSET) if time > 0 else -1 for time in times]
        self._numbers.update(places)
        totals = self._totals
        for place, time in zip(places, times, strict=True):
            totals[place] += time

    @property
    def mean(self) -> float | None:
        """The mean of all times."""
        return self.total / self.count if self.count else None

    def quantile(self, share: float) -> float | None:
        """The time that a share of the cases does not exceed: the mean of its bucket."""
        seen = 0
        for number, total in self.buckets():
            seen += number
            if seen >= share * self.count:
                return total / number
        return None

    def buckets(self) -> list[tuple[int, float]]:
        """How many cases each bucket holds, and their times in all, from the shortest on."""
        return [(number, self._totals[place]) for place, number in sorted(self._numbers.items())]

    def join(self, others: Iterable[Histogram]) -> Histogram:
        """The times of others counted here too; the result is this one."""
        for other in others:
            self.count += other.count
            self.total += other.total
            self.highest = max(self.highest, other.highest)
            self._numbers.update(other._numbers)
            for place, total in other._totals.items():
                self._totals[place] += total
        return self


_OFFSET = 800 * _GRAIN  # so that places count upward from below the shortest time that there can be


class Series:
    """Figures in the order in which they came, as means of batches that grow so that there are never many."""

    def __init__(self) -> None:
        self._means: list[float] = []
        self._size = _BATCH
        self._batch: list[float] = []

    def extend(self, values: Iterable[float]) -> None:
        """More figures."""
        for value in values:
            self._add(value)

    def _add(self, value: float) -> None:
        self._batch.append(value)
        if len(self._batch) < self._size:
            return
        self._means.append(fsum(self._batch) / self._size)
        self._batch.clear()
        if len(self._means) >= _MOST_BATCHES:
            self._means = [(one + two) / 2 for one, two in zip(self._means[::2], self._means[1::2], strict=True)]
            self._size *= 2

    def settled(self) -> tuple[int, bool]:
        """After how many figures the series no longer shows how it began, and whether it can be trusted to be so.

        By MSER-5 (White 1997): the rest has the least standard error; a cut in the second half is not trusted.
        """
        if not self._means or max(self._means) - min(self._means) <= _ROUNDING * max(self._means):
            return 0, True
        least, best = float("inf"), 0
        total = squares = 0.0
        middle = fmean(self._means)
        for place in range(len(self._means) - 1, -1, -1):
            away = self._means[place] - middle
            total, squares = total + away, squares + away * away
            number = len(self._means) - place
            error = (squares - total * total / number) / (number * number)
            if number >= _BATCH and error <= least:
                least, best = error, place
        return best * self._size, 2 * best < len(self._means)
