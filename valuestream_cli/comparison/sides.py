"""What OLD and NEW stand for: files, folders, stdin, nothing at all (`/dev/null`), or what a revision of git has."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from valuestream_cli import discovery, source
from valuestream_cli.comparison import revisions
from valuestream_cli.comparison.snapshot import Snapshot
from valuestream_cli.config import settings_for
from valuestream_cli.errors import VsError
from valuestream_cli.source import Document

HERE = "."
_NOTHING = ("/dev/null", os.devnull)


@dataclass(frozen=True, slots=True)
class File:
    """One stream file. label: how it is shown. relative: its path below the folder asked for, or nothing.

    content: null where it cannot be read. place: where it is on disk, or would be: there its configuration lies.
    snapshot: the revision that it is of; null where it is of none.
    """

    label: str
    relative: str
    content: bytes | None
    place: str = HERE
    snapshot: Snapshot | None = None

    def document(self) -> Document:
        """The file as read."""
        return source.load(self.label) if self.content is None else source.read(self.label, self.content)


@dataclass(frozen=True, slots=True)
class Side:
    """OLD or NEW: one file (or nothing in its place), or all those of a folder."""

    label: str
    files: list[File]
    is_folder: bool


def sides(old: str | None, new: str | None, stdin: bytes | None) -> tuple[Side, Side]:
    """OLD and NEW as two sides that can be compared.

    Without NEW, OLD is compared with the working tree: `REV` and `REV:` with all streams here or in the repository,
    `REV:path` with that path, and a path with what the last commit has of it. Without both, that is all streams here.
    A bare `REV` beside a path means that path in the revision.
    Raises VsError where there is no such path, revision or repository, or where a file stands against a folder.
    """
    if new is None:
        old, new = _with_working_tree(old)
    if old == new == discovery.STDIN:
        raise VsError("only one of the two can come from stdin", "name a file for the other")
    one, other = (_side(word, beside, stdin) for word, beside in ((old or HERE, new), (new, old or HERE)))
    if one.is_folder != other.is_folder and one.label not in _NOTHING and other.label not in _NOTHING:
        folder, file = (one, other) if one.is_folder else (other, one)
        raise VsError(f"'{folder.label}' is a folder and '{file.label}' a file", "compare two files, or two folders")
    if not one.files and not other.files:
        places = f"'{one.label}' and '{other.label}'"
        raise VsError(f"no *.vs.yaml files in {places}", "name two streams, or folders with some")
    return one, other


def _with_working_tree(old: str | None) -> tuple[str, str]:
    """What one argument, or none, stands for."""
    if old is None:
        revisions.demand_commit()
        return revisions.LAST, HERE
    if old == discovery.STDIN:
        raise VsError("stdin needs something to be compared with", "name a file or REV:path as well")
    if _is_on_disk(old):
        revisions.demand_commit(_around(old))
        return revisions.LAST, old
    revision, colon, path = old.partition(":")
    if not colon:
        return old, HERE
    place = _on_disk(path)
    if place is None:
        revisions.find(revision, path)
        raise VsError("this repository has no working tree", "name what to compare with as a second argument")
    return old, place


def _is_on_disk(word: str) -> bool:
    return word in _NOTHING or os.path.lexists(word)


def _on_disk(path: str) -> str | None:
    """Where the working tree has a path of git: from the top of the repository on, or from here where it says so."""
    if path.startswith(("./", "../")):
        return path
    top = revisions.root()
    return os.path.relpath(os.path.join(top, path)) if top else None


def _side(word: str, beside: str, stdin: bytes | None) -> Side:
    if word == discovery.STDIN:
        return Side(word, [File(word, "", stdin or b"")], False)
    if word in _NOTHING:
        return Side(word, [], False)
    if _is_on_disk(word):
        return _folder(word) if Path(word).is_dir() else Side(word, [_file(word, "")], False)
    revision, colon, path = word.partition(":")
    if colon:
        return _of_revision(word, revision, path)
    place = beside if _is_on_disk(beside) else HERE
    if not revisions.is_revision(word, _around(place)):
        _refuse(word)
    return _beside(word, place)


def _refuse(word: str) -> None:
    """Raise VsError for a word that is neither a path nor a revision."""
    try:
        discovery.stream_files([word])
    except VsError as error:
        raise VsError(f"there is no file, folder or revision '{word}'", error.hint) from None


def _around(place: str) -> str:
    return place if Path(place).is_dir() else str(Path(place).parent)


def _is_left_out(file: str) -> bool:
    return settings_for(file).excludes(file)


def _folder(path: str) -> Side:
    try:
        found = discovery.stream_files([path], _is_left_out)
    except VsError:  # a folder without streams is a side, too
        found = []
    return Side(path, [_file(file, Path(file).relative_to(os.path.normpath(path)).as_posix()) for file in found], True)


def _file(path: str, relative: str) -> File:
    return File(path, relative, source.bytes_of(path), path)


def _of_revision(word: str, revision: str, path: str) -> Side:
    found = revisions.find(revision, path)
    if found is None:
        remedy = "its paths begin at the top of the repository, or with ./ at this folder"
        raise VsError(f"the revision '{revision}' has no '{path}'", remedy)
    return _read(word, found, Snapshot(revision, HERE), _on_disk(path) or HERE)


def _beside(revision: str, place: str) -> Side:
    """What a revision has of a path on disk; nothing where the path is newer than that."""
    folder, is_folder = _around(place), Path(place).is_dir()
    found = revisions.find(revision, "./" if is_folder else f"./{Path(place).name}", folder)
    label = f"{revision}:{Path(place).as_posix()}"
    return _read(label, found, Snapshot(revision, folder), place) if found else Side(label, [], is_folder)


def _read(label: str, object: str, snapshot: Snapshot, place: str) -> Side:
    """The file or folder that an object is; `place` is where it is on disk, which decides what is left out."""
    folder = snapshot.folder
    if not revisions.is_folder(object, folder):
        return Side(label, [File(label, "", revisions.contents([object], folder)[0], place, snapshot)], False)
    places = {entry: os.path.join(place, entry.relative) for entry in revisions.stream_files(object, folder)}
    entries = [entry for entry, where in places.items() if not _is_left_out(where)]
    texts = revisions.contents([entry.object for entry in entries], folder)
    start = label if label.endswith((":", "/")) else f"{label}/"
    files = [
        File(start + entry.relative, entry.relative, text, places[entry], snapshot)
        for entry, text in zip(entries, texts, strict=True)
    ]
    return Side(label, files, True)
