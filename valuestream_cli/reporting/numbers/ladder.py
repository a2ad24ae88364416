"""Where the time of a case goes, to scale: waiting above, work below, in the order of the flow."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.reporting.numbers.told import on_the_way, waiting, working

Stretch = tuple[int, bool, float]
_SHADES = {False: ("\u2592", "\u2588"), True: (".", "#")}


def stretches(analysis: StreamAnalysis) -> list[Stretch]:
    """Number of the step, whether it is waiting, and seconds on all visits; of a fork, the branch that takes longest.

    Without a known path all steps count; steps after value never do.
    """
    found: list[Stretch] = []
    for step in on_the_way(analysis):
        found += [(step.number, True, waiting(step)), (step.number, False, working(step))]
    return [stretch for stretch in found if stretch[2] > 0]


def rows(analysis: StreamAnalysis, width: int, plain: bool) -> Iterator[str]:
    """The ladder as three lines for a terminal of some width; none where no time is known."""
    parts = stretches(analysis)
    whole = sum(part[2] for part in parts)
    if not whole:
        return
    room = max(20, width - 8)
    wait, work = _SHADES[plain]
    above, below, numbers = "", "", ""
    passed, last = 0.0, 0
    for number, is_wait, seconds in parts:
        start, passed = round(passed / whole * room), passed + seconds
        length = round(passed / whole * room) - start
        above += (wait if is_wait else " ") * length
        below += (" " if is_wait else work) * length
        if number != last and len(numbers) <= start:
            numbers += f"{number:<{0}}".rjust(start - len(numbers) + len(str(number))) + " "
            last = number
    yield f"  wait  {above}".rstrip()
    yield f"  work  {below}".rstrip()
    yield f"  step  {numbers}".rstrip()
