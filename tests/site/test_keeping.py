"""What happens to a folder: only what vs made is replaced or removed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.site.conftest import write
from valuestream_cli.errors import VsError
from valuestream_cli.site.keeping import MANIFEST, emptied, manifest, plan

FILES = {"index.html": b"1", "streams/a.html": b"2"}


def built(folder: Path, files: dict[str, bytes] = FILES) -> None:
    """What `vs docs` does with a plan."""
    made = plan(folder, files)
    write(folder, {**made.write, MANIFEST: manifest(made.afterwards)})


@pytest.mark.parametrize("exists", [False, True])
def test_a_new_or_empty_folder_is_filled(tmp_path: Path, exists: bool) -> None:
    folder = tmp_path / "site"
    if exists:
        folder.mkdir()
    assert plan(folder, FILES)[:3] == (FILES, (), ())


def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    with pytest.raises(VsError, match=r"is not empty, and was not made by `vs docs`$") as error:
        plan(tmp_path, FILES)
    assert error.value.hint == "choose another folder with --out, or say --force"
    assert plan(tmp_path, FILES, force=True)[:3] == (FILES, (), ())


def test_a_file_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    built(tmp_path, {"index.html": b"1"})
    write(tmp_path, {"streams/a.html": b"mine"})
    with pytest.raises(VsError, match=r"streams/a.html' was not made by vs and is left alone$"):
        plan(tmp_path, FILES)


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "site").touch()
    with pytest.raises(VsError, match="cannot be used: Not a directory"):
        plan(tmp_path / "site", FILES)


def test_what_is_the_same_is_not_written(tmp_path: Path) -> None:
    built(tmp_path)
    assert plan(tmp_path, FILES)[:3] == ({}, (), ())
    assert plan(tmp_path, {**FILES, "index.html": b"new"}).write == {"index.html": b"new"}


def test_old_files_of_ours_go_and_those_somebody_changed_stay(tmp_path: Path) -> None:
    built(tmp_path, {**FILES, "streams/b.html": b"3", "streams/c.html": b"4"})
    write(tmp_path, {"streams/c.html": b"mine", "streams/mine.html": b"mine"})
    made = plan(tmp_path, FILES)
    assert made[:3] == ({}, ("streams/b.html",), ("streams/c.html",))
    assert set(made.meanwhile) == {*FILES, "streams/b.html", "streams/c.html"}
    assert set(made.afterwards) == {*FILES, "streams/c.html"}


def test_empty_folders_go(tmp_path: Path) -> None:
    built(tmp_path)
    made = plan(tmp_path, {"index.html": b"1"})
    (tmp_path / "streams/a.html").unlink()
    assert list(emptied(tmp_path, made.remove)) == [tmp_path / "streams"]


@pytest.mark.parametrize("path", ["../victim", "streams/../../victim", "link/victim"])
def test_a_manifest_cannot_name_what_is_outside(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "site"
    built(folder)
    victim = tmp_path / "victim"
    victim.write_bytes(b"1")
    (folder / "link").symlink_to(tmp_path)
    told = json.loads((folder / MANIFEST).read_text())
    told["files"][path] = told["files"]["index.html"]
    (folder / MANIFEST).write_text(json.dumps(told))
    assert plan(folder, FILES).remove == ()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "vs-docs/v1", "files": []}', '{"format": "other", "files": {}}']
)
def test_a_manifest_that_says_nothing_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(VsError):
        plan(tmp_path, FILES)
