"""How colours look to eyes that lack a kind of cone, and how different two of them look."""

from __future__ import annotations

import math
from collections.abc import Sequence

Lab = tuple[float, float, float]

# What is left of linear red, green and blue: Machado, Oliveira and Fernandes (2009), full severity.
EYES = {
    "all hues": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
_TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_WHITE = (0.95047, 1.0, 1.08883)


def seen(colour: str, eyes: str) -> Lab:
    """A colour in CIELAB, as some eyes see it."""
    light = [min(1.0, max(0.0, part)) for part in _times(EYES[eyes], _linear(colour))]
    x, y, z = (_root(part / white) for part, white in zip(_times(_TO_XYZ, light), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def grey(colour: str, weights: Sequence[float]) -> str:
    """A colour as a printer without colours may show it."""
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + f"{round(sum(weight * part for weight, part in zip(weights, parts, strict=True))):02x}" * 3


def distance(one: Lab, two: Lab) -> float:
    """How different two colours look: CIEDE2000."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    stretch = 1 + 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    (c1, h1), (c2, h2) = _polar(a1 * stretch, b1), _polar(a2 * stretch, b2)
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = h1 + turn / 2 if c1 * c2 else h1 + h2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    ripple = sum(
        weight * math.cos(math.radians(times * hue + shift))
        for weight, times, shift in ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
    )
    for_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    for_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    for_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn) / 2) / (1 + 0.015 * chroma * (1 + ripple))
    twist = math.sin(math.radians(60 * math.exp(-(((hue % 360 - 275) / 25) ** 2))))
    both = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * twist * for_chroma * for_hue
    return math.sqrt(for_light**2 + for_chroma**2 + for_hue**2 + both)


def _polar(a: float, b: float) -> tuple[float, float]:
    return math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _linear(colour: str) -> list[float]:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _root(part: float) -> float:
    return part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116


def _times(matrix: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    return [sum(factor * value for factor, value in zip(row, values, strict=True)) for row in matrix]
