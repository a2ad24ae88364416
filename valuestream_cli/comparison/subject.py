"""A stream that is to be compared, with what its comparison needs to know beside the model."""

from __future__ import annotations

from dataclasses import dataclass, field

from valuestream_cli import analyzing
from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.analysis.streams import analyze
from valuestream_cli.comparison import facts
from valuestream_cli.config import settings_for
from valuestream_cli.model import ValueStream

Own = dict[str, str]


def _not_read(path: str) -> str:
    return f"it is described by '{path}', which is not read in another revision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A stream to be compared, and an organisation's own keys of the whole and of each step.

    path: how its file is shown. relative: its path below the folder that was asked for, or nothing.
    place: where its file is, or would be, on disk.
    """

    stream: ValueStream
    path: str = ""
    relative: str = ""
    place: str = "."
    own: Own = field(default_factory=dict)
    own_of_steps: list[Own] = field(default_factory=list)

    @classmethod
    def of(cls, stream: ValueStream, path: str, data: object, relative: str = "", place: str = ".") -> Subject:
        """The stream of a file; `data` is the plain data that it was read from."""
        own, own_of_steps = facts.own_keys(data)
        return cls(stream=stream, path=path, relative=relative, place=place, own=own, own_of_steps=own_of_steps)

    @property
    def analysis(self) -> StreamAnalysis:
        """Its numbers; those of streams that it refers to are only known where both are on disk."""
        if self.place == self.path:
            return analyzing.analyze(self.stream, self.path)
        tolerance = settings_for(self.place).thresholds.share_tolerance
        return analyze(self.stream, self.path, nested=_not_read, tolerance=tolerance)

    def step_facts(self, place: int) -> facts.Facts:
        """What is said of one step."""
        own = self.own_of_steps[place] if place < len(self.own_of_steps) else {}
        return facts.of_step(self.stream.steps[place], own)
