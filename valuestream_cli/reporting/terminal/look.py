"""How a stream looks in a terminal: how broad, in which characters, in whose language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from valuestream_cli.itil.words import Words

Piece = tuple[str, str]  # a stretch of text, and its style on a terminal


class Glyphs(NamedTuple):
    """What lines, marks and bars are made of; `opens` and `closes` stand around the number of a step."""

    line: str
    right: str  # where a way from the left turns down
    left: str  # where a way from the right turns down
    down: str
    lane: str
    opens: str
    closes: str
    onward: str
    back: str
    wait: str
    work: str
    mark: str
    inside: str


BOXES = Glyphs(
    line="─", right="╮", left="╭", down="│", lane="·", opens="┤", closes="├", onward="→", back="↩", wait="▒", work="█",
    mark="▼", inside="⊞",
)  # fmt: skip
ASCII = Glyphs(
    line="-", right="+", left="+", down="|", lane=".", opens="[", closes="]", onward="->", back="<-", wait=".",
    work="#", mark="v", inside="+",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`width` in columns of the terminal; `plain`: nothing but ASCII is drawn (names stay as they are)."""

    width: int
    plain: bool
    words: Words

    @property
    def glyphs(self) -> Glyphs:
        """The characters to draw with."""
        return ASCII if self.plain else BOXES
