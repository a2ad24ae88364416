"""Simulations for programs: `simulation.v1`, a contract with its own schema (`schemas/simulation.v1.schema.json`)."""

from __future__ import annotations

from typing import Any

from valuestream_cli import __version__
from valuestream_cli.reporting.figures import named, picked, rounded
from valuestream_cli.reporting.json import dumps
from valuestream_cli.simulation.formats.told import DIGITS
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
    told = {
        "format": "vs-simulation/v1",
        "version": __version__,
        **named(result, "seed", "runs", "cases", "warm_up", "arrivals", "confidence"),
        "streams": [_stream(stream) for stream in result.streams],
        "differences": [_difference(each) for each in result.differences],
    }
    return dumps(rounded(told, DIGITS))


def _stream(stream: StreamResult) -> dict[str, Any]:
    return {
        **named(stream, "path", "id", "name"),
        "set": dict(stream.settings),
        "lead_time": _spread(stream.lead_time),
        "elapsed": _spread(stream.elapsed),
        **_intervals(stream, "queue_wait", "declared_wait", "off_hours", "without_value"),
        "target": stream.target,
        **_intervals(stream, "within_target", "throughput", "wip"),
        "steps": [_step(step) for step in stream.steps],
        "histogram": [{"from": low, "to": high, "share": share} for low, high, share in stream.histogram],
        "queues": [{"at": at, "waiting": waiting} for at, waiting in stream.levels],
        "notes": stream.notes,
    }


def _step(step: StepResult) -> dict[str, Any]:
    return {
        **named(step, "id", "after_value", "capacity"),
        **_intervals(step, "visits", "wait"),
        "wait_is": "queue" if step.is_queue else "declared",
        **_intervals(step, "off_hours", "queue", "busy", "utilisation"),
    }


def _difference(each: Difference) -> dict[str, Any]:
    return {**named(each, "measure", "before", "after"), "change": _interval(each.change), "differs": each.differs}


def _spread(spread: Spread | None) -> dict[str, Any] | None:
    return None if spread is None else _intervals(spread, "mean", *PERCENTILES)


def _intervals(thing: object, *names: str) -> dict[str, Any]:
    return {name: _interval(getattr(thing, name)) for name in names}


def _interval(interval: Interval | None) -> dict[str, Any] | None:
    return picked(interval, "mean", "low", "high")
