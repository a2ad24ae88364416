"""Paths that a configuration file names: relative to its folder, and never out of the project."""

from __future__ import annotations

import os
from pathlib import Path

from valuestream_cli import project


def folder_of(path: str) -> str:
    """The folder that a configuration file lies in, as seen from here."""
    return os.path.dirname(path) or "."  # noqa: PTH120


def inside(folder: str, given: str) -> str | None:
    """A relative path joined with the folder that it counts from; null where it is absolute or leaves the project."""
    if not given.strip() or "\\" in given or os.path.isabs(given) or given.startswith("~"):  # noqa: PTH117
        return None
    try:
        if not (Path(folder) / given).resolve().is_relative_to(project.root(Path(folder).resolve())):
            return None
    except (OSError, RuntimeError, ValueError):  # a loop of links, a NUL, a name too long for the file system
        return None
    return os.path.normpath(os.path.join(folder, given))
