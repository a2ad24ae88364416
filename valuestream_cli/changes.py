"""Which saved files matter to a command that follows them, and which folders to watch for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from valuestream_cli import discovery
from valuestream_cli.config.toml import OWN, SHARED


def matters(path: str, *, is_gone: bool, also: Collection[str] = ()) -> bool:
    """Whether a change can change what is said of streams: of a stream, of configuration, or of a whole folder.

    also: further files that matter, in full.
    """
    place = Path(path)
    if path.endswith(discovery.SUFFIXES) or place.name in (OWN, SHARED) or path in also:
        return True
    is_hidden = place.name.startswith(".")
    return not is_hidden and (not place.suffix if is_gone else place.is_dir())


def folders(paths: Sequence[str], also: Collection[str] = ()) -> list[str]:
    """What to watch: editors replace a file when they save it, so it is always its folder.

    A folder below another is watched with that one.
    """
    places = {Path(path).resolve() for path in (*paths, *also)}
    found = {place if place.is_dir() else place.parent for place in places}
    return sorted(str(each) for each in found if not any(other in found for other in each.parents))
