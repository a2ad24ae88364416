"""How wide text is and where it breaks, without knowing the reader's font: the widest of the usual ones counts.

The tables hold, for each printable ASCII character, the largest advance in hundredths of an em among Noto Sans,
Arial (Liberation Sans has its metrics) and DejaVu Sans.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# fmt: off
_REGULAR = (
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 55, 84, 32, 36, 32, 37, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 34, 34, 84, 84, 84, 56, 102, 68, 69, 72, 77, 67, 61, 78, 75, 34, 50, 67, 56, 91, 76, 79, 67, 79,
    72, 67, 61, 73, 68, 99, 69, 67, 69, 39, 37, 39, 84, 56, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28,
    58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 55, 64, 84,
)
_BOLD = (
    35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 55, 84, 38, 42, 38, 41, 70, 70, 70, 70, 70, 70, 70, 70, 70,
    70, 40, 40, 84, 84, 84, 61, 100, 77, 76, 73, 83, 68, 68, 82, 84, 39, 56, 77, 64, 100, 84, 85, 73,
    85, 77, 72, 68, 81, 77, 110, 77, 72, 73, 46, 41, 46, 84, 56, 50, 67, 72, 59, 72, 68, 44, 72, 71, 34,
    34, 67, 34, 104, 71, 69, 72, 72, 49, 60, 48, 71, 65, 92, 65, 65, 58, 71, 55, 71, 84,
)
# fmt: on
_EM_CYRILLIC, _EM_ARABIC, _EM_OTHER, _EM_EMOJI, _BOLDER = 0.74, 0.72, 0.72, 1.2, 1.12
_HARMFUL = re.compile("[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]")
_ELLIPSIS = "…"
_JOINERS = "\u200c\u200d"
_LEFT, _FAR = 4, 6  # letters that a break leaves of a word at least; that it may leave free of a line
_VOWELS = "aeiouyäöüáàâãåæéèêëíìîïóòôõøúùûœýаеёиоуыэюяіїє"
_SEAMS = (  # the better ones last: before a syllable, and behind what ends a part of a compound
    re.compile(rf"(?<=[{_VOWELS}])[^\W\d_{_VOWELS}]*?(?=(?:sch|ch|ck|ph|th|sh|qu|[^\W\d_{_VOWELS}])[{_VOWELS}])"),
    re.compile(r"(?:ungs|heits|keits|schafts|tions|täts)(?=[^\W\d_])"),
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[-/_.:@\\])(?=.)")


def clean(text: str) -> str:
    """One line of text without anything that steers a terminal, a reader or the direction of writing."""
    if text.isascii() and text.isprintable():
        return text
    spaced = "".join(
        " " if char.isspace() else "\ufffd" if unicodedata.category(char) == "Cs" else char
        for char in text
        if char.isspace() or unicodedata.category(char) != "Cc"
    )
    return " ".join(_HARMFUL.sub("", spaced).split())


@lru_cache(maxsize=4096)
def _advance(char: str, bold: bool) -> float:
    """Width of one character in em."""
    code = ord(char)
    if 32 <= code < 127:
        return (_BOLD if bold else _REGULAR)[code - 32] / 100
    category = unicodedata.category(char)
    if category in ("Mn", "Me") or char in _JOINERS or 0xFE00 <= code <= 0xFE0F:
        return 0
    if code >= 0x1F000 or 0x2600 <= code <= 0x27BF:
        return _EM_EMOJI if code >= 0x1F000 and not 0x20000 <= code < 0x40000 else 1.05
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    base = unicodedata.normalize("NFD", char)[0]
    if base != char and 32 <= ord(base) < 127:
        return _advance(base, bold) * 1.05
    return _by_script(code, char) * (_BOLDER if bold else 1)


def _by_script(code: int, char: str) -> float:
    if 0x400 <= code < 0x530:
        return 1.0 if char in "ЖМФШЩЮЫжмфшщюыЊЉ" else _EM_CYRILLIC
    if 0x590 <= code < 0x780 or 0xFB1D <= code < 0xFE00:
        return _EM_ARABIC
    return 1.1 if char in "…—™©®ÆæŒœ½¼¾←→↔⇒" or 0x900 <= code < 0xE00 else _EM_OTHER


@lru_cache(maxsize=8192)
def measure(text: str, size: float, bold: bool = False) -> float:
    """Width in pixels of one line, in the widest of the fonts that may show it."""
    return sum(_advance(char, bold) for char in text) * size


def wrap(text: str, width: float, size: float, max_lines: int = 3, bold: bool = False) -> tuple[tuple[str, ...], bool]:
    """The lines of a text that fit a width (none where it is empty), and whether some of it is left out."""
    lines: list[str] = []
    rest = clean(text)
    while rest:
        head, rest = _first_line(rest, width, size, bold)
        if rest and len(lines) + 1 == max_lines:
            return (*lines, _shortened(head, width, size, bold)), True
        lines.append(head)
    return tuple(lines), False


def wrap_to_end(text: str, end: str, width: float, size: float, max_lines: int) -> tuple[tuple[str, ...], bool]:
    """As `wrap`, but where some of a text is left out, what it ends with has a line of its own."""
    lines, is_cut = wrap(text, width, size, max_lines)
    last = clean(end)
    if not is_cut or not last or max_lines < 2:
        return lines, is_cut
    before = clean(text).removesuffix(last)
    return (*wrap(before, width, size, max_lines - 1)[0], *wrap(last, width, size, 1)[0]), True


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction of its own is Hebrew, Arabic or the like."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    return next((kind in ("R", "AL") for kind in kinds if kind in ("L", "R", "AL")), False)


def _first_line(text: str, width: float, size: float, bold: bool) -> tuple[str, str]:
    """What fits the first line, broken at the best place, and what remains."""
    room, used, fits = width / size, 0.0, len(text)
    for place, char in enumerate(text):
        used += _advance(char, bold)
        if used > room:
            fits = place
            break
    if fits == len(text):
        return text, ""
    if text[fits] == " ":
        return text[:fits].rstrip(), text[fits:].lstrip()
    blank = text.rfind(" ", 0, fits)
    if blank > 0:
        return text[:blank].rstrip(), text[blank:].lstrip()
    place = max((found.start() for found in _CAMEL.finditer(text, 0, fits + 1) if found.start() <= fits), default=0)
    if place:
        return text[:place], text[place:]
    place = _inside_word(text, _hyphen_fits(text, fits, room, bold))
    if place:
        return text[:place] + "-", text[place:]
    place = _between_clusters(text, fits)
    return text[:place], text[place:]


def _hyphen_fits(text: str, fits: int, room: float, bold: bool) -> int:
    """How many of the characters that fit a line still fit with a hyphen behind them."""
    while fits and measure(text[:fits] + "-", 1, bold) > room:
        fits -= 1
    return fits


def _inside_word(text: str, fits: int) -> int:
    """The best place to break the first word up to one, a few letters from its ends; 0 where there is none.

    One at a seam of the word goes before others, then one near the middle if the rest has room on the next line.
    """
    start = next((place for place in range(fits, 0, -1) if not text[place - 1].isalpha()), 0)
    end = next((place for place in range(fits, len(text)) if not text[place].isalpha()), len(text))
    last = min(fits, end - _LEFT)
    places = [place for place in range(start + _LEFT, last + 1) if text[place - 1 : place + 1].islower()]
    if not places:
        return 0
    ideal = max((start + end) / 2, end - fits) if end - start <= 2 * fits else last
    seams = {place: rank for rank, pattern in enumerate(_SEAMS) for place in _seams(pattern, text[:end])}
    near = [place for place in places if end - place <= fits or place > last - _FAR] or places
    return min(near, key=lambda place: (-seams.get(place, -1), abs(place - ideal)))


def _seams(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    return (found.end() for found in pattern.finditer(text))


def _between_clusters(text: str, place: int) -> int:
    """The nearest place before which a character and the marks on it stay together; at least one character on."""
    while place > 0 and _belongs_to_previous(text, place):
        place -= 1
    if place:
        return place
    place = 1
    while place < len(text) and _belongs_to_previous(text, place):
        place += 1
    return place


def _belongs_to_previous(text: str, place: int) -> bool:
    char, before = text[place], text[place - 1]
    return (
        unicodedata.category(char) in ("Mn", "Mc", "Me")
        or char in _JOINERS
        or before == "\u200d"
        or 0xFE00 <= ord(char) <= 0xFE0F
        or 0x1F3FB <= ord(char) <= 0x1F3FF
        or char in "、。，．！？）」』ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
        or (0xE40 <= ord(before) <= 0xE44)
    )


def _shortened(line: str, width: float, size: float, bold: bool) -> str:
    """A line with an ellipsis at its end that still fits."""
    room = width - measure(_ELLIPSIS, size, bold)
    while line and measure(line, size, bold) > room:
        line = line[: _between_clusters(line, len(line) - 1)] if len(line) > 1 else ""
    return line.rstrip(" ,;:") + _ELLIPSIS
