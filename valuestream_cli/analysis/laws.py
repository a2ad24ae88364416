"""How times are spread: the distributions that a stream file can name, and the mean of the longest of several."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

_ROUNDING = 1e-15


class Law(NamedTuple):
    """A distribution of times, in seconds. `kind`: constant | exponential | lognormal | gamma | pert.

    parts: constant: value; exponential: mean; lognormal: mu, sigma; gamma: shape, scale; pert: low, likely, high.
    shift: what every time has in addition.
    """

    kind: str
    parts: tuple[float, ...]
    shift: float = 0.0

    @property
    def mean(self) -> float:
        """Arithmetic mean."""
        return self.shift + _MEAN[self.kind](*self.parts)

    @property
    def variance(self) -> float:
        """Variance, in seconds squared."""
        return _VARIANCE[self.kind](*self.parts)

    @property
    def least(self) -> float:
        """No time is shorter than so many seconds."""
        return self.shift + (self.parts[0] if self.kind in ("constant", "pert") else 0.0)

    @property
    def most(self) -> float:
        """No time is longer than so many seconds."""
        return self.shift + {"constant": self.parts[0], "pert": self.parts[-1]}.get(self.kind, math.inf)

    def below(self, time: float) -> float:
        """The probability of a time of at most so many seconds."""
        return _BELOW[self.kind](time - self.shift, *self.parts) if time >= self.shift else 0.0

    def shifted(self, seconds: float) -> Law:
        """The same, each time so much longer."""
        return Law(self.kind, self.parts, self.shift + seconds)


def lognormal(mean: float, variance: float) -> Law:
    """The lognormal distribution with these two moments; a constant where nothing varies."""
    if variance <= 0 or mean <= 0:
        return Law("constant", (mean,))
    square = math.log1p(variance / mean / mean)
    return Law("lognormal", (math.log(mean) - square / 2, math.sqrt(square)))


def gamma(mean: float, variance: float) -> Law:
    """The gamma distribution with these two moments; a constant where nothing varies."""
    if variance <= 0 or mean <= 0:
        return Law("constant", (mean,))
    return Law("gamma", (mean / variance * mean, variance / mean))


@lru_cache(maxsize=1024)
def quantile(law: Law, share: float) -> float:
    """The time that a share of all cases does not exceed, in seconds."""
    if law.kind == "constant":
        return law.mean
    if law.kind == "lognormal":
        mu, sigma = law.parts
        return law.shift + math.exp(mu + sigma * deviations(share))
    low, high = law.shift, law.mean + math.sqrt(law.variance)
    while law.below(high) < share:
        high += high - law.shift
    while high - low > _ROUNDING * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if law.below(middle) < share else (low, middle)
    return high


def _normal_below(x: float) -> float:
    return math.erfc(-x / math.sqrt(2)) / 2


@lru_cache(maxsize=64)
def deviations(share: float) -> float:
    """How many standard deviations above the mean a normal time is that a share of all does not exceed (Newton)."""
    x = 0.0
    for _ in range(50):
        step = (_normal_below(x) - share) * math.sqrt(2 * math.pi) * math.exp(x * x / 2)
        x -= step
        if abs(step) < _ROUNDING:
            break
    return x


_MEAN: dict[str, Callable[..., float]] = {
    "constant": lambda value: value,
    "exponential": lambda mean: mean,
    "lognormal": lambda mu, sigma: math.exp(mu + sigma * sigma / 2),
    "gamma": lambda shape, scale: shape * scale,
    "pert": lambda low, likely, high: (low + 4 * likely + high) / 6,
}
_VARIANCE: dict[str, Callable[..., float]] = {
    "constant": lambda _: 0.0,
    "exponential": lambda mean: mean * mean,
    "lognormal": lambda mu, sigma: math.exp(2 * mu + sigma * sigma) * math.expm1(sigma * sigma),
    "gamma": lambda shape, scale: shape * scale * scale,
    "pert": lambda low, likely, high: (_pert_mean(low, likely, high) - low)
    * (high - _pert_mean(low, likely, high)) / 7,
}  # fmt: skip


def _pert_mean(low: float, likely: float, high: float) -> float:
    return (low + 4 * likely + high) / 6


def _pert_below(time: float, low: float, likely: float, high: float) -> float:
    if time >= high:
        return 1.0
    width = high - low
    return _beta_share((time - low) / width, 1 + 4 * (likely - low) / width, 1 + 4 * (high - likely) / width)


_BELOW: dict[str, Callable[..., float]] = {
    "constant": lambda time, value: float(time >= value),
    "exponential": lambda time, mean: -math.expm1(-time / mean),
    "lognormal": lambda time, mu, sigma: _normal_below((math.log(time) - mu) / sigma) if time > 0 else 0.0,
    "gamma": lambda time, shape, scale: _gamma_share(shape, time / scale),
    "pert": lambda time, low, likely, high: _pert_below(time, low, likely, high) if time > low else 0.0,
}


def _gamma_share(shape: float, x: float) -> float:
    """The regularised lower incomplete gamma function, by its series or its continued fraction (Lentz)."""
    if x <= 0:
        return 0.0
    scale = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        k = shape
        while term > total * _ROUNDING:
            k += 1
            term *= x / k
            total += term
        return min(1.0, total * scale)
    terms = ((k * (shape - k), x + 2 * k + 1 - shape) for k in range(1, 100_000))
    return max(0.0, 1 - scale / _fraction(x + 1 - shape, terms))


def _beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz)."""
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_share(1 - x, b, a)
    if x <= 0:
        return 0.0
    scale = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
    return scale / _fraction(1.0, ((_beta_term(x, a, b, k), 1.0) for k in range(1, 100_000)))


