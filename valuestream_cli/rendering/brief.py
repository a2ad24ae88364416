"""What a view is told: the stream, and how its reader wants to see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.itil.words import USUAL, Words
from valuestream_cli.model import ValueStream


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What to draw. `direction`: right, down or auto.

    words: in the language of the reader. analysis: computes the numbers of the stream, for views that show some.
    link: the address of the picture of a stream that a step refers to by this path, or nothing.
    """

    stream: ValueStream
    direction: str = "auto"
    words: Words = field(default_factory=lambda: Words(USUAL))
    analysis: Callable[[], StreamAnalysis] | None = None
    link: Callable[[str], str] = lambda _: ""

    def numbers(self) -> StreamAnalysis:
        """The numbers of the stream; without those of other files where nobody said how to find these."""
        if self.analysis:
            return self.analysis()
        from valuestream_cli.analysis.streams import analyze

        return analyze(self.stream, "-")
