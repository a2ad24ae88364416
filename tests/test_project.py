"""Where a project ends, and that all who ask are told the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuestream_cli import cache, project
from valuestream_cli.config import paths
from valuestream_cli.modeline import local_schema
from valuestream_cli.validation.nested import Nested

# What lies in which folder -> the root of the project of `a/b/c`.
CASES = {
    "nothing": ({}, "a/b/c"),
    "a repository": ({"a/.git/HEAD"}, "a"),
    "a worktree": ({"a/.git"}, "a"),
    "one repository in another": ({".git/HEAD", "a/b/.git/HEAD"}, "a/b"),
    "set up": ({"a/vs.toml"}, "a"),
    "set up for Python": ({"a/pyproject.toml"}, "a"),
    "set up for editors": ({"a/.vs/x.json"}, "a"),
    "the outermost": ({"vs.toml", "a/pyproject.toml", "a/b/.vs/x.json"}, "."),
    "a repository counts before all": ({"vs.toml", "a/.git/HEAD", "a/b/vs.toml"}, "a"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_root(case: str, tmp_path: Path) -> None:
    files, root = CASES[case]
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    for file in files:
        put(tmp_path / file)
    assert project.root(tmp_path / "a" / "b" / "c") == tmp_path / root


def put(path: Path, text: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("mark", ["vs.toml", "pyproject.toml", ".vs/x", ".git/HEAD"])
def test_configuration_nested_streams_editors_and_cache_agree(mark: str, tmp_path: Path) -> None:
    home = tmp_path / "p"
    put(home / mark)
    for path in ("p/other.vs.yaml", "p/sub/home.vs.yaml", "p/schemas/valuestream.v1.schema.json", "out.vs.yaml"):
        put(tmp_path / path, "valuestream: 1\n")
    nested = Nested(str(home / "sub" / "home.vs.yaml"))
    assert nested.find("../other.vs.yaml") == home / "other.vs.yaml"
    assert nested.find("../../out.vs.yaml") is None
    assert paths.inside(str(home / "sub"), "../other.vs.yaml") == str(home / "other.vs.yaml")
    assert paths.inside(str(home / "sub"), "../../out.vs.yaml") is None
    assert local_schema(home / "sub") == "../schemas/valuestream.v1.schema.json"
    assert cache.root_of(str(home / "sub" / "home.vs.yaml")) == home


def test_a_link_out_of_the_project_is_outside(tmp_path: Path) -> None:
    put(tmp_path / "out" / "a.vs.yaml")
    put(tmp_path / "p" / "vs.toml")
    put(tmp_path / "p" / "home.vs.yaml")
    (tmp_path / "p" / "away").symlink_to(tmp_path / "out")
    (tmp_path / "p" / "link.vs.yaml").symlink_to(tmp_path / "out" / "a.vs.yaml")
    nested = Nested(str(tmp_path / "p" / "home.vs.yaml"))
    for reference in ("away/a.vs.yaml", "link.vs.yaml"):
        assert nested.find(reference) is None
        assert nested.text(reference) is None
        assert paths.inside(str(tmp_path / "p"), reference) is None
    assert nested.neighbours("away/b.vs.yaml") is None
