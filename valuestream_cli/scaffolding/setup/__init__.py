"""What `vs init` writes into a repository: planned here, written and told by the command."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from valuestream_cli import config
from valuestream_cli.resources import schema_text
from valuestream_cli.scaffolding.setup import editors
from valuestream_cli.scaffolding.setup.changes import Change, begun, kept, read, refreshed, replaced, starter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["EDITORS", "SERVICES", "Change", "changes"]

EDITORS = {"vscode": editors.vscode, "jetbrains": editors.jetbrains, "neovim": editors.neovim}
# Service -> where its file goes, what is in it, and what is left to do.
SERVICES = {
    "github": (
        ".github/workflows/value-streams.yml",
        "github.yml",
        "next: commit it, and make the check `value streams` a required one in the rules of your branches",
    ),
    "gitlab": (
        ".gitlab-ci.value-streams.yml",
        "gitlab.yml",
        "next: in .gitlab-ci.yml, say `include: [{local: .gitlab-ci.value-streams.yml}]`",
    ),
    "azure": (
        "azure-pipelines.value-streams.yml",
        "azure.yml",
        "next: make a pipeline of it in Azure DevOps, and a build validation of that in the policies of your branches",
    ),
}
SETTINGS = "vs.toml"
HOOKS = ".pre-commit-config.yaml"
SCHEMAS = ("valuestream.v1", "config.v1")


def changes(
    root: Path, *, chosen: Iterable[str] = (), services: Iterable[str] = (), hooks: bool = False, force: bool = False
) -> Iterator[Change]:
    """What is to be done in a repository, file by file, each planned when the ones before it are done.

    chosen: of EDITORS; without any, VS Code and those that the repository has settings of.
    services: of SERVICES. hooks: of pre-commit, too. force: add to editor settings and replace CI files that exist.
    Raises VsError where a file is there and cannot be read.
    """
    yield _settings(root)
    for name in SCHEMAS:
        yield refreshed(root / f".vs/{name}.schema.json", schema_text(name))
    for editor in tuple(chosen) or editors.found(root):
        yield EDITORS[editor](root, force)
    for path, file, next_step in (SERVICES[service] for service in services):
        yield replaced(root / path, starter(file), next_step, force=force)
    if hooks:
        yield _hooks(root / HOOKS)


def _settings(root: Path) -> Change:
    """A file of settings to begin with; none where one counts already, here or above."""
    path = root / SETTINGS
    if (old := read(path)) is not None:
        return kept(path, old == starter(SETTINGS))
    if (source := config.settings_for(str(root)).source) is not None:
        return Change(path=path, deed="not needed", advice=(f"settings are in {os.path.relpath(source)}",))
    return Change(path=path, deed="wrote", text=starter(SETTINGS))


def _hooks(path: Path) -> Change:
    """The configuration of pre-commit."""
    ours = starter("pre-commit.yaml")
    return begun(path, ours, "vs-validate", ("add to its `repos`:", *ours.splitlines()[1:]), "next: pre-commit install")
