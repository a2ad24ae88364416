"""What to know when reading the figures: what they take for granted beyond what the file says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.analysis.gaps import named


def remarks(
    flow: Flow,
    rate: float | None,
    without_spread: Sequence[str],
    from_inside: Sequence[str],
    without_wait: Sequence[str],
    without_work: Sequence[str],
) -> Iterator[str]:
    """Remarks on one stream, each a sentence without its full stop."""
    tail = flow.tail
    without_wait = [step for step in without_wait if step not in tail]
    if without_spread:
        yield (
            f"the times of {named(without_spread)} name no distribution and are taken to be the same for every case: "
            "in truth they vary, and queues are longer"
        )
    if from_inside:
        yield (
            f"the times of {named(from_inside)} are lognormal, with the mean and the variance of the stream inside, "
            "and work and waiting do not depend on each other"
        )
    if without_wait:
        yield f"{named(without_wait)} {_have(without_wait)} neither a capacity nor a wait time: no case waits there"
    if without_work:
        steps = f"{named(without_work)} after value {_have(without_work)} no process time"
        yield f"{steps}, and {_take(without_work)} none here"
    if rate is None:
        yield "the demand has no rate: how many cases are under way, or wait, cannot be told"


def _have(steps: Sequence[str]) -> str:
    return "has" if len(steps) == 1 else "have"


def _take(steps: Sequence[str]) -> str:
    return "takes" if len(steps) == 1 else "take"
