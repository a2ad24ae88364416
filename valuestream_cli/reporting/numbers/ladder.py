"""Where the time of a case goes, to scale: waiting above, work below, in the order of the flow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.itil.words import USUAL, Words
from valuestream_cli.reporting.numbers.told import duration, joined, on_the_way, waiting, working

Stretch = tuple[int, bool, float]
_SHADES = {False: ("\u2592", "\u2588"), True: (".", "#")}


def stretches(analysis: StreamAnalysis) -> list[Stretch]:
    """Number of the step, whether it is waiting, and seconds on all visits; of a fork, the branch that takes longest.

    Steps after value never count.
    """
    found: list[Stretch] = []
    for step in on_the_way(analysis):
        found += [(step.number, True, waiting(step)), (step.number, False, working(step))]
    return [stretch for stretch in found if stretch[2] > 0]


class Bar(NamedTuple):
    """A stretch to scale: number of the step, whether it is waiting, and the columns that it takes."""

    number: int
    is_wait: bool
    start: int
    length: int


def scaled(analysis: StreamAnalysis, room: int) -> list[Bar]:
    """The stretches on so many columns; none where no time is known."""
    parts = stretches(analysis)
    whole = sum(part[2] for part in parts)
    bars: list[Bar] = []
    passed = 0.0
    for number, is_wait, seconds in parts:
        start, passed = round(passed / whole * room), passed + seconds
        bars.append(Bar(number, is_wait, start, round(passed / whole * room) - start))
    return bars


def rows(analysis: StreamAnalysis, width: int, plain: bool) -> Iterator[str]:
    """The ladder as three lines for a terminal of some width, and what it leaves out; none where no time is known."""
    bars = scaled(analysis, max(20, width - 8))
    if not bars:
        return
    wait, work = _SHADES[plain]
    yield f"  wait  {''.join((wait if bar.is_wait else ' ') * bar.length for bar in bars)}".rstrip()
    yield f"  work  {''.join((' ' if bar.is_wait else work) * bar.length for bar in bars)}".rstrip()
    yield f"  step  {numbers(bars)}".rstrip()
    yield from (f"  {text}" for text in left_out(analysis, Words(USUAL)))


def left_out(analysis: StreamAnalysis, say: Words) -> Iterator[str]:
    """What the ladder does not show: steps that are done meanwhile, and what parallel branches take together."""
    beside = [step for step in analysis.steps if step.id in analysis.meanwhile and waiting(step) + working(step)]
    if beside:
        time = duration(sum(waiting(step) + working(step) for step in beside), analysis)
        yield say("done_meanwhile", steps=", ".join(str(step.number) for step in beside), time=time)
    if joined(analysis):
        yield say("waits_for_branches", time=duration(joined(analysis), analysis))


def numbers(bars: list[Bar]) -> str:
    """The number of each step under its beginning, where there is room."""
    line, last = "", 0
    end = bars[-1].start + bars[-1].length
    for bar in bars:
        told = str(bar.number)
        if bar.number != last and len(line) <= bar.start <= end - len(told):
            line += told.rjust(bar.start - len(line) + len(told)) + " "
            last = bar.number
    return line
