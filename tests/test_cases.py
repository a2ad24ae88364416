"""A case is a file: those in `ok` must be silent, those in `err` say exactly what stands beside them in `.out`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import pytest

from tests.helpers import ERR_CASES, OK_CASES, SAMPLES, TEMPLATES, name
from valuestream_cli import api, reporting
from valuestream_cli.reporting import FORMATS, text
from valuestream_cli.resources import schema_text

REPORT = jsonschema_rs.validator_for(json.loads(schema_text("report.v1")))


@pytest.mark.parametrize("path", OK_CASES, ids=name)
def test_ok(path: Path) -> None:
    assert text.write(api.validate([str(path)])) == ""


@pytest.mark.parametrize("path", [*SAMPLES, *TEMPLATES], ids=name)
def test_samples_and_templates_have_no_errors(path: Path) -> None:
    assert not api.validate([str(path)]).fails


@pytest.mark.parametrize("path", ERR_CASES, ids=name)
def test_err(path: Path, golden: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    report = api.validate([path.name])
    assert report.findings
    golden(path.with_name(f"{name(path)}.out"), text.write(report) + text.summary(report) + "\n")


@pytest.mark.parametrize("path", ERR_CASES, ids=name)
@pytest.mark.parametrize("form", FORMATS)
def test_every_report_can_be_written(path: Path, form: str) -> None:
    report = api.validate([str(path)])
    written = reporting.write(report, form)
    if form == "json":
        REPORT.validate(json.loads(written))
    assert "\x1b" not in written


def test_every_out_file_has_its_case() -> None:
    folder = Path(__file__).parent / "cases" / "err"
    assert {name(path) for path in folder.glob("*.out")} <= {name(path) for path in ERR_CASES}
