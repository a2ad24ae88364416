"""The numbers of two streams as a table for people: old, new, how far apart, and whether that is better."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from valuestream_cli.analysis.duration import words
from valuestream_cli.comparison.result import Number, StreamChange, Target, Value
from valuestream_cli.reporting.numbers.told import AT_LEAST, UNKNOWN, VERDICTS
from valuestream_cli.reporting.numbers.told import count as figure
from valuestream_cli.reporting.plain import listed

_LEAST_SHARE = 0.005  # from here on a share is not shown as 0%
_ARROWS = {True: "↑", False: "↓"}


class Row(NamedTuple):
    """One line of the table of numbers."""

    label: str
    old: str
    new: str
    change: str
    verdict: str


def table(change: StreamChange) -> list[Row]:
    """The numbers of both streams, one a line; none where all are the same."""
    found = list(_rows(change))
    return found if any(row.verdict != "same" for row in found) else []


def _rows(change: StreamChange) -> Iterator[Row]:
    for number in change.numbers:
        yield _row(number, change)
    renames = dict(change.renames)
    for name in change.names:
        old, new = name.old or UNKNOWN, name.new or UNKNOWN
        is_same = (renames.get(old, old) if name.id == "bottleneck" else old) == new
        yield Row(name.label, old, new, "", "same" if is_same else "different")
    for target in change.targets:
        yield _target(target)


def unknowns(change: StreamChange) -> Iterator[str]:
    """Why some numbers of a stream are unknown of which the other has them."""
    for side in ("old", "new"):
        reasons: dict[str, list[str]] = {}
        for number in change.numbers:
            why = getattr(number, side).unknown
            if why and getattr(change, side):
                reasons.setdefault(why, []).append(number.label)
        for why, labels in reasons.items():
            yield f"Unknown in {side.upper()}: {listed(labels)}, because {why}"


def _row(number: Number, change: StreamChange) -> Row:
    old, new = (_ranged(number.unit, value, change) for value in (number.old, number.new))
    delta, before = number.delta, number.old.mean
    if delta is None or number.verdict == "same":
        return Row(number.label, old, new, "", "" if delta is None else "same")
    is_large = before and number.unit != "ratio" and abs(delta / before) >= _LEAST_SHARE
    share = f" ({delta / before:+.0%})" if before and is_large else ""
    return Row(number.label, old, new, f"{_ARROWS[delta > 0]} {_difference(number, change)}{share}", number.verdict)


def _difference(number: Number, change: StreamChange) -> str:
    """How far apart two numbers are as they are shown, so that the reader's own sum comes out."""
    old, new = (_rounded(number.unit, value.mean or 0.0, change) for value in (number.old, number.new))
    gap = abs(new - old) or abs(number.delta or 0.0)
    return _points(gap) if number.unit == "ratio" else amount(number.unit, gap, change)


def _rounded(unit: str, value: float, change: StreamChange) -> float:
    """A number as it is shown, as a number again."""
    if unit != "seconds":
        return float(f"{value * 100:.1f}") / 100 if unit == "ratio" else round(value, 2)
    sizes = {"w": change.week, "d": change.day, "h": 3600.0, "m": 60.0, "s": 1.0}
    return sum(
        float(part[:-1].replace(",", "")) * sizes[part[-1]] for part in words(value, change.day, change.week).split()
    )


def _ranged(unit: str, value: Value, change: StreamChange) -> str:
    """A number, and the range that it lies in."""
    if value.mean is None and value.low is not None:
        return f"{AT_LEAST} {amount(unit, value.low, change)}"
    said = amount(unit, value.mean, change)
    if value.low is None or value.high is None:
        return said
    return f"{said} ({amount(unit, value.low, change)} to {amount(unit, value.high, change)})"


def _points(delta: float) -> str:
    said = f"{abs(delta) * 100:.1f}".removesuffix(".0")
    return f"{said} point" if said == "1" else f"{said} points"


def _target(target: Target) -> Row:
    old, new = VERDICTS[target.old_met], VERDICTS[target.new_met]
    old = "not known before" if target.is_not_known_before else old
    verdict = "newly missed" if target.newly_missed else "newly met" if (old, new) == ("missed", "met") else ""
    return Row(f"target {target.label} {target.limit}", old, new, "", verdict or ("same" if old == new else ""))


def amount(unit: str, value: float | None, change: StreamChange) -> str:
    """A number in its unit, as people say it."""
    if value is None:
        return UNKNOWN
    if unit == "seconds":
        return words(value, change.day, change.week)
    if unit == "ratio":
        return f"{value * 100:.1f}".removesuffix(".0") + "%"
    return figure(value) + (" per hour" if unit == "per hour" else "")
