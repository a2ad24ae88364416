"""The palettes that `vs` brings: a column each. `tests/rendering/test_theme.py` holds what they promise.

light and dark: activities are told apart by hue, also by readers who do not see all hues.
print: white paper, thin tints, no dark areas. mono: greys alone, those of neighbouring lanes far apart.
contrast: text of 7:1 at least, on white.
"""

from __future__ import annotations

from collections.abc import Mapping

Palette = Mapping[str, str]

TONES = ("plan", "engage", "design-and-transition", "obtain-build", "deliver-and-support", "improve", "?")
_NAMES = ("light", "dark", "print", "mono", "contrast")
_TINTS = (
    ("#e1f5ff", "#122a35", "#f3faff", "#fafafa", "#edf8ff"),
    ("#e8f5e9", "#1a301e", "#f4faf4", "#dadada", "#effaf0"),
    ("#fce4ec", "#3a1a29", "#fef4f7", "#f0f0f0", "#fff0f5"),
    ("#f3e5f5", "#2b1f3b", "#faf5fb", "#cfcfcf", "#f8effa"),
    ("#e0f2f1", "#113331", "#f1f9f8", "#e5e5e5", "#eaf7f6"),
    ("#fff4e1", "#37290f", "#fffaf2", "#c4c4c4", "#fff7ea"),
    ("#eceff1", "#263036", "#f6f8f9", "#ffffff", "#f2f4f5"),
)
_STRONGS = (
    ("#0b6e99", "#4bbef5", "#0a5b80", "#000000", "#004a6b"),
    ("#2e7d32", "#74c47a", "#226127", "#484848", "#0f4d14"),
    ("#b0215e", "#f283ae", "#961c50", "#1c1c1c", "#7d0f3f"),
    ("#72379f", "#c897d9", "#5a2781", "#3e3e3e", "#4a1a75"),
    ("#00695c", "#54b9ab", "#00554a", "#2e2e2e", "#004a41"),
    ("#a85b00", "#eba74d", "#844700", "#0e0e0e", "#6b3600"),
    ("#546e7a", "#a7bac3", "#455a64", "#595959", "#33424a"),
)
_ROLES = {
    "page": ("#ffffff", "#11181c", "#ffffff", "#ffffff", "#ffffff"),
    "paper": ("#ffffff", "#1b252b", "#ffffff", "#ffffff", "#ffffff"),
    "plate": ("#ffffff", "#eef2f4", "#ffffff", "#ffffff", "#ffffff"),
    "ink": ("#1c2529", "#e8eef1", "#111111", "#000000", "#000000"),
    "line": ("#37474f", "#a9bac3", "#37474f", "#2b2b2b", "#1a1a1a"),
    "quiet": ("#526b77", "#93a7b1", "#546e7a", "#4a4a4a", "#3d3d3d"),
    "block": ("#263238", "#cfd8dc", "#dde3e6", "#111111", "#000000"),
    "on-block": ("#ffffff", "#11181c", "#111111", "#ffffff", "#ffffff"),
    "on-strong": ("#ffffff", "#11181c", "#ffffff", "#ffffff", "#ffffff"),
    "rework": ("#b3261e", "#ff8a80", "#9c1c15", "#000000", "#8a0000"),
    "tail": ("#eceff1", "#1d282e", "#f7f8f9", "#f2f2f2", "#f0f2f3"),
    "idle": ("#f4f6f7", "#161f24", "#fbfcfc", "#fafafa", "#f7f8f8"),
}


def _palette(number: int) -> Palette:
    colours = {role: shades[number] for role, shades in _ROLES.items()}
    for tone, tints, strongs in zip(TONES, _TINTS, _STRONGS, strict=True):
        colours[f"{tone}.tint"], colours[f"{tone}.strong"] = tints[number], strongs[number]
    return colours


PALETTES = {name: _palette(number) for number, name in enumerate(_NAMES)}
