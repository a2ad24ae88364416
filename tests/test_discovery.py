"""Which files a command means."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuestream_cli.discovery import stem, stream_files
from valuestream_cli.errors import VsError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with streams, other files, and folders that are left out."""
    for name in (
        "b.vs.yaml", "a.vs.yml", "note.yaml", "sub/c.vs.yaml", ".git/d.vs.yaml", "node_modules/e.vs.yaml",
        "sub/.venv/f.vs.yaml", "other/readme.md",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("id: a\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("paths, expected", [
    ([], ["a.vs.yml", "b.vs.yaml", "sub/c.vs.yaml"]),
    (["."], ["a.vs.yml", "b.vs.yaml", "sub/c.vs.yaml"]),
    (["sub"], ["sub/c.vs.yaml"]),
    (["note.yaml"], ["note.yaml"]),
    (["b.vs.yaml", "a.vs.yml", "b.vs.yaml"], ["b.vs.yaml", "a.vs.yml"]),
    (["-", "b.vs.yaml", "-"], ["-", "b.vs.yaml"]),
    (["node_modules"], ["node_modules/e.vs.yaml"]),
    (["sub", "."], ["sub/c.vs.yaml", "a.vs.yml", "b.vs.yaml"]),
])  # fmt: skip
def test_files(paths: list[str], expected: list[str]) -> None:
    assert stream_files(paths) == expected


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("path, message, hint", [
    ("absent", "there is no file or folder 'absent'", ""),
    ("b", "there is no file or folder 'b'", "did you mean 'b.vs.yaml'?"),
    ("bb.vs.yaml", "there is no file or folder 'bb.vs.yaml'", "did you mean 'b.vs.yaml'?"),
    ("sub/d.vs.yaml", "there is no file or folder 'sub/d.vs.yaml'", "did you mean 'sub/c.vs.yaml'?"),
    ("nowhere/x.vs.yaml", "there is no file or folder 'nowhere/x.vs.yaml'", ""),
    ("a\0b", "there is no file or folder 'a\0b'", ""),
    ("", "there is no file or folder ''", ""),
    ("other", "no *.vs.yaml files in 'other'", "write one with `vs new`, or name the file itself"),
])  # fmt: skip
def test_wrong_paths(path: str, message: str, hint: str) -> None:
    with pytest.raises(VsError) as caught:
        stream_files([path])
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_broken_link_is_a_file_that_cannot_be_read(here: Path) -> None:
    (here / "gone.vs.yaml").symlink_to(here / "nowhere")
    assert stream_files(["gone.vs.yaml"]) == ["gone.vs.yaml"]


def test_a_loop_of_folders_ends(here: Path) -> None:
    (here / "sub" / "up").symlink_to(here)
    assert stream_files(["sub"]) == ["sub/c.vs.yaml"]


@pytest.mark.parametrize("path, expected", [
    ("a/incident.vs.yaml", "incident"), ("incident.vs.yml", "incident"), ("note.yaml", "note"),
    ("v1.2.vs.yaml", "v1.2"),
])  # fmt: skip
def test_stem(path: str, expected: str) -> None:
    assert stem(path) == expected
