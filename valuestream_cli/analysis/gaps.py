"""Why the totals of a stream are not known, in words."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import TYPE_CHECKING

from valuestream_cli.analysis.areas import Fork
from valuestream_cli.analysis.times import Time

if TYPE_CHECKING:
    from valuestream_cli.analysis.numbers import Numbers
    from valuestream_cli.analysis.spreads import Spreads

_MANY = 100  # times the capacity: beyond, percent are not read any more


class Gaps:
    """What is missing for the totals of a stream; each question is answered with a reason, or null if all is there."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def flow(self) -> str | None:
        """Why the times of a case cannot be summed up."""
        numbers = self._numbers
        if numbers.overloaded:
            return overload(numbers.overloaded[0], numbers.queues.stations[numbers.overloaded[0]].load)
        if numbers.runs_past_joins:
            past = f"a branch of '{numbers.runs_past_joins[0]}' leads to value past its join"
            return self.shares() or past
        return self.shares()

    def shares(self) -> str | None:
        """Why it is not known how often a case comes to each step."""
        return f"the shares of {named(self._choices())} are not known" if self._numbers.area.is_open else None

    def _choices(self) -> list[str]:
        """The steps that a case comes to of whose ways the shares are not known."""
        visits = self._numbers.visits
        return [step for area in self._numbers.area.everywhere() for step, row in area.ways.items() if row is None
                and step not in area.forks and visits.get(step) != 0]  # fmt: skip

    def lead(self) -> str | None:
        """Why there is no lead time."""
        return self.unsaid() or self.branches()

    def unsaid(self) -> str | None:
        """Why there is no lead time although all branches of a fork took what they take in the mean."""
        numbers = self._numbers
        return self.flow() or _unsaid(numbers.without_process, "process time") or _unsaid(
            numbers.without_wait, "wait time"
        )  # fmt: skip

    def process(self) -> str | None:
        """Why there is no process time of a case."""
        numbers = self._numbers
        has_waits = len(numbers.without_wait) < len(numbers.visited)
        gap = self.flow() or _unsaid(numbers.without_process, "process time")
        return gap or (self._unsure_branch() if numbers.without_wait and has_waits else None)

    def wait(self) -> str | None:
        """Why there is no wait of a case."""
        return self.wait_unsaid() or self.branches()

    def wait_unsaid(self) -> str | None:
        """Why there is no wait of a case although all branches of a fork took what they take in the mean."""
        gap = self.flow() or _unsaid(self._numbers.without_wait, "wait time")
        return gap or (self._unsure_branch() if self._numbers.without_process else None)

    def _unsure_branch(self) -> str | None:
        forks = self._numbers.waits_for_others
        return f"which branch of '{forks[0].step}' takes longest is not known" if forks else None

    def branches(self) -> str | None:
        """Why it is not known how long the last branch of a fork takes."""
        declared = {step for step, wait in self._numbers.reading.wait.items() if wait is not None}
        return self._last_branch(self._numbers.joins(), self._numbers.queues.waits.keys() - declared)

    def queued(self) -> str | None:
        """Why there is no lead time with queues in the place of declared waits."""
        return self.unsaid() or self._last_branch(self._numbers.queued_joins, self._numbers.queues.waits.keys())

    def _last_branch(self, joins: Spreads, queues: Set[str]) -> str | None:
        """The same of the first such fork. queues: the steps before which a queue counts."""
        for fork in self._numbers.vague(joins):
            return f"how long the last branch of '{fork.step}' takes is not known: {self._vague(fork, queues)}"
        return None

    def _vague(self, fork: Fork, queues: Set[str]) -> str:
        in_queue = [step for step in fork.steps() if step in queues]
        if in_queue:
            return f"the wait before {named(in_queue)} is a queue, of which only the mean is known"
        parts = self._numbers.reading.parts
        unnamed = [step for step in fork.steps() if not all(map(_says_how_it_varies, parts(step)))]
        if unnamed:
            return f"the times of {named(unnamed)} name no distribution"
        return "they vary too widely"


def _says_how_it_varies(time: Time | None) -> bool:
    return time is None or time.is_plain or time.variance is not None


def overload(step: str, load: float) -> str:
    """Why there is no lead time where a step has too much to do."""
    much = f"{load:.0%} of" if load < _MANY else f"{load:.3g} times"
    return f"the work of '{step}' takes {much} its capacity, so that its queue grows for ever"


def named(steps: Iterable[str]) -> str:
    """Steps in a sentence; of many, the first."""
    first, *others = steps
    return f"'{first}' and {len(others)} other{'s' * (len(others) > 1)}" if len(others) > 1 else " and ".join(
        f"'{step}'" for step in (first, *others)
    )  # fmt: skip


def _unsaid(steps: list[str], what: str) -> str | None:
    return f"{named(steps)} {'has' if len(steps) == 1 else 'have'} no {what}" if steps else None
