"""Writes a scene as a PNG, by way of SVG and resvg, with a font that `vs` brings along.

The bundled font has Latin, Greek and Cyrillic. For other scripts the machine's fonts are asked, so that such a
picture may differ between machines; what no font can show is told, and SVG leaves it to the reader's fonts.
"""

from __future__ import annotations

import os
import re
import struct
import sys
import tempfile
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from valuestream_cli.errors import MissingTool
from valuestream_cli.rendering.diagram import Scene, Text, flat
from valuestream_cli.rendering.formats import svg
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.text import clean
from valuestream_cli.rendering.theme import LIGHT

_MOST_PIXELS = 16_000  # along one side; a longer picture is drawn at a smaller scale
_FONT_FILES = sorted(str(path) for path in (Path(__file__).parents[1] / "fonts").glob("*.ttf"))
_FONTS = "'VS Sans', sans-serif"
# Families that are good at a script and have an upright regular weight; without them resvg takes any font at all.
_CJK = "'Noto Sans CJK {0}', 'Noto Sans {0}', 'Hiragino Sans', 'PingFang SC', 'Yu Gothic', 'Microsoft YaHei', "
_BROAD = "'Noto Sans {0}', 'DejaVu Sans', 'Segoe UI', Arial, 'Arial Unicode MS', "
_SCRIPTS = {
    **dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"), _CJK.format("JP")),
    "HANGUL": _CJK.format("KR"),
    **{
        script.upper(): _BROAD.format(script)
        for script in ("Arabic", "Hebrew", "Thai", "Devanagari", "Georgian", "Armenian")
    },
}
_HEADER = 33  # signature and first chunk of a PNG
_COVERED = re.compile(
    "[ -~\u00a0-\u024f\u02b0-\u0377\u0384-\u03ff\u0400-\u052f\u1e00-\u1fff\u2010-\u2044\u20ac\u2190-\u2195]*"
)
_MISSING = re.compile(r"No fonts with a (\S+)/U\+[0-9A-F]+ character were found")


def write(scene: Scene, medium: Medium | None = None) -> bytes:
    """The picture; the medium is warned of characters that no font has. Paper does not follow its reader.

    Raises MissingTool where resvg is not installed.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise MissingTool("PNG needs 'resvg-py', which is not installed", "pip install resvg-py, or use SVG") from error
    medium = medium or Medium()
    theme = LIGHT if medium.theme.dark else medium.theme
    picture = svg.write(scene, replace(medium, theme=theme), fonts=_families).decode()
    scale = min(medium.scale, _MOST_PIXELS / max(scene.width, scene.height))
    if scale < min(1, medium.scale):
        medium.warn(f"the picture is so long that its PNG is drawn at {scale:.0%} of its size; SVG has no such limit")
    covered = all(_COVERED.fullmatch(clean(line)) for line in _lines(scene))

    def paint() -> bytes:
        image = resvg_py.svg_to_bytes(
            svg_string=picture,
            zoom=scale,
            font_files=_FONT_FILES,
            sans_serif_family="VS Sans",
            skip_system_fonts=covered,
            log_information=not covered,
        )
        return bytes(image)

    image, log = _listening(paint)
    missing = "".join(dict.fromkeys(_MISSING.findall(log)))
    if missing:
        medium.warn(f"no font on this machine shows {missing}; use SVG, which takes the fonts of its reader")
    return _marked(image, medium.mark)


def _lines(scene: Scene) -> list[str]:
    return [line for shape in flat(scene.shapes) if isinstance(shape, Text) for line in shape.lines]


def _families(text: str) -> str:
    """The fonts for a text: ours first, unless most of it is in a script that ours lacks."""
    foreign = next((char for char in clean(text) if char.isalpha() and not _COVERED.fullmatch(char)), "")
    script = unicodedata.name(foreign, "").split(" ")[0] if foreign else ""
    return _SCRIPTS.get(script, "") + _FONTS


def _marked(image: bytes, mark: str) -> bytes:
    """The image with a comment after its header."""
    body = b"tEXtComment\0" + mark.encode("latin-1", "replace")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return image[:_HEADER] + chunk + image[_HEADER:]


def _listening(paint: Callable[[], bytes]) -> tuple[bytes, str]:
    """Run something that writes to the standard streams of the process, and keep what it wrote to itself."""
    sys.stdout.flush()
    sys.stderr.flush()
    with tempfile.TemporaryFile() as heard:
        kept = {stream: os.dup(stream) for stream in (1, 2)}
        try:
            for stream in kept:
                os.dup2(heard.fileno(), stream)
            image = paint()
        finally:
            for stream, copy in kept.items():
                os.dup2(copy, stream)
                os.close(copy)
        heard.seek(0)
        return image, heard.read().decode(errors="replace")
