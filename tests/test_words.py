"""Languages: every one says all that English does, in its own words, and pictures hold in each of them."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from tests.helpers import FULL, ROOT, SAMPLES
from tests.rendering.geometry import faults
from valuestream_cli import api
from valuestream_cli.itil import catalogue
from valuestream_cli.itil.words import USUAL, Words, languages
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Scene
from valuestream_cli.rendering.registry import VIEWS, function, views

FOLDER = ROOT / "valuestream_cli" / "itil" / "languages"
SAID: dict[str, dict[str, dict[str, str]]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.yaml")
}
ENGLISH = SAID[USUAL]
OTHERS = [language for language in languages() if language != USUAL]
NAMED = {"activities": catalogue().activities, "practices": catalogue().practices}
# What a language says as English does: words that it shares with it, and marks that people look up.
SHARED = {
    "de": {
        "Commit",
        "Filter",
        "Incident management",
        "Organisation",
        "Service",
        "Services",
        "Status",
        "Team",
        "Version",
    },
    "fr": {
        *("Actions", "Commit", "Date", "Description", "Organisation", "Pages", "Service", "Services", "Source"),
        *("Verdict", "Version"),
    },
    "es": {"Commit", "Roles", "error"},
    "pt": {"Commit"},
    "ja": set(),
}
MARKS = {"%C&A", "{share} C&A"}


def test_there_are_six_languages() -> None:
    assert languages() == ("en", "de", "es", "fr", "ja", "pt")
    assert SHARED.keys() == set(OTHERS)


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_all_parts(language: str) -> None:
    assert SAID[language].keys() == ENGLISH.keys() | {"activities", "letters", "practices", "amounts"}
    for part, words in ENGLISH.items():
        assert SAID[language][part].keys() == words.keys(), part
    for part, named in NAMED.items():
        assert SAID[language][part].keys() == named.keys(), part


def fields(text: str) -> list[str]:
    return sorted(field for _, field, _, _ in Formatter().parse(text) if field is not None)


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_is_filled_in(language: str) -> None:
    for part, words in ENGLISH.items():
        for key, text in words.items():
            assert fields(SAID[language][part][key]) == fields(text), key


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_is_left(language: str) -> None:
    names = {part: {id: each.name for id, each in named.items()} for part, named in NAMED.items()}
    same = {
        text
        for part, words in {**ENGLISH, **names}.items()
        for key, text in words.items()
        if SAID[language][part][key].casefold() == text.casefold()
    }
    assert same <= SHARED[language] | MARKS
    assert SHARED[language] <= same


@pytest.mark.parametrize("language", languages())
def test_all_is_text_on_one_line(language: str) -> None:
    for part, words in SAID[language].items():
        for key, text in words.items():
            assert isinstance(text, str), key
            assert text.strip() or part == "amounts", key
            assert "\n" not in text, key


@pytest.mark.parametrize("language", languages())
def test_names_and_letters_tell_apart(language: str) -> None:
    words = Words(language)
    letters = [words.letter(id) for id in catalogue().activities]
    assert len(set(letters)) == len(letters)
    assert all(len(letter) == 1 for letter in letters)
    for name, ids in ((words.activity, NAMED["activities"]), (words.practice, NAMED["practices"])):
        assert len({name(id) for id in ids}) == len(ids)


@pytest.mark.parametrize("language", OTHERS)
def test_a_letter_is_one_of_its_name(language: str) -> None:
    words = Words(language)
    assert all(words.letter(id) in words.activity(id).upper() for id in catalogue().activities)


@pytest.mark.parametrize("language", languages())
def test_what_nobody_knows_keeps_its_id(language: str) -> None:
    words = Words(language)
    assert (words.activity("x"), words.practice("x-finops"), words.letter("x")) == ("x", "x-finops", "?")


def test_a_word_that_is_nowhere_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        Words("de")("nonsense")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "1,200.5 72.5% 2d 3h 1w 30m 5s 0 1.5d"),
        ("de", "1.200,5 72,5 % 2 T 3 h 1 Wo. 30 min 5 s 0 1,5 T"),
        ("fr", "1 200,5 72,5 % 2 j 3 h 1 sem. 30 min 5 s 0 1,5 j"),
        ("es", "1.200,5 72,5 % 2 d 3 h 1 sem. 30 min 5 s 0 1,5 d"),
        ("pt", "1.200,5 72,5% 2 d 3 h 1 sem. 30 min 5 s 0 1,5 d"),
        ("ja", "1,200.5 72.5% 2日 3時間 1週 30分 5秒 0 1.5日"),
    ],
)
def test_amounts(language: str, expected: str) -> None:
    assert Words(language).amount("1,200.5 72.5% 2d 3h 1w 30m 5s 0 1.5d").replace("\u00a0", " ") == expected


@pytest.mark.parametrize("unit", ["min", "h", "d", "w", "mo"])
@pytest.mark.parametrize("language", OTHERS)
def test_rates(language: str, unit: str) -> None:
    assert re.fullmatch(r"40[\s\u00a0]\D+", Words(language).amount(f"40/{unit}"))


def test_an_amount_leaves_other_text_alone() -> None:
    assert Words("de").amount("at least 3. 5 days, 40/x, a2m, m") == "at least 3. 5 days, 40/x, a2m, m"


def scene(view: str, path: Path, language: str) -> Scene:
    brief = Brief(stream=api.load(str(path)), words=Words(language))
    drawn: Any = function(views(), "view", view, "draw")(brief)
    return drawn.scene()  # type: ignore[no-any-return]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("view", VIEWS)
def test_pictures_hold_in_every_language(view: str, language: str) -> None:
    for path in SAMPLES[::4]:
        assert faults(scene(view, path, language)) == [], path


def test_pictures_speak_the_language() -> None:
    from valuestream_cli.rendering.options import Options

    told = api.render(str(FULL), Options(language="de", theme="light")).content.decode()
    assert re.search(">Bedarf<.*>Wert<", told, re.S)
    assert not re.search(">(Demand|Value|Engage|Improve)<", told)
