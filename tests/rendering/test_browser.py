"""Pictures in a real browser, with its fonts: nothing leaves its box or the canvas, and the dark theme works.

Needs Chromium: `VS_CHROMIUM` names it, else it is looked for on the PATH.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.rendering.streams import FILES, ROOT
from valuestream_cli.rendering import theme
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.formats import svg
from valuestream_cli.rendering.registry import VIEWS, function
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("VS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
NUMBERS = {"light": "1", "dark": "0"}  # as Chromium counts them
pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason=f"no Chromium: VS_CHROMIUM is not set and none of {', '.join(NAMES)} is on the PATH"
)
SCRIPT = """
const slack = 1.5, told = {errors: [], pictures: {}};
window.onerror = message => { told.errors.push(String(message)); };
const within = (one, two) => one.x >= two.x - slack && one.y >= two.y - slack
  && one.x + one.width <= two.x + two.width + slack && one.y + one.height <= two.y + two.height + slack;
const holds = (box, x, y) => box.x < x && x < box.x + box.width && box.y < y && y < box.y + box.height;
// a line of text is higher than its letters, hence the 4 pixels
const isBox = rect => rect.hasAttribute("stroke") || rect.classList.contains("f-block");
function faults(svg) {
  const canvas = svg.viewBox.baseVal, seen = svg.getBoundingClientRect(), found = [];
  if (seen.width !== +svg.getAttribute("width") || seen.height !== +svg.getAttribute("height")) found.push("size");
  const holders = [...svg.querySelectorAll("circle"), ...[...svg.querySelectorAll("rect")].filter(isBox)];
  const boxes = holders.map(shape => shape.getBBox());
  for (const text of svg.querySelectorAll("text")) {
    const area = text.getBBox(), x = area.x + area.width / 2, y = area.y + area.height / 2;
    const around = boxes.filter(box => holds(box, x, y)).sort((a, b) => a.width * a.height - b.width * b.height)[0];
    const inside = around ? {x: around.x, y: around.y - 4, width: around.width, height: around.height + 8} : canvas;
    if (!within(area, inside) || !within(area, canvas)) found.push("text: " + text.textContent);
  }
  return found;
}
for (const svg of document.querySelectorAll("svg")) {
  const page = getComputedStyle(svg.querySelector("rect")).fill;
  told.pictures[svg.parentNode.id] = {faults: faults(svg), page, texts: svg.querySelectorAll("text").length};
}
document.body.innerHTML = '<pre id="told"></pre>';
document.getElementById("told").textContent = JSON.stringify(told);
"""


@cache
def page() -> str:
    """All pictures of ours in both views on one page, followed by the script that looks at them."""
    figures = []
    for path in FILES:
        stream = examine(load(str(path))).stream
        for view in VIEWS:
            picture = svg.write(function(VIEWS, "view", view, "draw")(Brief(stream=stream)).scene()).decode()
            figures.append(f'<div id="{path.relative_to(ROOT)} {view}">{picture}</div>')
    return f"<!doctype html><meta charset='utf-8'>{''.join(figures)}<script>{SCRIPT}</script>"


def look(folder: Path, scheme: str) -> dict[str, Any]:
    """What the script tells in a browser that prefers a colour scheme."""
    file = folder / "page.html"
    file.write_text(page(), encoding="utf-8")
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'profile'}",
        f"--blink-settings=preferredColorScheme={NUMBERS[scheme]}",
        "--dump-dom",
        file.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    found = re.search(r'<pre id="told">(.*?)</pre>', done.stdout.decode(), re.DOTALL)
    assert found, "the script did not run to its end"
    told: dict[str, Any] = json.loads(unescape(found[1]))
    return told


@pytest.mark.parametrize(("scheme", "colours"), [("light", theme.LIGHT.colours), ("dark", theme.DARK.colours)])
def test_every_picture_of_ours_in_a_browser(tmp_path: Path, scheme: str, colours: dict[str, str]) -> None:
    told = look(tmp_path, scheme)
    paper = ", ".join(str(int(colours["page"][place : place + 2], 16)) for place in (1, 3, 5))
    assert told["errors"] == []
    assert len(told["pictures"]) == len(FILES) * len(VIEWS)
    assert {name: picture["faults"] for name, picture in told["pictures"].items() if picture["faults"]} == {}
    assert {picture["page"] for picture in told["pictures"].values()} == {f"rgb({paper})"}
    assert min(picture["texts"] for picture in told["pictures"].values()) > 10
