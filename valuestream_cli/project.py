"""Where a project ends: what its files name, what is searched for, and what is kept between runs stays inside."""

from __future__ import annotations

import os
from pathlib import Path

_SET_UP = ("vs.toml", "pyproject.toml", ".vs")


def root(folder: Path) -> Path:
    """The project that a folder is in: its repository, else the outermost folder above it that is set up for tools.

    folder: with links followed. Where nothing is set up, the folder is a project of its own.
    """
    upwards = (*reversed(folder.parents), folder)
    return repository(folder) or next((each for each in upwards if any(_has(each, name) for name in _SET_UP)), folder)


def repository(folder: Path) -> Path | None:
    """The nearest folder upwards that git knows; null where there is none."""
    return next((each for each in (folder, *folder.parents) if _has(each, ".git")), None)


def _has(folder: Path, name: str) -> bool:
    return os.path.exists(folder / name)  # noqa: PTH110 (a Path raises where it may not look)
