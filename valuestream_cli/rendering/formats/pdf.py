"""Writes a scene as a PDF of its size, by way of SVG and Typst: lines stay lines, and text can be found and copied.

It is tagged as PDF/UA-1 asks, so that a screen reader tells what is drawn, unless a character has no font.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from valuestream_cli.errors import MissingTool
from valuestream_cli.rendering import typefaces
from valuestream_cli.rendering.diagram import Box, Group, Scene, flat
from valuestream_cli.rendering.formats import png, svg
from valuestream_cli.rendering.links import safe
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.text import clean

# All that comes from a file arrives as data: Typst never reads it as its own language.
_PAGE = b"""
#let told = json(bytes(sys.inputs.told))
#let points(pixels) = pixels * told.points * 1pt
#set document(title: told.title, author: told.author, keywords: told.mark, date: none)
#set text(lang: told.language)
#set page(width: points(told.size.first()), height: points(told.size.last()), margin: 0pt)
#image(bytes(sys.inputs.picture), format: "svg", width: 100%, alt: told.description)
#for (x, y, width, height, address) in told.links {
  place(top + left, dx: points(x), dy: points(y), link(address, box(width: points(width), height: points(height))))
}
"""
_STANDARD = "ua-1"
_POINTS, _MOST = 0.75, 14_400  # a pixel has three quarters of a point; no side of a page may have more than so many


def write(scene: Scene, medium: Medium | None = None) -> bytes:
    """The picture; the medium is warned of characters that no font has. Paper does not follow its reader.

    Raises MissingTool where Typst is not installed.
    """
    medium = medium or Medium()
    typst = _library()
    picture = svg.write(scene, replace(medium, theme=medium.paper), fonts=typefaces.families).decode()
    inputs = {"picture": picture, "told": json.dumps(_told(scene, medium))}
    compiled = partial(
        typst.compile, _PAGE, format="pdf", font_paths=_fonts(typefaces.is_ours(scene)), sys_inputs=inputs
    )
    try:
        return bytes(compiled(pdf_standards=[_STANDARD]))
    except typst.TypstError as error:
        unseen = png.unseen(picture)
        fault = f"no font on this machine shows {unseen}; use SVG, which takes the fonts of its reader"
        medium.warn(fault if unseen else f"the PDF does not fulfil PDF/UA: {error.message}")
    return bytes(compiled())


def _library() -> Any:
    try:
        import typst
    except ImportError as error:
        remedy = "pip install 'valuestream-cli[pdf]', or print the HTML"
        raise MissingTool("PDF needs 'typst', which is not installed", remedy) from error
    return typst


@lru_cache
def _fonts(are_ours: bool) -> Any:
    """Our font, and those of the machine where they are needed: it takes a moment to find them."""
    ours = [str(typefaces.FOLDER)]
    return _library().Fonts(include_system_fonts=not are_ours, include_embedded_fonts=False, font_paths=ours)


def _told(scene: Scene, medium: Medium) -> dict[str, Any]:
    """What the page is told about the picture; a description is never empty, as the standard asks."""
    title = clean(scene.title)
    return {
        "title": title or scene.id,
        "author": clean(medium.author),
        "mark": clean(medium.mark),
        "language": medium.words.language,
        "size": svg.size(scene),
        "points": min(_POINTS, _MOST / max(svg.size(scene))),
        "description": clean(scene.description) or title or scene.id,
        "links": list(_links(scene)),
    }


def _links(scene: Scene) -> Iterator[tuple[float, float, float, float, str]]:
    """What leads to other pictures: the area of its boxes, and the address."""
    for group in scene.shapes:
        if isinstance(group, Group) and safe(group.href):
            boxes = [shape for shape in flat(group.shapes) if isinstance(shape, Box)]
            if boxes:
                left, top = min(box.x for box in boxes), min(box.y for box in boxes)
                right, low = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
                yield left, top, right - left, low - top, group.href
