"""Pictures in a real browser, with its fonts: nothing leaves its box or the canvas, and the dark theme works.

And wherever wikis and sites put them: inline, as an image, through a sanitizer.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.browser import CHROMIUM, NO_CHROMIUM, opened
from tests.rendering.streams import FILES, ROOT
from valuestream_cli.rendering import theme
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.formats import svg
from valuestream_cli.rendering.picture import Options, Subject, draw
from valuestream_cli.rendering.registry import VIEWS, function
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

NUMBERS = {"light": "1", "dark": "0"}  # as Chromium counts them
pytestmark = pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)
SCRIPT = """
const slack = 1.5, told = {errors: [], pictures: {}};
window.onerror = message => { told.errors.push(String(message)); };
const within = (one, two) => one.x >= two.x - slack && one.y >= two.y - slack
  && one.x + one.width <= two.x + two.width + slack && one.y + one.height <= two.y + two.height + slack;
const holds = (box, x, y) => box.x < x && x < box.x + box.width && box.y < y && y < box.y + box.height;
// a line of text is higher than its letters, hence the 4 pixels
const placed = (shape, svg) => {  // where it stands in its picture, turned or not
  const frame = svg.getBoundingClientRect(), {x, y, width, height} = shape.getBoundingClientRect();
  return {x: x - frame.x, y: y - frame.y, width, height};
};
const isBox = rect => rect.hasAttribute("stroke") || rect.classList.contains("f-block");
function faults(svg) {
  const canvas = svg.viewBox.baseVal, seen = svg.getBoundingClientRect(), found = [];
  if (seen.width !== +svg.getAttribute("width") || seen.height !== +svg.getAttribute("height")) found.push("size");
  const holders = [...svg.querySelectorAll("circle"), ...[...svg.querySelectorAll("rect")].filter(isBox)];
  const boxes = holders.map(shape => shape.getBBox());
  for (const text of svg.querySelectorAll("text")) {
    const area = placed(text, svg), x = area.x + area.width / 2, y = area.y + area.height / 2;
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


def pictures(name: str) -> dict[str, str]:
    """One of our streams in every view."""
    stream = examine(load(str(ROOT / "samples" / f"{name}.vs.yaml"))).stream
    assert stream is not None
    views = {view: function(VIEWS, "view", view, "draw") for view in VIEWS}
    return {view: svg.write(seen(Brief(stream=stream)).scene()).decode() for view, seen in views.items()}


PAINTED = """async source => {
  const image = new Image();
  image.src = 'data:image/svg+xml,' + encodeURIComponent(source);
  await image.decode();
  const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight), pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const pixels = new Uint32Array(pen.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  const digest = pixels.reduce((sum, pixel) => (Math.imul(sum, 31) + pixel) | 0, 7);
  return [canvas.width, canvas.height, new Set(pixels).size, digest];
}"""
# What sanitizers of SVG are known to take away, GitLab's among them; shapes, text and their attributes stay.
STRIPPED = re.compile(
    r"<style>.*?</style>|<title[^>]*>.*?</title>|<desc[^>]*>.*?</desc>|</?a[ >][^>]*>|<!--.*?-->"
    r'| (?:class|id|role|aria-[a-z]+|data-[a-z]+|lang|xml:lang|direction)="[^"]*"',
    re.DOTALL,
)


def test_a_picture_is_whole_as_an_image_and_after_a_harsh_sanitizer() -> None:
    with opened(color_scheme="light") as page:
        for view, picture in pictures("onboarding-parallel").items():
            width, height, colours, digest = page.evaluate(PAINTED, picture)
            size = re.search(r'viewBox="0 0 (\d+) (\d+)"', picture)
            assert size
            assert (width, height) == (int(size[1]), int(size[2])), view
            assert colours > 20, view
            stripped = STRIPPED.sub("", picture)
            assert len(stripped) < len(picture) * 0.9
            assert page.evaluate(PAINTED, stripped)[3] == digest, f"{view} looks different without what was stripped"


def test_dompurify_takes_nothing_away() -> None:
    script = Path(os.environ.get("VS_MERMAID", ""), "dompurify", "dist", "purify.min.js")
    if not script.is_file():
        pytest.skip("VS_MERMAID does not name a node_modules with dompurify, which comes with mermaid")
    with opened() as page:
        page.add_script_tag(path=script)
        for view, picture in pictures("cds-restore-service").items():
            count = "text => new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('*').length"
            kept = page.evaluate("text => DOMPurify.sanitize(text)", picture)
            assert page.evaluate(count, kept) == page.evaluate(count, picture), view
            for part in ("viewBox=", "data-generator=", "data-node=", "aria-labelledby=", "<title", "<desc", "<style"):
                assert (part in kept) == (part in picture), f"{view}: {part}"


def test_several_pictures_share_a_page_written_in_any_direction(tmp_path: Path) -> None:
    subjects = [("one", view) for view in VIEWS] + [("two", "swimlane")]
    stream = examine(load(str(FILES[0]))).stream
    assert stream is not None
    drawn = [draw(Subject(stream=stream, text="", stem=stem), Options(view=view)) for stem, view in subjects]
    file = tmp_path / "page.html"
    figures = "".join(f"<div>{picture.content.decode()}</div>" for picture in drawn)
    file.write_text(f"<!doctype html><html dir=rtl><meta charset=utf-8>{figures}", encoding="utf-8")
    with opened() as page:
        page.goto(file.as_uri())
        assert page.evaluate("document.querySelectorAll('svg').length") == len(subjects)
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
        assert len(ids) == len(set(ids))
        named = "[...document.querySelectorAll('svg')].map(each => each.getAttribute('aria-labelledby').split(' ')"
        assert page.evaluate(f"{named}.every(id => each.contains(document.getElementById(id)))).every(Boolean)")
        outside = """[...document.querySelectorAll('svg text')].filter(text => {
          const [inner, outer] = [text, text.ownerSVGElement].map(each => each.getBoundingClientRect());
          return inner.left < outer.left || inner.right > outer.right;
        }).map(text => text.textContent)"""
        assert page.evaluate(outside) == []
