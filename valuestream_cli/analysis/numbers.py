"""The numbers of one stream: every question about its flow that the file answers, and why the others stay open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from valuestream_cli.analysis import paths, quality, reading
from valuestream_cli.analysis.areas import Area, Fork, main_area, tail_area
from valuestream_cli.analysis.chain import Chain
from valuestream_cli.analysis.flow import Flow
from valuestream_cli.analysis.laws import lognormal, quantile
from valuestream_cli.analysis.rates import per_second
from valuestream_cli.analysis.result import PERCENTILES, Figure
from valuestream_cli.analysis.sums import Pair, Spread, Spreads, Totals
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
    def without_process(self) -> list[str]:
        """The steps on the way of which nobody says how long the work takes."""
        return [step for step in self.visited if self.reading.process[step] is None]

    @cached_property
    def without_wait(self) -> list[str]:
        """The steps on the way before which the wait is neither said nor follows from a queue."""
        known = self.queues.waits
        return [step for step in self.visited if self.reading.wait[step] is None and step not in known]

    @cached_property
    def waits_for_others(self) -> list[Fork]:
        """The forks on the way of which several branches are waited for."""
        forks = [fork for area in self.area.everywhere() for fork in area.forks.values()]
        return [fork for fork in forks if fork.step in self.visited and len(fork.awaited()) > 1]

    @cached_property
    def runs_past_joins(self) -> list[str]:
        """The forks of which one branch leads to value while others are still to be joined."""
        return [fork.step for area in self.area.everywhere() for fork in area.forks.values() if fork.runs_past_join]

    def gap(self) -> str | None:
        """Why the times of a case cannot be summed up; null where they can."""
        if self.overloaded:
            station = self.queues.stations[self.overloaded[0]]
            return overload(self.overloaded[0], station.load)
        if self.area.is_open:
            return f"the shares of {named(self.open_choices)} are not known"
        if self.runs_past_joins:
            return f"a branch of '{self.runs_past_joins[0]}' leads to value past its join"
        return None

    @cached_property
    def open_choices(self) -> list[str]:
        """The steps that a case comes to of whose ways the shares are not known."""
        return [step for area in self.area.everywhere() for step, row in area.ways.items() if row is None
                and step not in area.forks and self.visits.get(step) != 0]  # fmt: skip

    def lead_gap(self) -> str | None:
        """Why there is no lead time; null where there is one."""
        return self.gap() or _unsaid(self.without_process, "process time") or _unsaid(self.without_wait, "wait time")

    def process_gap(self) -> str | None:
        """Why there is no process time of a case."""
        gap = self.gap() or _unsaid(self.without_process, "process time")
        return gap or (self._unsure_branch() if self.without_wait and self._has_waits() else None)

    def wait_gap(self) -> str | None:
        """Why there is no wait of a case."""
        gap = self.gap() or _unsaid(self.without_wait, "wait time")
        return gap or (self._unsure_branch() if self.without_process else None)

    def _has_waits(self) -> bool:
        return len(self.without_wait) < len(self.visited)

    def _unsure_branch(self) -> str | None:
        forks = self.waits_for_others
        return f"which branch of '{forks[0].step}' takes longest is not known" if forks else None

    @property
    def basis(self) -> str | None:
        """What the times rest on."""
        return reading.basis_of([*self._used(self.reading.process), *self._used(self.reading.wait)])

    def total(self, end: str, toward: str | None = None) -> Pair:
        """Work and wait of a case, or of those that end at `toward`, at one end of the ranges: mean, low or high."""
        if (end, toward) not in self._totals:
            known = reading.pairs(self.reading, self.queues.waits, end)
            totals = Totals(known, self._longest_of if end == "mean" else lambda _: None)
            self._totals[end, toward] = totals.area(self.area, toward)
        return self._totals[end, toward]

    def _longest_of(self, fork: Fork) -> float | None:
        spread = self.spreads.fork(fork)
        return spread.mean if spread else None

    @cached_property
    def spreads(self) -> Spreads:
        """How lead times are spread; not where a wait is a computed queue."""
        return self._spreads(lambda step: (self.reading.process[step], self.reading.wait[step]))

    def _spreads(self, parts: Callable[[str], tuple[Time | None, ...]]) -> Spreads:
        times = {step: tuple(time for time in parts(step) if time is not None) for step in self.flow.steps}
        return Spreads({step: each if len(each) == len(parts(step)) else None for step, each in times.items()})

    def lead_time(self, toward: str | None = None) -> Figure | None:
        """The time of a case, or of those cases that end at `toward`."""
        used = [*self._used(self.reading.process), *self._used(self.reading.wait)]
        if self.overloaded:
            return None
        if self.lead_gap():
            return self._at_least(lambda pair: pair.lead, used, toward)
        chain = None
        if toward is not None:
            rows = self.area.chain.towards([toward])
            chain = Chain(rows) if rows else None
            if chain is None:
                return None
        spread = self.spreads.area(self.area, chain)
        return self._figure(lambda pair: pair.lead, used, spread, toward)

    def lead_time_queued(self) -> Figure | None:
        """The lead time with each queue that is known in the place of the declared wait."""
        if self.lead_gap() or not self.queues.waits:
            return None
        known = reading.pairs(self.reading, self.queues.waits, "mean", queued=True)
        mean = Totals(known).area(self.area).lead
        return Figure(mean=mean, basis=reading.basis_of(self._used(self.reading.process)))

    def process_time(self) -> Figure | None:
        """The work on a case."""
        return self._part(self.process_gap(), lambda pair: pair.work, self.reading.process)

    def wait_time(self) -> Figure | None:
        """The waiting of a case."""
        return self._part(self.wait_gap(), lambda pair: pair.wait, self.reading.wait)

    def _part(self, gap: str | None, of: Callable[[Pair], float], times: dict[str, Time | None]) -> Figure | None:
        if self.overloaded:
            return None
        used = self._used(times)
        if gap:
            return None if self.waits_for_others else self._at_least(of, used)
        is_alone = not self.waits_for_others
        spread = self._spreads(lambda step: (times[step],)).area(self.area) if is_alone else None
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


def overload(step: str, load: float) -> str:
    """Why there is no lead time where a step has too much to do."""
    return f"the work of '{step}' takes {load:.0%} of its capacity, so that its queue grows for ever"


def named(steps: Iterable[str]) -> str:
    """Steps in a sentence; of many, the first."""
    first, *others = steps
    return f"'{first}' and {len(others)} other{'s' * (len(others) > 1)}" if len(others) > 1 else " and ".join(
        f"'{step}'" for step in (first, *others)
    )  # fmt: skip


def _unsaid(steps: list[str], what: str) -> str | None:
    return f"{named(steps)} {'has' if len(steps) == 1 else 'have'} no {what}" if steps else None
