"""What a simulation tells: plain, frozen, in seconds of the calendar's working time; ratios are 0 to 1.

What is not known is null. `elapsed` and `off_hours` alone are seconds by the clock, nights and weekends included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PERCENTILES = {"p50": 0.50, "p85": 0.85, "p90": 0.90, "p95": 0.95}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure and its confidence interval, by Student's t over the runs; low, high: null for a single run."""

    mean: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How times differ from case to case: their mean and percentiles, each with its confidence interval."""

    mean: Interval
    p50: Interval
    p85: Interval
    p90: Interval
    p95: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """One step under load. number: its place along the flow. visits: by one case in the mean.

    wait: seconds before the work begins, on one visit; is_queue: whether they were computed from demand and capacity,
    rather than declared. off_hours: seconds by the clock that pass meanwhile while nobody works.
    queue: cases that wait, in the mean over time. busy: cases that are worked on. utilisation: busy by capacity.
    """

    id: str
    name: str
    number: int
    after_value: bool
    capacity: int | None
    is_queue: bool
    visits: Interval | None
    wait: Interval | None
    off_hours: Interval | None
    queue: Interval | None
    busy: Interval | None
    utilisation: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamResult:
    """One stream under load.

    lead_time: from demand to value, of the cases that reach it; elapsed: the same by the clock, null where nobody ever
    rests. queue_wait, declared_wait, off_hours: seconds of waiting of a case, summed over all steps before value;
    off_hours are by the clock, and in addition. within_target: share of these cases that meet the target for lead time.
    throughput: cases that reach value in an hour of working time; wip: cases under way.
    histogram: for each stretch of lead time from, to, and the share of cases in it. levels: moments along the run, in
    seconds from its start, and how many cases waited before each step then. notes: what to know when reading.
    """

    path: str
    id: str
    name: str
    lead_time: Spread | None
    elapsed: Spread | None
    queue_wait: Interval | None
    declared_wait: Interval | None
    off_hours: Interval | None
    without_value: Interval | None
    target: float | None
    within_target: Interval | None
    throughput: Interval | None
    wip: Interval | None
    steps: tuple[StepResult, ...]
    histogram: tuple[tuple[float, float, float], ...]
    levels: tuple[tuple[float, tuple[float, ...]], ...]
    warm_up_time: float | None
    notes: tuple[str, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    day: float = 86400.0
    week: float = 604800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How one figure of the second stream differs from the first: second minus first, run by run.

    Both streams meet the same luck, so that the interval is that of paired runs. differs: whether it leaves out zero.
    """

    measure: str
    before: float
    after: float
    change: Interval
    differs: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationResult:
    """What was simulated, and what came of it: one stream, or two and their differences.

    cases: that the figures of each run rest on; warm_up: cases before those, which are left out.
    """

    seed: int
    cases: int
    runs: int
    warm_up: int
    confidence: float
    arrivals: str
    streams: tuple[StreamResult, ...]
    differences: tuple[Difference, ...] = ()
