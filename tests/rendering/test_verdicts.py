"""Colours of verdicts on pages: they mean the same in every house, and can be read in each."""

from __future__ import annotations

import pytest

from valuestream_cli.palette.builtin import PALETTES
from valuestream_cli.palette.colour import contrast
from valuestream_cli.palette.own import TONED, palettes
from valuestream_cli.palette.pairs import AA, SURFACES
from valuestream_cli.palette.verdicts import VERDICTS, verdicts

HOUSE = {f"{tone}.strong": "#b3261e" for tone in TONED} | {"rework": "#1b5e20"}


@pytest.mark.parametrize("name", PALETTES)
def test_a_house_does_not_change_them(name: str) -> None:
    own = {**PALETTES, **palettes(HOUSE, {})}
    assert verdicts(name, own[name]) == verdicts(name, PALETTES[name])
    assert verdicts(name, own[name]).keys() == VERDICTS.keys()


@pytest.mark.parametrize("page", ["#fff8e1", "#dddddd", "#222222", "#8a1538"])
@pytest.mark.parametrize("name", ["light", "dark"])
def test_they_can_be_read_on_any_page(name: str, page: str) -> None:
    ink = "#ffffff" if page in ("#222222", "#8a1538") else "#000000"
    own = {"page": page, "ink": ink}
    colours = palettes(own, own)[name]
    for colour in verdicts(name, colours).values():
        assert min(contrast(colour, colours[role]) for role in SURFACES) >= AA
