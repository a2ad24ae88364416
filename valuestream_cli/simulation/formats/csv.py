"""Simulations for spreadsheets: a line for each figure, with its confidence interval; times in seconds."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from valuestream_cli.reporting.figures import rounded
from valuestream_cli.reporting.plain import cell
from valuestream_cli.simulation.formats.told import DIGITS
from valuestream_cli.simulation.result import PERCENTILES, Interval, SimulationResult, StreamResult

Row = tuple[str, str, Interval | None]
HEADINGS = ("path", "stream", "set", "step", "measure", "mean", "low", "high")


def write(result: SimulationResult) -> str:
    """The result as CSV, in the form of RFC 4180; what is not known is left out."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(HEADINGS)
    for stream in result.streams:
        changes = " ".join(f"{place}={value}" for place, value in stream.settings.items())
        for step, measure, interval in _rows(stream):
            if interval:
                head = (stream.path, stream.id, changes, step, measure)
                table.writerow([*map(cell, head), *_figures(interval)])
    for each in result.differences:
        table.writerow(["", "", "", "", f"change of {each.measure}", *_figures(each.change)])
    return text.getvalue()


def _rows(stream: StreamResult) -> Iterator[Row]:
    for name in ("lead_time", "elapsed"):
        spread = getattr(stream, name)
        for part in ("mean", *PERCENTILES) if spread else ():
            yield "", f"{name}.{part}", getattr(spread, part)
    for name in ("queue_wait", "declared_wait", "off_hours", "without_value", "within_target", "throughput", "wip"):
        yield "", name, getattr(stream, name)
    for step in stream.steps:
        for name in ("visits", "wait", "off_hours", "queue", "busy", "utilisation"):
            yield step.id, name, getattr(step, name)


def _figures(interval: Interval) -> list[float | str]:
    known = (interval.mean, interval.low, interval.high)
    return ["" if value is None else rounded(value, DIGITS) for value in known]
