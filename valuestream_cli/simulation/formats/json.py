"""Simulations for programs: `simulation.v1`, a contract with its own schema (`schemas/simulation.v1.schema.json`)."""

from __future__ import annotations

from typing import Any

from valuestream_cli import __version__
from valuestream_cli.reporting.json import dumps
from valuestream_cli.simulation.formats.told import figure
from valuestream_cli.simulation.result import (
    PERCENTILES,
    Difference,
    Interval,
    SimulationResult,
    Spread,
    StepResult,
    StreamResult,
)


def write(result: SimulationResult) -> str:
    """The result as JSON."""
    return dumps(
        {
            "format": "vs-simulation/v1",
            "version": __version__,
            "seed": result.seed,
            "runs": result.runs,
            "cases": result.cases,
            "warm_up": result.warm_up,
            "arrivals": result.arrivals,
            "confidence": result.confidence,
            "streams": [_stream(stream) for stream in result.streams],
            "differences": [_difference(each) for each in result.differences],
        }
    )


def _stream(stream: StreamResult) -> dict[str, Any]:
    return {
        "path": stream.path,
        "id": stream.id,
        "name": stream.name,
        "set": dict(stream.settings),
        "lead_time": _spread(stream.lead_time),
        "elapsed": _spread(stream.elapsed),
        "queue_wait": _interval(stream.queue_wait),
        "declared_wait": _interval(stream.declared_wait),
        "off_hours": _interval(stream.off_hours),
        "without_value": _interval(stream.without_value),
        "target": stream.target,
        "within_target": _interval(stream.within_target),
        "throughput": _interval(stream.throughput),
        "wip": _interval(stream.wip),
        "steps": [_step(step) for step in stream.steps],
        "histogram": [
            {"from": figure(low), "to": figure(high), "share": figure(share)} for low, high, share in stream.histogram
        ],
        "queues": [{"at": figure(at), "waiting": list(map(figure, waiting))} for at, waiting in stream.levels],
        "notes": list(stream.notes),
    }


def _step(step: StepResult) -> dict[str, Any]:
    return {
        "id": step.id,
        "after_value": step.after_value,
        "capacity": step.capacity,
        "visits": _interval(step.visits),
        "wait": _interval(step.wait),
        "wait_is": "queue" if step.is_queue else "declared",
        "off_hours": _interval(step.off_hours),
        "queue": _interval(step.queue),
        "busy": _interval(step.busy),
        "utilisation": _interval(step.utilisation),
    }


def _difference(each: Difference) -> dict[str, Any]:
    change = _interval(each.change)
    return {
        "measure": each.measure,
        "before": figure(each.before),
        "after": figure(each.after),
        "change": change,
        "differs": each.differs,
    }


def _spread(spread: Spread | None) -> dict[str, Any] | None:
    if spread is None:
        return None
    return {name: _interval(getattr(spread, name)) for name in ("mean", *PERCENTILES)}


def _interval(interval: Interval | None) -> dict[str, float | None] | None:
    if interval is None:
        return None
    parts = {"mean": interval.mean, "low": interval.low, "high": interval.high}
    return {name: None if value is None else figure(value) for name, value in parts.items()}
