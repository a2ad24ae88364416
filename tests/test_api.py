"""The Python interface: its surface, and what it returns."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuestream_cli import api
from valuestream_cli.errors import VsError
from valuestream_cli.rendering.options import Options

SAMPLES = Path(__file__).parents[1] / "samples"


def test_the_surface_is_decided() -> None:
    assert api.__all__ == [
        "UnsoundStream",
        "analyze",
        "describe",
        "diff",
        "load",
        "new",
        "render",
        "render_each",
        "simulate",
        "validate",
    ]
    assert all(hasattr(api, name) for name in api.__all__)


def test_load_gives_the_model() -> None:
    stream = api.load(str(SAMPLES / "cds-restore-service.vs.yaml"))
    assert [step.activity for step in stream.steps][:2] == ["engage", "deliver-and-support"]


def test_load_refuses_what_is_unsound(tmp_path: Path) -> None:
    path = tmp_path / "a.vs.yaml"
    path.write_text("valuestream: 1\n", encoding="utf-8")
    with pytest.raises(api.UnsoundStream) as caught:
        api.load(str(path))
    assert {finding.rule for finding in caught.value.report.findings} == {"missing-key"}
    with pytest.raises(VsError, match="there is no file or folder"):
        api.load(str(tmp_path / "missing.vs.yaml"))


def test_validate_reports_without_printing(capsys: pytest.CaptureFixture[str]) -> None:
    report = api.validate([str(SAMPLES)])
    assert report.files == len(list(SAMPLES.rglob("*.vs.yaml")))
    assert report.findings == ()
    assert capsys.readouterr() == ("", "")


def test_render_gives_a_named_picture() -> None:
    picture = api.render(str(SAMPLES / "cds-new-service.vs.yaml"), Options(view="flow", direction="down"))
    assert picture.name == "cds-new-service.flow.svg"
    assert picture.content.startswith(b"<svg ")


def test_new_gives_a_stream_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = api.new("incident", answers={"owner": "Head of support"})
    assert (made.id, made.path) == ("incident", "incident.vs.yaml")
    assert "owner: Head of support" in made.text
    assert list(tmp_path.iterdir()) == []


def test_diff_tells_without_printing(capsys: pytest.CaptureFixture[str]) -> None:
    comparison = api.diff(str(SAMPLES / "incident-as-is.vs.yaml"), str(SAMPLES / "incident-to-be.vs.yaml"))
    (change,) = comparison.streams
    assert [step.id for step in change.steps if step.kind == "removed"] == ["triage", "approve-escalation"]
    assert {number.verdict for number in change.numbers} == {"better", "same"}
    assert capsys.readouterr() == ("", "")


def test_describe_gives_lines() -> None:
    lines = api.describe(str(SAMPLES / "incident-as-is.vs.yaml")).splitlines()
    assert lines[0] == "value stream incident-as-is"
    assert "  verify -> investigate (when not fixed, 8%)" in lines
