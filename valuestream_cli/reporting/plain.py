"""Text that comes from files, made harmless for a terminal, and the width it takes there."""

from __future__ import annotations

import re
import unicodedata

# Control characters, escape sequences, and what reorders text invisibly (Unicode bidirectional controls).
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """The text without anything that a terminal would obey: such characters are shown as U+FFFD."""
    return _HARMFUL.sub("\ufffd", text)


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: wide characters two, combining ones none."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def count(number: int, noun: str, plural: str = "") -> str:
    """A number and its noun: `1 file`, `2 files`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
