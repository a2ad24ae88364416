"""The logo at the head of a picture: on nothing, inside the canvas, part of the file."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.images import png
from tests.rendering.geometry import faults
from tests.rendering.streams import FILES, drawing_of
from valuestream_cli import api
from valuestream_cli.logo import Logo
from valuestream_cli.rendering.diagram import Box, Scene, Shape, Text, flat, moved
from valuestream_cli.rendering.formats import svg
from valuestream_cli.rendering.letterhead import with_logo
from valuestream_cli.rendering.options import Options
from valuestream_cli.rendering.registry import VIEWS, function, views
from valuestream_cli.rendering.text import measure
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

LOGOS = [Logo(b"", "image/png", *size) for size in ((300, 100), (40, 400), (4000, 1), (1, 1), (16, 16))]


def scene(*shapes: Shape, width: float = 500) -> Scene:
    return Scene(id="a", title="a", description="a", width=width, height=300, shapes=shapes)


TITLE = Text(x=24, y=40, lines=("Restore a service",), size=20, fill="ink", anchor="start", bold=True)
TAG = Box(x=420, y=24, width=56, height=20, radius=10, fill="page", stroke="quiet", stroke_width=1)
BODY = Box(x=24, y=64, width=452, height=200, radius=8, fill="engage.tint")


def placed(*shapes: Shape, width: float = 500) -> tuple[float, float, float, float]:
    """Where the logo begins and ends across, its upper edge, and how far all else moved down."""
    drawn = with_logo(scene(*shapes, width=width), LOGOS[0])
    assert drawn.logo
    assert drawn.shapes[:-1] == tuple(moved(shape, 0, drawn.height - 300) for shape in shapes)
    return drawn.logo.x, drawn.logo.x + drawn.logo.width, drawn.logo.y, drawn.height - 300


def test_it_stands_at_the_right_where_there_is_room() -> None:
    assert placed(TITLE, BODY) == (374, 476, 16, 0)


def test_it_stands_beside_the_tag() -> None:
    assert placed(TITLE, TAG, BODY) == (306, 408, 16, 0)


def test_all_else_moves_down_where_there_is_no_room() -> None:
    long = replace(TITLE, lines=("Restore a service that many people use every day",))
    assert placed(long, TAG, BODY) == (374, 476, 16, 42)
    assert placed(TITLE, TAG, replace(BODY, y=50)) == (306, 408, 16, 12)


def test_it_is_no_wider_than_a_narrow_picture() -> None:
    assert placed(replace(TITLE, y=400), width=100)[:3] == pytest.approx((24, 76, 16))


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_lies_on_it(view: str) -> None:
    draw = function(views(), "view", view, "draw")
    for path in FILES:
        stream = examine(load(str(path))).stream
        assert stream
        plain = drawing_of(draw, stream).scene()
        for logo in LOGOS:
            drawn = with_logo(plain, logo)
            assert drawn.logo
            plate = drawn.shapes[-1]
            assert isinstance(plate, Box)
            assert (logo.width / logo.height) == pytest.approx(drawn.logo.width / drawn.logo.height, rel=0.01) or (
                min(drawn.logo.width, drawn.logo.height) == 1
            )
            assert drawn.logo.height <= 34
            assert drawn.width == plain.width
            assert len(faults(drawn)) == len(faults(plain))
            for shape in flat(drawn.shapes[:-1]):
                assert not _meets(shape, plate), (path, shape)


def _areas(shape: object) -> Iterator[tuple[float, float, float]]:
    """Where a box, or each line of a text, begins and ends across, and its upper edge."""
    if isinstance(shape, Box):
        yield shape.x, shape.x + shape.width, shape.y
    elif isinstance(shape, Text) and not shape.turned:
        for place, line in enumerate(shape.lines):
            width = measure(line, shape.size, shape.bold)
            start = shape.x - width * {"start": 0, "middle": 0.5, "end": 1}[shape.anchor]
            yield start, start + width, shape.y + shape.leading * place - shape.size * 0.75


def _meets(shape: object, plate: Box) -> bool:
    right, bottom = plate.x + plate.width, plate.y + plate.height
    return any(start < right and plate.x < end and top < bottom for start, end, top in _areas(shape))


def test_svg_has_it_inside() -> None:
    drawn = with_logo(scene(TITLE), Logo(b"\x89PNG", "image/png", 300, 100))
    text = svg.write(drawn).decode()
    assert (
        '<image x="374" y="16" width="102" height="34" aria-hidden="true" href="data:image/png;base64,iVBORw=="/>'
        in text
    )


@pytest.mark.parametrize("format", ["svg", "png", "dot", "mermaid"])
def test_a_picture_with_a_logo(format: str, tmp_path: Path) -> None:
    if format == "png":
        pytest.importorskip("resvg_py", reason="resvg-py is not installed")
    path = tmp_path / "logo.png"
    path.write_bytes(png(60, 20))
    plain, drawn, without = (
        api.render(str(FILES[0]), Options(format=format, theme="light", logo=logo)).content
        for logo in (None, str(path), str(tmp_path / "no.png"))
    )
    assert without == plain
    assert (drawn == plain) is (format in ("dot", "mermaid"))


def test_a_png_shows_it(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="resvg-py is not installed")
    path = tmp_path / "logo.png"
    path.write_bytes(png(60, 20))
    plain, drawn = (
        api.render(str(FILES[0]), Options(format="png", scale=1, logo=logo)).content for logo in (None, str(path))
    )
    assert len(drawn) != len(plain)
    assert struct.unpack(">I", drawn[16:20]) == struct.unpack(">I", plain[16:20])


def test_the_language_is_said_where_it_was_asked_for() -> None:
    told = [api.render(str(FILES[0]), Options(language=language)).content.decode() for language in ("en", "ja")]
    assert [re.findall(r' (?:xml:)?lang="(\w+)"', text) for text in told] == [[], ["ja", "ja"]]
