"""Which configuration file counts for a path: the nearest one above it."""

from __future__ import annotations

import os

from valuestream_cli.config import toml
from valuestream_cli.config.settings import DEFAULTS, Settings
from valuestream_cli.discovery import STDIN, SUFFIXES
from valuestream_cli.errors import VsError

_FOUND: dict[tuple[str, str], Settings] = {}  # where we are, and a folder as seen from there -> its settings


def settings_for(path: str, explicit: str | None = None) -> Settings:
    """The settings that count for a file, a folder, or `-` (here); the same object for all files of a folder.

    explicit: a configuration file to use whatever lies nearer.
    Raises VsError where that file does not exist, or has no settings.
    """
    try:
        here = os.getcwd()  # noqa: PTH109 (a Path costs more than the rest, thousands of times)
    except OSError:  # the folder that we are in is gone
        return DEFAULTS
    if explicit is not None:
        return _FOUND.get((here, f"--config {explicit}")) or _explicit(here, explicit)
    folder = _folder(path)
    return _FOUND.get((here, folder)) or _nearest(here, folder)


def forget() -> None:
    """Look at the files anew: they may have changed."""
    _FOUND.clear()


def _folder(path: str) -> str:
    if path == STDIN:
        return ""
    is_file = path.endswith(SUFFIXES) or not os.path.isdir(path)  # noqa: PTH112
    return os.path.dirname(path) if is_file else path  # noqa: PTH120


def _nearest(here: str, folder: str) -> Settings:
    """The settings of the nearest folder upwards that has some, kept for all folders on the way."""
    at = os.path.abspath(os.path.join(here, folder))  # noqa: PTH100
    passed = [(here, folder)]
    settings = _FOUND.get((here, at))
    while settings is None:
        passed.append((here, at))
        parent = os.path.dirname(at)  # noqa: PTH120
        settings = _inside(here, at) or (DEFAULTS if parent == at else _FOUND.get((here, parent)))
        at = parent
    _FOUND.update(dict.fromkeys(passed, settings))
    return settings


def _inside(here: str, folder: str) -> Settings | None:
    """The settings that lie in a folder itself; what cannot be read counts, so that it is told."""
    for name in (toml.OWN, toml.SHARED):
        path = os.path.join(folder, name)
        if os.path.isfile(path) or (name == toml.OWN and os.path.lexists(path)):  # noqa: PTH113
            file = toml.load(seen_from(here, path))
            if file.table is not None or file.trouble:
                return _settings(file)
    return None


def seen_from(here: str, path: str) -> str:
    """A path as a reader would write it."""
    try:
        return os.path.relpath(path, here)
    except ValueError:  # on another drive
        return path


def _explicit(here: str, path: str) -> Settings:
    """The settings of a file that was asked for by name."""
    if not os.path.isfile(path):  # noqa: PTH113
        raise VsError(f"there is no configuration file '{path}'", "check the path given with --config")
    file = toml.load(path)
    if file.table is None and not file.trouble:
        raise VsError(f"'{path}' has no table [tool.vs]", "add it, or name another file with --config")
    return _FOUND.setdefault((here, f"--config {path}"), _settings(file))


def _settings(file: toml.File) -> Settings:
    from valuestream_cli.config.reading import settings_of

    return settings_of(file)
