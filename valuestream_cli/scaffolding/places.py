"""Where a new stream goes: its id from its name, and its file."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from valuestream_cli.discovery import SUFFIXES, demand_folder, is_folder
from valuestream_cli.errors import VsError

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "&": " and "})
_LONGEST_ID = 60
_LONGEST_FILE_NAME = 200


def kebab(name: str) -> str:
    """A name as an id: `Größe & Übergabe` is `grosse-and-ubergabe`; empty where no ASCII letter is in it."""
    plain = unicodedata.normalize("NFKD", name[:500].casefold().translate(_LETTERS))
    ascii_only = plain.encode("ascii", "ignore").decode().lower().replace("'", "")
    words = re.findall(r"[a-z0-9]+", ascii_only)
    return "-".join(words)[:_LONGEST_ID].rstrip("-") if any(map(str.isalpha, ascii_only)) else ""


def target(dest: str | None, id: str, *, force: bool = False) -> str:
    """The file to write: `<id>.vs.yaml` here or in a folder, or the file named (`foo` is `foo.vs.yaml`).

    Raises VsError where it cannot be written, or is there already and may not be replaced.
    """
    try:
        path = _path(dest, id)
        _demand_free(path, force=force)
    except OSError as error:
        raise VsError(f"cannot write to '{dest}': {error.strerror or error}", "choose another place") from None
    return str(path)


def _demand_free(path: Path, *, force: bool) -> None:
    """Raise VsError where a file cannot be written, as far as can be told before."""
    if len(os.fsencode(path.name)) > _LONGEST_FILE_NAME:
        raise VsError(f"the file name '{path.name[:30]}…' is too long", "choose one below 200 characters")
    if path.is_dir():
        raise VsError(f"'{path}' is a folder, not a file", f"to write into it, say '{path}/'")
    if os.path.lexists(path) and not force:
        raise VsError(f"'{path}' exists already", "choose another name, or replace it with --force")
    demand_folder(path)


def _path(dest: str | None, id: str) -> Path:
    if not dest or is_folder(dest):
        return Path(dest or "", id + SUFFIXES[0])
    if dest.endswith(SUFFIXES):
        return Path(dest)
    return Path(re.sub(r"(?<=[^/\\])\.ya?ml$", "", dest) + SUFFIXES[0])
