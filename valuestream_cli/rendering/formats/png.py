"""Writes a scene as a PNG, by way of SVG and resvg, with a font that `vs` brings along.

What no font of ours or of the machine can show is told, and SVG leaves it to the reader's fonts.
"""

from __future__ import annotations

import os
import re
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from valuestream_cli.config.settings import SCALES
from valuestream_cli.errors import MissingTool, VsError
from valuestream_cli.rendering import typefaces
from valuestream_cli.rendering.diagram import Scene
from valuestream_cli.rendering.formats import svg
from valuestream_cli.rendering.medium import Medium

LEAST_SCALE, MOST_SCALE = SCALES
_MOST_PIXELS, _MOST_AREA = (
    16_000,
    100_000_000,
)  # along one side, and in all; a larger picture is drawn at a smaller scale
_PER_METRE = 96 / 0.0254  # pixels of a drawing, as style sheets have it
_HEADER = 33  # signature and first chunk of a PNG
_FONT_FILES = sorted(str(path) for path in typefaces.FOLDER.glob("*.ttf"))
_MISSING = re.compile(r"No fonts with a (\S+)/U\+[0-9A-F]+ character were found")


def write(scene: Scene, medium: Medium | None = None) -> bytes:
    """The picture; the medium is warned of characters that no font has. Paper does not follow its reader.

    Raises MissingTool where resvg is not installed, VsError for a scale that makes no sense.
    """
    medium = medium or Medium()
    scale = _scale(scene, medium)
    picture = svg.write(scene, replace(medium, theme=medium.paper), fonts=typefaces.families).decode()
    image, unseen = _painted(picture, scale, typefaces.is_ours(scene))
    if unseen:
        medium.warn(f"no font on this machine shows {unseen}; use SVG, which takes the fonts of its reader")
    return _described(image, _chunks(medium.mark, scale))


def unseen(picture: str) -> str:
    """The characters of an SVG picture that no font has, ours or the machine's. Raises MissingTool as `write` does."""
    return _painted(picture, LEAST_SCALE, are_ours=False)[1]


def _scale(scene: Scene, medium: Medium) -> float:
    if not LEAST_SCALE <= medium.scale <= MOST_SCALE:
        raise VsError(f"a PNG cannot be drawn at scale {medium.scale:g}", f"choose {LEAST_SCALE} to {MOST_SCALE}")
    most: float = min(_MOST_PIXELS / max(scene.width, scene.height), (_MOST_AREA / (scene.width * scene.height)) ** 0.5)
    if most < medium.scale:
        medium.warn(
            f"the picture is so large that its PNG is drawn at scale {most:.2f}; SVG and PDF have no such limit"
        )
    return min(medium.scale, most)


def _painted(picture: str, scale: float, are_ours: bool) -> tuple[bytes, str]:
    """The pixels, and the characters that no font has."""
    try:
        import resvg_py
    except ImportError as error:
        raise MissingTool("PNG needs 'resvg-py', which is not installed", "pip install resvg-py, or use SVG") from error

    paint = partial(
        resvg_py.svg_to_bytes,
        svg_string=picture,
        zoom=scale,
        font_files=_FONT_FILES,
        sans_serif_family=typefaces.FAMILY,
        skip_system_fonts=are_ours,
        log_information=not are_ours,
    )
    image, log = _listening(lambda: bytes(paint()))
    return image, "".join(dict.fromkeys(_MISSING.findall(log)))


def _chunks(mark: str, scale: float) -> Iterator[bytes]:
    """How large the picture is on paper, and our mark."""
    dots = round(scale * _PER_METRE)
    yield b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    yield b"tEXtComment\0" + mark.encode("latin-1", "replace")


def _described(image: bytes, chunks: Iterator[bytes]) -> bytes:
    """The image with chunks after its header."""
    told = b"".join(struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)) for body in chunks)
    return image[:_HEADER] + told + image[_HEADER:]


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
