"""The PDF of a scene: lines stay lines, text stays text, and the same bytes come out each time. Needs `typst`."""

from __future__ import annotations

import io
import sys
import unicodedata
from functools import partial
from typing import Any

import pytest

from tests.rendering.streams import FILES, ROOT, drawing_of
from valuestream_cli.errors import MissingTool
from valuestream_cli.itil.words import Words
from valuestream_cli.rendering.diagram import Box, Group, Scene, Shape, Text, flat
from valuestream_cli.rendering.formats import pdf
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.picture import is_ours
from valuestream_cli.rendering.theme import DARK
from valuestream_cli.rendering.views import swimlane
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

pytest.importorskip("typst", reason="typst is not installed: pip install 'valuestream-cli[pdf]'")
pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
pypdfium2 = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")

drawn = partial(drawing_of, swimlane.draw)


def scene(*shapes: Shape, title: str = "A title", width: float = 200, height: float = 100) -> Scene:
    return Scene(id="s", title=title, description="What is drawn.", width=width, height=height, shapes=shapes)


def text(line: str) -> Text:
    return Text(x=10, y=20, lines=(line,), size=12, fill="ink", anchor="start")


def sample(path: Any) -> Scene:
    stream = examine(load(str(path))).stream
    assert stream is not None
    return drawn(stream).scene()


def letters(lines: list[str]) -> str:
    """What a reader of the file finds, whatever breaks its lines and wherever they stand."""
    told = unicodedata.normalize("NFKC", "".join(lines)).replace(
        "\ufffe", "-"
    )  # as PDFium tells a hyphen at a line's end
    return "".join(sorted(char for char in told if not char.isspace() and unicodedata.category(char) != "Cf"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_all_text_can_be_selected(path: Any) -> None:
    whole = sample(path)
    warned: list[str] = []
    page = pypdfium2.PdfDocument(pdf.write(whole, Medium(warn=warned.append)))[0]
    written = [line for shape in flat(whole.shapes) if isinstance(shape, Text) for line in shape.lines]
    if not warned:  # else the machine lacks a font, and says so
        assert letters([page.get_textpage().get_text_range()]) == letters(written)


def test_latin_text_reads_in_order_and_its_fonts_are_in_the_file() -> None:
    written = pdf.write(scene(text("Wiederherstellung in ½ Stunde – „sofort“")))
    page = pypdf.PdfReader(io.BytesIO(written)).pages[0]
    assert page.extract_text().strip() == "Wiederherstellung in ½ Stunde – „sofort“"
    fonts = [font.get_object()["/DescendantFonts"][0].get_object() for font in page["/Resources"]["/Font"].values()]
    assert [font["/BaseFont"].partition("+")[2] for font in fonts] == ["VSSans-Regular"]
    assert all({"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"].get_object()) for font in fonts)
    assert "/XObject" not in page["/Resources"] or b"/Subtype/Image" not in written


def test_a_page_of_the_size_of_the_drawing_that_says_what_it_is() -> None:
    medium = Medium(mark="made-by-vs 1", author="Desk\nmanager", words=Words("de"))
    reader = pypdf.PdfReader(io.BytesIO(pdf.write(scene(title='A "title" #let'), medium)))
    assert [float(side) for side in reader.pages[0].mediabox] == [0, 0, 150, 75]
    told = {key: reader.metadata[f"/{key}"] for key in ("Title", "Author", "Keywords")}
    assert told == {"Title": 'A "title" #let', "Author": "Desk manager", "Keywords": "made-by-vs 1"}
    assert not {"/CreationDate", "/ModDate"} & set(reader.metadata)
    assert reader.trailer["/Root"]["/Lang"] == "de"


def test_a_screen_reader_is_told_what_is_drawn() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.write(scene())))
    figures = [item for item in map(reader.get_object, range(1, 30)) if item and "/Alt" in item]
    assert [figure["/Alt"] for figure in figures] == ["What is drawn."]
    assert "<pdfuaid:part>1</pdfuaid:part>" in reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()


def test_the_mark_of_a_picture_is_found() -> None:
    assert is_ours(pdf.write(sample(FILES[0]), Medium(mark="made-by-vs 1")))


def test_the_same_bytes_each_time() -> None:
    whole = sample(ROOT / "samples" / "international" / "incident-el.vs.yaml")
    assert pdf.write(whole) == pdf.write(whole)


def test_steps_lead_to_their_own_pictures_and_nowhere_else() -> None:
    box = Box(x=20, y=40, width=100, height=20, fill="paper")
    groups = (
        Group(node="a", shapes=(box, text("a")), href="other/fix%20it.swimlane.pdf"),
        Group(node="b", shapes=(box,), href="javascript:alert(1)"),
        Group(node="c", shapes=(text("c"),), href="no-box.pdf"),
    )
    page = pypdf.PdfReader(io.BytesIO(pdf.write(scene(*groups)))).pages[0]
    links = [note.get_object() for note in page["/Annots"]]
    assert [link["/A"]["/URI"] for link in links] == ["other/fix%20it.swimlane.pdf"]
    assert [float(side) for side in links[0]["/Rect"]] == [15, 30, 90, 45]


def test_paper_does_not_follow_its_reader_but_a_dark_theme_is_dark() -> None:
    assert b"prefers-color-scheme" not in pdf.write(scene())
    assert pdf.write(scene()) != pdf.write(scene(), Medium(theme=DARK))


def test_a_page_is_never_longer_than_pdf_allows() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.write(scene(width=1000, height=40_000))))
    assert [float(side) for side in reader.pages[0].mediabox] == [0, 0, 360, 14400]


def test_what_no_font_shows_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    warnings: list[str] = []
    written = pdf.write(scene(text("a \U00016a40 b")), Medium(warn=warnings.append))
    assert warnings == ["no font on this machine shows \U00016a40; use SVG, which takes the fonts of its reader"]
    assert written.startswith(b"%PDF-")
    assert capfd.readouterr() == ("", "")


def test_without_typst_there_is_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingTool) as caught:
        pdf.write(scene())
    assert caught.value.hint == "pip install 'valuestream-cli[pdf]', or print the HTML"
