"""Endless sequences of random numbers: times by their law, and ways by their shares.

Each has a source of its own, seeded with what it is for. So the cases of two streams that are compared meet the same
luck at each step that both have, and a change of one step leaves the luck at all others as it was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain, repeat
from math import exp, log
from random import Random
from statistics import NormalDist
from typing import TypeVar

from valuestream_cli.analysis.laws import Law

Thing = TypeVar("Thing")
_BATCH = range(64)  # numbers that are drawn at once: each by itself would cost the loop a tenth of its time
_LEAST = 2.0**-54  # stands for a random number of exactly zero, which has no logarithm


def source(*purpose: object) -> Random:
    """A source of random numbers that is the same for the same purpose, on every machine."""
    return Random("/".join(map(str, purpose)))


def times(law: Law, luck: Random) -> Callable[[], float]:
    """Something that gives another time of a law, in seconds, on each call."""
    if law.mean == 0:
        return repeat(0.0).__next__
    return _LAWS[law.kind](luck, *law.parts).__next__


def _constant(_: Random, value: float) -> Iterator[float]:
    return repeat(value)


def _exponential(luck: Random, mean: float) -> Iterator[float]:
    random = luck.random
    return chain.from_iterable([-log(1.0 - random()) * mean for _ in _BATCH] for _ in repeat(None))


def _lognormal(luck: Random, mu: float, sigma: float) -> Iterator[float]:
    random, normal = luck.random, NormalDist().inv_cdf
    while True:
        yield exp(mu + sigma * normal(random() or _LEAST))


def _gamma(luck: Random, shape: float, scale: float) -> Iterator[float]:
    gamma = luck.gammavariate
    while True:
        yield gamma(shape, scale)


def _pert(luck: Random, low: float, likely: float, high: float) -> Iterator[float]:
    beta, width = luck.betavariate, high - low
    one, two = 1 + 4 * (likely - low) / width, 1 + 4 * (high - likely) / width
    while True:
        yield low + width * beta(one, two)


_LAWS: dict[str, Callable[..., Iterator[float]]] = {
    "constant": _constant,
    "exponential": _exponential,
    "lognormal": _lognormal,
    "gamma": _gamma,
    "pert": _pert,
}


def choices(things: Sequence[Thing], shares: Sequence[float], luck: Random) -> Callable[[], Thing]:
    """Something that gives one of the things on each call, each as often as its share says."""
    return _choices(things, shares, luck).__next__


def _choices(things: Sequence[Thing], shares: Sequence[float], luck: Random) -> Iterator[Thing]:
    random = luck.random
    bounds = list(accumulate(shares))[:-1]
    while True:
        yield things[bisect_right(bounds, random())]
