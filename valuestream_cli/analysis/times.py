"""What a duration of the file says: its mean, its range, and how it is spread, in seconds of working time.

- A single figure, and a mean without a distribution, say nothing about how times differ. A single figure is read as in
  any value stream map where branches run side by side: there it is the same for every case. A mean is not.
- `{p50, p90}` is the lognormal distribution with these two percentiles.
- `{low, likely, high}` is the PERT distribution; its mean is (low + 4 likely + high) / 6.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from valuestream_cli.analysis.duration import seconds
from valuestream_cli.analysis.laws import Law, deviations, gamma, lognormal
from valuestream_cli.model import Calendar, Duration


class Impossible(Exception):
    """What the file says cannot be: no number follows from it. The text is the reason, without a full stop."""


class Time(NamedTuple):
    """A time that one visit to a step takes. low, high: the ends of a range, or twice the mean where there is none.

    variance: null where nothing is said about it; law: null where no distribution is named. is_plain: whether it is a
    single figure. is_likely: whether its law is but one with the same mean and variance.
    """

    mean: float
    low: float
    high: float
    variance: float | None = None
    law: Law | None = None
    basis: str | None = None
    is_range: bool = False
    is_plain: bool = False
    is_likely: bool = False

    def at(self, end: str) -> Time:
        """The time at one end of its range, `low` or `high`, or with `mean` as it is; a single figure does not vary."""
        if self.is_plain or (self.is_range and end != "mean"):
            value: float = getattr(self, end)
            return Time(value, value, value, 0.0, Law("constant", (value,)), self.basis)
        return self


def time_of(duration: Duration, calendar: Calendar | None) -> Time:
    """What a duration says. Raises Impossible where it contradicts itself, or is too long to count."""
    try:
        time = _time(duration, calendar)
    except (OverflowError, ValueError):
        time = None
    if time is None or not all(map(math.isfinite, (time.mean, time.low, time.high, time.variance or 0.0))):
        raise Impossible("is too long, or spread too widely, to be counted")
    return time


def _time(duration: Duration, calendar: Calendar | None) -> Time:
    low, likely, high, p50, p90, mean = (
        seconds(text, calendar) if text else None
        for text in (duration.low, duration.likely, duration.high, duration.p50, duration.p90, duration.mean)
    )
    if low is not None and likely is not None and high is not None:
        return _range(low, likely, high, duration.basis)
    if p50 is not None and p90 is not None:
        return _named(_by_percentiles(p50, p90), duration.basis)
    if mean is None and duration.text is None:
        raise Impossible("says nothing that can be read")
    single = mean if mean is not None else seconds(duration.text or "", calendar)
    law = _law(single, duration)
    if law:
        return _named(law, duration.basis)
    return Time(single, single, single, basis=duration.basis, is_plain=duration.text is not None)


def _range(low: float, likely: float, high: float, basis: str | None) -> Time:
    if not low <= likely <= high:
        raise Impossible("has a range whose ends contradict each other")
    law = Law("pert", (low, likely, high)) if low < high else Law("constant", (low,))
    return Time(law.mean, low, high, law.variance, law, basis, is_range=True)


def _by_percentiles(p50: float, p90: float) -> Law:
    if p50 > p90:
        raise Impossible("has a p50 that is longer than its p90")
    if p50 == p90:
        return Law("constant", (p50,))
    if p50 <= 0:
        raise Impossible("has a p50 of nothing, which fits no lognormal distribution")
    return Law("lognormal", (math.log(p50), math.log(p90 / p50) / deviations(0.9)))


def _law(mean: float, duration: Duration) -> Law | None:
    """The distribution that a duration names; nothing varies where all there is takes no time."""
    if mean == 0 or duration.distribution == "constant":
        return Law("constant", (mean,))
    if duration.distribution == "exponential":
        return Law("exponential", (mean,))
    if duration.distribution is None or duration.cv is None:
        return None
    variance = duration.cv * duration.cv * mean * mean
    return lognormal(mean, variance) if duration.distribution == "lognormal" else gamma(mean, variance)


def _named(law: Law, basis: str | None) -> Time:
    return Time(law.mean, law.mean, law.mean, law.variance, law, basis)
