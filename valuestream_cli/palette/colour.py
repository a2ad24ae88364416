"""Colours as `#rrggbb`: how far apart two are for a reader, and what lies between them."""

from __future__ import annotations

import re
from functools import lru_cache

WHITE, BLACK = "#ffffff", "#000000"
_FORM = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")


def normal(text: object) -> str | None:
    """A colour written as `#rgb` or `#rrggbb` in the long form and in small letters; null for anything else."""
    if not isinstance(text, str) or not _FORM.fullmatch(text):
        return None
    digits = text[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """How bright a colour is for the eye, from 0 to 1, as WCAG defines it."""
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """The contrast of two colours as WCAG defines it: from 1, the same, to 21, black and white."""
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def mixed(ground: str, colour: str, share: float) -> str:
    """A colour laid over another one, as if it were `share` (from 0 to 1) opaque."""
    pairs = zip(_parts(ground), _parts(colour), strict=True)
    return "#" + "".join(f"{round(255 * (below + (above - below) * share)):02x}" for below, above in pairs)


def _parts(colour: str) -> tuple[float, float, float]:
    """Red, green and blue, from 0 to 1."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue
