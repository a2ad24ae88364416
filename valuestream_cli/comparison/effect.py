"""What a change amounts to, in one sentence for somebody who knows neither stream."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from valuestream_cli.comparison.figures import amount
from valuestream_cli.comparison.result import ADDED, CHANGED, LAYOUT, REMOVED, SAME, StepChange, StreamChange
from valuestream_cli.reporting.plain import count, listed

_HEADLINES = ("lead_time", "process_time", "flow_efficiency", "handoffs", "rework", "rolled_complete_accurate")
_MOST_HEADLINES = 3
_CHANGES = ("changed", "moved", "given another id")


def sentence(change: StreamChange) -> str:
    """What changed in effect, in one sentence."""
    if change.status == SAME:
        return "Nothing changed: both are identical."
    if change.status == LAYOUT:
        return "Nothing but layout changed: both describe the same stream."
    if change.status in (ADDED, REMOVED):
        return _whole_stream(change)
    effects = listed([*_effects(change), *_overload(change), *_newly_missed(change)])
    parts = ", ".join(filter(None, _parts(change)))
    return f"{_capital(effects)}: {parts}." if effects else f"{_capital(parts)}; {_no_effect(change)}."


def _whole_stream(change: StreamChange) -> str:
    stream = change.new or change.old
    lead = next((row for row in change.numbers if row.id == "lead_time"), None)
    mean = (lead.new if change.status == ADDED else lead.old).mean if lead else None
    steps = count(len(stream.steps) if stream else 0, "step")
    told = f" and a lead time of {amount(lead.unit, mean, change)}" if lead and mean is not None else ""
    verb = "is new" if change.status == ADDED else "is gone"
    return f"This stream {verb}: {steps}{told}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _effects(change: StreamChange) -> Iterator[str]:
    """The numbers that moved most, the most important first.

    How many cases reach value is always among them: where more are sent away, times fall, and nothing is better.
    """
    numbers = {number.id: number for number in change.numbers}
    ordered = [numbers[name] for name in dict.fromkeys((*_HEADLINES, *numbers)) if name in numbers]
    moved = [number for number in ordered if number.verdict in ("better", "worse")]
    shown = [[amount(number.unit, value.mean, change) for value in (number.old, number.new)] for number in moved]
    told = [(number, old, new) for number, (old, new) in zip(moved, shown, strict=True) if old != new]
    few = [each for place, each in enumerate(told) if place < _MOST_HEADLINES or each[0].id == "reaches_value"]
    for number, old, new in few:
        is_plural = number.label.startswith("cases") or number.label.endswith("s")
        verb = ("rise" if (number.delta or 0) > 0 else "fall") + "s" * (not is_plural)
        yield f"{number.label} {verb} from {old} to {new}"


def _overload(change: StreamChange) -> Iterator[str]:
    """That a queue of NEW grows for ever, and none of OLD."""
    load = next((number for number in change.numbers if number.id == "load"), None)
    if load and (load.new.mean or 0.0) >= 1 > (load.old.mean or 0.0):
        yield "a queue grows for ever"


def _newly_missed(change: StreamChange) -> Iterator[str]:
    missed = [f"{target.label} {target.limit}" for target in change.newly_missed]
    if missed:
        noun, verb = ("the target", "is") if len(missed) == 1 else ("the targets", "are")
        yield f"{noun} {listed(missed)} {verb} newly missed"


def _no_effect(change: StreamChange) -> str:
    """That the numbers stay as they are, so far as they are known."""
    known = {number.id: number for number in change.numbers if number.delta is not None}
    if not known:
        return "no number is known of both"
    if any(number.verdict != "same" for number in known.values()):
        return "hardly a number changes"
    return "no number changes" if "lead_time" in known else "no known number changes, but the lead time is unknown"


def _parts(change: StreamChange) -> Iterator[str]:
    """How many steps, ways and fields changed, and how."""
    verbs = [_verb(step) for step in change.steps]
    yield _told("step", {verb: verbs.count(verb) for verb in dict.fromkeys(sorted(verbs, key=_place))})
    ways = [way.kind for way in change.written_ways]
    yield _told(
        "way between steps", {kind: ways.count(kind) for kind in (ADDED, REMOVED, CHANGED)}, "ways between steps"
    )
    yield _told("field of the whole stream", {"changed": len(change.fields)}, "fields of the whole stream")


def _place(verb: str) -> tuple[int, str]:
    """Steps that came and went are told first, those with several changes last."""
    alone = (ADDED, REMOVED, *_CHANGES)
    return (alone.index(verb) if verb in alone else len(alone)), verb


def _verb(step: StepChange) -> str:
    """All that happened to a step: `added`, `changed`, `both changed and moved`."""
    if step.kind != CHANGED:
        return step.kind
    happened = (bool(step.fields), step.moved is not None, step.renamed_from is not None)
    verbs = list(itertools.compress(_CHANGES, happened))
    return f"{'both ' * (len(verbs) == 2)}{listed(verbs)}"


def _told(noun: str, numbers: Mapping[str, int], plural: str = "") -> str:
    """`2 steps are removed and 1 changed`; nothing where nothing happened."""
    (first, verb), *others = [(number, verb) for verb, number in numbers.items() if number] or [(0, "")]
    if not first:
        return ""
    said = [f"{count(first, noun, plural)} {'is' if first == 1 else 'are'} {verb}"]
    return listed([*said, *(f"{number:,} {verb}" for number, verb in others)])
