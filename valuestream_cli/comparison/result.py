"""What differs between two streams, as plain data: fields, steps, ways between them, and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from valuestream_cli.model import ValueStream

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
SAME, LAYOUT = "same", "layout"
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field that differs.

    route: stable address within the stream, step or way, such as `roles.responsible`. label: the same in plain words.
    old, new: as written; null where the field is not there. added, removed: items, where the field is a list; a list
    that only has another order has neither.
    """

    route: str
    label: str
    old: str | None = None
    new: str | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChange:
    """One step that differs. `kind`: added | removed | changed.

    id, name: in NEW, or in OLD where it is removed. number: its place along the flow of each stream, from 1 on.
    renamed_from: its id in OLD, where NEW has another one for the same step.
    moved: the steps that it is listed after in OLD and in NEW (empty: none), where its place in the list changed.
    """

    kind: str
    id: str
    name: str
    old_number: int | None = None
    new_number: int | None = None
    renamed_from: str | None = None
    moved: tuple[str, str] | None = None
    fields: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a case goes from one step to the next: under which condition, how often, or at once with others."""

    when: str | None = None
    share: str | None = None
    parallel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowChange:
    """One way between two steps that differs. `kind`: added | removed | changed.

    source, target: ids in NEW, or in OLD of steps that are removed; or `demand`, `value`, `end`.
    implied: nobody wrote it: it follows from a step that was added, removed or moved.
    """

    kind: str
    source: str
    target: str
    old: Way | None = None
    new: Way | None = None
    implied: bool = False
    fields: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One number of one stream, and the range that it lies in, where one is given; or the reason why it is unknown.

    low: of a number that is unknown what it is at least, where that is known.
    """

    mean: float | None = None
    low: float | None = None
    high: float | None = None
    unknown: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One computed number of both streams.

    unit: seconds (of the calendar's working time) | ratio (0 to 1) | count | per hour. better: `higher` or `lower`
    for numbers of which more, or less, is better; null where neither is.
    """

    id: str
    label: str
    unit: str
    better: str | None
    old: Value
    new: Value

    @property
    def delta(self) -> float | None:
        """NEW less OLD, where both are known."""
        return None if self.old.mean is None or self.new.mean is None else self.new.mean - self.old.mean

    @property
    def verdict(self) -> str:
        """`better`, `worse` or `same`; `different` where neither more nor less is better, else `unknown`."""
        if self.delta is None:
            return "unknown"
        if abs(self.delta) <= _ROUNDING * max(1.0, abs(self.old.mean or 0.0)):
            return "same"
        if self.better is None:
            return "different"
        return "better" if (self.delta > 0) == (self.better == "higher") else "worse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Something about the numbers that is a word: the step that is the `bottleneck`, what times rest on (`basis`)."""

    id: str
    label: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One target of NEW, and whether the numbers of OLD and of NEW meet it; null where that is not known.

    is_first_account: there is no OLD, and NEW tells what happens, not what should.
    is_not_known_before: OLD refers to streams that could not be read, so that its numbers are open.
    """

    id: str
    label: str
    limit: str
    old_met: bool | None
    new_met: bool | None
    is_first_account: bool = False
    is_not_known_before: bool = False

    @property
    def newly_missed(self) -> bool:
        """Whether NEW misses what OLD met, or what was not known of OLD. To write down what happens worsens nothing."""
        is_excused = self.is_first_account or self.is_not_known_before
        return self.new_met is False and self.old_met is not False and not is_excused


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamChange:
    """How one stream differs. `status`: same | layout | changed | added | removed.

    layout: the texts differ, but both describe the same stream. A path is null where there is no such stream.
    fields: of the stream as a whole. steps: in the order of NEW, with those removed where they stood.
    renames: id of a step in OLD -> its id in NEW, for each step that both have under two ids.
    day, week: seconds of working time in them, for the numbers; infinite where the two streams do not agree.
    old, new: the streams themselves; null where there is none, or where nobody had to read it.
    """

    status: str
    id: str
    name: str
    old_path: str | None = None
    new_path: str | None = None
    fields: tuple[Change, ...] = ()
    steps: tuple[StepChange, ...] = ()
    flow: tuple[FlowChange, ...] = ()
    numbers: tuple[Number, ...] = ()
    names: tuple[Name, ...] = ()
    targets: tuple[Target, ...] = ()
    day: float = inf
    week: float = inf
    renames: tuple[tuple[str, str], ...] = ()
    old: ValueStream | None = None
    new: ValueStream | None = None

    @property
    def path(self) -> str:
        """The path in NEW, or in OLD where NEW has none."""
        return self.new_path or self.old_path or ""

    @property
    def differs(self) -> bool:
        """Whether anything but layout differs."""
        return self.status not in (SAME, LAYOUT)

    @property
    def written_ways(self) -> tuple[FlowChange, ...]:
        """The ways that somebody changed; the others follow from steps that came, went or moved."""
        return tuple(way for way in self.flow if not way.implied)

    @property
    def newly_missed(self) -> tuple[Target, ...]:
        """Targets that NEW misses and OLD does not."""
        return tuple(target for target in self.targets if target.newly_missed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All streams of OLD and NEW, in the order of their paths. `old` and `new` are what was compared, as asked for."""

    old: str
    new: str
    streams: tuple[StreamChange, ...]

    @property
    def differs(self) -> bool:
        """Whether anything but layout differs in any stream."""
        return any(stream.differs for stream in self.streams)

    def of(self, *statuses: str) -> tuple[StreamChange, ...]:
        """The streams with one of these statuses."""
        return tuple(stream for stream in self.streams if stream.status in statuses)
