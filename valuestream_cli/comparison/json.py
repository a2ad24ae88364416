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
    Target,
    Value,
    Way,
)
from valuestream_cli.reporting.json import dumps


def write(comparison: Comparison) -> str:
    """The comparison as JSON."""
    statuses = {status: len(comparison.of(status)) for status in (CHANGED, ADDED, REMOVED, LAYOUT, SAME)}
    missed = sum(len(stream.newly_missed) for stream in comparison.streams)
    return dumps(
        {
            "format": "vs-diff/v1",
            "version": __version__,
            "old": comparison.old,
            "new": comparison.new,
            "summary": {"streams": len(comparison.streams), **statuses, "newly_missed": missed},
            "streams": [_stream(stream) for stream in comparison.streams],
        }
    )


def _stream(change: StreamChange) -> dict[str, Any]:
    return {
        "status": change.status,
        "id": change.id or None,
        "name": change.name or None,
        "old_path": change.old_path,
        "new_path": change.new_path,
        "summary": sentence(change),
        "fields": [_change(field) for field in change.fields],
        "steps": [_step(step) for step in change.steps],
        "flow": [_flow(way) for way in change.flow],
        "numbers": [_number(number) for number in change.numbers],
        "names": [{"id": name.id, "label": name.label, "old": name.old, "new": name.new} for name in change.names],
        "targets": [_target(target) for target in change.targets],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "route": change.route,
        "label": change.label,
        "old": change.old,
        "new": change.new,
        "added": list(change.added),
        "removed": list(change.removed),
    }


def _step(step: StepChange) -> dict[str, Any]:
    old, new = step.moved or ("", "")
    return {
        "kind": step.kind,
        "id": step.id,
        "name": step.name,
        "old_number": step.old_number,
        "new_number": step.new_number,
        "renamed_from": step.renamed_from,
        "moved": {"old_after": old or None, "new_after": new or None} if step.moved else None,
        "fields": [_change(field) for field in step.fields],
    }


def _flow(way: FlowChange) -> dict[str, Any]:
    return {
        "kind": way.kind,
        "source": way.source,
        "target": way.target,
        "old": _way(way.old),
        "new": _way(way.new),
        "implied": way.implied,
    }


def _way(way: Way | None) -> dict[str, Any] | None:
    return {"when": way.when, "share": way.share, "parallel": way.parallel} if way else None


def _number(number: Number) -> dict[str, Any]:
    return {
        "id": number.id,
        "label": number.label,
        "unit": number.unit,
        "better": number.better,
        "old": _value(number.old),
        "new": _value(number.new),
        "delta": number.delta,
        "verdict": number.verdict,
    }


def _value(value: Value) -> dict[str, Any]:
    return {"mean": value.mean, "low": value.low, "high": value.high, "unknown": value.unknown}


def _target(target: Target) -> dict[str, Any]:
    return {
        "id": target.id,
        "label": target.label,
        "limit": target.limit,
        "old_met": target.old_met,
        "new_met": target.new_met,
        "newly_missed": target.newly_missed,
    }
