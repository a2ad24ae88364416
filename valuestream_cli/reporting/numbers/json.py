"""The numbers for programs: `analysis.v1`, a contract with its own schema (`schemas/analysis.v1.schema.json`)."""

from __future__ import annotations

from typing import Any

from valuestream_cli import __version__
from valuestream_cli.analysis.result import Figure, StepNumbers, StreamAnalysis
from valuestream_cli.reporting.json import dumps
from valuestream_cli.reporting.numbers import Sheet
from valuestream_cli.reporting.numbers.told import rounded

_MOST_INDENTED = 100  # beyond, nobody reads it, and on one line it is written in a tenth of the time


def write(sheet: Sheet) -> str:
    """The analyses as JSON."""
    streams = [_stream(analysis) for analysis in sheet.analyses]
    told = {"format": "vs-analysis/v1", "version": __version__, "streams": _rounded(streams)}
    return dumps(told, indent=2 if len(streams) <= _MOST_INDENTED else None)


def _rounded(data: Any) -> Any:
    """The data with all of its figures rounded."""
    if isinstance(data, dict):
        return {key: _rounded(value) for key, value in data.items()}
    return [_rounded(item) for item in data] if isinstance(data, list) else rounded(data)


def _stream(analysis: StreamAnalysis) -> dict[str, Any]:
    split, tight = analysis.value_split, analysis.bottleneck
    return {
        "path": analysis.path,
        "id": analysis.id,
        "name": analysis.name,
        "set": dict(analysis.settings),
        "lead_time": _time(analysis.lead_time),
        "lead_time_to_value": _time(analysis.lead_time_to_value),
        "lead_time_queued": _time(analysis.lead_time_queued),
        "process_time": _time(analysis.process_time),
        "wait_time": _time(analysis.wait_time),
        "flow_efficiency": analysis.flow_efficiency,
        "rolled_complete_accurate": analysis.rolled_complete_accurate,
        "first_pass_yield": analysis.first_pass_yield,
        "reaches_value": analysis.reaches_value,
        "rework": analysis.rework,
        "handoffs": analysis.handoffs,
        "value_split": split
        and {
            "value_adding": split.value_adding,
            "necessary": split.necessary,
            "waste": split.waste,
            "unclassified": split.unclassified,
        },
        "critical_path": analysis.critical_path and list(analysis.critical_path),
        "wip": analysis.wip,
        "rate": analysis.rate,
        "takt": analysis.takt,
        "capacity": analysis.capacity,
        "bottleneck": tight and {"step": tight.step, "load": tight.load},
        "targets": [
            {"name": each.name, "written": each.written, "wanted": each.wanted, "actual": each.actual, "met": each.met}
            for each in analysis.targets
        ],
        "basis": analysis.basis,
        "steps": [_step(step) for step in analysis.steps],
        "unknown": dict(analysis.unknown),
        "notes": list(analysis.notes),
        "problems": list(analysis.problems),
    }


def _step(step: StepNumbers) -> dict[str, Any]:
    return {
        "id": step.id,
        "after_value": step.after_value,
        "visits": step.visits,
        "process_time": _time(step.process_time),
        "wait_time": _time(step.wait_time),
        "queue_wait": step.queue_wait,
        "load": step.load,
    }


def _time(figure: Figure | None) -> dict[str, Any] | None:
    """A time: its mean, and what else is known of it."""
    if figure is None:
        return None
    names = ("low", "p50", "p85", "p90", "high", "basis")
    known = {name: getattr(figure, name) for name in names if getattr(figure, name) is not None}
    return {"mean": figure.mean, **known}
