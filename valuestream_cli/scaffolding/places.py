"""Where a new stream goes: its id from its name, its file, and the schema that an editor finds beside it."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from valuestream_cli.discovery import SUFFIXES
from valuestream_cli.errors import VsError

SCHEMA = "valuestream.v1.schema.json"
SCHEMA_FOLDERS = (".vs", "schemas")
_MODELINE = re.compile(r"#\s*yaml-language-server:[^\n]*\n")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "&": " and "}
)
_LONGEST_ID = 60
_LONGEST_FILE_NAME = 200


def kebab(name: str) -> str:
    """A name as an id: `Größe & Übergabe` is `grosse-and-ubergabe`; empty where no ASCII letter is in it."""
    plain = unicodedata.normalize("NFKD", name[:500].casefold().translate(_LETTERS))
    ascii_only = plain.encode("ascii", "ignore").decode().replace("'", "")
    words = re.findall(r"[a-z0-9]+", ascii_only)
    kept = words[:1] if not any(map(str.isalpha, ascii_only)) else words
    return "-".join(kept)[:_LONGEST_ID].rstrip("-")


def is_folder(dest: str) -> bool:
    """Whether a destination means a folder to write into."""
    return dest.endswith(("/", os.sep)) or (os.path.isdir(dest) and not dest.endswith(SUFFIXES))


def target(dest: str | None, id: str, *, force: bool = False) -> str:
    """The file to write: `<id>.vs.yaml` here or in a folder, or the file named (`foo` is `foo.vs.yaml`).

    Raises VsError where it cannot be written, or is there already and may not be replaced.
    """
    path = _path(dest, id)
    if len(os.path.basename(path).encode("utf-8", "surrogateescape")) > _LONGEST_FILE_NAME:
        raise VsError("the name of the file is too long", f"keep it below {_LONGEST_FILE_NAME} characters")
    if os.path.isdir(path):
        raise VsError(f"'{path}' is a folder, not a file", f"to write into it, say '{path}/'")
    if os.path.lexists(path) and not force:
        raise VsError(f"'{path}' exists already", "choose another name, or replace it with --force")
    blocked = next((part for part in Path(path).parents if part.exists()), None)
    if blocked and not blocked.is_dir():
        raise VsError(f"'{blocked}' is a file, not a folder", "choose another place")
    return path


def _path(dest: str | None, id: str) -> str:
    if not dest:
        return f"{id}{SUFFIXES[0]}"
    if is_folder(dest):
        return os.path.join(dest, f"{id}{SUFFIXES[0]}")
    if dest.endswith(SUFFIXES):
        return dest
    return re.sub(r"(?<=[^/\\])\.ya?ml$", "", dest) + SUFFIXES[0]


def local_schema(folder: str) -> str | None:
    """The schema that is found in a folder or above it, relative to the folder; null where there is none."""
    here = Path(folder or ".").resolve()
    for parent in (here, *here.parents):
        for name in SCHEMA_FOLDERS:
            if (parent / name / SCHEMA).is_file():
                return os.path.relpath(parent / name / SCHEMA, here).replace(os.sep, "/")
    return None


def with_modeline(text: str, schema: str | None) -> str:
    """The text with the line that tells editors where its schema is, in place of one that it may have."""
    bare = text[found.end() :] if (found := _MODELINE.match(text)) else text
    return f"# yaml-language-server: $schema={schema}\n{bare}" if schema else bare
