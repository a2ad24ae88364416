"""The last commits that touched each file, as far as git knows: never a reason to fail."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from valuestream_cli import project
from valuestream_cli.comparison import revisions
from valuestream_cli.errors import MissingTool

MOST = 10  # commits told of each file
_BEGIN = "\1"
_FORMAT = "--format=%x01%h%x00%aI%x00%s"


class Commit(NamedTuple):
    """date: when its author made it, ISO 8601 with a time zone."""

    id: str
    date: str
    subject: str


class History(NamedTuple):
    """commits: file -> its last commits, newest first. gaps: why some files have none."""

    commits: dict[str, tuple[Commit, ...]]
    gaps: tuple[str, ...] = ()


def history(files: Iterable[str]) -> History:
    """The history of files, with one question for each repository that they are in."""
    places: dict[Path, dict[str, str]] = {}
    for file in files:
        place = Path(file).resolve()
        repository = project.repository(place.parent)
        if repository:
            places.setdefault(repository, {})[place.relative_to(repository).as_posix()] = file
    found: dict[str, tuple[Commit, ...]] = {}
    gaps = []
    for repository, known in places.items():
        try:
            log = _log(repository, known)
        except MissingTool:
            return History({}, ("no history is shown: git is not installed",))
        if log is None:
            gaps.append("no history is shown: this clone is shallow; `git fetch --unshallow` completes it")
        for path, commit in log or ():
            if path in known and len(found.get(known[path], ())) < MOST:
                found[known[path]] = (*found.get(known[path], ()), commit)
    return History(found, tuple(gaps))


def _log(repository: Path, known: Iterable[str]) -> Iterator[tuple[str, Commit]] | None:
    """Each path that a commit touched, newest first; null where the repository is cut off and would mislead."""
    folder = str(repository)
    if revisions.ask(folder, "rev-parse", "--is-shallow-repository") == b"true\n":
        return None
    around = os.path.commonpath([os.path.dirname(path) for path in known]) or "."  # noqa: PTH120
    told = ("-c", "log.showSignature=false", "log", "--no-merges", "--no-renames", "--name-only", "-z", _FORMAT)
    return _read((revisions.ask(folder, *told, "--", around) or b"").decode("utf-8", "replace"))


def _read(log: str) -> Iterator[tuple[str, Commit]]:
    """What git says, as it says it: the three parts of a commit, then its paths, each ended by a NUL."""
    commit = Commit("", "", "")
    words = iter(log.split("\0"))
    for word in words:
        if word.startswith(_BEGIN):
            commit = Commit(word[1:], next(words, ""), next(words, ""))
        else:
            yield word.removeprefix("\n"), commit
