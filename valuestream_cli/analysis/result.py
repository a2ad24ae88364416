"""What an analysis tells: plain, frozen, in seconds of the calendar's working time; ratios are 0 to 1.

What is not known is null, and `unknown` says why. What cannot be is in `problems`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

_NOTHING: Mapping[str, str] = MappingProxyType({})
PERCENTILES = {"p50": 0.50, "p85": 0.85, "p90": 0.90}


class Figure(NamedTuple):
    """A time in seconds. mean: null where some of it is not known; then `low` is what it is at least.

    low, high: the mean if every range were at its lower or upper end. p50, p85, p90: for totals from the lognormal
    distribution with the same mean and variance. basis: estimate, target, measured, mixed, or null where none is said.
    variance: of all cases, in seconds squared; null where it does not follow from the file.
    """

    mean: float | None
    low: float | None = None
    p50: float | None = None
    p85: float | None = None
    p90: float | None = None
    high: float | None = None
    basis: str | None = None
    variance: float | None = None


class StepNumbers(NamedTuple):
    """One step: times are those of one visit. number: its place along the flow. actor: who does it, as far as said.

    queue_wait: seconds in the queue that demand and capacity make, an approximation. load: share of the capacity used.
    value_class, capacity: as the file says.
    """

    id: str
    name: str
    number: int
    after_value: bool
    visits: float | None
    process_time: Figure | None
    wait_time: Figure | None
    queue_wait: float | None
    load: float | None
    value_class: str | None = None
    capacity: int | None = None
    complete_accurate: float | None = None


class Bottleneck(NamedTuple):
    """The step that limits how many cases the stream can take. load: null where demand is not known."""

    step: str
    load: float | None


class ValueSplit(NamedTuple):
    """Seconds of work in a case, in all branches, by what the steps are said to be."""

    value_adding: float
    necessary: float
    waste: float
    unclassified: float


class TargetResult(NamedTuple):
    """One target of the stream. wanted, actual: seconds, a ratio or a count. met: null where that cannot be told."""

    name: str
    written: str
    wanted: float
    actual: float | None
    met: bool | None


class StreamAnalysis(NamedTuple):
    """The numbers of one stream, of a case in the mean, however it ends.

    lead_time_to_value: of the cases that reach value. lead_time_queued: with the computed queue in the place of the
    declared wait wherever it is known, as a simulation has it. rate, capacity: cases per hour of working time.
    takt: seconds between two cases. rework: visits to steps beyond the first. unknown: name of what is null -> reason.
    notes: what to know when reading the numbers. problems: why numbers were refused.
    is_endless: whether cases on their way to value wait in a queue that grows for ever: any target for it is missed.
    meanwhile: steps on parallel branches beside the one that takes longest.
    settings: what was set for this analysis, over what the file says. day, week: seconds of working time in them.
    """

    path: str
    id: str
    name: str
    lead_time: Figure | None
    lead_time_to_value: Figure | None
    lead_time_queued: Figure | None
    process_time: Figure | None
    wait_time: Figure | None
    flow_efficiency: float | None
    rolled_complete_accurate: float | None
    first_pass_yield: float | None
    reaches_value: float | None
    rework: float | None
    handoffs: float | None
    value_split: ValueSplit | None
    critical_path: tuple[str, ...] | None
    wip: float | None
    rate: float | None
    takt: float | None
    capacity: float | None
    bottleneck: Bottleneck | None
    targets: tuple[TargetResult, ...]
    basis: str | None
    steps: tuple[StepNumbers, ...]
    unknown: Mapping[str, str] = _NOTHING
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    is_endless: bool = False
    meanwhile: tuple[str, ...] = ()
    settings: Mapping[str, str] = _NOTHING
    day: float = 86400.0
    week: float = 604800.0
