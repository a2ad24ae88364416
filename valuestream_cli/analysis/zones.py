"""Time zones by their names, as far as this machine knows them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

_USUAL_PLACE = Path("/usr/share/zoneinfo")


def zone(name: str) -> tzinfo | None:
    """The time zone of a name; null where it is not known here."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


@lru_cache(maxsize=256)
def is_zone(name: str) -> bool:
    """Whether a time zone is known here. Most systems have a file of its name; to look there saves an import."""
    return (_USUAL_PLACE / name).is_file() or zone(name) is not None


def names() -> set[str]:
    """All names that are known here; on a machine without time zones none."""
    from zoneinfo import available_timezones

    return available_timezones()
