"""The fonts of pictures that bring their letters along: one of ours, and those of the machine for other scripts.

Ours has Latin, Greek and Cyrillic. For anything else the machine's fonts are asked, so that such a picture may differ
between machines.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from valuestream_cli.rendering.diagram import Scene, Text, flat
from valuestream_cli.rendering.text import clean

FAMILY = "VS Sans"
FOLDER = Path(__file__).parent / "fonts"
_USUAL = f"'{FAMILY}', sans-serif"
# Families that are good at a script and have an upright regular weight; without them a program takes any font at all.
_CJK = "'Noto Sans CJK {0}', 'Noto Sans {0}', 'Hiragino Sans', 'PingFang SC', 'Yu Gothic', 'Microsoft YaHei', "
_BROAD = "'Noto Sans {0}', 'DejaVu Sans', 'Segoe UI', Arial, 'Arial Unicode MS', "
_SCRIPTS = {
    **dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"), _CJK.format("JP")),
    "HANGUL": _CJK.format("KR"),
    **{
        script.upper(): _BROAD.format(script)
        for script in ("Arabic", "Hebrew", "Thai", "Devanagari", "Georgian", "Armenian")
    },
}
_OURS = re.compile(
    "[ -~\u00a0-\u024f\u02b0-\u0377\u0384-\u03e1\u03f0-\u03ff\u0400-\u052f\u1e00-\u1fff"
    "\u2010-\u2044\u2070-\u209c\u20a0-\u20bf\u2100-\u2142]*"
)


def is_ours(scene: Scene) -> bool:
    """Whether our font shows all that is written in a scene, so that those of the machine make no difference."""
    texts = (shape for shape in flat(scene.shapes) if isinstance(shape, Text))
    return all(_OURS.fullmatch(clean(line)) for text in texts for line in text.lines)


def families(text: str) -> str:
    """The fonts for a text: ours first, unless it has a letter in a script that ours lacks."""
    foreign = next((char for char in clean(text) if char.isalpha() and not _OURS.fullmatch(char)), "")
    script = unicodedata.name(foreign, "").split(" ")[0] if foreign else ""
    return _SCRIPTS.get(script, "") + _USUAL
