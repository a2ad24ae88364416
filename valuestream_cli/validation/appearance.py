"""What is wrong with the look of pictures in a configuration file: its logo and its own colours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from valuestream_cli.config import Settings
from valuestream_cli.config.drawing import routes
from valuestream_cli.findings import Route
from valuestream_cli.logo import UnusableLogo, load
from valuestream_cli.palette.colour import normal
from valuestream_cli.palette.shortfalls import shortfalls
from valuestream_cli.validation.rules.appearance import low_contrast
from valuestream_cli.validation.wording import Wording

_TABLES = {False: "colours", True: "dark-colours"}


def logo_fault(path: str) -> str:
    """Why a file is no logo, as the end of a sentence; empty where it is one."""
    try:
        load(path)
    except UnusableLogo as error:
        return str(error)
    return ""


def poor_contrasts(said: Any, settings: Settings) -> Iterator[tuple[Route, Wording]]:
    """The own colours of a table `[render]` that make text hard to read, each with the place where it is said.

    settings: with the colours of all files that this one extends, which may meet with its own.
    """
    own = {False: dict(settings.render.colours), True: dict(settings.render.dark_colours)}
    tables = said if isinstance(said, dict) else {}
    places = {
        (is_dark, role): ("render", key, *place)
        for is_dark, key in _TABLES.items()
        for role, place, value in routes(tables.get(key))
        if value and normal(value) == own[is_dark].get(role)
    }
    for found in shortfalls(own[False], own[True]) if places else ():
        if route := places.get((found.is_dark, found.role)):
            yield route, low_contrast.check(found)
