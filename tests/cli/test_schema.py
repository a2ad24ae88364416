"""`vs schema` as it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from valuestream_cli.resources import schema_text


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("valuestream.v1", "valuestream.v1"),
        ("valuestream", "valuestream.v1"),
        ("report.v1", "report.v1"),
        ("report", "report.v1"),
        ("report.v1.schema.json", "report.v1"),
    ],
)
def test_it_prints_a_schema(vs: Run, word: str, name: str) -> None:
    assert vs("schema", word) == (0, schema_text(name), "")


def test_it_prints_that_of_stream_files_unless_said(vs: Run) -> None:
    assert vs("schema") == (0, schema_text("valuestream.v1"), "")


def test_it_writes_a_file_or_into_a_folder(vs: Run) -> None:
    assert vs("schema", "--write", ".vs/") == (0, "", "wrote .vs/valuestream.v1.schema.json\n")
    assert vs("schema", "report", "--write", ".vs") == (0, "", "wrote .vs/report.v1.schema.json\n")
    assert vs("schema", "--write", "x/y.json") == (0, "", "wrote x/y.json\n")
    assert Path("x/y.json").read_text(encoding="utf-8") == schema_text("valuestream.v1")


def test_an_unknown_schema_gets_a_suggestion(vs: Run) -> None:
    said = "error: there is no schema 'valustream'\n  help: did you mean 'valuestream.v1'?\n"
    assert vs("schema", "valustream") == (2, "", said)
    code, out, err = vs("schema", "../x\x1b")
    assert (code, out) == (2, "")
    assert err.startswith("error: there is no schema '../x\ufffd'\n  help: choose one of: ")


def test_a_place_that_cannot_be_written_is_refused(vs: Run) -> None:
    Path("file").write_text("x")
    assert vs("schema", "--write", "x" * 5000) == (
        2,
        "",
        f"error: cannot write to '{'x' * 5000}': File name too long\n  help: choose another place\n",
    )
    said = "error: 'file' is a file, not a folder\n  help: choose another place\n"
    assert vs("schema", "--write", "file/") == (2, "", said)
    assert vs("schema", "--write", "file/x/y.json") == (2, "", said)
