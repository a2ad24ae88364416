"""What a configuration file changes for the commands that draw, write and explain."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_render import GOOD
from tests.helpers import ROOT
from valuestream_cli.config import forget


@pytest.fixture(autouse=True)
def _fresh(vs: Run) -> None:
    assert vs is not None  # which has put us into an empty folder
    Path(".git").mkdir()
    forget()


def put(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    forget()


def own_template(folder: str, title: str) -> None:
    shutil.copytree(ROOT / "templates" / "incident", Path(folder) / "mine")
    about = Path(folder) / "mine" / "template.yaml"
    lines = about.read_text(encoding="utf-8").splitlines()
    about.write_text("\n".join(f"title: {title}" if line.startswith("title:") else line for line in lines) + "\n")


def test_new_uses_own_templates(vs: Run) -> None:
    own_template("house/first", "First")
    own_template("house/second", "Second")
    put("vs.toml", 'templates = ["house/first", "house/second"]\n')
    status, out, _ = vs("new", "--list")
    assert status == 0
    assert sum(line.startswith("mine ") for line in out.splitlines()) == 1
    status, _, err = vs("new", "first", "streams/", "--name", "Ours")
    assert (status, err.splitlines()[0].partition(":")[0]) == (0, "wrote streams/ours.vs.yaml")
    assert vs("new", "Second", "--stdout")[0] == 2


def test_the_folder_asked_for_goes_first(vs: Run) -> None:
    own_template("house", "House")
    own_template("asked", "Asked")
    put("vs.toml", 'templates = ["house"]\n')
    assert vs("new", "asked", "--templates", "asked", "--stdout")[0] == 0
    assert vs("new", "house", "--templates", "asked", "--stdout")[0] == 2


def test_new_asks_the_configuration_of_the_place_it_writes_to(vs: Run) -> None:
    own_template("team/house", "House")
    put("team/vs.toml", 'templates = ["house"]\n')
    assert vs("new", "house", "--stdout")[0] == 2
    assert vs("new", "house", "team/")[0] == 0


def test_render_draws_as_the_configuration_says(vs: Run) -> None:
    put("vs.toml", '[render]\nformat = "mermaid"\nview = "flow"\n')
    put("a.vs.yaml", GOOD)
    put("team/b.vs.yaml", GOOD)
    put("team/vs.toml", '[render]\ndirection = "down"\n')
    status, _, err = vs("render")
    assert (status, err) == (0, "wrote a.flow.mmd\nwrote team/b.swimlane.svg\n")
    assert "direction=down" in Path("team/b.swimlane.svg").read_text(encoding="utf-8")


def test_render_does_as_it_is_told(vs: Run) -> None:
    put("vs.toml", '[render]\nformat = "mermaid"\nview = "flow"\ndirection = "down"\n')
    put("a.vs.yaml", GOOD)
    status, _, err = vs("render", "--view", "swimlane", "--format", "svg", "--direction", "right")
    assert (status, err) == (0, "wrote a.swimlane.svg\n")
    assert "direction=right" in Path("a.swimlane.svg").read_text(encoding="utf-8")
    assert vs("render", "--view", "swimlane", "--out", "b.svg") == (0, "", "wrote b.svg\n")


def test_render_says_whose_wish_cannot_be_met(vs: Run) -> None:
    put("vs.toml", '[render]\nview = "flwo"\n')
    put("a.vs.yaml", GOOD)
    status, out, err = vs("render")
    assert (status, out) == (2, "")
    assert err.startswith("error: vs.toml asks for the view 'flwo', which does not exist\n  help: did you mean 'flow'?")


def test_what_is_excluded_is_neither_drawn_nor_shown(vs: Run) -> None:
    put("vs.toml", 'exclude = ["archive"]\n')
    put("archive/old.vs.yaml", GOOD)
    put("a.vs.yaml", GOOD)
    assert vs("render") == (0, "", "wrote a.swimlane.svg\n")
    assert vs("show", ".")[1].count("Demand") == 1
    assert vs("render", "archive/old.vs.yaml") == (0, "", "wrote archive/old.swimlane.svg\n")


def test_explain_knows_own_practices(vs: Run) -> None:
    put(
        "vs.toml", 'practices = {x-cost = {name = "Cloud cost", aliases = ["cloud bill"], description = "Worth it."}}\n'
    )
    page = "# Cloud cost (practice `x-cost`, of your own)\n\nWorth it.\n\nAlso called: cloud bill.\n"
    for words in (["x-cost"], ["cloud", "cost"], ["Cloud Bill"]):
        assert vs("explain", *words) == (0, page, "")
    assert "# Practices of your own\n\n- `x-cost`: Worth it.\n" in vs("explain", "practices")[1]
    forget()
    Path("vs.toml").unlink()
    assert vs("explain", "x-cost")[0] == 2


def test_schema_of_the_configuration(vs: Run) -> None:
    status, out, _ = vs("schema", "config")
    assert status == 0
    assert json.loads(out) == json.loads((ROOT / "schemas" / "config.v1.schema.json").read_text(encoding="utf-8"))
    assert vs("schema", "config.v1", "--write", ".vs/")[2] == "wrote .vs/config.v1.schema.json\n"
