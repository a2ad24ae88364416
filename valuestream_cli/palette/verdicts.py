"""Colours of verdicts on pages: what is well, doubtful and bad means the same in every house.

They follow no own colour of an activity: `met` in red would say the opposite.
"""

from __future__ import annotations

from valuestream_cli.palette.builtin import PALETTES, Palette
from valuestream_cli.palette.colour import BLACK, WHITE, contrast, mixed
from valuestream_cli.palette.pairs import AA, SURFACES

VERDICTS = {"good": "engage.strong", "doubtful": "improve.strong", "bad": "rework"}  # each with its built-in colour
_STEPS = 50


def verdicts(name: str, colours: Palette) -> Palette:
    """The colours of verdicts for pages in these colours. name: of the built-in palette that they are made of."""
    grounds = [colours[role] for role in SURFACES]
    return {verdict: _read_on(grounds, PALETTES[name][role]) for verdict, role in VERDICTS.items()}


def _read_on(grounds: list[str], colour: str) -> str:
    """The colour, as much darker or lighter as it takes to be read; an own page may be of any colour."""
    shades = (mixed(colour, end, step / _STEPS) for step in range(_STEPS + 1) for end in (BLACK, WHITE))
    return max(shades, key=lambda shade: min(AA, *(contrast(shade, ground) for ground in grounds)))
