"""Where a report may go: not over a stream, nor over what the run reads."""

from __future__ import annotations

import os
from collections.abc import Iterable

from valuestream_cli.discovery import SUFFIXES
from valuestream_cli.errors import VsError

STDOUT = "-"


def demand_safe(place: str | None, inputs: Iterable[str] = ()) -> None:
    """Raise VsError where a report or a baseline would replace a stream file or an input; along links, too."""
    if place is None or place == STDOUT:
        return
    target = os.path.realpath(place)
    if target.endswith(SUFFIXES) or place.endswith(SUFFIXES):
        raise VsError(f"'{place}' is the name of a stream file", "choose another place for what is not one")
    if target in map(os.path.realpath, inputs):
        raise VsError(f"'{place}' is read by this run and is not replaced", "choose another place")
