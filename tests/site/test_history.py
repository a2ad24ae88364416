"""The history of files: from a real repository, and never a reason to fail."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from valuestream_cli.site.history import MOST, history

WHO = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-C", str(folder), *WHO, *arguments]
    subprocess.run(
        command, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", "GIT_CONFIG_GLOBAL": "/dev/null"}
    )


def commit(folder: Path, subject: str, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.vs.yaml").write_text(text)
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", subject, "--date", "2026-03-01T10:00:00+01:00")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Three commits to two files."""
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "begin", a="1", b="1")
    commit(tmp_path, "change: <b> & more", a="2")
    commit(tmp_path, "again", **{"a": "3", "c d é": "1"})
    return tmp_path


def test_the_last_commits_of_each_file_newest_first(repository: Path) -> None:
    files = [str(repository / f"{name}.vs.yaml") for name in ("a", "b", "c d é", "unknown")]
    found = history(files)
    assert [[each.subject for each in found.commits.get(file, ())] for file in files] == [
        ["again", "change: <b> & more", "begin"], ["begin"], ["again"], [],
    ]  # fmt: skip
    assert {each.date for each in found.commits[files[0]]} == {"2026-03-01T10:00:00+01:00"}
    assert found.gaps == ()


def test_no_more_than_the_last_ones_are_told(repository: Path) -> None:
    for number in range(MOST + 3):
        commit(repository, f"number {number}", b=f"x{number}")
    told = history([str(repository / "b.vs.yaml")]).commits[str(repository / "b.vs.yaml")]
    assert [each.subject for each in told] == [f"number {number}" for number in range(MOST + 2, 2, -1)]


def test_a_subject_that_looks_like_a_commit_is_a_subject(repository: Path) -> None:
    commit(repository, "\x01abcdef1", b="x")
    assert len(history([str(repository / "b.vs.yaml")]).commits[str(repository / "b.vs.yaml")]) == 2


def test_a_clone_that_is_cut_off_has_no_history_and_says_so(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", repository.as_uri(), str(clone))
    assert history([str(clone / "a.vs.yaml")]) == (
        {}, ("no history is shown: this clone is shallow; `git fetch --unshallow` completes it",),
    )  # fmt: skip


def test_without_a_repository_without_commits_and_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.vs.yaml"
    file.touch()
    assert history([str(file)]) == ({}, ())
    git(tmp_path, "init", "--quiet")
    assert history([str(file)]) == ({}, ())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert history([str(file)]) == ({}, ("no history is shown: git is not installed",))
