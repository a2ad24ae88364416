"""How one stream differs from another: its fields, steps, ways and numbers together."""

from __future__ import annotations

from valuestream_cli.comparison import facts, fields, ways
from valuestream_cli.comparison.numbers import SideBySide, side_by_side
from valuestream_cli.comparison.result import ADDED, CHANGED, LAYOUT, REMOVED, StreamChange
from valuestream_cli.comparison.steps import Steps
from valuestream_cli.comparison.subject import Subject


def compare(old: Subject, new: Subject) -> StreamChange:
    """How one stream differs from another."""
    sides = Steps(old, new)
    whole = tuple(fields.changes(facts.of_stream(old.stream, old.own), facts.of_stream(new.stream, new.own)))
    steps = tuple(sides.changes())
    flow = tuple(ways.changes(sides.flows[0], sides.flows[1], sides.fate))
    differs = bool(whole or steps or flow)
    return StreamChange(
        status=CHANGED if differs else LAYOUT,
        id=new.stream.id,
        name=new.stream.name,
        old_path=old.path,
        new_path=new.path,
        fields=whole,
        steps=steps,
        flow=flow,
        **(_numbers(old, new) if differs else SideBySide())._asdict(),
        renames=tuple(sides.renames.items()),
        old=old.stream,
        new=new.stream,
    )


def _numbers(old: Subject | None, new: Subject | None) -> SideBySide:
    one, other = (side.analysis if side else None for side in (old, new))
    return side_by_side(one, other, new.stream if new else None, is_old_whole=old is None or old.is_whole)


def added(new: Subject) -> StreamChange:
    """A stream that OLD does not have."""
    return StreamChange(
        status=ADDED,
        id=new.stream.id,
        name=new.stream.name,
        new_path=new.path,
        **_numbers(None, new)._asdict(),
        new=new.stream,
    )


def removed(old: Subject) -> StreamChange:
    """A stream that NEW does not have."""
    return StreamChange(
        status=REMOVED,
        id=old.stream.id,
        name=old.stream.name,
        old_path=old.path,
        **_numbers(old, None)._asdict(),
        old=old.stream,
    )
