"""The numbers for spreadsheets: a line for each stream, then one for each of its steps; times in seconds."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from valuestream_cli.analysis.result import Figure, StreamAnalysis
from valuestream_cli.reporting.figures import rounded
from valuestream_cli.reporting.numbers import Sheet
from valuestream_cli.reporting.plain import cell

Cell = str | float | int | None
HEADINGS = (
    "path", "stream", "set", "step", "visits", "lead_time", "lead_time_low", "lead_time_p50", "lead_time_p85",
    "lead_time_p90", "lead_time_high", "process_time", "wait_time", "queue_wait", "load", "flow_efficiency",
    "complete_accurate", "first_pass_yield", "reaches_value", "rework", "handoffs", "wip", "rate", "takt", "capacity",
    "bottleneck", "basis",
)  # fmt: skip


def write(sheet: Sheet) -> str:
    """The analyses as CSV, in the form of RFC 4180; what is not known is empty."""
    text = io.StringIO()
    table = csv.DictWriter(text, HEADINGS, restval="")
    table.writeheader()
    for analysis in sheet.analyses:
        for row in _rows(analysis):
            table.writerow({name: _cell(value) for name, value in row.items()})
    return text.getvalue()


def _rows(analysis: StreamAnalysis) -> Iterator[dict[str, Cell]]:
    changes = " ".join(f"{place}={value}" for place, value in analysis.settings.items())
    head: dict[str, Cell] = {"path": analysis.path, "stream": analysis.id, "set": changes}
    lead = analysis.lead_time
    yield head | {
        **{f"lead_time_{name}": getattr(lead, name, None) for name in ("low", "p50", "p85", "p90", "high")},
        "lead_time": _mean(lead),
        "process_time": _mean(analysis.process_time),
        "wait_time": _mean(analysis.wait_time),
        "flow_efficiency": analysis.flow_efficiency,
        "complete_accurate": analysis.rolled_complete_accurate,
        "first_pass_yield": analysis.first_pass_yield,
        "reaches_value": analysis.reaches_value,
        "rework": analysis.rework,
        "handoffs": analysis.handoffs,
        "wip": analysis.wip,
        "rate": analysis.rate,
        "takt": analysis.takt,
        "capacity": analysis.capacity,
        "bottleneck": analysis.bottleneck.step if analysis.bottleneck else None,
        "load": analysis.bottleneck.load if analysis.bottleneck else None,
        "basis": analysis.basis,
    }
    for step in analysis.steps:
        yield head | {
            "step": step.id,
            "visits": step.visits,
            "process_time": _mean(step.process_time),
            "wait_time": _mean(step.wait_time),
            "queue_wait": step.queue_wait,
            "load": step.load,
            "complete_accurate": step.complete_accurate,
            "basis": step.process_time.basis if step.process_time else None,
        }


def _mean(figure: Figure | None) -> float | None:
    return figure.mean if figure else None


def _cell(value: Cell) -> Cell:
    """What is written for a value."""
    if not isinstance(value, str):
        return "" if value is None else rounded(value)
    return cell(value)
