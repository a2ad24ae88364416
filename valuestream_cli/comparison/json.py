"""A comparison for programs: `diff.v1`, a contract with its own schema (`schemas/diff.v1.schema.json`)."""

from __future__ import annotations

from typing import Any

from valuestream_cli import __version__
from valuestream_cli.comparison.effect import sentence
from valuestream_cli.comparison.result import (
    ADDED,
    CHANGED,
    LAYOUT,
    REMOVED,
    SAME,
    Change,
    Comparison,
    FlowChange,
    Number,
    StepChange,
    StreamChange,
)
from valuestream_cli.reporting.figures import named, picked, rounded
from valuestream_cli.reporting.json import dumps


def write(comparison: Comparison) -> str:
    """The comparison as JSON."""
    statuses = {status: len(comparison.of(status)) for status in (CHANGED, ADDED, REMOVED, LAYOUT, SAME)}
    missed = sum(len(stream.newly_missed) for stream in comparison.streams)
    told = {
        "format": "vs-diff/v1",
        "version": __version__,
        **named(comparison, "old", "new"),
        "summary": {"streams": len(comparison.streams), **statuses, "newly_missed": missed},
        "streams": [_stream(stream) for stream in comparison.streams],
    }
    return dumps(rounded(told))


def _stream(change: StreamChange) -> dict[str, Any]:
    return {
        "status": change.status,
        "id": change.id or None,
        "name": change.name or None,
        **named(change, "old_path", "new_path"),
        "summary": sentence(change),
        "fields": [_change(field) for field in change.fields],
        "steps": [_step(step) for step in change.steps],
        "flow": [_flow(way) for way in change.flow],
        "numbers": [_number(number) for number in change.numbers],
        "names": [named(name, "id", "label", "old", "new") for name in change.names],
        "targets": [
            named(each, "id", "label", "limit", "old_met", "new_met", "newly_missed") for each in change.targets
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    return named(change, "route", "label", "old", "new", "added", "removed")


def _step(step: StepChange) -> dict[str, Any]:
    old, new = step.moved or ("", "")
    return {
        **named(step, "kind", "id", "name", "old_number", "new_number", "renamed_from"),
        "moved": {"old_after": old or None, "new_after": new or None} if step.moved else None,
        "fields": [_change(field) for field in step.fields],
    }


def _flow(way: FlowChange) -> dict[str, Any]:
    ends = {side: picked(getattr(way, side), "when", "share", "parallel") for side in ("old", "new")}
    return {**named(way, "kind", "source", "target"), **ends, "implied": way.implied}


def _number(number: Number) -> dict[str, Any]:
    values = {side: named(getattr(number, side), "mean", "low", "high", "unknown") for side in ("old", "new")}
    return {**named(number, "id", "label", "unit", "better"), **values, **named(number, "delta", "verdict")}
