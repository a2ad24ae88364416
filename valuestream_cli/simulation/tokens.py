"""Cases on their way: what becomes of one that is in several places at once, and what is known of it when it is over.

A case is as many tokens as there are branches of it under way. A fork makes them, its join brings them together. A
case has its value once its last token that leads to value is there; it is over when no token is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import fsum

from valuestream_cli.simulation.statistics import Histogram, Series


class Case:
    """One demand. offset: seconds of rest when it arrived, and when it had its value; tokens: branches under way.

    counts: whether the figures rest on it; such as came before, or come later, are there to keep it company.
    """

    __slots__ = ("arrived", "counts", "offset", "over_at", "tokens", "value_at", "value_offset")
    over_at: float  # known once the case is over
    value_offset: float
    is_after = False

    def __init__(self, arrived: float, offset: float, counts: bool) -> None:
        self.arrived = arrived
        self.offset = offset
        self.counts = counts
        self.tokens = 1
        self.value_at = -1.0


class Aftermath(Case):
    """What still happens to a case once it has its value."""

    __slots__ = ()
    is_after = True


class Frame:
    """One run through a fork: how many branches its join still waits for, and how many have come."""

    __slots__ = ("awaited", "came", "join", "parent")

    def __init__(self, join: Join | None, branches: int, parent: Frame | None) -> None:
        self.join = join
        self.awaited = branches
        self.came = 0
        self.parent = parent


Token = tuple[Case, "Frame | None"]
Act = Callable[[float, Token], None]


_ROUNDING = 1e-9  # of the computer's own arithmetic


class Over(Exception):
    """All cases that count are over."""


class Fork:
    """Starts all branches of a case at once."""

    def __init__(self, branches: Sequence[Act], join: Join | None) -> None:
        self._branches = branches
        self._join = join

    def enter(self, now: float, token: Token) -> None:
        """Split a token."""
        case, frame = token
        case.tokens += len(self._branches) - 1
        inner = (case, Frame(self._join, len(self._branches), frame))
        for start in self._branches:
            start(now, inner)


class Join:
    """Holds tokens back until every branch that can still come is there."""

    def __init__(self, enter: Act) -> None:
        self._begin = enter

    def enter(self, now: float, token: Token) -> None:
        """A branch is there; what comes from elsewhere passes."""
        case, frame = token
        if frame is None or frame.join is not self:
            self._begin(now, token)
        else:
            case.tokens -= 1
            settle(now, case, frame, came=1)

    def begin(self, now: float, token: Token) -> None:
        """All are there: the case goes on as one."""
        token[0].tokens += 1
        self._begin(now, token)


class Escape:
    """The entry of a step inside a fork from which no way leads to the join: the join no longer waits."""

    def __init__(self, enter: Act) -> None:
        self._begin = enter

    def enter(self, now: float, token: Token) -> None:
        """Let go of the fork and pass on."""
        case, frame = token
        self._begin(now, (case, None))
        if frame is not None:
            settle(now, case, frame, came=0)


def settle(now: float, case: Case, frame: Frame | None, came: int) -> None:
    """One branch less to wait for; where it was the last, the case goes on from the join, if any branch came."""
    while frame is not None:
        frame.awaited -= 1
        frame.came += came
        if frame.awaited:
            return
        if frame.came and frame.join:
            frame.join.begin(now, (case, frame.parent))
            return
        frame, came = frame.parent, 0


class Exits:
    """Where tokens leave. over: cases that are, and were not looked at yet. offset: seconds of rest so far.

    after: where a case goes on to once it has its value, if anywhere. left: cases that count and are not over yet,
    and the first one after them, which must have come; when nothing is left, `Over` is raised.
    """

    __slots__ = ("_keep", "after", "left", "offset", "over")

    def __init__(self, cases: int) -> None:
        self.over: list[Case] = []
        self._keep = self.over.append
        self.offset = 0.0
        self.after: Act | None = None
        self.left = cases + 1

    def value(self, now: float, token: Token) -> None:
        """A token has come to value."""
        case, frame = token
        case.value_at = now
        case.value_offset = self.offset
        if frame is not None:
            settle(now, case, frame, came=0)
        case.tokens -= 1
        if not case.tokens:
            self._close(now, case)

    def end(self, now: float, token: Token) -> None:
        """A token is gone without value."""
        case, frame = token
        if frame is not None:
            settle(now, case, frame, came=0)
        case.tokens -= 1
        if not case.tokens:
            self._close(now, case)

    def _close(self, now: float, case: Case) -> None:
        """A case is over."""
        if case.is_after:
            return
        case.over_at = now
        self._keep(case)
        if self.after and case.value_at >= 0:
            self.after(now, (Aftermath(now, 0.0, False), None))
        if case.counts:
            self.left -= 1
            if not self.left:
                raise Over

    def one_less(self) -> None:
        """One thing less to wait for. Raises Over when it was the last."""
        self.left -= 1
        if not self.left:
            raise Over


class Ledger:
    """What is known of the cases that are over. in_system: seconds that they were under way."""

    def __init__(self, target: float | None, rests: bool, series: Series | None) -> None:
        self.lead = Histogram()
        self.elapsed = Histogram() if rests else None
        self.within = self.lost = 0
        self.valued = self.ended = 0
        self.in_system = 0.0
        self._target = None if target is None else target * (1 + _ROUNDING)
        self._series = series

    def take(self, over: list[Case]) -> None:
        """Take down all cases of a list, and empty it."""
        self.in_system += fsum([case.over_at - case.arrived for case in over])
        reached = [case for case in over if case.value_at >= 0]
        counting = [case for case in reached if case.counts]
        if len(reached) < len(over):
            self.ended += len(over) - len(reached)
            self.lost += sum(case.counts for case in over) - len(counting)
        self.valued += len(reached)
        if self._series:
            self._series.extend([case.value_at - case.arrived for case in reached])
        leads = [case.value_at - case.arrived for case in counting]
        self.lead.extend(leads)
        if self._target is not None:
            self.within += sum([lead <= self._target for lead in leads])
        if self.elapsed:
            rests = (case.value_offset - case.offset for case in counting)
            self.elapsed.extend([lead + rest for lead, rest in zip(leads, rests, strict=True)])
        over.clear()
