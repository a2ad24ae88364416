"""The numbers for programs: `analysis.v1`, a contract with its own schema (`schemas/analysis.v1.schema.json`)."""

from __future__ import annotations

from typing import Any

from valuestream_cli import __version__
from valuestream_cli.analysis.result import Figure, StepNumbers, StreamAnalysis
from valuestream_cli.reporting.figures import named, picked, rounded
from valuestream_cli.reporting.json import dumps
from valuestream_cli.reporting.numbers import Sheet

_MOST_INDENTED = 100  # beyond, nobody reads it, and on one line it is written in a tenth of the time


def write(sheet: Sheet) -> str:
    """The analyses as JSON."""
    streams = [_stream(analysis) for analysis in sheet.analyses]
    told = {"format": "vs-analysis/v1", "version": __version__, "streams": streams}
    return dumps(rounded(told), indent=2 if len(streams) <= _MOST_INDENTED else None)


def _stream(analysis: StreamAnalysis) -> dict[str, Any]:
    return {
        **named(analysis, "path", "id", "name"),
        "set": dict(analysis.settings),
        **{name: _time(getattr(analysis, name)) for name in _TIMES},
        **named(analysis, *_RATIOS),
        "value_split": picked(analysis.value_split, "value_adding", "necessary", "waste", "unclassified"),
        **named(analysis, "critical_path", "wip", "rate", "takt", "capacity"),
        "bottleneck": picked(analysis.bottleneck, "step", "load"),
        "targets": [named(target, "name", "written", "wanted", "actual", "met") for target in analysis.targets],
        "basis": analysis.basis,
        "steps": [_step(step) for step in analysis.steps],
        "unknown": dict(analysis.unknown),
        **named(analysis, "notes", "problems"),
    }


_TIMES = ("lead_time", "lead_time_to_value", "lead_time_queued", "process_time", "wait_time")
_RATIOS = (
    "flow_efficiency", "rolled_complete_accurate", "first_pass_yield", "reaches_value", "rework", "handoffs",
)  # fmt: skip


def _step(step: StepNumbers) -> dict[str, Any]:
    times = {name: _time(getattr(step, name)) for name in ("process_time", "wait_time")}
    return {**named(step, "id", "after_value", "visits"), **times, **named(step, "queue_wait", "load")}


def _time(figure: Figure | None) -> dict[str, Any] | None:
    """A time: its mean, and what else is known of it."""
    if figure is None:
        return None
    more = named(figure, "low", "p50", "p85", "p90", "high", "basis")
    return {"mean": figure.mean, **{name: value for name, value in more.items() if value is not None}}
