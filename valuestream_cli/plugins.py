"""Python packages that add rules, views, formats, reports and templates: entry points that a configuration names.

Only what the configuration names is looked up and imported: what else happens to be installed changes no verdict,
and costs no time.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

GROUPS = ("rules", "views", "formats", "reports", "templates")
_PREFIX = "valuestream_cli."


@lru_cache
def installed(name: str) -> dict[str, Any]:
    """The entry points that bear a name, by the group they are in; empty where no package has it."""
    from importlib.metadata import entry_points

    found = {group: entry_points(group=f"{_PREFIX}{group}", name=name) for group in GROUPS}
    return {group: next(iter(points)) for group, points in found.items() if points}


@lru_cache
def loaded(name: str, group: str) -> tuple[Any, str]:
    """What a plugin has for a group, and why it could not be imported; null and no reason where it has nothing."""
    point = installed(name).get(group)
    if point is None:
        return None, ""
    try:
        return point.load(), ""
    except Exception as error:  # whatever a stranger's module does when it is imported
        return None, f"{type(error).__name__}: {error}"


def parts(names: Iterable[str], group: str) -> list[Any]:
    """What plugins have for a group, in the order of their names; those that cannot be imported are left out."""
    found = (loaded(name, group)[0] for name in names)
    return [part for part in found if part is not None]


def fault(name: str) -> str:
    """Why a plugin cannot be used, as the end of a sentence; empty where it can."""
    if not installed(name):
        return "is not installed: no package has an entry point of this name"
    reasons = (loaded(name, group)[1] for group in installed(name))
    return next((f"cannot be imported: {reason}" for reason in reasons if reason), "")


def version_key(names: Iterable[str]) -> str:
    """Names and versions of the packages that the plugins come from, for the key of the cache."""
    points = (point for name in names for point in installed(name).values())
    return ",".join(sorted({f"{point.dist.name}={point.dist.version}" for point in points if point.dist}))
