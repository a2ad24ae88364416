"""Themes: a view names the role of a colour (see `palette`), a format looks it up for the paper that it writes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from valuestream_cli.palette.builtin import PALETTES
from valuestream_cli.palette.own import palettes

Given = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Role -> colour; `dark` is for readers in the dark, where the picture follows its reader."""

    name: str
    colours: Mapping[str, str]
    dark: Mapping[str, str] | None = None


def _themes(palettes: Mapping[str, Mapping[str, str]]) -> Iterable[Theme]:
    yield Theme(name="auto", colours=palettes["light"], dark=palettes["dark"])
    yield from (Theme(name=name, colours=colours) for name, colours in palettes.items())


THEMES = {theme.name: theme for theme in _themes(PALETTES)}
AUTO, LIGHT, DARK = THEMES["auto"], THEMES["light"], THEMES["dark"]


@lru_cache(maxsize=64)
def themed(name: str, colours: Given = (), dark_colours: Given = ()) -> Theme:
    """A theme with an organisation's own colours, each as (role, colour), for light and for dark surroundings."""
    if not colours and not dark_colours:
        return THEMES[name]
    own = palettes(dict(colours), dict(dark_colours))
    return next(theme for theme in _themes({**PALETTES, **own}) if theme.name == name)
