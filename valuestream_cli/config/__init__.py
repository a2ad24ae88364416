"""The settings of a file: from `vs.toml`, or `[tool.vs]` of `pyproject.toml`, the nearest above it.

Nothing is merged silently: the nearest file counts alone, unless it says `extend`. Whatever is wrong in it is left
out here and told as findings by `validation.configuration`.
"""

from __future__ import annotations

import os
from pathlib import Path

from valuestream_cli.config.globs import Glob
from valuestream_cli.config.places import forget, seen_from, settings_for
from valuestream_cli.config.settings import (
    DEFAULTS,
    Drawing,
    Ignores,
    OwnPractice,
    OwnSchema,
    Settings,
    Thresholds,
)

__all__ = [
    "DEFAULTS",
    "Drawing",
    "Glob",
    "Ignores",
    "OwnPractice",
    "OwnSchema",
    "Settings",
    "Thresholds",
    "digest",
    "forget",
    "settings_for",
]


def digest(settings: Settings, root: Path) -> str:
    """A short text that differs wherever settings would give other findings: part of the key of the cache.

    root: what paths in it count from, links followed, so that it is the same wherever `vs` is started.
    """
    import hashlib

    def seen(path: str) -> str:
        return seen_from(str(root), os.path.realpath(path))

    def glob(given: Glob) -> Glob:
        return Glob(seen(given.root), given.pattern)

    told = (
        settings.profile,
        settings.select,
        settings.ignore,
        sorted(settings.severity.items()),
        [each._replace(files=glob(each.files)) for each in settings.per_file_ignores],
        settings.thresholds,
        sorted(settings.practices.items()),
        [own._replace(path=seen(own.path), applies_to=glob(own.applies_to)) for own in settings.schemas],
        settings.plugins,
    )
    return hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest()
