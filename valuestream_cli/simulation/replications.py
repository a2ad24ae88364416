"""Independent runs of a stream, and what they say together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil

from valuestream_cli.analysis.duration import seconds
from valuestream_cli.analysis.times import Impossible
from valuestream_cli.errors import VsError
from valuestream_cli.model import Calendar
from valuestream_cli.simulation import clock, loop
from valuestream_cli.simulation.options import AUTO, Options, check
from valuestream_cli.simulation.plan import Plan, refusal
from valuestream_cli.simulation.refusals import refuse_the_endless
from valuestream_cli.simulation.result import SimulationResult
from valuestream_cli.simulation.summary import Summary, differences

_LEAST_WARM_UP = 10  # a tenth of the cases, unless the pilot run asks for more
_ROUNDS = 2  # times that as many cases come as are in the steps without a queue, so that those are filled
Work = Callable[[int], loop.Run]
Spread = Callable[[Sequence[int], Work], list[loop.Run]]
"""Does the work for each item, wherever; the results are in the order of the items."""


@dataclass(frozen=True, slots=True)
class Replication:
    """The work of one run, which can be sent to another process; a number of -1 is the pilot run."""

    plans: tuple[Plan, ...]
    options: Options
    warm_up: int

    def __call__(self, number: int) -> loop.Run:
        """One run: of the first stream, and after all runs of it, of the second."""
        which, run = divmod(number, self.options.runs)
        return loop.simulate(self.plans[which], self.order(run))

    def order(self, run: int) -> loop.Order:
        """What is asked of one run."""
        options = self.options
        share, warm_up = max(run, 0) / options.runs, self.warm_up
        return loop.Order(
            seed=options.seed,
            number=run,
            share=share,
            cases=options.cases,
            warm_up=warm_up,
            arrivals=options.arrivals,
        )


def _warmed_up(plans: Sequence[Plan], options: Options) -> tuple[int, list[str]]:
    """How many cases come before those that count, for all streams alike, and what to say about that."""
    if options.warm_up != AUTO:
        return max(_asked(plan, options.warm_up) for plan in plans), []
    least = max(ceil(options.cases / _LEAST_WARM_UP), *(ceil(_ROUNDS * plan.under_way) for plan in plans))
    pilots = [loop.simulate(plan, Replication((plan,), options, 0).order(-1), settle=True) for plan in plans]
    settled = [pilot.settled for pilot in pilots if pilot.settled]
    late = any(not is_sure for _, is_sure in settled)
    notes = ["a pilot run had not settled in its first half: ask for more --cases"] if late else []
    return max(least, *(cases for cases, _ in settled)), notes


def _asked(plan: Plan, text: str) -> int:
    """The warm-up asked for, in cases: a number of them, or as many as come in a time."""
    from valuestream_cli.validation.structure import fits, stream_schema

    if text.isascii() and text.isdecimal():
        return int(text)
    if not fits(text, stream_schema()["$defs"]["Time"]):
        raise VsError(f"'{text}' is no warm-up", "write a number of cases, a time such as 5d, or auto")
    return round(seconds(text, plan.calendar) / plan.gap)


def simulate(plans: Sequence[Plan], options: Options, spread: Spread) -> SimulationResult:
    """Simulate a stream, or two of them with the same luck.

    spread: does the work for each number of a run, wherever. The result is the same for any.
    Raises NotSimulable where a run would not end, VsError for options that make no sense.
    """
    check(options)
    try:
        warm_up, notes, runs = _replicate(plans, options, spread)
    except Impossible as reason:
        raise refusal(plans[0].path, str(reason), "correct the calendar") from None
    sums = [Summary(plan, each, options.confidence) for plan, each in zip(plans, runs, strict=True)]
    return SimulationResult(
        seed=options.seed,
        cases=options.cases,
        runs=options.runs,
        warm_up=warm_up,
        confidence=options.confidence,
        arrivals=options.arrivals,
        streams=tuple(each.result(notes) for each in sums),
        differences=tuple(differences(sums[0], sums[1], options.confidence)) if len(sums) > 1 else (),
    )


def _replicate(plans: Sequence[Plan], options: Options, spread: Spread) -> tuple[int, list[str], list[list[loop.Run]]]:
    """The warm-up, remarks on it, and all runs of each stream."""
    for plan in plans:
        refuse_the_endless(plan, options.cases, options.runs + 1, _stretch(plan.calendar))
    warm_up, notes = _warmed_up(plans, options)
    runs = spread(range(len(plans) * options.runs), Replication(tuple(plans), options, warm_up))
    return warm_up, notes, [runs[start : start + options.runs] for start in range(0, len(runs), options.runs)]


def _stretch(calendar: Calendar | None) -> float | None:
    """Seconds of work between two rests; raises Impossible where nobody ever works."""
    if calendar is None or not clock.rests(calendar):
        return None
    return max(1.0, sum(work for work, _ in islice(clock.stretches(calendar), 7)) / 7)
