"""Small images for tests, made by hand: nothing here can draw them in every format."""

from __future__ import annotations

import struct
import zlib


def png(width: int, height: int) -> bytes:
    """A red PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" + b"\xc8\x1e\x1e" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def gif(width: int, height: int) -> bytes:
    """The head of a GIF."""
    return b"GIF89a" + struct.pack("<HH", width, height) + bytes(3)


def jpeg(width: int, height: int, kind: int = 0xC0) -> bytes:
    """The head of a JPEG, with a comment, a fill byte and a table before the segment that has the size."""
    before = b"\xff\xe0\x00\x10JFIF\0" + bytes(9) + b"\xff\xff\xfe\x00\x06\xff\xc0ab" + b"\xff\xc4\x00\x04ab"
    return b"\xff\xd8" + before + bytes([0xFF, kind]) + struct.pack(">HBHHB", 11, 8, height, width, 1) + bytes(3)


def webp(width: int, height: int, kind: str = "VP8X") -> bytes:
    """The head of a WebP of one of its three kinds."""
    body = {
        "VP8X": bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"),
        "VP8L": b"\x2f" + struct.pack("<I", width - 1 | height - 1 << 14),
        "VP8 ": bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", width, height),
    }[kind]
    return b"RIFF" + struct.pack("<I", len(body) + 12) + b"WEBP" + kind.encode() + struct.pack("<I", len(body)) + body
