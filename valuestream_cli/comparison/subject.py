"""A stream that is to be compared, with what its comparison needs to know beside the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from valuestream_cli import analyzing
from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.analysis.streams import analyze
from valuestream_cli.comparison import facts
from valuestream_cli.comparison.snapshot import Snapshot
from valuestream_cli.config import settings_for
from valuestream_cli.model import ValueStream

Own = dict[str, str]


def _not_read(path: str) -> str:
    return f"it is described by '{path}', which cannot be read from here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A stream to be compared, and an organisation's own keys of the whole and of each step.

    path: how its file is shown. relative: its path below the folder that was asked for, or nothing.
    place: where its file is, or would be, on disk. snapshot: the revision that it is of; null where it is of none.
    """

    stream: ValueStream
    path: str = ""
    relative: str = ""
    place: str = "."
    snapshot: Snapshot | None = None
    own: Own = field(default_factory=dict)
    own_of_steps: list[Own] = field(default_factory=list)

    @classmethod
    def of(cls, stream: ValueStream, path: str, data: object, **where: Any) -> Subject:
        """The stream of a file; `data` is the plain data that it was read from, `where` the further fields."""
        own, own_of_steps = facts.own_keys(data)
        return cls(stream=stream, path=path, own=own, own_of_steps=own_of_steps, **where)

    @property
    def is_whole(self) -> bool:
        """Whether the streams that it refers to can be read: of stdin, or without a working tree, they cannot."""
        is_placed = self.snapshot.is_possible if self.snapshot else self.place == self.path
        return is_placed or not any(step.stream for step in self.stream.steps)

    @property
    def analysis(self) -> StreamAnalysis:
        """Its numbers, with those of the streams that it refers to, as its disk or its revision has them."""
        if self.is_whole:
            return analyzing.analyze(self.stream, self.place, files=self.snapshot)
        tolerance = settings_for(self.place).thresholds.share_tolerance
        return analyze(self.stream, self.path, nested=_not_read, tolerance=tolerance)

    def step_facts(self, place: int) -> facts.Facts:
        """What is said of one step."""
        own = self.own_of_steps[place] if place < len(self.own_of_steps) else {}
        return facts.of_step(self.stream.steps[place], own)
