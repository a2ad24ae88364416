"""What the tables of a stream's page hold: its steps, who does what, what goes in and out, its numbers, its targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from valuestream_cli.analysis.flow import Edge, Flow
from valuestream_cli.analysis.result import Figure, StepNumbers, StreamAnalysis
from valuestream_cli.itil import slug
from valuestream_cli.itil.words import Words
from valuestream_cli.model import Step
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.views._roles_raci import by_side
from valuestream_cli.reporting.numbers import told
from valuestream_cli.site.portfolio import Entry

_LETTERS = {"responsible": "R", "accountable": "A", "consulted": "C", "informed": "I"}
_TIMES = ("wait", "work", "queue", "load", "accurate")


class Time(NamedTuple):
    """A time in words, and how sure it is: its range, its percentiles, and what it rests on."""

    value: str
    sure: str


class Way(NamedTuple):
    """A way out of a step. number, name: of the step that it leads to; without a number there is no such step."""

    to: str
    number: int | None
    name: str
    is_rework: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One step. ways: where it leads. figures: column -> what is known of it there."""

    number: int
    step: Step
    is_after: bool
    ways: list[Way]
    figures: dict[str, Time] = field(default_factory=dict)


def steps(entry: Entry, say: Words) -> list[Row]:
    """A row for each step, along the flow. say: what numbers are told with."""
    flow = entry.flow
    numbers = {each.id: each for each in entry.analysis.steps} if entry.analysis else {}
    if not flow:
        return []
    return [
        Row(
            number=number,
            step=step,
            is_after=step.id in flow.tail,
            ways=[_way(flow, edge) for edge in flow.edges_out.get(step.id, ())],
            figures=dict(_figures(entry, numbers.get(step.id), say)),
        )
        for number, step in entry.steps
    ]


def _way(flow: Flow, edge: Edge) -> Way:
    step = flow.steps.get(edge.target)
    return Way(
        to=edge.target,
        number=flow.rank[step.id] + 1 if step else None,
        name=step.name if step else edge.target,
        is_rework=edge in flow.rework,
        note=": ".join(part for part in (edge.share, edge.when) if part),
    )


def _figures(entry: Entry, numbers: StepNumbers | None, say: Words) -> Iterator[tuple[str, Time]]:
    if numbers is None or entry.analysis is None:
        return
    for name, figure in (("wait", numbers.wait_time), ("work", numbers.process_time)):
        if figure:
            yield name, _time(figure, entry.analysis, say)
    if numbers.queue_wait is not None:
        yield "queue", Time(told.duration(numbers.queue_wait, entry.analysis, say), "")
    if numbers.load is not None:
        yield "load", Time(told.percent(numbers.load, say, 0), "")
    if numbers.complete_accurate is not None:
        yield "accurate", Time(told.percent(numbers.complete_accurate, say, 0), "")


def _time(figure: Figure, analysis: StreamAnalysis, say: Words) -> Time:
    return Time(told.figure(figure, analysis, say), told.spread(figure, analysis, say))


def figure_columns(rows: Iterable[Row]) -> list[str]:
    """The columns of numbers in which any step says something."""
    said = {name for row in rows for name in row.figures}
    return [name for name in _TIMES if name in said]


class Raci(NamedTuple):
    """Who does what. roles: column headings. rows: the letters of each step, in the order of the roles."""

    roles: list[str]
    rows: list[tuple[int, Step, list[str]]]


def raci(entry: Entry) -> Raci:
    """The responsibilities of all roles, in the order in which the picture has them; none where no step names any."""
    if not entry.stream or not entry.flow:
        return Raci([], [])
    found = [role for roles in by_side(Brief(stream=entry.stream), entry.flow).values() for role in roles]
    rows = [(number, step, [_letters(step, role) for role in found]) for number, step in entry.steps]
    return Raci([entry.role(role) for role in found], rows)


def _letters(step: Step, role: str) -> str:
    return " ".join(letter for field, letter in _LETTERS.items() if step.roles and role in getattr(step.roles, field))


class Passed(NamedTuple):
    """Something that steps pass on: who produces it, and who uses it."""

    name: str
    producers: list[tuple[int, Step]]
    users: list[tuple[int, Step]]


def passed(entry: Entry) -> list[Passed]:
    """All inputs and outputs, in the order in which they are first met."""
    found: dict[str, Passed] = {}
    for number, step in entry.steps:
        for name in step.inputs:
            found.setdefault(slug(name), Passed(name, [], [])).users.append((number, step))
        for name in step.outputs:
            found.setdefault(slug(name), Passed(name, [], [])).producers.append((number, step))
    return list(found.values())


def numbers(entry: Entry, words: Words, say: Words) -> list[tuple[str, str, str]]:
    """The numbers of the stream: name, value, and remark; those that are unknown without a reason are left out."""
    if entry.analysis is None:
        return []
    rows = list(told.totals(entry.analysis, say))
    return [(_number(name, words), value, remark) for name, value, remark in rows if value != say("unknown") or remark]


def _number(name: str, words: Words) -> str:
    key = f"number-{slug(name)}"
    return words(key) if key in words else name.strip()


class Target(NamedTuple):
    """A target: what is wanted and what is, in words; met: null where that cannot be told."""

    name: str
    wanted: str
    actual: str
    met: bool | None


def targets(entry: Entry, words: Words, say: Words) -> list[Target]:
    """The targets of the stream, and whether they are met."""
    if entry.analysis is None:
        return []
    rows = zip(told.targets(entry.analysis, say), entry.analysis.targets, strict=True)
    return [
        Target(
            _number(name, words),
            words(told.TARGETS[target.name][1].replace(" ", "_"), amount=words.amount(target.written)),
            actual,
            target.met,
        )
        for (name, _, actual, _), target in rows
    ]


def longest_wait(entry: Entry, words: Words, say: Words) -> str:
    """Where a case waits longest, in one sentence; nothing where no wait is known."""
    worst = told.worst_wait(entry.analysis) if entry.analysis and not entry.analysis.problems else None
    if worst is None or entry.analysis is None:
        return ""
    time = told.duration(told.waiting(worst), entry.analysis, say)
    return words("longest_wait", number=worst.number, name=worst.name, time=time)
