"""What each stream is called in a site: the name of its page, and the path that readers are told."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from valuestream_cli import project
from valuestream_cli.discovery import SUFFIXES

_UNSAFE = re.compile(r"[^\w.-]+")
RESERVED = ("index", "practices", "roles", "suppliers", "services", "activities")  # the site's own pages
_LONGEST = 150  # bytes of a name: file systems allow 255, and something is added to it


class Name(NamedTuple):
    """id: of its page, unique in the site whatever the case of letters. path: in its project, with forward slashes."""

    id: str
    path: str


def names(files: Sequence[str], asked: Sequence[str]) -> dict[str, Name]:
    """The names of files that were found by way of the paths asked for; two builds give the same ones."""
    taken = set(RESERVED)
    found = {}
    for file in files:
        base = _base(file, asked)
        plain = name = _plain(os.path.relpath(file, base))
        times = 1
        while name.casefold() in taken:
            times += 1
            name = f"{plain}-{times}"
        taken.add(name.casefold())
        found[file] = Name(name, _told(file, base))
    return found


def _base(file: str, asked: Sequence[str]) -> Path:
    """The folder asked for that a file was found in; of a file that was named itself, its own."""
    place = Path(file).absolute()
    above = (Path(path) for path in asked if Path(path).is_dir() and place.is_relative_to(Path(path).absolute()))
    return next(above, place.parent)


def _plain(relative: str) -> str:
    """A path as one word that is safe in a file name and an address."""
    stem = next((relative.removesuffix(suffix) for suffix in SUFFIXES if relative.endswith(suffix)), relative)
    word = _UNSAFE.sub("-", ".".join(Path(stem).parts)).strip("-.") or "stream"
    if len(word.encode()) <= _LONGEST:
        return word
    return f"{word[:30]}-{hashlib.sha256(word.encode()).hexdigest()[:12]}"


def _told(file: str, base: Path) -> str:
    """The path below the project's root: where the project lies on this machine is nobody's business."""
    root = project.root(base.resolve())
    return Path(os.path.relpath(Path(file).absolute(), root)).as_posix()
