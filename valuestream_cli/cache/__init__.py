"""Remembers what a check found in a file, in `.vs_cache/` at the root of a project, so that nothing is checked twice.

A result is known by the file's times, size and inode, or by a digest of its content; by the settings that count for
it; and by what the check asked of other files (docs/decisions/0013-many-files.md).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from valuestream_cli import project
from valuestream_cli.errors import VsError

if TYPE_CHECKING:
    from valuestream_cli.cache.results import Cache as Cache

FOLDER = ".vs_cache"
MODES = ("auto", "stat", "content", "off")  # what `--cache` takes
PAYS_FROM = 200  # files; below, a run takes less than a tenth of a second longer and needs no folder


def opened(mode: str, files: int, root: Path, settings: Callable[[str], str]) -> Cache | None:
    """The cache of a project; null where it is off, or where so few files do not need one.

    mode: `stat` believes that a file with the same times, size and inode is the same, `content` compares contents,
        `auto` is `content` where `CI` is set (a checkout sets the times anew) and `stat` elsewhere, `off` is none.
    root: the folder that gets `.vs_cache/`: see `root_of`.
    settings: for a path, all that the result depends on beside the file and the version of `vs`: the settings that
        apply to this very file (with the contents of own schemas), the options, the versions of plugins. It is asked
        for each file: let it be quick, and give the same object where nothing differs.
    Raises VsError for an unknown mode.
    """
    if mode not in MODES:
        raise VsError(f"there is no cache mode '{mode}'", f"choose one of: {', '.join(MODES)}")
    if mode == "off" or files < PAYS_FROM:
        return None
    from valuestream_cli.cache.results import Cache

    believes_times = mode == "stat" or (mode == "auto" and not os.environ.get("CI"))
    return Cache(root.resolve(), settings, believes_times=believes_times)


def root_of(path: str) -> Path:
    """The root of the project that a file is in."""
    return project.root(Path(path).resolve().parent)