def _beta_term(x: float, a: float, b: float, k: int) -> float:
    half = k // 2
    if k % 2:
        return -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
    return half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))


def _fraction(first: float, terms: Iterator[tuple[float, float]]) -> float:
    """A continued fraction: first + a1 / (b1 + a2 / (b2 + ...)), from pairs of a and b."""
    tiny = 1e-300
    value = c = first or tiny
    d = 0.0
    for a, b in terms:
        d = 1 / (b + a * d or tiny)
        c = b + a / c or tiny
        value *= c * d
        if abs(c * d - 1) < _ROUNDING:
            break
    return value


@lru_cache(maxsize=256)
def longest(laws: tuple[Law, ...], chances: tuple[float, ...] = ()) -> tuple[float, float]:
    """Mean and variance of the longest of several times that do not depend on each other.

    chances: how likely each is to be there at all; the result is then about the cases in which any of them is.
    By integrating how likely it is that one of them is longer, with the double exponential rule.
    """
    likely = list(zip(laws, chances or [1.0] * len(laws), strict=True))
    start = max((law.least for law, chance in likely if chance == 1), default=0.0)
    longer = [(law, chance) for law, chance in likely if law.most > start]
    if not longer:
        return start, 0.0
    some = 1 - math.prod(1 - chance for _, chance in likely)
    if len(longer) == 1 and longer[0][1] == some and longer[0][0].least >= start:
        return longer[0][0].mean, longer[0][0].variance
    stops = sorted({start, *(stop for law, _ in longer for stop in _stops(law) if stop > start)})
    wide = max(math.sqrt(law.variance) for law, _ in longer)
    mean, square = start, start * start
    for low, high in [*itertools.pairwise(stops), (stops[-1], math.inf)]:
        for time, weight in _points(low, high, wide):
            exceeded = weight * (1 - math.prod(1 - chance * (1 - law.below(time)) for law, chance in longer))
            mean, square = mean + exceeded, square + 2 * time * exceeded
    return mean / some, max(0.0, square / some - (mean / some) ** 2)


def _stops(law: Law) -> Iterator[float]:
    """Where a distribution bends, so that each stretch between is smooth and not too wide."""
    if law.most < math.inf:
        yield law.most
    spread = math.sqrt(law.variance)
    yield from (law.mean + times * spread for times in (-6, -3, -1, 0, 1, 3, 6, 12) if spread)


def _points(low: float, high: float, wide: float) -> Iterator[tuple[float, float]]:
    """Where to look at a function over a stretch, which may be endless, and how much each place counts."""
    for number in range(-_HALF, _HALF + 1):
        t = number * _STEP
        bend = math.pi / 2 * math.sinh(t)
        if high == math.inf:
            away = wide * math.exp(bend)
            point, weight = low + away, away * math.cosh(t)
        else:
            half = (high - low) / 2
            point, weight = low + half * (1 + math.tanh(bend)), half * math.cosh(t) / math.cosh(bend) ** 2
        if low < point < high:
            yield point, weight * _STEP * math.pi / 2


_STEP, _HALF = 1 / 16, 60
