"""Which files a command means: files as given, folders searched for `*.vs.yaml` and `*.vs.yml`; and where it writes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from valuestream_cli.errors import VsError

SUFFIXES = (".vs.yaml", ".vs.yml")
STDIN = "-"


def _none(_: str) -> bool:
    return False


def stream_files(paths: Iterable[str], is_excluded: Callable[[str], bool] = _none, *, force: bool = False) -> list[str]:
    """The files meant by the paths, in order and without repetition; `-` stands for itself.

    is_excluded: whether to leave out a file that a search in a folder came by; one that is named counts anyway, but
    with `force`: hooks name whatever has changed, and may find that nothing of it counts.

    Raises VsError where a path does not exist, or where no file is found at all.
    """
    given = list(paths) or ["."]
    found: dict[str, None] = {}
    for path in given:
        found.update(dict.fromkeys([path] if path == STDIN else _files(path, is_excluded)))
    if not found:
        raise _nothing(given)
    return [path for path in found if not (force and is_excluded(path))]


def _nothing(given: list[str]) -> VsError:
    """Why no file was found in some folders."""
    places = ", ".join(f"'{path}'" for path in given)
    excluded = len({file for path in given for file in _search(path)})
    if not excluded:
        return VsError(f"no *.vs.yaml files in {places}", "write one with `vs new`, or name the file itself")
    number = "1 file is" if excluded == 1 else f"{excluded:,} files are"
    return VsError(
        f"no *.vs.yaml files in {places}: {number} left out by `exclude`", "name the file itself, or change vs.toml"
    )


def _files(path: str, is_excluded: Callable[[str], bool]) -> Iterator[str]:
    if path and Path(path).is_dir():
        yield from (file for file in _search(path) if not is_excluded(file))
    elif os.path.lexists(path):
        yield path
    else:
        raise VsError(f"there is no file or folder '{path}'", _nearby(path))


def _search(folder: str) -> Iterator[str]:
    """Files below a folder in a fixed order; hidden folders and those of package managers are left out."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_left_out(name))
        for name in sorted(files):
            if name.endswith(SUFFIXES):
                yield os.path.normpath(os.path.join(parent, name))


def is_left_out(folder: str) -> bool:
    """Whether a search does not look into a folder of this name."""
    return folder[:1] == "." or folder == "node_modules"


def _nearby(path: str) -> str:
    """A file beside the missing one that may be meant."""
    from valuestream_cli.suggest import closest

    folder = Path(path).parent
    names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    name = Path(path).name
    streams = [entry for entry in names if entry.endswith(SUFFIXES)]
    meant = next((entry for entry in streams if entry.split(".")[0] == name), None) or closest(name, streams)
    return f"did you mean '{folder / meant}'?" if meant else ""


def stem(path: str) -> str:
    """The name of a stream file without its suffix: `incident` for `incident.vs.yaml`."""
    name = Path(path).name
    return next((name[: -len(suffix)] for suffix in SUFFIXES if name.endswith(suffix)), Path(path).stem)


def is_folder(dest: str) -> bool:
    """Whether a destination means a folder to write into."""
    return dest.endswith(("/", os.sep)) or (Path(dest).is_dir() and not dest.endswith(SUFFIXES))


def demand_folder(path: Path) -> None:
    """Raise VsError where a file stands in place of a folder that a file is to be written into."""
    nearest = next(parent for parent in path.parents if parent.exists())
    if not nearest.is_dir():
        raise VsError(f"'{nearest}' is a file, not a folder", "choose another place")
