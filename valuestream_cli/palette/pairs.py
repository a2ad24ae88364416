"""Which colours meet in pictures as text and its ground, and how readable they are by WCAG 2.2.

A test looks at every view for pairs that are missing here.
"""

from __future__ import annotations

from valuestream_cli.palette.builtin import TONES, Palette
from valuestream_cli.palette.colour import contrast

AA, AAA = 4.5, 7.0  # the least contrast of text: what is usually demanded, and for readers with low vision
SURFACES = ("page", "paper", "tail", "idle")
TINTS = tuple(f"{tone}.tint" for tone in TONES)
TEXTS = ("ink", "line", "quiet", "rework")
PAIRS = (
    *((text, ground) for ground in (*SURFACES, *TINTS) for text in TEXTS),
    *((f"{tone}.strong", ground) for tone in TONES for ground in (f"{tone}.tint", "paper", "page")),
    *(("on-strong", f"{tone}.strong") for tone in TONES),
    ("on-block", "block"),
    ("on-strong", "quiet"),
)


def poor(palette: Palette, least: float = AA) -> list[tuple[float, str, str]]:
    """The pairs of text and ground whose contrast is less, as (contrast, text, ground), the worst first."""
    found = ((contrast(palette[text], palette[ground]), text, ground) for text, ground in PAIRS)
    return sorted(pair for pair in found if pair[0] < least)
