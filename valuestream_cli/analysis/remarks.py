"""What to know when reading the numbers: where they are approximations or bounds, and what they leave out."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.analysis.numbers import Numbers, named
from valuestream_cli.analysis.reading import actor
from valuestream_cli.analysis.result import Figure


def notes(numbers: Numbers, lead: Figure | None) -> Iterator[str]:
    """Remarks on the numbers of one stream, each a sentence without its full stop."""
    yield from _queues(numbers, lead)
    yield from _forks(numbers, lead)
    if lead and lead.p50 is not None:
        yield "percentiles of totals are those of the lognormal distribution with the same mean and variance"
    silent = [step for step in numbers.visited if actor(numbers.flow.steps[step]) is None]
    if silent and len(silent) < len(numbers.visited):
        yield f"who does {named(silent)} is not said; handoffs there are not counted"
    for step, reason in numbers.reading.gaps.items():
        yield f"the stream of '{step}' is left out: {reason}"


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
    if lead is None or lead.mean is None or not numbers.waits_for_others:
        return
    spreads = {fork.step: numbers.spreads.fork(fork) for fork in numbers.waits_for_others}
    bounds = [step for step, spread in spreads.items() if spread is None]
    if bounds:
        yield (
            f"from {named(bounds)} on the branch with the longest mean counts: as times differ from case to case, "
            "the join waits at least that long"
        )
    near = [step for step, spread in spreads.items() if spread and not spread.is_exact]
    if near:
        yield f"how long the join after {named(near)} waits for its last branch is an approximation"
