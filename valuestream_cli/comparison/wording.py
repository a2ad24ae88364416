"""How all reports on a comparison say what changed in steps, ways and fields."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.comparison.result import ADDED, CHANGED, Change, FlowChange, StepChange, StreamChange, Way
from valuestream_cli.reporting.plain import listed

_ENDS = {"demand": "demand", "value": "value", "end": "end without value"}
_ADDED_STEP_TELLS = ("activity", "supplier", "team", "roles.responsible", "process_time", "wait_time")


def step_kinds(step: StepChange) -> str:
    """What happened to a step: `added`, `removed`, `changed`, `moved`, `renamed`, or several of these."""
    if step.kind != CHANGED:
        return step.kind
    said = ["renamed" * bool(step.renamed_from), "moved" * bool(step.moved), "changed" * bool(step.fields)]
    return " and ".join(filter(None, said))


def step_notes(step: StepChange, change: StreamChange) -> Iterator[str]:
    """All that there is to say of a step that differs, one note a line."""
    if step.renamed_from:
        yield f"id: {step.renamed_from} → {step.id}"
    if step.moved:
        old, new = (f"after {place}" if place else "the first" for place in step.moved)
        yield f"was {old}, is now {new}"
    if step.kind == CHANGED:
        yield from map(field, step.fields)
        return
    told = {each.route: (each.new if step.kind == ADDED else each.old) or "" for each in step.fields}
    about = [f"{each.label} {told[each.route]}" for each in step.fields if each.route in _ADDED_STEP_TELLS]
    yield ", ".join(about)
    yield from _ways_of(step, change)


def _ways_of(step: StepChange, change: StreamChange) -> Iterator[str]:
    """Where a step that came or went leads, and from where."""
    mine = [way for way in change.flow if way.kind == step.kind and step.id in (way.source, way.target)]
    into = [_named(way.source, way) for way in mine if way.target == step.id]
    onward = [_named(way.target, way) for way in mine if way.source == step.id]
    verbs = ("comes", "leads") if step.kind == ADDED else ("came", "led")
    said = [f"{verbs[0]} after {listed(into)}" if into else "", f"{verbs[1]} to {listed(onward)}" if onward else ""]
    yield ", ".join(filter(None, said))


def _named(end: str, way: FlowChange) -> str:
    more = way_words(way.new or way.old)
    return f"{_ENDS.get(end, end)}{f' ({more})' if more else ''}"


def way_words(way: Way | None) -> str:
    """Under which condition a way is taken, and how often."""
    if way is None:
        return ""
    return ", ".join(filter(None, [way.when or "", way.share or "", "at once with others" * way.parallel]))


def field(change: Change) -> str:
    """One field that differs: `capacity: 2 → 3`; for lists what came and went."""
    if change.added or change.removed:
        said = [
            f"{word} {', '.join(items)}"
            for word, items in (("added", change.added), ("removed", change.removed))
            if items
        ]
        return f"{change.label}: {'; '.join(said)}"
    if change.old is None:
        return f"{change.label}: {change.new} (was not said)"
    if change.new is None:
        return f"{change.label}: no longer said (was {change.old})"
    return f"{change.label}: {change.old} → {change.new}"


def way_line(way: FlowChange) -> str:
    """One way that differs: `investigate → verify: share 60% → 75%`."""
    head = f"{_ENDS.get(way.source, way.source)} → {_ENDS.get(way.target, way.target)}"
    said = "; ".join(map(field, way.fields)) if way.kind == CHANGED else way_words(way.new or way.old)
    return f"{head}: {said}" if said else head
