"""The path of a stream through its lanes: one row a step, its number in the lane of its activity."""

from __future__ import annotations

from dataclasses import dataclass

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.itil import catalogue
from valuestream_cli.itil.words import Words
from valuestream_cli.reporting.plain import columns
from valuestream_cli.reporting.terminal.look import Glyphs

_STRANGE = "?"
_COLOURS = ("blue", "green", "magenta", "bright_magenta", "cyan", "yellow")
_NARROW = 60  # columns of a terminal, below which numbers stand alone


@dataclass(frozen=True, slots=True)
class Lanes:
    """Lanes side by side, each `size` columns broad; `digits` is the length of the longest number."""

    flow: Flow
    glyphs: Glyphs
    digits: int
    is_narrow: bool

    def named(self, words: Words) -> list[tuple[str, str]]:
        """Letter and name of each activity that the stream uses."""
        used = {self.place(step) for step in self.flow.order}
        return [(words.letter(id), words.activity(id)) for place, id in enumerate(self._ids) if place in used]

    @property
    def _ids(self) -> list[str]:
        known = [activity.id for activity in catalogue(self.flow.stream.framework).lanes]
        strange = any(step.activity not in known for step in self.flow.steps.values())
        return [*known, *([_STRANGE] if strange else [])]

    @property
    def size(self) -> int:
        """Columns of one lane, with the gap behind it."""
        return self.digits + (1 if self.is_narrow else 3)

    @property
    def breadth(self) -> int:
        """Columns of all lanes."""
        return self.size * len(self._ids)

    def place(self, step: str) -> int:
        """The number of a step's lane."""
        ids, activity = self._ids, self.flow.steps[step].activity
        return ids.index(activity if activity in ids else _STRANGE)

    def colour(self, step: str) -> str:
        """The style of a step's number."""
        place = self.place(step)
        return _COLOURS[place] if place < len(_COLOURS) else ""

    def head(self, words: Words) -> str:
        """The letters of the lanes."""
        cells = (" " * self._middle(0) + words.letter(id) for id in self._ids)
        return "".join(cell + " " * (self.size - columns(cell)) for cell in cells).rstrip()

    def row(self, step: str, following: str | None) -> tuple[str, str, str]:
        """The row of a step, up to its number, the number, and what is behind it; a line leads to what follows."""
        line = [" "] * self.breadth
        for place in range(len(self._ids)):
            line[self._middle(place)] = self.glyphs.lane
        here, there = self.place(step), self.place(following) if following else self.place(step)
        if here != there:
            low, high = sorted((self._middle(here), self._middle(there)))
            line[low:high] = self.glyphs.line * (high - low)
            line[self._middle(there)] = self.glyphs.right if there > here else self.glyphs.left
        number = str(self.flow.rank[step] + 1)
        start = here * self.size
        if self.is_narrow:
            start, token = start + self.digits - len(number), number
        else:
            token = f"{self.glyphs.opens}{number.rjust(self.digits)}{self.glyphs.closes}"
        return "".join(line[:start]), token, "".join(line[start + len(token) :])

    def below(self, following: str | None) -> str:
        """What stands in the lanes beside further lines of a step: the way to what follows."""
        line = [" "] * self.breadth
        if following:
            line[self._middle(self.place(following))] = self.glyphs.down
        return "".join(line)

    def _middle(self, place: int) -> int:
        return place * self.size + (self.size - 1) // 2


def lanes_of(flow: Flow, glyphs: Glyphs, width: int) -> Lanes:
    """The lanes of a stream on a terminal of some width."""
    return Lanes(flow, glyphs, len(str(len(flow.order))), width < _NARROW)
