"""How pictures look: colours of an organisation's own that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuestream_cli.findings import Severity
from valuestream_cli.validation.notations import number
from valuestream_cli.validation.registry import rule
from valuestream_cli.validation.wording import Wording

if TYPE_CHECKING:  # every start of `vs` imports all rules
    from valuestream_cli.palette.shortfalls import Shortfall

_PARTS = {
    "ink": "text",
    "line": "what is written at lines",
    "quiet": "quiet text",
    "rework": "what is written at rework",
    "on-block": "text",
    "on-strong": "a number",
    "block": "a block",
    "paper": "a box",
    "tail": "the lanes after value",
    "idle": "a lane without steps",
    "page": "the page",
}


@rule("VS951", "low-contrast", Severity.WARNING)
def low_contrast(found: Shortfall) -> Wording:
    """A colour of your own makes text that many people cannot read.

    ## Why it matters
    WCAG 2.2 asks for a contrast of 4.5:1 between text and its ground (level AA). Below it, people with low vision, and
    anyone with a projector or a phone in the sun, cannot read the picture. It is drawn all the same. Looked at are all
    texts and grounds that meet in pictures, also the tints and lighter shades that follow from a colour.

    ```toml bad
    [render.colours]
    engage = "#ffcc00"  # <- low-contrast
    ```
    ```toml good
    [render.colours]
    engage = "#8a6e00"
    ```
    """
    text, ground = (f"{_told(role)} ({colour})" for role, colour in (found.text, found.ground))
    ratio = number(int(found.contrast * 100) / 100)
    message = f"{text} on {ground} has a contrast of {ratio}:1; WCAG AA asks for {number(found.least)}:1"
    if found.nearest is None:
        return Wording(message, "choose text and ground that differ more in brightness: no shade of this one will do")
    return Wording(message, f"write `{found.nearest}`, the nearest shade that can be read")


def _told(role: str) -> str:
    """A role in words."""
    tone, _, shade = role.replace("?", "an unknown activity").partition(".")
    return {"tint": f"the tint of {tone}", "strong": f"the colour of {tone}"}.get(shade) or _PARTS[role]
