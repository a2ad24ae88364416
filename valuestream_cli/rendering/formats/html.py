"""Writes a drawing as one HTML page: the picture to zoom and move, details of each step, and all of it as a table.

The page asks nothing of the network, and its content security policy lets nothing run but its own script.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from string import Template

from valuestream_cli.itil.words import Words
from valuestream_cli.rendering.diagram import Drawing
from valuestream_cli.rendering.formats import svg
from valuestream_cli.rendering.formats.html_table import Table
from valuestream_cli.rendering.formats.svg import escape
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.theme import Theme

_FOLDER = Path(__file__).parent / "page"
_COLOURS = {"page": "page", "paper": "paper", "ink": "ink", "quiet": "quiet", "edge": "tail", "link": "plan.strong"}
_SWITCH = '<button type="button" id="dark" aria-pressed="false">{}</button>\n'
_SAID = ("picture", "skip", "zoom_in", "zoom_out", "zoom_fit", "details", "hint", "let_go")


def write(drawing: Drawing, medium: Medium | None = None) -> bytes:
    """The page as UTF-8. Colours follow the reader, who can switch them, where the theme does."""
    medium = medium or Medium()
    words, theme = Words(medium.words.language, part="page"), medium.theme
    table = Table(drawing.graph, words)
    picture = svg.write(drawing.scene(), medium, on_page=True).decode()
    style, script = _colours(theme) + _asset("page.css"), _asset("page.js")
    page = Template(_asset("page.html")).substitute(
        {key: escape(words(key)) for key in _SAID},
        language=medium.words.language,
        mark=escape(medium.mark),
        title=escape(drawing.graph.title),
        scripts=_hashes([script]),
        styles=_hashes([style, *_styles(picture)]),
        style=style,
        script=script,
        svg=picture,
        switch=_SWITCH.format(escape(words("dark"))) if theme.dark else "",
        steps=escape(medium.words("steps")),
        heads=table.head(),
        rows=table.rows(),
    )
    return page.encode()


@lru_cache
def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _colours(theme: Theme) -> str:
    """The colours of the theme as variables of the page."""
    pairs = {name: (theme.colours[role], (theme.dark or theme.colours)[role]) for name, role in _COLOURS.items()}
    told = "".join(f"--{name}: light-dark({light}, {dark}); " for name, (light, dark) in pairs.items())
    scheme = "light dark" if theme.dark else "light"
    return f":root {{ color-scheme: {scheme}; --fonts: {svg.FONTS}; {told}}}\n"


def _styles(picture: str) -> list[str]:
    """The style sheet of the picture, if it has one."""
    return [part.partition("</style>")[0] for part in picture.split("<style>")[1:]]


def _hashes(texts: Iterable[str]) -> str:
    """How a policy names what may be used: by its content."""
    digests = (b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)
