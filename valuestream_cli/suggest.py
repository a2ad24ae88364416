"""`Did you mean`: the closest of some known words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from valuestream_cli.errors import VsError
from valuestream_cli.itil import slug

_MOST_COMPARED = 1000  # likeness takes time in proportion: hostile files must not make it hours


def closest(word: str, known: Iterable[str], cutoff: float = 0.7) -> str | None:
    """The known word that is most like `word`, whatever its case and separators; null where none is like it."""
    return _closest(word[:80], tuple(known), cutoff)


def unknown(message: str, word: str, known: Iterable[str]) -> VsError:
    """The error for a word that is not among some known ones: it says which was meant, or which there are."""
    names = list(known)
    meant = closest(word, names)
    return VsError(message, f"did you mean '{meant}'?" if meant else f"there are: {', '.join(names)}")


@lru_cache(maxsize=16)
def _by_slug(known: tuple[str, ...]) -> dict[str, str]:
    return {slug(candidate): candidate for candidate in reversed(known)}


@lru_cache(maxsize=4096)
def _closest(word: str, known: tuple[str, ...], cutoff: float) -> str | None:
    slugs = _by_slug(known)
    if slug(word) in slugs:
        return slugs[slug(word)]
    if len(slugs) > _MOST_COMPARED:
        return None
    import difflib

    matches = difflib.get_close_matches(slug(word), list(slugs), n=1, cutoff=cutoff)
    return slugs[matches[0]] if matches else None


_LONG = 8  # letters of a word in which two slips still leave no doubt


def is_sure(word: str, meant: str, known: Mapping[str, str]) -> bool:
    """Whether a word can mean nothing else: but for case and separators, or for a slip of the finger, it is this one.

    known: every name that could be meant -> what it stands for.
    """
    written = slug(word[:80])
    if known.get(written) == meant or written == slug(meant):
        return True
    return {known[name] for name in known if _is_slip(written, slug(name))} == {meant}


def _is_slip(one: str, other: str) -> bool:
    """Whether words differ by one letter too many, missing, wrong or swapped; long ones by two, numbers by none."""
    allowed = 1 + (min(len(one), len(other)) >= _LONG)
    if abs(len(one) - len(other)) > allowed or [*filter(str.isdigit, one)] != [*filter(str.isdigit, other)]:
        return False
    return _slips(one, other) <= allowed


def is_one_slip(one: str, other: str) -> bool:
    """Whether words differ by one letter or digit at most: too many, missing, wrong, or swapped with its neighbour."""
    return abs(len(one) - len(other)) <= 1 and _slips(one, other) <= 1


def _slips(one: str, other: str) -> int:
    """How many letters to add, drop, change or swap with their neighbour until one word is the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        above, before, row = before, row, [number]
        for at, there in enumerate(other, 1):
            least = min(before[at] + 1, row[-1] + 1, before[at - 1] + (letter != there))
            if number > 1 < at and letter == other[at - 2] and one[number - 2] == there:
                least = min(least, above[at - 2] + 1)
            row.append(least)
    return row[-1]
