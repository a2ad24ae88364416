"""The numbers of one stream: every question about its flow that the file answers, and why the others stay open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from valuestream_cli.analysis import paths, quality, reading
from valuestream_cli.analysis.areas import Area, Fork, main_area, tail_area
from valuestream_cli.analysis.chain import Chain
from valuestream_cli.analysis.flow import Flow
from valuestream_cli.analysis.gaps import Gaps
from valuestream_cli.analysis.laws import lognormal, quantile
from valuestream_cli.analysis.rates import per_second
from valuestream_cli.analysis.result import PERCENTILES, Figure
from valuestream_cli.analysis.spreads import Spread, Spreads
from valuestream_cli.analysis.sums import Pair, Totals
from valuestream_cli.analysis.times import Time
from valuestream_cli.model import VALUE, ValueStream


class Numbers:
    """The numbers of a stream, each computed when first asked for.

    Raises Impossible, from any of them, where no case could flow as the file says.
    """

    def __init__(self, stream: ValueStream, nested: reading.Nested | None, tolerance: float) -> None:
        self.stream = stream
        self.flow = Flow(stream)
        self.reading = reading.Reading(self.flow.steps, stream.calendar, nested)
        self._tolerance = tolerance
        self._totals: dict[tuple[str, str | None], Pair] = {}
        self._joins: dict[str, Spreads] = {}

    @cached_property
    def area(self) -> Area:
        """The stream from demand to value."""
        return main_area(self.flow, self._tolerance)

    @cached_property
    def back(self) -> paths.Back:
        """The edges that lead back."""
        return {(edge.source, edge.target) for edge in self.flow.rework}

    @cached_property
    def ends(self) -> dict[str, float] | None:
        """Where cases end, with probabilities; null where that is open."""
        return self.area.ends

    @cached_property
    def visits(self) -> dict[str, float | None]:
        """How often each step is visited in the mean; those after value by the cases that come to it."""
        found: dict[str, float | None] = dict.fromkeys(self.flow.steps, 0.0)
        tail = tail_area(self.flow, self._tolerance)
        reaching = (self.ends or {}).get(VALUE, 0.0) if self.ends is not None else None
        for step, visits in tail.visits.items() if tail else ():
            found[step] = None if visits is None or reaching is None else visits * reaching
        return found | self.area.visits

    @cached_property
    def visited(self) -> list[str]:
        """The steps before value that a case comes to, or may come to."""
        return [step for step, visits in self.area.visits.items() if visits != 0]

    @cached_property
    def rate(self) -> float | None:
        """Cases per second of working time."""
        rate = self.stream.demand.rate
        return per_second(rate, self.stream.calendar) if rate else None

    @cached_property
    def ways(self) -> reading.Ways:
        """Each way that is taken before value."""
        return reading.ways_of(self.area, self.area.visits)

    @cached_property
    def queues(self) -> reading.Queues:
        """The steps with a capacity."""
        return reading.Queues(self.reading, self.rate, self.visits, self.ways)

    @cached_property
    def overloaded(self) -> list[str]:
        """The steps before value that get more work than they can do."""
        return [step for step, station in self.queues.stations.items() if station.load >= 1 and step in self.visited]

    @property
    def is_endless(self) -> bool:
        """Whether cases on their way to value wait in a queue that grows for ever."""
        if self.runs_past_joins:
            return False
        return bool(reading.leads_to(self.ways, VALUE).intersection(self.overloaded))

    @cached_property
    def gaps(self) -> Gaps:
        """Why totals are not known."""
        return Gaps(self)

    @cached_property
    def without_process(self) -> list[str]:
        """The steps on the way of which nobody says how long the work takes."""
        return [step for step in self.visited if self.reading.process[step] is None]

    @cached_property
    def without_wait(self) -> list[str]:
        """The steps on the way before which the wait is neither said nor follows from a queue."""
        known = self.queues.waits
        return [step for step in self.visited if self.reading.wait[step] is None and step not in known]

    @cached_property
    def forks(self) -> list[Fork]:
        """The forks on the way."""
        forks = (fork for area in self.area.everywhere() for fork in area.forks.values())
        return [fork for fork in forks if fork.step in self.visited]

    @cached_property
    def waits_for_others(self) -> list[Fork]:
        """The forks on the way of which several branches are waited for."""
        return [fork for fork in self.forks if len(fork.awaited()) > 1]

    @cached_property
    def runs_past_joins(self) -> list[str]:
        """The forks of which one branch leads to value while others are still to be joined."""
        return [fork.step for area in self.area.everywhere() for fork in area.forks.values() if fork.runs_past_join]

    @property
    def basis(self) -> str | None:
        """What the times rest on."""
        return reading.basis_of([*self._used(self.reading.process), *self._used(self.reading.wait)])

    def total(self, end: str, toward: str | None = None) -> Pair:
        """Work and wait of a case, or of those that end at `toward`, at one end of the ranges: mean, low or high."""
        if (end, toward) not in self._totals:
            known = reading.pairs(self.reading, self.queues.waits, end)
            self._totals[end, toward] = Totals(known, self.joins(end).mean_of).area(self.area, toward)
        return self._totals[end, toward]

    def joins(self, end: str = "mean") -> Spreads:
        """How long forks wait for their last branch, at one end of the ranges; a single figure does not vary there."""
        if end not in self._joins:
            self._joins[end] = self._spreads(lambda step: (time and time.at(end) for time in self.reading.parts(step)))
        return self._joins[end]

    @cached_property
    def queued_joins(self) -> Spreads:
        """The same, with each queue that is known in the place of the declared wait."""
        waits, parts = self.queues.waits, self.reading.parts
        return self._spreads(
            lambda step: (time.at("mean") if time and step not in waits else None for time in parts(step))
        )

    def vague(self, joins: Spreads) -> list[Fork]:
        """The forks of which it cannot be told how long the last branch takes, but only what it takes at least."""
        return [fork for fork in self.waits_for_others if joins.fork(fork) is None]

    def _spreads(self, parts: Callable[[str], Iterable[Time | None]]) -> Spreads:
        return Spreads({step: tuple(parts(step)) for step in self.flow.steps})

    def lead_time(self, toward: str | None = None) -> Figure | None:
        """The time of a case, or of those cases that end at `toward`."""
        used = [*self._used(self.reading.process), *self._used(self.reading.wait)]
        if self.overloaded:
            return None
        if self.gaps.unsaid():
            return self._at_least(lambda pair: pair.lead, used, toward)
        rows = self.area.chain.towards([toward]) if toward is not None else self.area.chain.rows
        if rows is None:
            return None
        if self.vague(self.joins()):
            return Figure(mean=None, low=self.total("mean", toward).lead, basis=reading.basis_of(used))
        spread = self._spreads(self.reading.parts).area(self.area, Chain(rows) if toward is not None else None)
        return self._figure(lambda pair: pair.lead, used, spread, toward)

    def lead_time_queued(self) -> Figure | None:
        """The lead time with each queue that is known in the place of the declared wait."""
        waits = self.queues.waits
        if self.gaps.unsaid() or not waits:
            return None
        known = reading.pairs(self.reading, waits, "mean", queued=True)
        total = Totals(known, self.queued_joins.mean_of).area(self.area).lead
        basis = reading.basis_of(self._used(self.reading.process))
        if self.vague(self.queued_joins):
            return Figure(mean=None, low=total, basis=basis)
        return Figure(mean=total, basis=basis)

    def process_time(self) -> Figure | None:
        """The work on a case."""
        return self._part(self.gaps.process(), lambda pair: pair.work, self.reading.process)

    def wait_time(self) -> Figure | None:
        """The waiting of a case."""
        if self.vague(self.joins()) and not self.gaps.wait_unsaid():
            least = self.total("mean").wait
            return Figure(mean=None, low=least, basis=reading.basis_of(self._used(self.reading.wait)))
        return self._part(self.gaps.wait(), lambda pair: pair.wait, self.reading.wait)

    def _part(self, gap: str | None, of: Callable[[Pair], float], times: dict[str, Time | None]) -> Figure | None:
        if self.overloaded:
            return None
        used = self._used(times)
        if gap:
            return None if self.waits_for_others else self._at_least(of, used)
        spread = None if self.waits_for_others else self._spreads(lambda step: (times[step],)).area(self.area)
        return self._figure(of, used, spread)

    def _used(self, times: dict[str, Time | None]) -> list[Time]:
        """The times that a sum rests on; those of no length rest on nothing."""
        found = (times[step] for step in self.visited)
        return [time for time in found if time is not None and (time.mean or time.basis)]

    def _figure(
        self, of: Callable[[Pair], float], used: list[Time], spread: Spread | None, toward: str | None = None
    ) -> Figure:
        has_range = any(time.is_range for time in used)
        law = lognormal(spread.mean, spread.variance) if spread else None
        return Figure(
            mean=of(self.total("mean", toward)),
            low=of(self.total("low", toward)) if has_range else None,
            high=of(self.total("high", toward)) if has_range else None,
            basis=reading.basis_of(used),
            variance=spread.variance if spread else None,
            **{name: quantile(law, share) for name, share in PERCENTILES.items() if law},
        )

    def _at_least(self, of: Callable[[Pair], float], used: list[Time], toward: str | None = None) -> Figure | None:
        """What is known for sure although something is missing: on the shortest way, and without what nobody says."""
        known = reading.pairs(self.reading, self.queues.waits, "low")
        if self.area.is_open or self.runs_past_joins or toward is not None:
            least = paths.Forward(self.back).shortest(self.area, {step: of(pair) for step, pair in known.items()})
        else:
            least = of(Totals(known).area(self.area))
        return Figure(mean=None, low=least, basis=reading.basis_of(used)) if least else None

    @cached_property
    def quality(self) -> quality.Quality:
        """%C&A, first-pass yield and rework."""
        accuracy = {step.id: self.reading.accuracy(step) for step in self.flow.steps.values()}
        return quality.Quality(self.area, self.back, accuracy, self.visited)

    def critical_path(self) -> tuple[str, ...] | None:
        """The longest way to value, each step once; null where that hangs on what is not known."""
        forward = paths.Forward(self.back)
        is_known = not self.without_process and not self.without_wait
        if not is_known and not forward.is_single(self.area):
            return None
        known = reading.pairs(self.reading, self.queues.waits, "mean")
        longest = forward.longest(self.area, {step: pair.lead for step, pair in known.items()})
        return longest[1] if longest else None
