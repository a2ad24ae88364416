"""Schemas, templates, catalogue and fonts are found in a wheel and in a checkout, which an editable install is."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ASK = (
    "from valuestream_cli import resources, scaffolding, itil; from pathlib import Path; import valuestream_cli;"
    "print(Path(valuestream_cli.__file__).parent);"
    "print(len(resources.schema_text('valuestream.v1')), len(scaffolding.templates()), len(itil.catalogue().practices))"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def ask(place: Path, folder: Path) -> list[str]:
    """What a fresh interpreter finds when the package is at `place`."""
    environment = {**os.environ, "PYTHONPATH": str(place)}
    command = [sys.executable, "-P", "-c", ASK]
    run = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    return run.stdout.splitlines()


def test_a_wheel_brings_everything(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
        names = set(archive.namelist())
    assert {"valuestream_cli/py.typed", "valuestream_cli/itil/catalogue.yaml"} <= names
    assert {f"valuestream_cli/site/{file}" for file in ("templates/stream/steps.html", "assets/site.css")} <= names
    assert any(name.endswith(".ttf") for name in names)
    assert not any(name.startswith(("tests/", "docs/", "samples/")) for name in names)
    assert ask(tmp_path / "site", tmp_path) == [str(tmp_path / "site" / "valuestream_cli"), found()]


def test_a_checkout_has_everything(tmp_path: Path) -> None:
    assert ask(ROOT, tmp_path) == [str(ROOT / "valuestream_cli"), found()]


def found() -> str:
    """Size of the schema, number of templates and practices."""
    schema = (ROOT / "schemas" / "valuestream.v1.schema.json").read_text(encoding="utf-8")
    return f"{len(schema)} {len(list((ROOT / 'templates').glob('*/template.yaml')))} 34"
