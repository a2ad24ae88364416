"""Text that comes from files, made harmless for a terminal and a log, and the width it takes there."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, takewhile

# Control characters, escape sequences, what reorders text invisibly (Unicode bidirectional controls) or breaks lines
# where nobody looks for it, and what neither UTF-8 nor XML can hold; and the beginnings of commands that CI servers
# obey anywhere in a log: `##[` (GitHub, Azure), `##vso[` (Azure), `##teamcity[`.
HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
    r"|(?<=#)#(?=(?i:vso|teamcity)?\[)"
)


def safe(text: str) -> str:
    """The text without anything that a terminal or a CI server would obey: such characters are shown as U+FFFD.

    The result is as long as the text: places in one are places in the other.
    """
    return HARMFUL.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The text made safe, and on one line, with a blank for each tab, so that columns stay under each other."""
    return safe(text).replace("\n", " ").replace("\t", " ")


def cell(text: str) -> str:
    """The text as a cell of a table that no spreadsheet takes for a formula."""
    line = one_line(text)
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: wide characters two, combining ones none."""
    return len(text) if text.isascii() else sum(_width(character) for character in text)


def cut(text: str, width: int) -> str:
    """The beginning of a text that fits so many columns of a terminal."""
    if columns(text) <= width:
        return text
    ends = accumulate(map(columns, text))
    return f"{text[: sum(1 for _ in takewhile(lambda end: end <= width - 3, ends))].rstrip()}..."


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def count(number: int, noun: str, plural: str = "") -> str:
    """A number and its noun: `1 file`, `2 files`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(parts: list[str]) -> str:
    """Parts as a list in a sentence: `a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
