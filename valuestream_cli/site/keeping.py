"""Which files of a folder are ours: only these are replaced or removed when a site is built anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from valuestream_cli.errors import VsError

MANIFEST = "vs-docs.json"
_FORMAT = "vs-docs/v1"


class Plan(NamedTuple):
    """What is to be done in a folder: files to write, files to remove, and old ones of ours that somebody changed.

    meanwhile, afterwards: what the manifest says (path -> digest) while this is done, and when it is.
    """

    write: Mapping[str, bytes]
    remove: tuple[str, ...]
    kept: tuple[str, ...]
    meanwhile: Mapping[str, str]
    afterwards: Mapping[str, str]


def plan(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> Plan:
    """How the folder comes to hold these files (path below it -> content), and no older ones of ours.

    force: files that are not ours may be replaced; none of them is removed.
    Raises VsError where the folder is not ours and not empty, or a file in it is in the way.
    """
    ours = _before(folder)
    if ours is None and not force and _has_files(folder):
        why = "choose another folder with --out, or say --force"
        raise VsError(f"'{folder}' is not empty, and was not made by `vs docs`", why)
    ours = ours or {}
    foreign = [path for path in files if path not in ours and (folder / path).exists()]
    if foreign and not force:
        raise VsError(f"'{folder / foreign[0]}' was not made by vs and is left alone", "move it away, or say --force")
    old = [path for path in ours if path not in files and _is_inside(folder, path) and (folder / path).is_file()]
    kept = tuple(path for path in old if _digest((folder / path).read_bytes()) != ours[path])
    made = {path: _digest(content) for path, content in files.items()}
    return Plan(
        write={path: content for path, content in files.items() if _content(folder / path) != content},
        remove=tuple(path for path in old if path not in kept),
        kept=kept,
        meanwhile={path: ours[path] for path in old} | made,
        afterwards={path: ours[path] for path in kept} | made,
    )


def manifest(digests: Mapping[str, str]) -> bytes:
    """What tells in the next run which files were made in this one."""
    told = {"format": _FORMAT, "files": dict(sorted(digests.items()))}
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def emptied(folder: Path, removed: tuple[str, ...]) -> Iterator[Path]:
    """The folders that have nothing left in them, the innermost first."""
    above = {parent for path in removed for parent in PurePosixPath(path).parents if parent.name}
    for each in sorted(above, key=lambda parent: -len(parent.parts)):
        if (folder / each).is_dir() and not any((folder / each).iterdir()):
            yield folder / each


def _before(folder: Path) -> dict[str, str] | None:
    """What was made in the folder before; null where nothing was."""
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        files = told["files"] if told["format"] == _FORMAT else None
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if not isinstance(files, dict):
        return None
    return {path: str(digest) for path, digest in files.items()}


def _has_files(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except FileNotFoundError:
        return False
    except OSError as error:
        raise VsError(f"'{folder}' cannot be used: {error.strerror}", "choose another folder with --out") from None


def _is_inside(folder: Path, path: str) -> bool:
    """Whether a path that a manifest names stays in the folder, links followed: it may come from anybody."""
    return (folder / path).parent.resolve().is_relative_to(folder.resolve())


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
