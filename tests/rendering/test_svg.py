"""The SVG of a scene: well-formed, self-contained, and deaf to whatever a file of strangers says."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import partial

import pytest

from tests.rendering.streams import FILES, drawing_of
from valuestream_cli.rendering.diagram import Box, Disc, Group, Path, Scene, Text
from valuestream_cli.rendering.formats.svg import number, write
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.theme import DARK, LIGHT
from valuestream_cli.rendering.views import swimlane
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

drawn = partial(drawing_of, swimlane.draw)

NASTY = "<script>alert(1)</script> & \"quoted\" 'x' ]]> \x00\x0b\ud800\ufffe \u202e<!-- -->"
SVG = "{http://www.w3.org/2000/svg}"


def scene(*shapes, name="a picture"):
    return Scene(id="my stream/1", title=name, description=name, width=200.4, height=100, shapes=shapes)


def text(**more):
    return Text(**{"x": 10, "y": 20, "lines": ("one", "two"), "size": 12, "fill": "ink"} | more)


def test_a_small_picture_in_full():
    shapes = (
        Box(
            x=1,
            y=2.005,
            width=30,
            height=40,
            radius=4,
            fill="plan.tint",
            stroke="plan.strong",
            stroke_width=1.6,
        ),
        Disc(x=1 / 3, y=2, radius=5, fill="block"),
        text(lines=("a < b",), anchor="start", bold=True),
        Path(points=((0, 0), (50, 0), (50, 50)), stroke="rework", dashed=True),
    )
    assert write(scene(*shapes), Medium(mark="mark", theme=LIGHT)).decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" id="vs-my-stream-1" width="201" height="100"'
        ' viewBox="0 0 201 100" role="img" aria-labelledby="vs-my-stream-1-title vs-my-stream-1-desc"'
        ' direction="ltr"'
        ' font-family="&#39;Noto Sans&#39;, &#39;Segoe UI&#39;, Helvetica, Arial, &#39;DejaVu Sans&#39;, sans-serif"'
        ' data-generator="mark">\n'
        '<title id="vs-my-stream-1-title">a picture</title>\n'
        '<desc id="vs-my-stream-1-desc">a picture</desc>\n'
        '<rect fill="#ffffff" width="201" height="100"/>\n'
        '<rect x="1" y="2" width="30" height="40" rx="4" fill="#e1f5ff" stroke="#0b6e99" stroke-width="1.6"/>\n'
        '<circle cx="0.33" cy="2" r="5" fill="#263238"/>\n'
        '<text x="10" y="20" font-size="12" fill="#1c2529" font-weight="bold">a &lt; b</text>\n'
        '<path d="M0 0 L41 0 Q50 0 50 9 L50 41.5" fill="none" stroke="#b3261e" stroke-width="1.6"'
        ' stroke-dasharray="5 3.5"/><polygon points="50,50 54,40.5 46,40.5" fill="#b3261e"/>\n'
        "</svg>\n"
    )


def test_text_is_data():
    shapes = (
        text(lines=(NASTY,), title=NASTY),
        text(lines=(NASTY, NASTY)),
        Box(x=0, y=0, width=9, height=9, title=NASTY),
    )
    written = write(scene(*shapes, name=NASTY), Medium(mark=NASTY))
    root = ET.fromstring(written)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "style",
        "rect",
        "text",
        "g",
    }
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e\ufffe]", written.decode())


@pytest.mark.parametrize("path", FILES[::4], ids=lambda path: path.parent.name)
def test_pictures_are_self_contained(path):
    written = write(drawn(examine(load(str(path))).stream).scene()).decode()
    root = ET.fromstring(written)
    assert root.get("role") == "img"
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert all(name.startswith("vs-") for name in re.findall(r' id="([^"]*)"', written))
    assert not re.search(r"href|url\(|@import|<script|foreignObject|<\?|<!", written)
    assert not re.search(r"\d\.\d{3}", written)


def test_every_id_is_its_own():
    nodes = ("title", "desc", "a", "a", "a-2", "fork:a", "fork a", "手順")
    written = write(scene(*(Group(node=node, shapes=(text(),)) for node in nodes))).decode()
    ids = re.findall(r' id="([^"]*)"', written)
    assert len(ids) == len(set(ids)) == 3 + len(nodes)
    assert ids[3:] == [f"vs-my-stream-1-{end}" for end in
                       ("title-2", "desc-2", "a", "a-2", "a-2-2", "fork-a", "fork-a-2", "手順")]  # fmt: skip
    assert [element.get("data-node") for element in ET.fromstring(written).iter(f"{SVG}g") if element.get("id")] == [
        *nodes
    ]


def test_a_step_leads_to_its_picture_and_a_screen_reader_is_told_of_links():
    def linked(href):
        return write(scene(Group(node="a", shapes=(text(),), title="Opens its own picture", href=href))).decode()

    assert '<a href="a&amp;b.svg">\n<title>Opens its own picture</title>' in linked("a&b.svg")
    assert 'role="group"' in linked("a.svg")
    assert "<a" not in linked("javascript:alert(1)")
    assert 'role="img"' in linked("javascript:alert(1)")


def test_light_behind_a_text_needs_nothing_that_sanitizers_strip():
    written = write(scene(text(halo="plan.tint", anchor="end", turned=True)), Medium(theme=LIGHT)).decode()
    patches = re.findall(r"<rect [^>]*>", written)[1:]
    assert len(patches) == 2
    assert all('fill="#e1f5ff"' in each and 'transform="rotate(-90 10 20)"' in each for each in patches)
    assert "paint-order" not in written


def test_on_a_page_of_ours_the_page_says_whether_it_is_dark():
    written = write(scene(text()), on_page=True).decode()
    assert "<style>#vs-my-stream-1 .f-page{fill:light-dark(#ffffff,#11181c)}" in written
    assert "<style>" not in write(scene(text()), Medium(theme=LIGHT), on_page=True).decode()


def test_dark_readers_are_told_by_a_style_of_this_picture_only():
    written = write(scene(text())).decode()
    assert written.count("<style>") == 1
    assert "<style>@media (prefers-color-scheme:dark){#vs-my-stream-1 .f-page{fill:#11181c}" in written
    assert "<style>" not in write(scene(text()), Medium(theme=DARK)).decode()


def test_lines_from_right_to_left_are_isolated():
    assert "\u2067طلب VPN جديد.\u2069</text>" in write(scene(text(lines=("طلب VPN جديد.",)))).decode()


@pytest.mark.parametrize(
    ("value", "written"), [(1, "1"), (-0.001, "0"), (1.005, "1"), (2.5, "2.5"), (1e-9, "0"), (100, "100")]
)
def test_numbers_are_short(value, written):
    assert number(value) == written
