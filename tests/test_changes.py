"""Which saved files matter, and which folders are watched for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuestream_cli import changes

MATTERS = {
    "a.vs.yaml": True, "deep/a.vs.yml": True, "vs.toml": True, "pyproject.toml": True, "known.json": True,
    "a.yaml": False, "a.vs.yaml~": False, ".a.vs.yaml.swp": False, ".vs_cache/results.json": False, "README.md": False,
}  # fmt: skip


@pytest.mark.parametrize("path", MATTERS)
def test_what_matters(path: str) -> None:
    assert changes.matters(path, is_gone=False, also={"known.json"}) is MATTERS[path]


def test_folders_matter(tmp_path: Path) -> None:
    assert changes.matters(str(tmp_path), is_gone=False, also=())
    assert changes.matters("somewhere/gone", is_gone=True, also=())
    assert not changes.matters("somewhere/.vs_cache", is_gone=True, also=())
    assert not changes.matters("somewhere/gone.md", is_gone=True, also=())


def test_which_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("a/b", "c", "d"):
        (tmp_path / folder).mkdir(parents=True)
    folders = changes.folders(["a", "a/b", "c/one.vs.yaml"], {str(tmp_path / "d" / "known.json")})
    assert folders == [str(tmp_path / name) for name in ("a", "c", "d")]
    assert changes.folders(["a"], {str(tmp_path / "vs.toml")}) == [str(tmp_path)]
