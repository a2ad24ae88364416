"""Colours by the part they play: a view names a role, a format looks it up for light or dark paper.

Each activity has a `tint` (its lane) and a `strong` partner (its border, disc and name); roles are written
`<tone>.tint` and `<tone>.strong`. Text on a tint and white on a strong colour have a contrast of at least 4.5:1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_TONES = {
    "plan": ("#e1f5ff", "#0b6e99", "#112d3a", "#5cb8e4"),
    "engage": ("#e8f5e9", "#2e7d32", "#19301f", "#74c47a"),
    "design-and-transition": ("#fce4ec", "#b0215e", "#3a1a29", "#f283ae"),
    "obtain-build": ("#f3e5f5", "#7b3fa0", "#2d2038", "#c796e4"),
    "deliver-and-support": ("#e0f2f1", "#00695c", "#10312f", "#58c0b2"),
    "improve": ("#fff4e1", "#a85b00", "#37290f", "#eba74d"),
    "?": ("#eceff1", "#546e7a", "#263036", "#a7bac3"),
}
_ROLES = {
    "page": ("#ffffff", "#11181c"),
    "paper": ("#ffffff", "#1b252b"),
    "ink": ("#1c2529", "#e8eef1"),
    "line": ("#37474f", "#a9bac3"),
    "quiet": ("#546e7a", "#93a7b1"),
    "block": ("#263238", "#cfd8dc"),
    "on-block": ("#ffffff", "#11181c"),
    "on-strong": ("#ffffff", "#11181c"),
    "rework": ("#b3261e", "#ff8a80"),
    "tail": ("#eceff1", "#1d282e"),
    "idle": ("#f4f6f7", "#161f24"),
}


def _palette(dark: bool) -> dict[str, str]:
    colours = {role: pair[dark] for role, pair in _ROLES.items()}
    for tone, shades in _TONES.items():
        colours[f"{tone}.tint"], colours[f"{tone}.strong"] = shades[2:] if dark else shades[:2]
    return colours


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Role -> colour; `dark` is for readers in the dark, where the picture follows its reader."""

    name: str
    colours: Mapping[str, str]
    dark: Mapping[str, str] | None = None


LIGHT = Theme(name="light", colours=_palette(dark=False))
DARK = Theme(name="dark", colours=_palette(dark=True))
AUTO = Theme(name="auto", colours=LIGHT.colours, dark=DARK.colours)
THEMES = {theme.name: theme for theme in (AUTO, LIGHT, DARK)}
