"""Colours that can be read: at least 4.5:1 for text, 3:1 for lines, on light and on dark paper."""

from __future__ import annotations

import pytest

from valuestream_cli.itil import catalogue
from valuestream_cli.rendering.theme import DARK, LIGHT

TONES = (*catalogue().activities, "?")
PALETTES = {theme.name: theme.colours for theme in (LIGHT, DARK)}


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("tone", TONES)
def test_text_on_lanes_and_discs_can_be_read(theme, tone):
    palette = PALETTES[theme]
    tint, strong = palette[f"{tone}.tint"], palette[f"{tone}.strong"]
    assert contrast(strong, tint) >= 4.5
    assert contrast(palette["on-strong"], strong) >= 4.5
    for role in ("ink", "rework", "line"):
        assert contrast(palette[role], tint) >= 4.5, role


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "page"),
        ("ink", "paper"),
        ("ink", "tail"),
        ("quiet", "paper"),
        ("quiet", "page"),
        ("quiet", "idle"),
        ("rework", "page"),
        ("rework", "tail"),
        ("on-block", "block"),
    ],
)
def test_other_text_can_be_read(theme, text, ground):
    assert contrast(PALETTES[theme][text], PALETTES[theme][ground]) >= 4.5


def test_both_themes_know_the_same_roles():
    assert LIGHT.colours.keys() == DARK.colours.keys()
