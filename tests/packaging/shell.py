"""What the tests of packaging share: bash as a CI service runs it, git, and a copy of what a build is made of."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.helpers import ROOT

PROGRAMS = Path(sys.executable).parent
SITE = next(path for path in sys.path if path.endswith("site-packages"))
IDENTITY = {f"GIT_{who}_{what}": f"{who}@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
# pip without an index: it builds with the hatchling of this environment, whose libraries it also finds.
OFFLINE = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
GOOD = """\
valuestream: 1
id: password-reset
name: Reset a forgotten password
state: as-is
owner: Service desk manager
demand: {trigger: A user cannot log in, from: [user]}
value: {outcome: The user can work again, for: [user]}
steps:
  - id: register
    name: Register the request and check who is asking
    activity: engage
    practices: [service-desk]
  - id: reset
    name: Set a new password and try it together
    activity: deliver-and-support
    practices: [service-request-management]
"""
BAD = GOOD.replace("activity: engage", "activity: engaged")


class Done(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


def environment(extra: Mapping[str, str] = {}, *, first: Path | None = None) -> dict[str, str]:
    """The environment of this run, less what is set for this very run, with `vs` and git ready for use."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "GIT_", "PYTEST_", "GITHUB_"))
    }
    path = os.pathsep.join(map(str, [*([first] if first else []), PROGRAMS, os.environ["PATH"]]))
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1"}
    return {**kept, **IDENTITY, **alone, "PATH": path, **extra}


def run(command: Sequence[str], folder: Path, env: Mapping[str, str] | None = None) -> Done:
    """Run a command in a folder."""
    done = subprocess.run(
        command, cwd=folder, env=env or environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


def bash(script: str, folder: Path, env: Mapping[str, str] | None = None) -> Done:
    """Run a script as GitHub runs `shell: bash`."""
    return run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], folder, env)


def git(folder: Path, *arguments: str) -> str:
    """What git says; it must succeed."""
    done = run(["git", *arguments], folder)
    assert done.status == 0, done.err
    return done.out.strip()


def repository(folder: Path, files: Mapping[str, str]) -> Path:
    """A git repository, its branch `main` with one commit of these files."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, files)
    return folder


def commit(folder: Path, files: Mapping[str, str]) -> None:
    """Commit these files and all that has changed."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "a change")


def build_context(folder: Path) -> Path:
    """A copy of what `.dockerignore` lets into an image: all that the package is built of."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for name in (line.removeprefix("!") for line in lines if line.startswith("!")):
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".mypy_cache"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return folder


def wheel(context: Path, folder: Path) -> Path:
    """The wheel that is built of a context, without an index."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir", str(folder), str(context)]
    done = run(command, context, environment(OFFLINE))
    assert done.status == 0, done.err
    (path,) = folder.glob("*.whl")
    return path
