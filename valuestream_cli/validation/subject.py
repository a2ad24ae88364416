"""What a rule may look at: the stream, its flow, the facts of its framework, and the streams it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.analysis.forks import Parallel
from valuestream_cli.config import DEFAULTS, Settings
from valuestream_cli.itil import Catalogue, catalogue
from valuestream_cli.model import UNKNOWN, Step, ValueStream
from valuestream_cli.validation.nested import Nested

if TYPE_CHECKING:
    from valuestream_cli.analysis.result import StreamAnalysis


class Subject:
    """One stream under examination; `text` is its whole file, for rules that can tell from it that all is well.

    is_sound: whether the file is free of errors of YAML and structure, so that nothing here was guessed.
    """

    def __init__(
        self, stream: ValueStream, path: str | None = None, text: str = "", settings: Settings = DEFAULTS
    ) -> None:
        self.stream = stream
        self.path = path
        self.text = text
        self.settings = settings
        self.steps = stream.steps
        self.is_sound = True

    @cached_property
    def flow(self) -> Flow:
        """The stream's resolved graph."""
        return Flow(self.stream)

    @cached_property
    def facts(self) -> Catalogue:
        """The catalogue of the stream's framework."""
        return catalogue(self.stream.framework)

    @cached_property
    def nested(self) -> Nested:
        """The streams that steps refer to by `stream:`."""
        return Nested(self.path)

    @cached_property
    def parallel(self) -> Parallel | None:
        """The stream's forks; null where there are none, or where a reference or an id is not certain."""
        has_forks = any(step.fork for step in self.steps)
        return Parallel(self.flow) if has_forks and self.is_certain else None

    @cached_property
    def lost_ids(self) -> int:
        """How many steps have an id that is unknown or taken: a reference may mean one of them."""
        known = {step.id for step in self.steps if not is_unknown(step.id)}
        return len(self.steps) - len(known)

    @property
    def is_certain(self) -> bool:
        """Whether every edge is known to lead where it says: else what can be reached cannot be judged."""
        return not self.flow.dangling and not self.lost_ids

    @cached_property
    def ids_are_known(self) -> bool:
        """Whether every step's id could be read; if not, a reference may mean one of the others."""
        return not any(is_unknown(step.id) for step in self.steps)

    @cached_property
    def numbers(self) -> StreamAnalysis:
        """The stream's numbers, without those of the streams it refers to."""
        from valuestream_cli.analysis.streams import analyze

        return analyze(self.stream, self.path or "", tolerance=self.settings.thresholds.share_tolerance)

    def steps_before_value(self) -> Iterator[Step]:
        """The steps that count towards lead time: all but those that follow value."""
        tail = self.flow.tail
        return (step for step in self.steps if step.id not in tail)


def is_unknown(text: str) -> bool:
    """Whether this stands for something that could not be read."""
    return text.startswith(UNKNOWN)
