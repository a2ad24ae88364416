"""`vs init` as it is called: what it writes, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from valuestream_cli.resources import schema_text

SCHEMA = ".vs/valuestream.v1.schema.json"
SETTINGS = ".vscode/settings.json"
OURS = {"yaml.schemas": {f"./{SCHEMA}": ["*.vs.yaml", "*.vs.yml"]}}


def test_it_writes_schema_and_settings(vs: Run) -> None:
    assert vs("init") == (0, "", f"wrote {SCHEMA}\nwrote {SETTINGS}\n")
    assert Path(SCHEMA).read_text(encoding="utf-8") == schema_text("valuestream.v1")
    assert json.loads(Path(SETTINGS).read_text()) == OURS


def test_a_rerun_refreshes_the_schema_and_nothing_else(vs: Run) -> None:
    vs("init")
    assert vs("init") == (0, "", f"up to date: {SCHEMA}\nup to date: {SETTINGS}\n")
    Path(SCHEMA).write_bytes(b"\xff old")
    assert vs("init") == (0, "", f"updated {SCHEMA}\nup to date: {SETTINGS}\n")
    assert Path(SCHEMA).read_text(encoding="utf-8") == schema_text("valuestream.v1")


ADD = f'  add to it: "yaml.schemas": {{"./{SCHEMA}": ["*.vs.yaml", "*.vs.yml"]}}\n'


def test_settings_that_exist_are_left_alone_unless_forced(vs: Run) -> None:
    Path(".vscode").mkdir()
    Path(SETTINGS).write_text('{"a": "ü", "yaml.schemas": {"x": "y"}}', encoding="utf-8")
    before = Path(SETTINGS).read_bytes()
    said = f"wrote {SCHEMA}\nleft as it is: {SETTINGS}\n{ADD}  or say --force, and vs adds it\n"
    assert vs("init") == (0, "", said)
    assert Path(SETTINGS).read_bytes() == before
    assert vs("init", "--force") == (0, "", f"up to date: {SCHEMA}\nupdated {SETTINGS}\n")
    merged = {"a": "ü", "yaml.schemas": {"x": "y", **OURS["yaml.schemas"]}}
    assert json.loads(Path(SETTINGS).read_text(encoding="utf-8")) == merged


@pytest.mark.parametrize("text", ['{"a": 1, // mine\n}', "[]", "", "[" * 100_000, '{"yaml.schemas": []}'], ids=str)
def test_settings_that_cannot_be_added_to_are_never_changed(vs: Run, text: str) -> None:
    Path(".vscode").mkdir()
    Path(SETTINGS).write_text(text)
    assert vs("init", "--force") == (0, "", f"wrote {SCHEMA}\nleft as it is: {SETTINGS}\n{ADD}")
    assert Path(SETTINGS).read_text() == text


def test_a_folder_can_be_named(vs: Run) -> None:
    Path("repo").mkdir()
    assert vs("init", "repo") == (0, "", f"wrote repo/{SCHEMA}\nwrote repo/{SETTINGS}\n")


def test_what_is_no_folder_is_refused(vs: Run) -> None:
    Path("file").write_text("x")
    help = "  help: name the root of the repository\n"
    assert vs("init", "missing") == (2, "", f"error: 'missing' does not exist\n{help}")
    assert vs("init", "file") == (2, "", f"error: 'file' is a file, not a folder\n{help}")
    assert vs("init", "x" * 5000)[0] == 2


def test_what_is_in_the_way_is_named(vs: Run) -> None:
    Path(".vs").write_text("x")
    help = "  help: move what is in the way, or mend its rights\n"
    assert vs("init") == (2, "", f"error: cannot read '{SCHEMA}': Not a directory\n{help}")
    Path(".vs").unlink()
    Path(SETTINGS).mkdir(parents=True)
    said = f"wrote {SCHEMA}\nerror: cannot read '{SETTINGS}': Is a directory\n{help}"
    assert vs("init") == (2, "", said)
