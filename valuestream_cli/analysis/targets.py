"""The targets of a stream beside its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import NamedTuple

from valuestream_cli.analysis.duration import seconds
from valuestream_cli.analysis.result import Figure, StreamAnalysis, TargetResult
from valuestream_cli.model import ValueStream


class Actual(NamedTuple):
    """What a stream comes to, as far as it is known. lead: of the cases that reach value."""

    lead: Figure | None
    process: Figure | None
    efficiency: float | None
    rolled: float | None
    handoffs: float | None


def actual(analysis: StreamAnalysis) -> Actual:
    """What an analysis found. Where a queue on the way to value grows for ever, lead time is more than any target."""
    lead = Figure(mean=None, low=inf) if analysis.is_endless else analysis.lead_time_to_value
    return Actual(
        lead,
        analysis.process_time,
        analysis.flow_efficiency,
        analysis.rolled_complete_accurate,
        analysis.handoffs,
    )


_ROUNDING = 1e-9  # a target that is met to the last digit is met


def judged(stream: ValueStream, actual: Actual) -> Iterator[TargetResult]:
    """Each target, whether it is met by the means, in the order of the format.

    A time of which only the least is known can miss its target for sure; it cannot meet it.
    """
    targets = stream.value.targets
    if targets is None:
        return
    for name, written, figure in (
        ("lead_time", targets.lead_time, actual.lead),
        ("process_time", targets.process_time, actual.process),
    ):
        if written:
            yield _most(name, written, seconds(written, stream.calendar), figure)
    for name, written, ratio in (
        ("flow_efficiency", targets.flow_efficiency, actual.efficiency),
        ("rolled_complete_accurate", targets.rolled_complete_accurate, actual.rolled),
    ):
        if written:
            yield _least(name, written, float(written[:-1]) / 100, ratio)
    if targets.handoffs is not None:
        count = actual.handoffs
        figure = Figure(mean=count) if count is not None else None
        yield _most("handoffs", str(targets.handoffs), float(targets.handoffs), figure)


def _most(name: str, written: str, wanted: float, figure: Figure | None) -> TargetResult:
    known = figure.mean if figure else None
    least = known if known is not None else figure.low if figure else None
    is_over = least is not None and least > wanted * (1 + _ROUNDING)
    met = not is_over if known is not None else False if is_over else None
    return TargetResult(name=name, written=written, wanted=wanted, actual=known, met=met)


def _least(name: str, written: str, wanted: float, ratio: float | None) -> TargetResult:
    met = ratio >= wanted * (1 - _ROUNDING) if ratio is not None else None
    return TargetResult(name=name, written=written, wanted=wanted, actual=ratio, met=met)
