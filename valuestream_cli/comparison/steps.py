"""Which steps differ between two streams, and what became of all of them."""

from __future__ import annotations

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.comparison import fields, matching, ways
from valuestream_cli.comparison.matching import Pair
from valuestream_cli.comparison.result import ADDED, CHANGED, REMOVED, StepChange
from valuestream_cli.comparison.subject import Subject
from valuestream_cli.model import Step


class Steps:
    """Both streams, and which step of the one is which of the other."""

    def __init__(self, old: Subject, new: Subject) -> None:
        self._subjects = old, new
        self._steps = old.stream.steps, new.stream.steps
        self.flows = Flow(old.stream), Flow(new.stream)
        self._pairs = matching.match(*self.flows)
        self._moved = matching.moved(self._pairs, self._names)
        self.renames = {one.id: other.id for one, other in map(self._both, self._pairs) if one.id != other.id}

    def _both(self, pair: Pair) -> tuple[Step, Step]:
        return self._steps[0][pair.old], self._steps[1][pair.new]

    def _names(self, pair: Pair) -> list[str]:
        return sorted(step.id for step in self._both(pair))

    @property
    def fate(self) -> ways.Steps:
        """What became of the steps."""
        kept = {pair.old for pair in self._pairs}, {pair.new for pair in self._pairs}
        gone, come = (
            frozenset(step.id for place, step in enumerate(steps) if place not in known)
            for steps, known in zip(self._steps, kept, strict=True)
        )
        moved = frozenset(self._steps[1][pair.new].id for pair in self._moved)
        return ways.Steps(names=self.renames, added=come, removed=gone, moved=moved)

    def changes(self) -> list[StepChange]:
        """The steps that differ, in the order of NEW; those removed after the step that they stood after."""
        partner, place_in_new = {pair.new: pair for pair in self._pairs}, {pair.old: pair.new for pair in self._pairs}
        gone: dict[int, list[StepChange]] = {}
        above = -1
        for place in range(len(self._steps[0])):
            above = place_in_new.get(place, above)
            if place not in place_in_new:
                gone.setdefault(above, []).append(self._removed(place))
        found: list[StepChange | None] = [*gone.get(-1, ())]
        for place in range(len(self._steps[1])):
            found.append(self._kept(partner[place]) if place in partner else self._added(place))
            found += gone.get(place, ())
        return [change for change in found if change]

    def _added(self, place: int) -> StepChange:
        step = self._steps[1][place]
        said = tuple(fields.changes({}, self._subjects[1].step_facts(place)))
        return StepChange(kind=ADDED, id=step.id, name=step.name, new_number=self._number(1, step), fields=said)

    def _removed(self, place: int) -> StepChange:
        step = self._steps[0][place]
        said = tuple(fields.changes(self._subjects[0].step_facts(place), {}))
        return StepChange(kind=REMOVED, id=step.id, name=step.name, old_number=self._number(0, step), fields=said)

    def _kept(self, pair: Pair) -> StepChange | None:
        """A step of both streams, if it differs."""
        one, other = self._both(pair)
        said = tuple(fields.changes(self._subjects[0].step_facts(pair.old), self._subjects[1].step_facts(pair.new)))
        moved = (self._above(0, pair.old), self._above(1, pair.new)) if pair in self._moved else None
        renamed = one.id if one.id != other.id else None
        if not (said or moved or renamed):
            return None
        return StepChange(
            kind=CHANGED,
            id=other.id,
            name=other.name,
            old_number=self._number(0, one),
            new_number=self._number(1, other),
            renamed_from=renamed,
            moved=moved,
            fields=said,
        )

    def _above(self, side: int, place: int) -> str:
        return self._steps[side][place - 1].id if place else ""

    def _number(self, side: int, step: Step) -> int:
        return self.flows[side].rank[step.id] + 1
