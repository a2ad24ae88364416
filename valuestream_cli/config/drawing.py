"""The table `[render]` of a configuration file: what is sound in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from valuestream_cli.config import paths
from valuestream_cli.config.settings import SCALES, Drawing
from valuestream_cli.palette.colour import normal
from valuestream_cli.palette.own import OWN, TONED

_WORDS = ("view", "format", "direction", "theme", "language")
_SHADES = ("strong", "tint")


def drawing(said: dict[str, Any], base: Drawing, root: str) -> Drawing:
    """What a table says, on top of a base; `root` is the folder of its file."""
    words = {key: said[key] for key in _WORDS if isinstance(said.get(key), str)}
    scale, logo = said.get("scale"), said.get("logo")
    return base._replace(
        **words,
        scale=scale if is_scale(scale) else base.scale,
        logo=(paths.inside(root, logo) if isinstance(logo, str) else None) or base.logo,
        colours=_joined(base.colours, said.get("colours")),
        dark_colours=_joined(base.dark_colours, said.get("dark-colours")),
    )


def is_scale(value: object) -> bool:
    """Whether a pixel picture can have this scale."""
    return isinstance(value, int | float) and not isinstance(value, bool) and SCALES[0] <= value <= SCALES[1]


def routes(table: object) -> Iterator[tuple[str, tuple[str, ...], object]]:
    """Role, place in the table and value of each own colour: a plain one of an activity is its strong one."""
    for key, value in table.items() if isinstance(table, dict) else ():
        if key in TONED and isinstance(value, dict):
            yield from ((f"{key}.{shade}", (key, shade), value.get(shade)) for shade in _SHADES)
        elif key in TONED or key in OWN:
            yield f"{key}.strong" if key in TONED else key, (key,), value


def _joined(base: tuple[tuple[str, str], ...], table: object) -> tuple[tuple[str, str], ...]:
    found = ((role, normal(value)) for role, _, value in routes(table))
    return tuple({**dict(base), **{role: colour for role, colour in found if colour}}.items())
