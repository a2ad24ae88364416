"""What a format is told: how a drawing is to be written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from valuestream_cli.rendering.theme import AUTO, Theme

Warn = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """How to write. `mark` is kept in the file, to recognise it again; `warn` is told what cannot be shown well.

    scale: pixels of a pixel picture for each of the drawing.
    """

    mark: str = "vs"
    theme: Theme = field(default_factory=lambda: AUTO)
    scale: float = 2
    warn: Warn = lambda _: None
