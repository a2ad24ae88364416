"""The schema that stands near a file, and the comment that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuestream_cli.modeline import has_modeline, local_schema, with_modeline


def test_the_schema_is_found_upwards(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    assert local_schema(deep) is None
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "valuestream.v1.schema.json").write_text("{}")
    assert local_schema(deep) == "../../schemas/valuestream.v1.schema.json"
    (tmp_path / "a" / ".vs").mkdir()
    (tmp_path / "a" / ".vs" / "valuestream.v1.schema.json").write_text("{}")
    assert local_schema(deep) == "../.vs/valuestream.v1.schema.json"
    assert local_schema(tmp_path / "a" / "not yet") == "../.vs/valuestream.v1.schema.json"


def test_a_schema_outside_the_project_is_none_of_ours(tmp_path: Path) -> None:
    (tmp_path / ".vs").mkdir()
    (tmp_path / ".vs" / "valuestream.v1.schema.json").write_text("{}")
    (tmp_path / "ours" / ".git").mkdir(parents=True)
    assert local_schema(tmp_path / "ours") is None
    assert local_schema(tmp_path / "theirs") == "../.vs/valuestream.v1.schema.json"


def test_the_modeline_is_the_first_line_and_there_once() -> None:
    line = "# yaml-language-server: $schema=x\n"
    assert with_modeline("a: 1\n", "x") == line + "a: 1\n"
    assert with_modeline("# yaml-language-server: $schema=old\r\na: 1\n", "x") == line + "a: 1\n"
    assert with_modeline(line + "a: 1\n", None) == "a: 1\n"


def test_a_loop_of_links_is_no_schema(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert local_schema(tmp_path / "loop" / "a") is None


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("# yaml-language-server: $schema=x\nvaluestream: 1\n", True),
        ("---\r\n  #yaml-language-server: $schema = x\r\n", True),
        ("# $schema: x\n", True),
        ("# yaml-language-server: on\n", False),
        ("name: a # $schema: x\n", False),
        ("valuestream: 1\n", False),
    ],
)
def test_a_modeline_is_known_in_both_forms(text: str, has: bool) -> None:
    assert has_modeline(text) is has
