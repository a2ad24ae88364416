"""The settings of a file: from `vs.toml`, or `[tool.vs]` of `pyproject.toml`, the nearest above it.

Nothing is merged silently: the nearest file counts alone, unless it says `extend`. Whatever is wrong in it is left
out here and told as findings by `validation.configuration`.
"""

from __future__ import annotations

from valuestream_cli.config.globs import Glob
from valuestream_cli.config.places import forget, settings_for
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


def digest(settings: Settings) -> str:
    """A short text that differs wherever settings would give other findings: part of the key of the cache."""
    import hashlib

    told = (
        settings.profile,
        settings.select,
        settings.ignore,
        sorted(settings.severity.items()),
        settings.per_file_ignores,
        settings.thresholds,
        sorted(settings.practices.items()),
        settings.schemas,
        settings.plugins,
    )
    return hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest()
