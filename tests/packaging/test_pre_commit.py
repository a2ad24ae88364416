"""pre-commit, really run in a git repository: the hooks of this checkout, and the file that `vs init` writes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.helpers import ROOT
from tests.packaging.shell import (
    BAD,
    GOOD,
    OFFLINE,
    SITE,
    Done,
    build_context,
    commit,
    environment,
    git,
    repository,
    run,
    wheel,
)

HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
CONFIG = ".pre-commit-config.yaml"


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with what this checkout is made of, to take hooks from."""
    context = build_context(tmp_path_factory.mktemp("hooks") / "repository")
    return repository(
        context, {".pre-commit-hooks.yaml": (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")}
    )


def project(folder: Path, hooks: Path, ids: list[str], **override: object) -> Path:
    """A repository with one stream that uses some hooks."""
    used = {"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD"), "hooks": [{"id": id, **override} for id in ids]}
    return repository(folder, {CONFIG: yaml.safe_dump({"repos": [used]}), "streams/a.vs.yaml": GOOD})


def pre_commit(folder: Path, **extra: str) -> Done:
    """Run all hooks on all files; what pre-commit keeps stays beside the repository."""
    kept = {"PRE_COMMIT_HOME": str(folder.parent / "pre-commit"), "PRE_COMMIT_COLOR": "never"}
    return run([sys.executable, "-m", "pre_commit", "run", "--all-files"], folder, environment({**kept, **extra}))


def test_the_hooks_are_valid() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    done = run(command, ROOT)
    assert done.status == 0, done.out
    assert [hook["id"] for hook in HOOKS] == ["vs-validate", "vs-fmt", "vs-render-check"]


def test_validate(tmp_path: Path, hooks: Path) -> None:
    folder = project(tmp_path / "project", hooks, ["vs-validate"], language="system")
    assert pre_commit(folder).status == 0
    commit(folder, {"streams/b.vs.yml": BAD, "c.yaml": BAD})
    done = pre_commit(folder)
    assert done.status == 1
    assert "streams/b.vs.yml:11:15" in done.out
    assert "2 files checked: 1 error" in done.out


def test_what_is_excluded_is_left_out(tmp_path: Path, hooks: Path) -> None:
    """pre-commit names files, and a file that is named would be checked otherwise."""
    folder = project(tmp_path / "project", hooks, ["vs-validate", "vs-fmt", "vs-render-check"], language="system")
    git(folder, "rm", "--quiet", "streams/a.vs.yaml")
    commit(folder, {"vs.toml": 'exclude = ["legacy"]\n', "legacy/b.vs.yaml": BAD})
    done = pre_commit(folder)
    assert done.status == 0, done


def test_format(tmp_path: Path, hooks: Path) -> None:
    folder = project(tmp_path / "project", hooks, ["vs-fmt"], language="system")
    untidy = GOOD.replace("\nname:", "\n\n\nname:     ")
    commit(folder, {"streams/a.vs.yaml": untidy})
    done = pre_commit(folder)
    assert done.status == 1
    assert "files were modified by this hook" in done.out
    commit(folder, {})
    assert (folder / "streams" / "a.vs.yaml").read_text() != untidy
    assert pre_commit(folder).status == 0


def test_pictures(tmp_path: Path, hooks: Path) -> None:
    folder = project(tmp_path / "project", hooks, ["vs-render-check"], language="system")
    done = pre_commit(folder)
    assert done.status == 1
    assert "a.swimlane.svg" in done.out
    assert run(["vs", "render"], folder).status == 0
    commit(folder, {})
    assert pre_commit(folder).status == 0
    commit(folder, {"streams/a.vs.yaml": GOOD.replace("new password", "temporary password")})
    assert pre_commit(folder).status == 1


def test_pre_commit_installs_the_hooks_itself(tmp_path: Path, hooks: Path) -> None:
    """As it does for users, but for the index: there is none in a test, so it finds the libraries here."""
    folder = project(tmp_path / "project", hooks, ["vs-validate"])
    done = pre_commit(folder, **OFFLINE, PYTHONPATH=SITE)
    assert done.status == 0, done
    commit(folder, {"b.vs.yaml": BAD})
    done = pre_commit(folder, **OFFLINE, PYTHONPATH=SITE)
    assert done.status == 1
    assert "b.vs.yaml:11:15" in done.out
    programs = list((tmp_path / "pre-commit").rglob("bin/vs")) + list((tmp_path / "pre-commit").rglob("Scripts/vs.exe"))
    assert len(programs) == 1


def test_what_vs_init_writes_works(tmp_path: Path) -> None:
    package = wheel(build_context(tmp_path / "context"), tmp_path / "wheels")
    folder = repository(tmp_path / "project", {"a.vs.yaml": BAD})
    assert run(["vs", "init", "--pre-commit"], folder).status == 0
    commit(folder, {})
    done = pre_commit(folder, **OFFLINE, PYTHONPATH=SITE, PIP_FIND_LINKS=str(package.parent))
    assert done.status == 1
    assert "a.vs.yaml:11:15" in done.out, done
    commit(folder, {"a.vs.yaml": GOOD})
    assert pre_commit(folder).status == 0


def test_vs_init_writes_what_the_hook_says() -> None:
    said: Any = yaml.safe_load((ROOT / "setup" / "pre-commit.yaml").read_text(encoding="utf-8"))
    ((hook,),) = (repo["hooks"] for repo in said["repos"])
    (ours,) = (each for each in HOOKS if each["id"] == "vs-validate")
    assert {key: value for key, value in hook.items() if key != "additional_dependencies"} == {
        key: value for key, value in ours.items() if key != "description"
    }
