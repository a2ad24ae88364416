"""What is done meanwhile: the steps on the branches beside the one that takes longest."""

from __future__ import annotations

from collections.abc import Mapping

from valuestream_cli.analysis import reading
from valuestream_cli.analysis.areas import Area
from valuestream_cli.analysis.numbers import Numbers


def meanwhile(numbers: Numbers) -> tuple[str, ...]:
    """The steps of all branches but the longest that each fork waits for, by mean times as far as they are known."""
    known = reading.pairs(numbers.reading, numbers.queues.waits, "mean")
    times = {step: pair.lead * (numbers.visits[step] or 0.0) for step, pair in known.items()}
    _, found = _laid(numbers.area, times)
    return tuple(step for step in numbers.flow.order if step in found)


def _laid(area: Area, times: Mapping[str, float]) -> tuple[float, set[str]]:
    """Seconds through an area, and the steps in it that take none of them."""
    length = sum(times[step] for step in area.ways)
    beside: set[str] = set()
    for fork in area.forks.values():
        laid = [_laid(branch, times) for branch in fork.branches]
        awaited = {branch.start for branch, _ in fork.awaited()}
        ranks = [(branch.start in awaited, found[0]) for branch, found in zip(fork.branches, laid, strict=True)]
        longest = ranks.index(max(ranks))
        length += laid[longest][0]
        for place, branch in enumerate(fork.branches):
            beside |= laid[place][1] if place == longest else _steps(branch)
    return length, beside


def _steps(area: Area) -> set[str]:
    return {step for part in area.everywhere() for step in part.ways}
