"""The steps at work: what waits, what is worked on, and when each case goes on.

The inner functions here are the loop of the simulation: whatever is added to them, every case pays for at every step.
They are closures because looking up a variable costs less than an attribute: a third of the whole run.
An event is (time, number, what to do, token); the one that is being done is still the first of the heap, so that its
place can be taken by the event that follows from it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush, heapreplace
from typing import NamedTuple

from valuestream_cli.simulation.tokens import Act, Token

Event = tuple[float, float, Act, Token]
Draw = Callable[[], float]
Queue = deque[tuple[float, Token]]
Onward = list[Act]  # of one: where cases go on to, which is known when all steps are there


class Totals(NamedTuple):
    """What a step has done so far. starts: of work; waits: that are over or known, waited: their seconds in all.

    The others are seconds multiplied by cases; rest: those at which nobody worked.
    """

    starts: float
    waits: float
    waited: float
    waiting: float
    working: float
    rest_waiting: float
    rest_working: float


class Part(NamedTuple):
    """The moving parts of a step: how cases enter, and what ends their wait and their work.

    level: how many cases wait, and are worked on. done: starts of work; seconds of all waits that are over or known,
    and of all work begun. queue: those that wait and are in no event.
    """

    enter: Act
    begin: Act
    leave: Act
    level: Callable[[], tuple[int, int]]
    done: Callable[[], tuple[int, float, float]]
    queue: Queue


class Station:
    """One step at work."""

    def __init__(self, heap: list[Event], part: Part, onward: Onward) -> None:
        self._heap = heap
        self._part = part
        self._rest_waiting = self._rest_working = 0.0
        self.enter, self.level, self.onward = part.enter, part.level, onward

    @property
    def queue(self) -> list[Token]:
        """Those that wait and are in no event."""
        return [token for _, token in self._part.queue]

    def rest(self, seconds: float) -> None:
        """Nobody works for so long."""
        waiting, working = self.level()
        self._rest_waiting += waiting * seconds
        self._rest_working += working * seconds

    def totals(self, now: float) -> Totals:
        """What was done up to now."""
        part, (starts, waited, worked) = self._part, self._part.done()
        waits = starts + self.level()[0] - len(part.queue)
        waiting = waited + sum(now - since for since, _ in part.queue) - self._remaining(part.begin, now)
        working = worked - self._remaining(part.leave, now)
        return Totals(starts, waits, waited, waiting, working, self._rest_waiting, self._rest_working)

    def _remaining(self, act: Act, now: float) -> float:
        """The seconds that are still to come of all that is under way."""
        return sum(event[0] - now for event in self._heap if event[2] is act)


def limited(heap: list[Event], tick: Draw, onward: Onward, draw: Draw, capacity: int) -> Part:
    """A step that works on a few cases at once; the others wait in a queue, first come, first served."""
    queue: Queue = deque()
    append, popleft = queue.append, queue.popleft
    free, starts, waited, worked = capacity, 0, 0.0, 0.0

    def enter(now: float, token: Token) -> None:
        nonlocal free, starts, worked
        if free:
            free -= 1
            starts += 1
            time = draw()
            worked += time
            heappush(heap, (now + time, tick(), leave, token))
        else:
            append((now, token))

    def leave(now: float, token: Token) -> None:
        nonlocal free, starts, waited, worked
        if queue:
            since, following = popleft()
            starts += 1
            waited += now - since
            time = draw()
            worked += time
            heapreplace(heap, (now + time, tick(), leave, following))
        else:
            free += 1
            heappop(heap)
        onward[0](now, token)

    def level() -> tuple[int, int]:
        return len(queue), capacity - free

    def done() -> tuple[int, float, float]:
        return starts, waited, worked

    return Part(enter, enter, leave, level, done, queue)


def unlimited(heap: list[Event], tick: Draw, onward: Onward, draw: Draw, wait: Draw) -> Part:
    """A step that works on any number of cases at once, each after its declared wait."""
    waiting, working, starts, waited, worked = 0, 0, 0, 0.0, 0.0

    def enter(now: float, token: Token) -> None:
        nonlocal waiting, waited
        waiting += 1
        time = wait()
        waited += time
        heappush(heap, (now + time, tick(), begin, token))

    def begin(now: float, token: Token) -> None:
        nonlocal waiting, working, starts, worked
        waiting -= 1
        working += 1
        starts += 1
        time = draw()
        worked += time
        heapreplace(heap, (now + time, tick(), leave, token))

    def leave(now: float, token: Token) -> None:
        nonlocal working
        working -= 1
        heappop(heap)
        onward[0](now, token)

    def level() -> tuple[int, int]:
        return waiting, working

    def done() -> tuple[int, float, float]:
        return starts, waited, worked

    return Part(enter, begin, leave, level, done, deque())
