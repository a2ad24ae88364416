"""A case is a pair of files; what is told of it, in each format, stands beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from tests.helpers import ROOT, TESTS
from valuestream_cli import api
from valuestream_cli.comparison import formats
from valuestream_cli.comparison.text import pieces
from valuestream_cli.reporting.plain import HARMFUL
from valuestream_cli.resources import schema_text

CASES = sorted(path for path in (TESTS / "cases" / "diff").iterdir() if path.is_dir())
SCHEMA = jsonschema.Draft202012Validator(json.loads(schema_text("diff.v1")))
Golden = Callable[[Path, str], None]


def name(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
@pytest.mark.parametrize("case", CASES, ids=name)
def test_case(case: Path, form: str, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case)
    written = formats.write(api.diff("old.vs.yaml", "new.vs.yaml"), form)
    assert HARMFUL.search(written) is None
    if form == "json":
        data = json.loads(written)
        SCHEMA.validate(data)
        written = json.dumps(data | {"version": "-"}, indent=2, ensure_ascii=False) + "\n"
        assert HARMFUL.sub("", written) == written or case.name == "hostile"
        written = HARMFUL.sub(lambda harmful: f"\\u{ord(harmful[0]):04x}", written)
    golden(case / f"{form}.out", written)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_case_in_lines(case: Path, golden: Golden) -> None:
    golden(case / "lines.out", api.describe(str(case / "new.vs.yaml")))


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_as_is_and_to_be(form: str, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    comparison = api.diff("samples/incident-as-is.vs.yaml", "samples/incident-to-be.vs.yaml")
    golden(Path(__file__).parent / "golden" / f"as-is-to-be.{form}", formats.write(comparison, form))


def test_every_stretch_of_text_has_a_style_that_exists() -> None:
    rich = pytest.importorskip("rich.style")
    for case in CASES:
        for _, style in pieces(api.diff(str(case / "old.vs.yaml"), str(case / "new.vs.yaml"))):
            rich.Style.parse(style)
