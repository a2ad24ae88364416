"""`vs init`: set a repository up for stream files."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli.console import talk, write_file
from valuestream_cli.errors import VsError

if TYPE_CHECKING:
    import typer

    from valuestream_cli.scaffolding.setup import Change


class Editor(StrEnum):
    """An editor that can be set up."""

    vscode = "vscode"
    jetbrains = "jetbrains"
    neovim = "neovim"


class Service(StrEnum):
    """A service that runs checks."""

    github = "github"
    gitlab = "gitlab"
    azure = "azure"


def init(
    folder: Annotated[str, typer.Argument(help="The root of the repository; default: here.")] = ".",
    editor: Annotated[
        list[Editor] | None, typer.Option(help="An editor to set up; default: VS Code, and JetBrains if found.")
    ] = None,
    ci: Annotated[
        list[Service] | None, typer.Option(help="Also write a check of every merge for this service.")
    ] = None,
    pre_commit: Annotated[bool, typer.Option("--pre-commit", help="Also write a hook for pre-commit.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Add to editor settings that exist; replace CI files that exist.")
    ] = False,
) -> None:
    """Set a repository up: settings, editor, CI, pre-commit.

    Run it again to bring the schemas up to date. What exists is changed with --force only, and vs.toml never.

    Examples:  vs init  |  vs init --ci github --pre-commit  |  vs init --editor neovim
    """
    from valuestream_cli.reporting.plain import safe
    from valuestream_cli.scaffolding import setup

    if not os.path.isdir(folder):  # noqa: PTH112 (the other one raises for a name that is too long)
        why = "is a file, not a folder" if os.path.lexists(folder) else "does not exist"
        raise VsError(f"'{folder}' {why}", "name the root of the repository")
    for change in setup.changes(
        Path(folder),
        chosen=[each.value for each in editor or ()],
        services=[each.value for each in ci or ()],
        hooks=pre_commit,
        force=force,
    ):
        _make(change)
        for line in _told(change):
            talk(safe(line))


def _make(change: Change) -> None:
    if change.text is not None:
        write_file(change.path, change.text.encode())


def _told(change: Change) -> list[str]:
    """What was done about a file, and what is left to do."""
    between = " " if change.text is not None else ": "
    return [f"{change.deed}{between}{change.path}", *(f"  {line}" for line in change.advice)]
