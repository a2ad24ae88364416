"""The catalogue of ITIL 4: complete, unambiguous and well written."""

# ruff: noqa: E501
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.helpers import ROOT
from valuestream_cli.itil import catalogue, slug

FACTS = catalogue()
DATA: dict[str, Any] = yaml.safe_load(
    (ROOT / "valuestream_cli" / "itil" / "catalogue.yaml").read_text(encoding="utf-8")
)
KINDS = {"principles": 7, "dimensions": 4, "wastes": 8, "value_classes": 3}


def test_counts() -> None:
    assert list(FACTS.activities) == [
        "plan", "improve", "engage", "design-and-transition", "obtain-build", "deliver-and-support",
    ]  # fmt: skip
    assert len(FACTS.practices) == 34
    assert Counter(practice.group for practice in FACTS.practices.values()) == {
        "general": 14,
        "service": 17,
        "technical": 3,
    }
    for kind, count in KINDS.items():
        assert len(FACTS.terms(kind)) == count, kind
    assert len(FACTS.terms("terms")) >= 30


def test_letters_tell_activities_apart() -> None:
    assert len({activity.letter for activity in FACTS.activities.values()}) == 6


@pytest.mark.parametrize("kind", ["activities", "practices", *KINDS, "terms"])
def test_ids_are_kebab_case_and_unique(kind: str) -> None:
    ids = [item["id"] for item in DATA[kind]]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", word) for word in ids)
    assert [slug(item["name"]) for item in DATA[kind]] == ids if kind == "practices" else True


def _names_of_practices() -> Iterator[tuple[str, str]]:
    for practice in FACTS.practices.values():
        yield slug(practice.id), practice.id
        for name in (*practice.aliases, *practice.legacy):
            yield slug(name), practice.id


def test_a_name_belongs_to_one_practice() -> None:
    owners: dict[str, set[str]] = {}
    for name, practice in _names_of_practices():
        owners.setdefault(name, set()).add(practice)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}
    assert not owners.keys() & FACTS.ambiguous_names.keys()


def test_no_name_is_listed_twice() -> None:
    counted = Counter(name for name, _ in _names_of_practices())
    assert [name for name, count in counted.items() if count > 1] == []


def test_names_of_activities_are_unique() -> None:
    counted = Counter(name for item in FACTS.activities.values() for name in {*map(slug, (item.id, *item.aliases))})
    assert [name for name, count in counted.items() if count > 1] == []
    assert set(FACTS.activity_names.values()) == set(FACTS.activities)


def test_ambiguous_names_mean_several_known_practices() -> None:
    for name, options in FACTS.ambiguous_names.items():
        assert len(set(options)) == len(options) >= 2, name
        assert set(options) <= FACTS.practices.keys(), name


@pytest.mark.parametrize("practice", FACTS.practices.values(), ids=lambda practice: practice.id)
def test_contributions_cover_the_six_activities(practice: Any) -> None:
    assert list(practice.contribution) == list(FACTS.activities)
    assert set(practice.contribution.values()) <= {0, 1, 2}
    assert any(practice.contribution.values())


def _texts() -> Iterator[tuple[str, str]]:
    for kind in ("activities", "practices"):
        yield from ((item["id"], item["purpose"]) for item in DATA[kind])
    for kind in (*KINDS, "terms"):
        for item in DATA[kind]:
            yield item["id"], item["meaning"]
            if item.get("example"):
                yield item["id"], item["example"]


def test_texts_are_sentences() -> None:
    for key, text in _texts():
        assert text.endswith("."), key
        assert text[0].isupper(), key
        assert "  " not in text, key
        assert "\n" not in text.strip(), key
        assert text.isascii() or not re.search("[\u2018\u2019\u201c\u201d\u2013\u2014]", text), key


def test_sources_are_those_of_the_legend() -> None:
    head = (
        (ROOT / "valuestream_cli" / "itil" / "catalogue.yaml").read_text(encoding="utf-8").partition("\nframework:")[0]
    )
    known = set(re.findall(r"^#   ([A-Z0-9-]+) ", head, re.M))
    used = {source for kind in ("practices", "terms") for item in DATA[kind] for source in item["source"].split(", ")}
    assert used <= known


def test_cues_are_single_words_of_one_activity() -> None:
    counted = Counter(cue for activity in FACTS.activities.values() for cue in activity.cues)
    assert all(count == 1 and re.fullmatch("[a-z]+", cue) for cue, count in counted.items())


@pytest.mark.parametrize("text, expected", [
    ("Service Desk", "service-desk"), ("service_desk", "service-desk"), ("Design & transition", "design-and-transition"),
    ("  Obtain/build ", "obtain-build"), ("\u65e5\u672c", "\u65e5\u672c"), ("!!!", ""), ("R&D", "r-and-d"),
])  # fmt: skip
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected
