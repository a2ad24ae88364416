"""Prints the figures of pictures: ratios to other tools on the same stream, and times for many and large streams.

    VS_MERMAID_CLI=.../mmdc VS_PLANTUML=.../plantuml.jar VS_CHROMIUM=... .venv/bin/python benchmarks/pictures.py

A row whose tool is missing says so. All figures are by the clock, as the other tools spread their work; the machine
should be quiet. Whole processes, side by side, from the same graph.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from run import BIN, SOURCE, cost, row, stream

from valuestream_cli import api
from valuestream_cli.rendering.options import Options
from valuestream_cli.rendering.registry import VIEWS

STREAMS = 1000
STEPS = 500
SITE = 200
VS = str(BIN / "vs")


def main() -> None:
    """Measure, and print the table as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("twelve.vs.yaml").write_text(stream(12))
        print("| what | figure |\n|---|---|")
        ours = cost([VS, "render", "twelve.vs.yaml"], 10).clock
        others(ours)
        large()
        many()


def others(ours: float) -> None:
    """The same twelve steps drawn by other tools."""
    mermaid, plantuml = os.environ.get("VS_MERMAID_CLI"), os.environ.get("VS_PLANTUML")
    if mermaid:
        Path("twelve.mmd").write_bytes(api.render("twelve.vs.yaml", Options(view="flow", format="mermaid")).content)
        browser = os.environ.get("VS_CHROMIUM") or shutil.which("chromium")
        Path("browser.json").write_text(json.dumps({"executablePath": browser, "args": ["--no-sandbox"]}))
        theirs = cost([mermaid, "-q", "-p", "browser.json", "-i", "twelve.mmd", "-o", "mermaid.svg"], 5).clock
        demand("mermaid.svg")
        row("`vs render` of 12 steps to SVG against mermaid-cli", theirs / ours, "times as fast")
    else:
        print("| mermaid-cli | VS_MERMAID_CLI does not name it |")
    if plantuml:
        Path("twelve.puml").write_text(written_for_plantuml(), encoding="utf-8")
        theirs = cost(["java", "-jar", plantuml, "-tsvg", "twelve.puml"], 5).clock
        demand("twelve.svg")
        row("the same against `java -jar plantuml`", theirs / ours, "times as fast")
    else:
        print("| PlantUML | VS_PLANTUML does not name its jar |")


def written_for_plantuml() -> str:
    """The graph of the stream in PlantUML's words, laid out by what PlantUML brings along."""
    from valuestream_cli.analysis.flow import Flow
    from valuestream_cli.rendering.brief import Brief
    from valuestream_cli.rendering.views.graph import stream_graph

    loaded = api.load("twelve.vs.yaml")
    graph = stream_graph(Brief(stream=loaded), Flow(loaded), "down")
    lines = ["@startuml", "!pragma layout smetana"]
    lines += [f'rectangle "{node.label}" as {node.id}' for node in graph.nodes]
    lines += [f"{link.source} --> {link.target}{' : ' * bool(link.label)}{link.label}" for link in graph.links]
    return "\n".join([*lines, "@enduml", ""])


def demand(picture: str) -> None:
    """Raises SystemExit where another tool drew nothing: its time would mean nothing either."""
    if not Path(picture).is_file():
        raise SystemExit(f"{picture} was not drawn")


def large() -> None:
    """A stream of 500 steps in every view."""
    Path("large.vs.yaml").write_text(stream(STEPS))
    for view in VIEWS:
        seconds = cost([VS, "render", "large.vs.yaml", "--view", view], 3).clock
        row(f"`vs render --view {view}` of {STEPS} steps", seconds, "s")


def many() -> None:
    """Many streams in all views in one call, and a site of some of them."""
    text = SOURCE.read_text(encoding="utf-8")
    for name, number in (("many", STREAMS), ("site", SITE)):
        Path(name).mkdir()
        for each in range(number):
            Path(name, f"{each:04}.vs.yaml").write_text(text.replace("\nid: ", f"\nid: n{each}-", 1))
    for jobs in ("1", "2"):
        seconds = cost([VS, "render", "many", "--view", "all", "--out", f"out{jobs}/", "--jobs", jobs], 1).clock
        made = sum(1 for _ in Path(f"out{jobs}").iterdir())
        assert made == STREAMS * len(VIEWS), made
        row(f"{STREAMS:,} streams in all {len(VIEWS)} views, {jobs} process(es)", seconds / made * 1000, "ms a picture")
    row(f"`vs docs` of {SITE} streams", cost([VS, "docs", "site", "--out", "built"], 1).clock, "s")
    assert Path("built", "index.html").is_file()


if __name__ == "__main__":
    sys.exit(main())
