"""Times in the language of the reader, with what is known of their range and of what they rest on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from valuestream_cli.analysis.result import Figure, StepNumbers, StreamAnalysis
from valuestream_cli.itil.words import Words
from valuestream_cli.reporting.numbers import told

_MOST = 8  # steps that a note names
_LONG = 0.2  # of all waiting
_MIXED = 360000.0  # seconds up to which the ends of a range are both told in hours
_ONCE = 0.005  # visits that are so near to one count as one


class Target(NamedTuple):
    """What is wanted of a number, what is, and whether that will do; null where it cannot be told."""

    name: str
    wanted: str
    now: str
    met: bool | None


class Teller:
    """Says times, shares and names."""

    def __init__(self, analysis: StreamAnalysis, words: Words) -> None:
        self.analysis = analysis
        self.words = words
        self.tells_bases = analysis.basis == "mixed"

    def time(self, seconds: float) -> str:
        """A time in days and weeks of the stream's calendar."""
        return self.words.amount(told.duration(seconds, self.analysis))

    def figure(self, figure: Figure | None) -> str:
        """A time, or what it is at least, or that it is unknown."""
        known = told.known(figure)
        if figure is None or known is None:
            return self.words("not_known")
        return self.time(known) if figure.mean is not None else self.words("at_least", time=self.time(known))

    def range(self, figure: Figure | None) -> str:
        """From where to where a time goes, else its percentiles, as far as either is known."""
        if figure is None or figure.mean is None:
            return ""
        if figure.low is not None and figure.high is not None and figure.low < figure.high:
            low, high = self._alike(figure.low, figure.high)
            return self.words("from_to", low=low, high=high)
        if figure.p50 is not None and figure.p90 is not None and figure.p50 < figure.p90:
            low, high = self._alike(figure.p50, figure.p90)
            return f"p50 {low}, p90 {high}"
        return ""

    def _alike(self, low: float, high: float) -> tuple[str, str]:
        """Two times in the same units, as far as they stay short."""
        is_mixed = self.in_days(high) and not self.in_days(low) and high <= _MIXED
        tell = self.by_the_clock if is_mixed else self.time
        return tell(low), tell(high)

    def by_the_clock(self, seconds: float) -> str:
        """A time in hours and less, however many they are."""
        return self.words.amount(told.duration(seconds, self.analysis._replace(day=math.inf, week=math.inf)))

    def in_days(self, seconds: float) -> bool:
        """Whether a time is told in days or weeks, rather than in hours."""
        return any(unit in told.duration(seconds, self.analysis) for unit in "dw")

    def is_long(self, step: StepNumbers) -> bool:
        """Whether the wait before a step is a good part of all waiting."""
        whole = self.analysis.wait_time.mean if self.analysis.wait_time else None
        if not whole:
            whole = sum(told.waiting(each) for each in self.analysis.steps if not each.after_value)
        return told.waiting(step) >= _LONG * whole

    def basis(self, figure: Figure | None) -> str:
        """What a time rests on, if that is said."""
        return self.words(f"basis_{figure.basis}") if figure and figure.basis else ""

    def passes(self, step: StepNumbers) -> str:
        """How often a case comes to a step, where that is not once."""
        if step.visits is None:
            return self.words("not_said")
        return "" if abs(step.visits - 1) < _ONCE else f"{self.words.amount(told.count(step.visits))}×"

    def steps(self, numbers: list[int]) -> str:
        """The numbers of steps; of many, the first."""
        first = ", ".join(str(number) for number in numbers[:_MOST])
        return first if len(numbers) <= _MOST else self.words("and_more", steps=first, count=len(numbers) - _MOST)

    def calendar(self) -> str:
        """How long a day is."""
        day, week = self.analysis.day, self.analysis.week
        if day == 86400:
            return self.words("days_of_clock") if week == 7 * day else self.words("weeks_of", days=f"{week / day:g}")
        return self.words("days_of_work", hours=self.by_the_clock(day), days=f"{week / day:g}")

    def targets(self) -> Iterator[Target]:
        """Each target of the stream."""
        analysis = self.analysis
        times = {"lead_time": analysis.lead_time_to_value, "process_time": analysis.process_time}
        for target in analysis.targets:
            limit = "at_most" if told.TARGETS[target.name][1] == "at most" else "at_least"
            wanted = self.words(limit, time=self.words.amount(target.written))
            if target.name in times:
                now = self.figure(times[target.name])
            elif target.actual is None:
                now = self.words("not_known")
            else:
                count = told.count if target.name == "handoffs" else told.percent
                now = self.words.amount(count(target.actual))
            yield Target(target.name, wanted, now, target.met)
