"""The PNG of a scene: the same bytes each time, with our own font, and honest about what it cannot show."""

from __future__ import annotations

import struct
import sys
import unicodedata
from dataclasses import replace
from functools import partial

import pytest
import resvg_py

from tests.rendering.streams import ROOT, drawing_of
from valuestream_cli.errors import MissingTool, VsError
from valuestream_cli.rendering import typefaces
from valuestream_cli.rendering.diagram import Scene, Text
from valuestream_cli.rendering.formats import png, svg
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.theme import AUTO, DARK, LIGHT
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


@pytest.mark.parametrize("line", ["Übergrößenträger", "Αποκατάσταση", "Восстановление", "… – „x“ ½ 95% ™ H₂O"])
def test_our_font_shows_it_without_any_font_of_the_machine(line, monkeypatch):
    warnings = []
    image = png.write(scene(line), Medium(warn=warnings.append))
    monkeypatch.setattr(png, "_FONT_FILES", [])
    assert ink(image) > ink(png.write(scene(line)))
    assert warnings == []


def test_our_font_shows_all_that_it_is_trusted_with():
    assigned = [char for char in map(chr, range(0x20, 0x2600)) if unicodedata.category(char)[0] not in "CZ"]
    trusted = [char for char in assigned if typefaces.is_ours(scene(char))]
    picture = svg.write(scene("".join(trusted)), fonts=typefaces.families).decode()
    options = {"font_files": png._FONT_FILES, "skip_system_fonts": True, "log_information": True}
    _, log = png._listening(lambda: resvg_py.svg_to_bytes(svg_string=picture, **options))
    assert len(trusted) > 1500
    assert png._MISSING.findall(log) == []


def test_what_no_font_shows_is_told(capfd):
    warnings = []
    png.write(scene("a \U00016a40 b"), Medium(warn=warnings.append))
    assert len(warnings) == 1
    assert "\U00016a40" in warnings[0]
    assert "SVG" in warnings[0]
    assert capfd.readouterr() == ("", "")


def chunks(image):
    """The parts of a PNG before its pixels: name -> content."""
    found, place = {}, 8
    while (name := image[place + 4 : place + 8]) != b"IDAT":
        length = int.from_bytes(image[place : place + 4])
        found[name], place = image[place + 8 : place + 8 + length], place + 12 + length
    return found


@pytest.mark.parametrize(("scale", "dots"), [(0.5, 1890), (1, 3780), (2, 7559), (8, 30236)])
def test_each_scale_is_of_the_same_size_on_paper(scale, dots):
    found = chunks(png.write(scene("x"), Medium(scale=scale)))
    assert struct.unpack(">II", found[b"IHDR"][:8]) == (120 * scale, 40 * scale)
    assert struct.unpack(">IIB", found[b"pHYs"]) == (dots, dots, 1)


@pytest.mark.parametrize("scale", [0, 0.49, 8.1, -1, float("nan"), float("inf")])
def test_a_scale_that_makes_no_sense_is_refused(scale):
    with pytest.raises(VsError) as caught:
        png.write(scene("x"), Medium(scale=scale))
    assert caught.value.message == f"a PNG cannot be drawn at scale {scale:g}"
    assert caught.value.hint == "choose 0.5 to 8"


@pytest.mark.parametrize(("width", "height", "pixels"), [(100, 20_000, (80, 16_000)), (9_000, 9_000, (10_000, 10_000))])
def test_a_picture_too_large_for_its_scale_is_drawn_smaller_and_that_is_told(width, height, pixels, monkeypatch):
    warnings = []
    monkeypatch.setattr(png, "_painted", lambda _, scale, __: (b" " * 33 + b"%f" % scale, ""))
    image = png.write(replace(scene("x"), width=width, height=height), Medium(warn=warnings.append))
    scale = float(image[-8:])
    assert (round(width * scale), round(height * scale)) == pixels
    assert warnings == [
        f"the picture is so large that its PNG is drawn at scale {scale:.2f}; SVG and PDF have no such limit"
    ]


def test_paper_takes_the_colours_of_the_theme_and_does_not_follow_its_reader():
    images = {theme.name: png.write(scene("x"), Medium(theme=theme)) for theme in (AUTO, LIGHT, DARK)}
    assert images["auto"] == images["light"] != images["dark"]


def test_without_resvg_there_is_a_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MissingTool) as caught:
        png.write(scene("x"))
    assert "pip install" in caught.value.hint


def test_the_font_is_free():
    assert "SIL OPEN FONT LICENSE" in (ROOT / "valuestream_cli/rendering/fonts/OFL.txt").read_text()
