"""An organisation's own colours in the place of built-in ones, with what follows from them.

They are given by role, for light surroundings and for dark ones. A strong colour without a tint gets one, and without a
partner for the dark, a lighter one. `print`, `mono` and `contrast` stay as they are: own colours could break what these
promise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from valuestream_cli.palette.builtin import PALETTES, TONES, Palette
from valuestream_cli.palette.colour import WHITE, contrast, luminance, mixed
from valuestream_cli.palette.pairs import AA, SURFACES, TEXTS, TINTS

OWN = ("page", "ink", "line", "block", "rework")  # what can be given besides the activities
TONED = tuple(tone for tone in TONES if tone != "?")  # the activities
_TINTED = {"light": (0.12, 0.1, 0.08, 0.06, 0.04), "dark": (0.18, 0.14, 0.1, 0.06)}  # shares of a strong colour
_INKED = {  # shares of the ink in what lies on the page
    "light": {"paper": 0.0, "plate": 0.0, "idle": 0.05, "tail": 0.08},
    "dark": {"paper": 0.06, "idle": 0.03, "tail": 0.07},
}
_QUIET = (0.65, 0.75, 0.85, 1.0)  # shares of the ink
_CARRIED = ("line", "block", "rework")  # page and ink of light surroundings mean nothing in the dark
_STEPS = 50


def palettes(own: Mapping[str, str], dark: Mapping[str, str]) -> dict[str, Palette]:
    """The palettes that own colours change, for light and for dark surroundings. `own`, `dark`: role -> colour."""
    return {"light": joined("light", own), "dark": joined("dark", {**_lightened(own, dark), **dark})}


def joined(name: str, own: Mapping[str, str]) -> Palette:
    """A built-in palette with own colours, and with those that follow from them."""
    colours = {**PALETTES[name], **own}
    for rule in (_surfaces, _quiet, _on_block, _tints):
        colours |= {role: colour for role, colour in rule(name, colours, own) if role not in own}
    return colours


def given_for(role: str, own: Mapping[str, str]) -> str | None:
    """The own colour that the colour of a role is, or follows from; null where it is a built-in one."""
    sources = {"on-block": ("block",), "quiet": ("ink", "page"), **dict.fromkeys(SURFACES, ("page",))}
    strong = (role.replace(".tint", ".strong"),) if role in TINTS else ()
    return next((each for each in (role, *strong, *sources.get(role, ())) if each in own), None)


def _surfaces(name: str, colours: Palette, own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if "page" in own:
        yield from ((role, mixed(colours["page"], colours["ink"], share)) for role, share in _INKED[name].items())


def _quiet(_: str, colours: Palette, own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Text that may stand back, but not too far to be read."""
    if "page" in own or "ink" in own:
        shades = [mixed(colours["page"], colours["ink"], share) for share in _QUIET]
        grounds = [colours[role] for role in (*SURFACES, *TINTS)]
        yield "quiet", next((each for each in shades if _is_read(each, grounds)), shades[-1])


def _on_block(_: str, colours: Palette, own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if "block" in own:
        choices = (WHITE, PALETTES["light"]["ink"])
        yield "on-block", max(choices, key=lambda each: contrast(each, colours["block"]))


def _tints(name: str, colours: Palette, own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A tint for each strong colour, paler than usual where text could not be read on it."""
    for tone in TONES:
        strong = own.get(f"{tone}.strong")
        if strong:
            texts = [strong, *(colours[text] for text in TEXTS)]
            tints = [mixed(colours["page"], strong, share) for share in _TINTED[name]]
            yield f"{tone}.tint", next((each for each in tints if _is_read(each, texts)), tints[-1])


def _is_read(colour: str, others: list[str]) -> bool:
    return all(contrast(colour, other) >= AA for other in others)


def _lightened(own: Mapping[str, str], dark: Mapping[str, str]) -> dict[str, str]:
    """Own colours for light surroundings as partners for dark ones, as light as it takes to read them there."""
    left = {role: colour for role, colour in own.items() if role not in dark}
    strongs = _lighter({role: colour for role, colour in left.items() if role.endswith(".strong")}, dark)
    rest = {role: colour for role, colour in left.items() if role in _CARRIED}
    return strongs | _lighter(rest, {**strongs, **dark})


def _lighter(colours: Mapping[str, str], dark: Mapping[str, str]) -> dict[str, str]:
    """Colours as light as it takes to be read on the lightest ground that there is in the dark."""
    grounds = (colour for role, colour in joined("dark", dark).items() if role in (*SURFACES, *TINTS))
    ground = max(grounds, key=luminance)
    found = {}
    for role, colour in colours.items():
        shades = (mixed(colour, WHITE, step / _STEPS) for step in range(_STEPS + 1))
        found[role] = next((each for each in shades if contrast(each, ground) >= AA), WHITE)
    return found
