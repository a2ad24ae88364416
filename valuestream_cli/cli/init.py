"""`vs init`: set a repository up for stream files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli.console import talk, write_file
from valuestream_cli.errors import VsError
from valuestream_cli.resources import schema_text

if TYPE_CHECKING:
    import typer


SCHEMA = ".vs/valuestream.v1.schema.json"
SETTINGS = ".vscode/settings.json"
ASSOCIATION = {f"./{SCHEMA}": ["*.vs.yaml", "*.vs.yml"]}


def init(
    folder: Annotated[str, typer.Argument(help="The root of the repository; default: here.")] = ".",
    force: Annotated[bool, typer.Option("--force", help="Add to editor settings that exist, too.")] = False,
) -> None:
    """Set a repository up: the schema for editors in .vs/, and VS Code settings that use it.

    Run it again to bring the schema up to date. It changes no settings that exist without --force.

    Examples:  vs init  |  vs init ../services
    """
    root = Path(folder)
    if not os.path.isdir(folder):  # noqa: PTH112 (the other one raises for a name that is too long)
        why = "is a file, not a folder" if os.path.lexists(folder) else "does not exist"
        raise VsError(f"'{folder}' {why}", "name the root of the repository")
    _refresh(root / SCHEMA, schema_text("valuestream.v1"))
    _associate(root / SETTINGS, force=force)


def _refresh(path: Path, text: str) -> None:
    """Bring a file of ours up to date, and say what was done."""
    old = _text(path)
    if old == text:
        talk(f"up to date: {path}")
        return
    write_file(path, text.encode())
    talk(f"{'wrote' if old is None else 'updated'} {path}")


def _associate(path: Path, *, force: bool) -> None:
    """Tell VS Code which schema stream files have, in settings that do not exist or may be added to."""
    old = _text(path)
    merged = _merged("{}" if old is None else old)
    if old is not None and _is_associated(old, merged):
        talk(f"up to date: {path}")
    elif merged and (old is None or force):
        write_file(path, merged.encode())
        talk(f"{'wrote' if old is None else 'updated'} {path}")
    else:
        _advise(path, can_force=merged is not None)


def _is_associated(old: str, merged: str | None) -> bool:
    """Whether settings say it already; of JSON with comments, only whether they name the schema."""
    return json.loads(merged) == json.loads(old) if merged else SCHEMA in old


def _advise(path: Path, *, can_force: bool) -> None:
    talk(f"left as it is: {path}")
    talk(f"  add to it: {json.dumps({'yaml.schemas': ASSOCIATION})[1:-1]}")
    if can_force:
        talk("  or say --force, and vs adds it")


def _merged(text: str) -> str | None:
    """Settings with our association; null where they are no plain JSON, for example JSON with comments."""
    try:
        settings = json.loads(text)
    except (ValueError, RecursionError):
        return None
    schemas = settings.get("yaml.schemas", {}) if isinstance(settings, dict) else None
    if not isinstance(schemas, dict):
        return None
    merged = {**settings, "yaml.schemas": {**schemas, **ASSOCIATION}}
    return json.dumps(merged, indent=2, ensure_ascii=False) + "\n"


def _text(path: Path) -> str | None:
    """What a file holds; null where there is none.

    Raises VsError where it is there and cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise VsError(
            f"cannot read '{path}': {error.strerror or error}", "move what is in the way, or mend its rights"
        ) from None
