"""The steps of a stream, one row each: where it stands, how long it waits and takes, what it is, where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from valuestream_cli.analysis.flow import Edge, Flow
from valuestream_cli.model import END, VALUE, Duration, Step
from valuestream_cli.reporting.plain import columns, one_line
from valuestream_cli.reporting.terminal.lanes import Lanes
from valuestream_cli.reporting.terminal.lines import hanging, wrapped
from valuestream_cli.reporting.terminal.look import Look, Piece

_INDENT, _GAP = 2, 2
_LEAST_NAME = 26  # columns of a name, below which times stand under it


class Steps:
    """Writes steps in order; `worst` is the one before which a case waits longest."""

    def __init__(self, flow: Flow, lanes: Lanes, look: Look, worst: str | None) -> None:
        self._flow, self._lanes, self._look, self._worst = flow, lanes, look, worst
        steps = flow.steps.values()
        self._times = [
            max([columns(look.words(word)), *(columns(written(time)) for time in times if time)])
            for word, times in (
                ("wait", [step.wait_time for step in steps]),
                ("work", [step.process_time for step in steps]),
            )
            if any(times)
        ]
        left = _INDENT + lanes.breadth + _GAP
        beside = left + sum(self._times) + _GAP * len(self._times)
        self._is_beside = look.width - beside >= _LEAST_NAME and len(self._times) == 2
        self._names = beside if self._is_beside else left

    def head(self) -> Iterator[Piece]:
        """The letters of the lanes, and the names of the times."""
        letters = self._lanes.head(self._look.words)
        yield " " * _INDENT + letters, "bold"
        if self._is_beside:
            wait, work = (
                self._look.words(word).rjust(size) for word, size in zip(("wait", "work"), self._times, strict=True)
            )
            yield f"{' ' * (self._lanes.breadth - columns(letters) + _GAP)}{wait}{' ' * _GAP}{work}", "dim"
        yield "\n", ""

    def rows(self, names: Sequence[str]) -> Iterator[Piece]:
        """Some steps, each on one row or more."""
        for place, name in enumerate(names):
            following = names[place + 1] if place + 1 < len(names) else None
            yield from self._row(name, following if following in self._flow.forward[name] else None)

    def _row(self, name: str, following: str | None) -> Iterator[Piece]:
        step = self._flow.steps[name]
        before, token, behind = self._lanes.row(name, following)
        yield " " * _INDENT + before, "dim"
        yield token, f"bold {self._lanes.colour(name)}"
        yield behind + " " * _GAP, "dim"
        if self._is_beside:
            yield from self._beside(step)
        room = self._look.width - self._names
        first, *more = wrapped(step.name if step.name.strip() else step.id, room)
        yield f"{first}\n", ""
        for line, style in [*((line, "") for line in more), *self._notes(step, room)]:
            yield " " * _INDENT + self._lanes.below(following), "dim"
            yield " " * (self._names - _INDENT - self._lanes.breadth) + line + "\n", style

    def _beside(self, step: Step) -> Iterator[Piece]:
        """The times in columns of their own; the longest wait stands out."""
        for time, size in zip((step.wait_time, step.process_time), self._times, strict=True):
            text = written(time) if time else ""
            is_worst = time is step.wait_time and step.id == self._worst
            yield " " * (size - columns(text)) + text, "bold red" if is_worst else "dim"
            yield " " * _GAP, ""

    def _notes(self, step: Step, room: int) -> Iterator[Piece]:
        """What is told below the name: times where they have no column, joins, forks and ways, another stream."""
        words, glyphs = self._look.words, self._look.glyphs
        if not self._is_beside and (step.wait_time or step.process_time):
            said = (("wait", step.wait_time), ("work", step.process_time))
            told = ", ".join(f"{words(word)} {written(time)}" for word, time in said if time)
            yield from _note("", told, room, "bold red" if step.id == self._worst else "dim")
        if step.join and len(set(self._flow.predecessors.get(step.id, ()))) > 1:
            yield from _note("", words("join"), room, "dim")
        if step.stream:
            yield from _note(f"{glyphs.inside} ", step.stream, room, "dim")
        for mark, text, style in self._ways(step):
            yield from _note(f"{mark} ", text, room, style)

    def _ways(self, step: Step) -> Iterator[tuple[str, str, str]]:
        """Where a step leads, if that is more than the next row: mark, text, style."""
        flow, glyphs = self._flow, self._look.glyphs
        edges = flow.edges_out.get(step.id, [])
        if step.fork:
            starts = ", ".join(str(flow.rank[edge.target] + 1) for edge in edges if edge.target in flow.rank)
            yield glyphs.onward, self._look.words("at_once", steps=starts), "dim"
            return
        if len(edges) == 1 and not edges[0].when and self._is_plain(step.id, edges[0].target):
            return
        for edge in edges:
            back = edge in flow.rework
            yield glyphs.back if back else glyphs.onward, self._told(edge), "red" if back else "dim"

    def _is_plain(self, step: str, target: str) -> bool:
        """Whether a way leads to what stands on the next row: a step, value, or the end of what follows value."""
        order, tail = self._flow.order, self._flow.tail
        place = self._flow.rank[step] + 1
        below = order[place] if place < len(order) else None
        if step in tail:
            return target == (below or END)
        return target == (VALUE if below is None or below in tail else below)

    def _told(self, edge: Edge) -> str:
        words, rank = self._look.words, self._flow.rank
        names = {VALUE: words("value"), END: words("end" if edge.source in self._flow.tail else "no_value")}
        where = names.get(edge.target) or str(rank[edge.target] + 1 if edge.target in rank else edge.target)
        told = " ".join(part for part in (where, edge.share) if part)
        return f"{told}: {edge.when}" if edge.when else told


def _note(mark: str, text: str, room: int, style: str) -> Iterator[Piece]:
    """A text in lines, behind a mark."""
    yield from ((line, style) for line in hanging(mark, text, room).split("\n"))


def written(time: Duration) -> str:
    """A duration as briefly as its author gave it."""
    if time.text or time.mean:
        return one_line(time.text or f"~{time.mean}")
    return one_line(f"{time.p50 or time.low or time.likely}-{time.p90 or time.high or time.likely}")
