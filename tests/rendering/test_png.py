"""The PNG of a scene: the same bytes each time, with our own font, and honest about what it cannot show."""

from __future__ import annotations

import struct
import sys
from functools import partial

import pytest

from tests.rendering.streams import ROOT, drawing_of
from valuestream_cli.errors import MissingTool
from valuestream_cli.rendering.diagram import Scene, Text
from valuestream_cli.rendering.formats import png
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.views import swimlane
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

drawn = partial(drawing_of, swimlane.draw)


def scene(line):
    shape = Text(x=10, y=20, lines=(line,), size=12, fill="ink", anchor="start")
    return Scene(id="s", title="t", description="d", width=120, height=40, shapes=(shape,))


def ink(image):
    """How much is drawn, told from how much there is to compress."""
    return len(image)


def test_twice_the_size_and_marked():
    image = png.write(scene("hello"), Medium(mark="made-by-vs 1"))
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", image[16:24]) == (240, 80)
    assert b"tEXtComment\0made-by-vs 1" in image[:200]


def test_the_same_bytes_each_time():
    stream = examine(load(str(ROOT / "samples" / "international" / "incident-el.vs.yaml"))).stream
    assert png.write(drawn(stream).scene()) == png.write(drawn(stream).scene())


@pytest.mark.parametrize("line", ["Übergrößenträger", "Αποκατάσταση", "Восстановление", "… – „x“ → 95%"])
def test_our_font_shows_it_without_any_font_of_the_machine(line, monkeypatch):
    warnings = []
    image = png.write(scene(line), Medium(warn=warnings.append))
    monkeypatch.setattr(png, "_FONT_FILES", [])
    assert ink(image) > ink(png.write(scene(line)))
    assert warnings == []


def test_what_no_font_shows_is_told(capfd):
    warnings = []
    png.write(scene("a \U00016a40 b"), Medium(warn=warnings.append))
    assert len(warnings) == 1
    assert "\U00016a40" in warnings[0]
    assert "SVG" in warnings[0]
    assert capfd.readouterr() == ("", "")


def test_without_resvg_there_is_a_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MissingTool) as caught:
        png.write(scene("x"))
    assert "pip install" in caught.value.hint


def test_the_font_is_free():
    assert "SIL OPEN FONT LICENSE" in (ROOT / "valuestream_cli/rendering/fonts/OFL.txt").read_text()
