"""What to know when reading the numbers: where they are approximations or bounds, and what they leave out."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.analysis.areas import Fork
from valuestream_cli.analysis.gaps import named
from valuestream_cli.analysis.numbers import Numbers
from valuestream_cli.analysis.reading import actor
from valuestream_cli.analysis.result import Figure

_ROUNDING = 1e-12


def notes(numbers: Numbers, lead: Figure | None) -> Iterator[str]:
    """Remarks on the numbers of one stream, each a sentence without its full stop."""
    yield from _queues(numbers, lead)
    yield from _forks(numbers, lead)
    if lead and lead.p50 is not None:
        yield "percentiles of totals are those of the lognormal distribution with the same mean and variance"
    silent = [step for step in numbers.visited if actor(numbers.flow.steps[step]) is None]
    if silent and len(silent) < len(numbers.visited):
        yield f"who does {named(silent)} is not said; handoffs there are not counted"
    yield from numbers.reading.gaps.values()


def _queues(numbers: Numbers, lead: Figure | None) -> Iterator[str]:
    waits = numbers.queues.waits
    if not waits:
        return
    yield "queues are estimated from demand and capacity (Erlang C, Allen-Cunneen): an approximation"
    plain = [step for step in waits if numbers.queues.stations[step].varies is None and waits[step]]
    if plain:
        yield f"the work of {named(plain)} names no distribution; its queue takes it for exponential"
    computed = [step for step in waits if numbers.reading.wait[step] is None and step in numbers.visited]
    if computed and lead and lead.mean is not None:
        yield f"the wait before {named(computed)} is the queue, as none is declared"
    declared = [step for step in waits if numbers.reading.wait[step] is not None]
    if declared:
        yield f"before {named(declared)} the declared wait counts; the queue is shown beside it and never added"


def _forks(numbers: Numbers, lead: Figure | None) -> Iterator[str]:
    if lead is None or numbers.gaps.unsaid():
        return
    partial = [fork.step for fork in numbers.forks if 0 < fork.joined < 1 - _ROUNDING]
    if partial:
        yield f"some cases end in the branches of {named(partial)}: how long those take there is an approximation"
    joins = [(fork, numbers.joins().fork(fork)) for fork in numbers.waits_for_others]
    fixed = [fork.step for fork, spread in joins if spread and _has_figures(numbers, fork)]
    if fixed:
        yield (
            f"the single figures of the branches of {named(fixed)} are taken to be the same for every case, as in any "
            "value stream map: where they differ, the last branch takes longer"
        )
    near = [fork.step for fork, spread in joins if spread and not spread.is_exact]
    if near:
        yield f"how long the last branch of {named(near)} takes is an approximation"


def _has_figures(numbers: Numbers, fork: Fork) -> bool:
    """Whether some time in the branches of a fork is a single figure."""
    times = (time for step in fork.steps() for time in numbers.reading.parts(step))
    return any(time and time.is_plain and time.mean for time in times)
