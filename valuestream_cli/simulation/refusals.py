"""What is missing or impossible in a stream that is to be simulated, with the reason and the remedy."""

from __future__ import annotations

from collections.abc import Sequence

from valuestream_cli.analysis.gaps import named, overload
from valuestream_cli.analysis.queues import enough
from valuestream_cli.analysis.rates import per_second
from valuestream_cli.analysis.result import StepNumbers, StreamAnalysis
from valuestream_cli.model import ValueStream
from valuestream_cli.simulation.plan import Plan, refusal

_MOST_STEPS = 2_000_000_000  # taken by all cases of all runs together: some hours
_MOST_CASES = 5_000_000  # under way at once: some gigabytes


def refuse(stream: ValueStream, facts: StreamAnalysis, unshared: Sequence[str]) -> None:
    """Raise NotSimulable for the first thing that stands against a simulation.

    unshared: the choices of which the shares are not known.
    """
    path = facts.path
    _refuse_problems(facts)
    if unshared:
        hint = f"write `share:` on all but one of its ways, or --set {unshared[0]}.next.TARGET.share=30%"
        raise refusal(path, f"the shares of {named(unshared)} are not known", hint)
    if facts.reaches_value == 0:
        raise refusal(path, "no case ever reaches value", "see `vs validate`")
    rate = stream.demand.rate
    visited = [step for step in facts.steps if step.visits]
    limited = [step.id for step in visited if step.capacity]
    if rate and not per_second(rate, stream.calendar):
        raise refusal(path, f"at a rate of {rate} no case ever arrives", "write how many cases arrive, such as 40/d")
    if not rate and limited:
        reason = f"{named(limited)} can work on a few cases at once only, but the demand has no rate"
        raise refusal(path, reason, "add `rate:` to the demand, such as 40/d, or --set demand.rate=40/d")
    _refuse_untimed(path, visited)


def _refuse_problems(facts: StreamAnalysis) -> None:
    for step in facts.steps:
        if step.load is not None and step.load >= 1 and step.capacity and step.visits:
            raise _overload(facts.path, step, step.load, step.capacity)
    for problem in facts.problems:
        raise refusal(facts.path, problem, "see `vs validate` and `vs analyze`")


def _overload(path: str, step: StepNumbers, load: float, capacity: int) -> Exception:
    """The refusal of a queue that never settles."""
    needed = enough(capacity, load)
    hint = f"with a capacity of {needed} its load would be {load * capacity / needed:.0%}"
    return refusal(path, overload(step.id, load), f"{hint}: --set {step.id}.capacity={needed}")


def _refuse_untimed(path: str, visited: list[StepNumbers]) -> None:
    untimed = [
        step.id
        for step in visited
        if not step.after_value and (step.process_time is None or step.process_time.mean is None)
    ]
    if untimed:
        reason = f"{named(untimed)} {'has' if len(untimed) == 1 else 'have'} no process time"
        hint = f"add `process_time:`; an estimate is better than a gap: --set {untimed[0]}.process_time=30m"
        raise refusal(path, reason, hint)


def refuse_the_endless(plan: Plan, cases: int, runs: int, stretch: float | None) -> None:
    """Raise NotSimulable where a simulation would not end in a time that anybody waits for, or fill all memory.

    stretch: seconds of work between two rests, if there are any.
    """
    if plan.under_way > _MOST_CASES:
        reason = f"about {plan.under_way:,.0f} cases would be under way at once, which no memory holds"
        raise refusal(plan.path, reason, "check the units of the rate and of the times")
    nights = plan.gap / stretch if stretch else 0.0
    each = plan.visits + nights
    if each * (2 * cases + 3 * plan.under_way) * runs > _MOST_STEPS:
        reason = f"a case takes {plan.visits:,.0f} steps in the mean"
        if nights > plan.visits:
            reason = f"{nights:,.0f} nights would pass between two cases"
        raise refusal(
            plan.path, f"{reason}: that would take hours", "ask for fewer --cases or --runs, or check the file"
        )
