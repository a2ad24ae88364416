"""Sets things in a row side by side, each as near as it can be to where it belongs."""

from __future__ import annotations

from collections.abc import Sequence


def spread(centres: Sequence[float], widths: Sequence[float], low: float, high: float) -> list[float]:
    """The middles of things of these widths in their order, none on another, as far as `low` to `high` has room.

    centres: where each belongs, in rising order. Things that are in each other's way share what they miss.
    """
    groups: list[tuple[float, float, int]] = []  # where the group begins best, its width, how many things
    for centre, width in zip(centres, widths, strict=True):
        start, broad, count = centre - width / 2, width, 1
        while groups and groups[-1][0] + groups[-1][1] > start:
            before, wide, many = groups.pop()
            start = (before * many + (start - wide) * count) / (many + count)
            broad, count = broad + wide, count + many
        groups.append((start, broad, count))
    starts = _kept_within(groups, low, high)
    return _middles(starts, [count for *_, count in groups], widths)


def _kept_within(groups: list[tuple[float, float, int]], low: float, high: float) -> list[float]:
    """Where each group begins, none before `low` and, as far as there is room, none beyond `high`."""
    starts, edge = [], low
    for start, broad, _ in groups:
        starts.append(max(start, edge))
        edge = starts[-1] + broad
    edge = high
    for place in reversed(range(len(groups))):
        starts[place] = min(starts[place], edge - groups[place][1])
        edge = starts[place]
    return starts


def _middles(starts: list[float], counts: list[int], widths: Sequence[float]) -> list[float]:
    found, place = [], 0
    for start, count in zip(starts, counts, strict=True):
        for width in widths[place : place + count]:
            found.append(start + width / 2)
            start += width
        place += count
    return found
