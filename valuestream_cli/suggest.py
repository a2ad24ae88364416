"""`Did you mean`: the closest of some known words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from valuestream_cli.itil import slug

_MOST_COMPARED = 1000  # likeness takes time in proportion: hostile files must not make it hours


def closest(word: str, known: Iterable[str], cutoff: float = 0.7) -> str | None:
    """The known word that is most like `word`, whatever its case and separators; null where none is like it."""
    return _closest(word[:80], tuple(known), cutoff)


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
