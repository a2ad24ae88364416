"""Own colours that text could not be read in, or on: each with the nearest one that would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from valuestream_cli.palette.builtin import Palette
from valuestream_cli.palette.colour import BLACK, WHITE, mixed
from valuestream_cli.palette.own import given_for, joined, palettes
from valuestream_cli.palette.pairs import AA, poor

_STRIDE = 10  # percent of black or white
Colours = Mapping[str, str]


class Shortfall(NamedTuple):
    """An own colour that makes a contrast too low.

    is_dark: whether it was given for dark surroundings. role: of the own colour. text, ground: the roles of the worst
    pair that comes of it, with their colours. nearest: a colour that would do, null where only another ground helps.
    """

    is_dark: bool
    role: str
    text: tuple[str, str]
    ground: tuple[str, str]
    contrast: float
    nearest: str | None
    least: float = AA


def shortfalls(own: Colours, dark: Colours) -> Iterator[Shortfall]:
    """What is too low for WCAG AA, once for each own colour, as if those told before were mended, the page first.

    own, dark: role -> colour, for light and for dark surroundings.
    """
    if own:
        yield from _of(own, lambda colours: joined("light", colours), is_dark=False)
    if dark:
        yield from _of(dark, lambda colours: palettes(own, colours)["dark"], is_dark=True)


def _of(own: Colours, palette: Callable[[Colours], Palette], *, is_dark: bool) -> Iterator[Shortfall]:
    told: set[str] = set()
    while blamed := {role: pair for role, pair in _blamed(palette(own), own).items() if role not in told}:
        role = "page" if "page" in blamed else next(iter(blamed))
        (ratio, text, ground), colours = blamed[role], palette(own)
        nearest = _nearest(role, own, palette)
        yield Shortfall(is_dark, role, (text, colours[text]), (ground, colours[ground]), ratio, nearest)
        told.add(role)
        own = {**own, role: nearest} if nearest else {name: own[name] for name in own if name != role}


def _blamed(colours: Palette, own: Colours) -> dict[str, tuple[float, str, str]]:
    """Own colour -> the worst pair that comes of it; where text and ground are own ones, it is the text."""
    found: dict[str, tuple[float, str, str]] = {}
    for ratio, text, ground in poor(colours):
        role = given_for(text, own) or given_for(ground, own)
        if role:
            found.setdefault(role, (ratio, text, ground))
    return found


def _nearest(role: str, own: Colours, palette: Callable[[Colours], Palette]) -> str | None:
    """The darker or lighter colour that is least different and can be read: sought roughly first, then closely."""

    def will_do(shade: str) -> bool:
        changed = {**own, role: shade}
        return role not in _blamed(palette(changed), changed)

    def shades(percents: Iterable[int]) -> Iterator[str]:
        return (mixed(own[role], end, percent / 100) for percent in percents for end in (BLACK, WHITE))

    for percent in range(_STRIDE, 101, _STRIDE):
        if any(map(will_do, shades([percent]))):
            return next(filter(will_do, shades(range(percent - _STRIDE + 1, percent + 1))))
    return None
