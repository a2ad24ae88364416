"""What a format is told: how a drawing is to be written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from valuestream_cli.itil.words import USUAL, Words
from valuestream_cli.rendering.theme import AUTO, Theme

Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """How to write. `mark` is kept in the file, to recognise it again; `warn` is told what cannot be shown well.

    scale: pixels of a pixel picture for each of the drawing. words: in the language of the reader. author: of the
    stream that is drawn, if known.
    """

    mark: str = "vs"
    theme: Theme = field(default_factory=lambda: AUTO)
    scale: float = 2
    warn: Warn = lambda _: None
    words: Words = field(default_factory=lambda: Words(USUAL))
    author: str = ""

    @property
    def paper(self) -> Theme:
        """The theme of what is printed, which does not follow its reader into the dark."""
        return replace(self.theme, dark=None)
