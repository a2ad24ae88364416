"""The logo of an organisation: a raster image of modest size, known by its own bytes and not by its name.

Only the head of the image is read, to know its size before anything unpacks it. The library for this (imagesize) knows
thirty formats and fetches addresses; four formats are all that pictures may carry.
"""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import NamedTuple

from valuestream_cli.errors import why_unreadable

MOST_BYTES = 300_000
MOST_PIXELS = 4_000  # along one side
_SIZED = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers of the segments of a JPEG that tell its size


class Logo(NamedTuple):
    """An image, its media type, and its size in pixels."""

    content: bytes
    media: str
    width: int
    height: int


class UnusableLogo(ValueError):
    """Why a file is no logo, as the end of a sentence."""


def load(path: str) -> Logo:
    """Read a logo.

    Raises UnusableLogo for a file that cannot be read, is no PNG, JPEG, GIF or WebP, or is too large.
    """
    try:
        if not Path(path).is_file():
            raise UnusableLogo("is not a file")
        with Path(path).open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        why = why_unreadable(path, error)
        raise UnusableLogo(f"cannot be read: {why[:1].lower()}{why[1:]}") from None
    if len(content) > MOST_BYTES:
        raise UnusableLogo(f"is larger than {MOST_BYTES:,} bytes")
    media, width, height = _head(content)
    if not (1 <= width <= MOST_PIXELS and 1 <= height <= MOST_PIXELS):
        raise UnusableLogo(f"has {width:,} x {height:,} pixels; a side may have 1 to {MOST_PIXELS:,}")
    return Logo(content, media, width, height)


def _head(content: bytes) -> tuple[str, int, int]:
    """Media type, width and height."""
    for signature, media, size in _FORMATS:
        if re.match(signature, content, re.S):
            try:
                return media, *size(content)
            except (struct.error, IndexError):
                raise UnusableLogo(f"begins like {media} and ends before it tells its size") from None
    raise UnusableLogo("is no PNG, JPEG, GIF or WebP image")


def _png(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _gif(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", content, 6)
    return width, height


def _webp(content: bytes) -> tuple[int, int]:
    kind = content[12:16]
    if kind == b"VP8X":
        wide, high = content[24:27], content[27:30]
        return int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", content, 26)
    return width & 0x3FFF, height & 0x3FFF


def _jpeg(content: bytes) -> tuple[int, int]:
    """The size is in the first segment of a kind that has one; each segment tells its length."""
    at = 2
    while True:
        marker = content[at + 1]
        if content[at] == 0xFF and marker in _SIZED:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        (length,) = struct.unpack_from(">H", content, at + 2)
        at += 2 + max(length, 1) if content[at] == 0xFF and marker != 0xFF else 1


_FORMATS = (
    (rb"\x89PNG\r\n\x1a\n.{4}IHDR", "image/png", _png),
    (rb"GIF8[79]a", "image/gif", _gif),
    (rb"RIFF.{4}WEBPVP8[ LX]", "image/webp", _webp),
    (rb"\xff\xd8\xff", "image/jpeg", _jpeg),
)
