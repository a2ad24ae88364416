"""The comment that tells an editor which schema a file has, and the schema that stands near the file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from valuestream_cli import project

SCHEMA = "valuestream.v1.schema.json"
SCHEMA_FOLDERS = (".vs", "schemas")

# As text: hardly any run needs them compiled.
_FIRST_LINE = r"#\s*yaml-language-server:[^\n]*\n"
_ANYWHERE = r"(?m)^[ \t]*#\s*(yaml-language-server:.*\$schema\s*=|\$schema\s*:)"


def local_schema(folder: Path) -> str | None:
    """The schema in a folder or above it, within the project, as seen from the folder; null where there is none."""
    try:
        here = folder.resolve()
        found = next((path for path in _schemas(here) if path.is_file()), None)
    except (OSError, RuntimeError, ValueError):  # a loop of links, or no path at all
        return None
    return os.path.relpath(found, here).replace(os.sep, "/") if found else None


def _schemas(here: Path) -> Iterator[Path]:
    end = project.root(here)
    folders = (folder for folder in (here, *here.parents) if folder.is_relative_to(end))
    return (folder / name / SCHEMA for folder in folders for name in SCHEMA_FOLDERS)


def modeline(schema: str) -> str:
    """The comment for a schema."""
    return f"# yaml-language-server: $schema={schema}"


def has_modeline(text: str) -> bool:
    """Whether a text has such a comment, in either of the forms that editors know."""
    return re.search(_ANYWHERE, text) is not None


def with_modeline(text: str, schema: str | None) -> str:
    """The text with the comment for a schema as its first line, in place of one that it may have."""
    bare = text[found.end() :] if (found := re.match(_FIRST_LINE, text)) else text
    return f"{modeline(schema)}\n{bare}" if schema else bare
