"""Python packages that add rules, views, formats, reports and templates: entry points that a configuration names.

Only what the configuration names is looked up and imported: what else happens to be installed changes no verdict,
and costs no time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
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
    """All that the rules of plugins depend on, for the key of the cache: versions, and the files of their packages."""
    points = (installed(name).get("rules") for name in names)
    return ",".join(sorted({_version(point) for point in points if point}))


@lru_cache
def _version(point: Any) -> str:
    """What is installed, told once a run: what was imported stays so, whatever happens to the files."""
    from hashlib import blake2b  # it brings OpenSSL along

    told = f"{point.dist.name}={point.dist.version}" if point.dist else point.name
    seen = blake2b(digest_size=16)
    for path in _files(point.module):
        with contextlib.suppress(OSError):
            seen.update(f"{path.name}\0".encode() + path.read_bytes())
    return f"{told} {seen.hexdigest()}"


def _files(module: str) -> list[Path]:
    """The files of the package that a module is in: of the outermost one that is no mere namespace."""
    from importlib.util import find_spec

    parts = module.split(".")
    for end in range(1, len(parts) + 1):
        try:
            spec = find_spec(".".join(parts[:end]))
        except (ImportError, ValueError):
            return []
        if spec and spec.origin:
            folders = map(Path, spec.submodule_search_locations or ())
            inside = (path for folder in folders for path in sorted(folder.rglob("*")))
            found = [path for path in inside if path.is_file() and path.parent.name != "__pycache__"]
            return found or [Path(spec.origin)]
    return []
