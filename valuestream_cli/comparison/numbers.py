"""The numbers of two streams side by side: of all that `analysis` computes, what tells whether a change is good."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import NamedTuple

from valuestream_cli.analysis.result import Figure, StreamAnalysis
from valuestream_cli.analysis.targets import Actual, actual, judged
from valuestream_cli.comparison.result import Name, Number, Target, Value
from valuestream_cli.model import ValueStream


class _Kind(NamedTuple):
    """A number: what it is called, its unit, and whether `lower` or `higher` is better."""

    label: str
    unit: str
    better: str | None = None


# Field of the analysis -> the number; in the order in which they are told.
_KINDS = {
    "lead_time": _Kind("lead time", "seconds", "lower"),
    "lead_time.p85": _Kind("lead time of 85% of cases, at most", "seconds", "lower"),
    "process_time": _Kind("process time", "seconds", "lower"),
    "wait_time": _Kind("wait time", "seconds", "lower"),
    "flow_efficiency": _Kind("flow efficiency", "ratio", "higher"),
    "handoffs": _Kind("handoffs", "count", "lower"),
    "rework": _Kind("rework visits", "count", "lower"),
    "reaches_value": _Kind("cases that reach value", "ratio", "higher"),
    "first_pass_yield": _Kind("first-pass yield", "ratio", "higher"),
    "rolled_complete_accurate": _Kind("rolled %C&A", "ratio", "higher"),
    "wip": _Kind("work in progress", "count", "lower"),
    "capacity": _Kind("capacity", "per hour", "higher"),
    "load": _Kind("load of the bottleneck", "ratio", "lower"),
}
_LABELS = {name: kind.label for name, kind in _KINDS.items()} | {"lead_time": "lead time to value"}


class SideBySide(NamedTuple):
    """What is known of at least one of two streams; `day` and `week` in seconds, infinite where the two differ."""

    numbers: tuple[Number, ...] = ()
    names: tuple[Name, ...] = ()
    targets: tuple[Target, ...] = ()
    day: float = inf
    week: float = inf


def side_by_side(
    old: StreamAnalysis | None, new: StreamAnalysis | None, stream: ValueStream | None, *, is_old_whole: bool = True
) -> SideBySide:
    """The numbers of OLD and NEW, either of which may be missing, and the targets of NEW, which is `stream`.

    is_old_whole: whether the streams that OLD refers to could be read.
    """
    numbers = tuple(_numbers(old, new))
    names = tuple(name for name in _names(old, new) if name.old or name.new)
    targets = tuple(_targets(old, new, stream, is_old_whole)) if new and stream else ()
    (day, week), *others = {(side.day, side.week) for side in (old, new) if side} or {(inf, inf)}
    return SideBySide(numbers, names, targets, *((inf, inf) if others else (day, week)))


def _numbers(one: StreamAnalysis | None, other: StreamAnalysis | None) -> Iterator[Number]:
    for name, kind in _KINDS.items():
        old, new = _value(one, name), _value(other, name)
        if old.mean is not None or new.mean is not None or old.low != new.low:
            yield Number(id=name, label=kind.label, unit=kind.unit, better=kind.better, old=old, new=new)


def _value(analysis: StreamAnalysis | None, name: str) -> Value:
    if analysis is None:
        return Value(unknown="there is no such stream")
    field, _, part = name.partition(".")
    limit = analysis.bottleneck
    found: Figure | float | None = getattr(analysis, field) if field != "load" else limit.load if limit else None
    source = ("rate" if limit else "bottleneck") if field == "load" else field
    why = analysis.unknown.get(source, "it is not known")
    if not isinstance(found, Figure):
        return Value(mean=found, unknown=why if found is None else None)
    mean = getattr(found, part or "mean")
    low, high = (None, None) if part else (found.low, found.high)
    return Value(mean=mean, low=low, high=high, unknown=why if mean is None else None)


def _names(one: StreamAnalysis | None, other: StreamAnalysis | None) -> Iterator[Name]:
    steps = [side.bottleneck.step if side and side.bottleneck else None for side in (one, other)]
    yield Name(id="bottleneck", label="bottleneck", old=steps[0], new=steps[1])
    bases = [side.basis if side else None for side in (one, other)]
    yield Name(id="basis", label="times rest on", old=bases[0], new=bases[1])


def _targets(
    one: StreamAnalysis | None, other: StreamAnalysis, new: ValueStream, is_old_whole: bool
) -> Iterator[Target]:
    """The targets of NEW; a day in them is a day of its calendar, for OLD's numbers too."""
    known = actual(one) if one else Actual(None, None, None, None, None)
    before = {target.name: target.met for target in judged(new, known)}
    for target in other.targets:
        yield Target(
            id=target.name,
            label=_LABELS[target.name],
            limit=target.written,
            old_met=before[target.name],
            new_met=target.met,
            is_first_account=one is None and new.state != "to-be",
            is_not_known_before=before[target.name] is None and not is_old_whole,
        )
