"""Intervals, quantiles without the cases, and when a run has settled."""

from __future__ import annotations

import random
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuestream_cli.simulation.formats import told
from valuestream_cli.simulation.result import Interval
from valuestream_cli.simulation.statistics import Histogram, Series, interval, student


@pytest.mark.parametrize(
    ("freedom", "confidence", "t"),
    [(1, 0.95, 12.7062), (2, 0.99, 9.92484), (9, 0.95, 2.262157), (10, 0.99, 3.169273), (1000, 0.95, 1.962339)],
)
def test_student(freedom: int, confidence: float, t: float) -> None:
    assert student(freedom, confidence) == pytest.approx(t, rel=1e-5)


def test_intervals() -> None:
    assert interval([1.0, 2.0, 3.0], 0.95) == Interval(
        mean=2.0, low=pytest.approx(-0.484138), high=pytest.approx(4.484138)
    )
    assert interval([5.0], 0.95) == Interval(mean=5.0)
    assert interval([1.0, None], 0.95) is None
    assert interval([], 0.95) is None


@given(st.lists(st.floats(0, 1e12), min_size=1), st.sampled_from([0.5, 0.85, 0.9, 0.95]))
def test_a_quantile_is_right_to_half_a_percent(times: list[float], share: float) -> None:
    histogram = Histogram()
    histogram.extend(times[:1])
    histogram.extend(times[1:])
    exact = sorted(times)[ceil(share * len(times) - 1e-9) - 1]
    assert histogram.quantile(share) == pytest.approx(exact, rel=0.00502, abs=1e-300)
    assert histogram.mean == pytest.approx(sum(times) / len(times))
    assert histogram.highest == max(times)


def test_histograms_join() -> None:
    one, two = Histogram(), Histogram()
    one.extend([1.0])
    two.extend([1.0, 3.0])
    both = Histogram().join([one, two])
    assert (both.count, both.total, both.highest, both.buckets()) == (3, 5.0, 3.0, [(2, 2.0), (1, 3.0)])
    assert Histogram().quantile(0.5) is None


def settled(figures: list[float]) -> tuple[int, bool]:
    series = Series()
    series.extend(figures)
    return series.settled()


def test_a_series_settles_where_its_start_no_longer_shows() -> None:
    luck = random.Random(1)
    noise = [luck.gauss(100, 5) for _ in range(20_000)]
    cut, is_sure = settled([figure - 80 * 0.999**place for place, figure in enumerate(noise)])
    assert is_sure
    assert 1500 < cut < 6000


def test_a_series_that_never_settles_is_not_trusted() -> None:
    assert not settled([float(place) for place in range(5000)])[1]


def test_a_series_that_is_always_the_same_has_settled() -> None:
    assert settled([3.0] * 1000) == settled([]) == settled([0.0] * 50) == (0, True)


def test_an_interval_ends_where_the_figure_must() -> None:
    assert interval([1.0, 9.0], 0.95, 0.0) == Interval(mean=5.0, low=0.0, high=pytest.approx(55.8248, rel=1e-5))
    assert interval([0.9, 1.0], 0.95, 0.0, 1.0) == Interval(mean=0.95, low=pytest.approx(0.31469, rel=1e-4), high=1.0)


@pytest.mark.parametrize(
    ("low", "mean", "high", "said"),
    [
        (0.32, 0.325, 0.33, "0.33"),
        (0.99, 1.01, 1.03, "1"),
        (1.05, 1.13, 1.2, "1.1"),
        (1, 12.4, 30, "12"),
        (1, 1, 1, "1"),
    ],
)
def test_a_number_is_told_as_closely_as_it_is_known(low: float, mean: float, high: float, said: str) -> None:
    assert told.about(Interval(mean=mean, low=low, high=high)) == said
