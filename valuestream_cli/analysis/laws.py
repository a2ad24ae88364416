"""How times are spread: the distributions that a stream file can name, and the mean of the longest of several."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
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
    for _ in range(200):
        middle = (low + high) / 2
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


def longest(laws: Sequence[Law]) -> tuple[float, float]:
    """Mean and variance of the longest of several times that do not depend on each other.

    By integrating how likely it is that one of them is longer, with the double exponential rule.
    """
    start = max(law.shift + (law.parts[0] if law.kind in ("constant", "pert") else 0.0) for law in laws)
    varying = [law for law in laws if law.kind != "constant"]

    def exceeded(time: float) -> float:
        return 1 - math.prod(law.below(time) for law in varying)

    stops = sorted({start, *(stop for law in varying for stop in _stops(law) if stop > start)})
    pieces = [*itertools.pairwise(stops), (stops[-1], math.inf)] if varying else []
    wide = max((math.sqrt(law.variance) for law in varying), default=0.0)
    mean = start + sum(_integral(exceeded, *piece, wide) for piece in pieces)
    square = start * start + sum(_integral(lambda time: 2 * time * exceeded(time), *piece, wide) for piece in pieces)
    return mean, max(0.0, square - mean * mean)


def _stops(law: Law) -> Iterator[float]:
    """Where a distribution bends, so that each stretch between is smooth and not too wide."""
    if law.kind == "pert":
        yield law.shift + law.parts[2]
    spread = math.sqrt(law.variance)
    yield from (law.mean + times * spread for times in (-6, -3, -1, 0, 1, 3, 6, 12))


def _integral(function: Callable[[float], float], low: float, high: float, wide: float) -> float:
    """The integral of a function over a stretch that may be endless, where it is smooth inside."""
    total = 0.0
    for number in range(-_HALF, _HALF + 1):
        t = number * _STEP
        bend = math.pi / 2 * math.sinh(t)
        if high == math.inf:
            away = wide * math.exp(bend)
            point, weight = low + away, away * math.cosh(t)
        else:
            half = (high - low) / 2
            point, weight = low + half * (1 + math.tanh(bend)), half * math.cosh(t) / math.cosh(bend) ** 2
        total += weight * function(point) if low < point < high else 0.0
    return total * _STEP * math.pi / 2


_STEP, _HALF = 1 / 16, 60
