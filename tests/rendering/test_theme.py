"""Themes: what is written can be read, activities are told apart, and own colours keep to the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rendering import sight
from tests.rendering.streams import FILES, drawing_of
from valuestream_cli.itil import catalogue
from valuestream_cli.palette.builtin import PALETTES, TONES
from valuestream_cli.palette.colour import contrast, luminance, mixed, normal
from valuestream_cli.palette.own import OWN, TONED, palettes
from valuestream_cli.palette.pairs import AA, AAA, PAIRS, poor
from valuestream_cli.palette.shortfalls import shortfalls
from valuestream_cli.rendering.diagram import Box, Disc, Scene, Text, flat
from valuestream_cli.rendering.registry import VIEWS, function, views
from valuestream_cli.rendering.text import measure
from valuestream_cli.rendering.theme import AUTO, DARK, LIGHT, THEMES, themed
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

HUED = ("light", "dark")


@pytest.mark.parametrize(
    ("one", "two", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.478), ("#0000ff", "#ffff00", 8.001)]
)
def test_contrast_is_that_of_wcag(one: str, two: str, ratio: float) -> None:
    assert contrast(one, two) == contrast(two, one) == pytest.approx(ratio, abs=0.001)


def test_there_is_a_palette_for_each_theme_and_a_tone_for_each_activity() -> None:
    assert list(THEMES) == ["auto", *PALETTES]
    assert {*TONES} == {*catalogue().activities, "?"}
    assert all(palette.keys() == LIGHT.colours.keys() for palette in PALETTES.values())
    assert all(normal(colour) == colour for palette in PALETTES.values() for colour in palette.values())


@pytest.mark.parametrize("name", PALETTES)
def test_text_can_be_read(name: str) -> None:
    assert poor(PALETTES[name], AAA if name == "contrast" else AA) == []


@pytest.mark.parametrize("name", [name for name in PALETTES if name != "dark"])
def test_themes_for_paper_are_on_white(name: str) -> None:
    assert PALETTES[name]["page"] == "#ffffff"


def test_print_saves_ink() -> None:
    grounds = [role for role in PALETTES["print"] if role in ("block", "tail", "idle") or role.endswith(".tint")]
    assert all(luminance(PALETTES["print"][role]) > 0.7 for role in grounds)


@pytest.mark.parametrize("weights", [(0.2126, 0.7152, 0.0722), (0.299, 0.587, 0.114), (1 / 3, 1 / 3, 1 / 3)])
def test_print_is_safe_in_grey(weights: tuple[float, float, float]) -> None:
    """Printers turn colours into grey in several ways: linear light, as television does, or by the mean."""
    grey = {role: sight.grey(colour, weights) for role, colour in PALETTES["print"].items()}
    assert poor(grey) == []


def test_mono_has_no_hue() -> None:
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in PALETTES["mono"].values())


def _distances(name: str, shade: str, eyes: str) -> dict[tuple[str, str], float]:
    seen = {tone: sight.seen(PALETTES[name][f"{tone}.{shade}"], eyes) for tone in TONED}
    return {(one, two): sight.distance(seen[one], seen[two]) for one, two in combinations(TONED, 2)}


@pytest.mark.parametrize("eyes", sight.EYES)
@pytest.mark.parametrize("name", HUED)
def test_activities_are_told_apart_by_hue(name: str, eyes: str) -> None:
    """By CIEDE2000, in which 1 is what trained eyes just notice side by side, and 2 what anybody sees at a glance.

    Borders and discs are small and stand apart, so they need more; lanes are large, and neighbours most at risk.
    A letter or a name says the same everywhere.
    """
    strongs, tints = (_distances(name, shade, eyes) for shade in ("strong", "tint"))
    assert min(strongs.values()) >= 5, min(strongs, key=lambda pair: strongs[pair])
    assert min(tints.values()) >= 2, min(tints, key=lambda pair: tints[pair])
    assert min(tints[pair] for pair in pairwise(TONED)) >= 2.5


def test_activities_are_told_apart_by_grey() -> None:
    for shade, between, beside in (("strong", 2, 5), ("tint", 2, 4)):
        distances = _distances("mono", shade, "all hues")
        assert min(distances.values()) >= between
        assert min(distances[pair] for pair in pairwise(TONED)) >= beside


def test_the_distance_of_colours_is_that_of_ciede2000() -> None:
    """Against pairs 1, 7, 13 and 25 of the test data of Sharma, Wu and Dalal."""
    for one, two, expected in (
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ):
        assert sight.distance(one, two) == pytest.approx(expected, abs=1e-4)


def _holds(shape: object, x: float, y: float) -> bool:
    if isinstance(shape, Box):
        return shape.fill != "none" and shape.x <= x <= shape.x + shape.width and shape.y <= y <= shape.y + shape.height
    return isinstance(shape, Disc) and (x - shape.x) ** 2 + (y - shape.y) ** 2 <= shape.radius**2


def _grounds(scene: Scene) -> Iterator[tuple[str, str]]:
    """Each text with what it stands on: the last shape drawn before it around its middle, or its own light."""
    shapes = list(flat(scene.shapes))
    for place, text in enumerate(shapes):
        if not isinstance(text, Text) or not any(text.lines):
            continue
        for number, line in enumerate(text.lines):
            half = measure(line, text.size, text.bold) / 2
            along = {"start": half, "middle": 0, "end": -half}[text.anchor]
            x, y = text.x + along, text.y + text.leading * number - text.size * 0.35
            if text.turned:
                x, y = text.x - text.size * 0.35, text.y - along
            under = (shape.fill for shape in reversed(shapes[:place]) if _holds(shape, x, y))
            yield text.fill, text.halo or next(under, "page")


@pytest.mark.parametrize("view", VIEWS)
def test_no_other_pairs_of_text_and_ground_occur(view: str) -> None:
    draw = function(views(), "view", view, "draw")
    found = set()
    for path in FILES:
        stream = examine(load(str(path))).stream
        assert stream
        found |= set(_grounds(drawing_of(draw, stream).scene()))
    assert found <= set(PAIRS)


def test_a_theme_without_own_colours_is_the_built_in_one() -> None:
    assert all(themed(name) is THEMES[name] for name in THEMES)


OWN_GREEN = (("engage.strong", "#1b5e20"),)


def test_own_colours_are_for_light_and_dark_surroundings() -> None:
    auto = themed("auto", OWN_GREEN, (("page", "#000000"),))
    assert auto.dark
    assert auto.colours == {**AUTO.colours, "engage.strong": "#1b5e20", "engage.tint": "#e4ece4"}
    assert auto.colours == themed("light", OWN_GREEN).colours
    assert auto.dark == themed("dark", OWN_GREEN, (("page", "#000000"),)).colours
    assert auto.dark["page"] == auto.dark["paper"].replace("0e0e0e", "000000") == "#000000"
    assert auto.dark["engage.strong"] != DARK.colours["engage.strong"]


@pytest.mark.parametrize("name", ["print", "mono", "contrast"])
def test_themes_that_promise_something_keep_their_colours(name: str) -> None:
    assert themed(name, OWN_GREEN).colours == PALETTES[name]


COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
ROLES = (*OWN, *(f"{tone}.{shade}" for tone in TONED for shade in ("strong", "tint")))
COLOURS = st.dictionaries(st.sampled_from(ROLES), COLOUR, max_size=4)


@settings(deadline=None)
@given(COLOURS)
def test_what_follows_from_own_colours_can_be_read_in_the_dark(own: Mapping[str, str]) -> None:
    assert poor(palettes(own, {})["dark"]) == []


@settings(deadline=None, max_examples=40)
@given(COLOURS, COLOURS)
def test_each_poor_pair_is_told_at_an_own_colour(own: Mapping[str, str], dark: Mapping[str, str]) -> None:
    made = palettes(own, dark)
    told = list(shortfalls(own, dark))
    assert {found.is_dark for found in told} == {
        is_dark for is_dark, name in ((False, "light"), (True, "dark")) if poor(made[name])
    }
    mended = {False: dict(own), True: dict(dark)}
    for found in told:
        assert found.contrast == contrast(found.text[1], found.ground[1]) < AA
        shade = mended[found.is_dark].pop(found.role)
        if found.nearest:
            assert found.nearest != shade
            mended[found.is_dark][found.role] = found.nearest
    after = palettes(mended[False], mended[True])
    for is_dark, name in ((False, "light"), (True, "dark")):
        of_this = [found for found in told if found.is_dark is is_dark]
        assert len(of_this) == len({found.role for found in of_this})
        assert len(of_this) > 1 or poor(after[name]) == []


def test_the_nearest_shade_is_near() -> None:
    (found,) = shortfalls({"engage.strong": "#2e9d32"}, {})
    assert found.text == ("engage.strong", "#2e9d32")
    assert found.nearest
    assert re.fullmatch("#[0-9a-f]{6}", found.nearest)
    assert next(shortfalls({"engage.strong": mixed(found.nearest, "#2e9d32", 0.2)}, {}), None)
