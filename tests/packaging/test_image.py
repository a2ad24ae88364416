"""The container image, as far as it goes without a container: its context builds the wheel, and nobody is root."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from tests.helpers import ROOT
from tests.packaging.shell import build_context, wheel


def instructions() -> list[tuple[str, str]]:
    """The lines of the Dockerfile that do something."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], " ".join(line.split(" ", 1)[1].split())) for line in lines]


def test_the_context_is_all_that_a_build_needs(tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel(build_context(tmp_path / "context"), tmp_path / "wheels")) as archive:
        names = set(archive.namelist())
    wanted = {f"setup/{path.name}" for path in (ROOT / "setup").iterdir()}
    wanted |= {f"schemas/{path.name}" for path in (ROOT / "schemas").iterdir()}
    assert {f"valuestream_cli/{name}" for name in wanted} <= names


def test_the_image_runs_vs_as_nobody_in_particular() -> None:
    told = instructions()
    stages = [value.split(" ")[0] for name, value in told if name == "FROM"]
    assert len(stages) == 2
    assert len(set(stages)) == 1
    last = dict(told[max(at for at, (name, _) in enumerate(told) if name == "FROM") :])
    assert last["USER"] not in ("0", "root")
    assert json.loads(last["ENTRYPOINT"]) == ["vs"]
    assert last["WORKDIR"] == "/work"
