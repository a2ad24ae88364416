"""Facts of the framework, as data: `catalogue.yaml` is the profile `itil4`; another framework is another file."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_SEPARATORS = re.compile(r"[\W_]+")
_SECTION = re.compile(r"^(?=[a-z_]+:)", re.M)


def slug(text: str) -> str:
    """A name as kebab-case, for comparing: `Service Desk` and `service_desk` are both `service-desk`."""
    return _SEPARATORS.sub("-", text.lower().replace("&", " and ")).strip("-")


class Activity(NamedTuple):
    """One activity of the service value chain; inputs and outputs are typical, never required."""

    id: str
    name: str
    letter: str
    purpose: str
    inputs: list[str]
    outputs: list[str]
    aliases: list[str]
    cues: list[str]


class Practice(NamedTuple):
    """One practice; `contribution` is 0 to 2 for each activity, a proxy from text and never a rule."""

    id: str
    name: str
    group: str
    purpose: str
    aliases: list[str]
    legacy: list[str]
    contribution: dict[str, int]
    source: str


class Term(NamedTuple):
    """A word of the field: a principle, a dimension, a waste, a value class or an entry of the glossary."""

    id: str
    name: str
    meaning: str
    example: str = ""
    source: str = ""
    aliases: tuple[str, ...] = ()


class Wording(NamedTuple):
    """How English step names are read for the cues of activities."""

    also_nouns: frozenset[str]
    after_verbs: frozenset[str]
    intangible: frozenset[str]


class Catalogue:
    """One framework's activities, practices and terms."""

    def __init__(self, text: str) -> None:
        self._texts = {part.partition(":")[0]: part for part in _SECTION.split(text)}
        self._data: dict[str, Any] = {}

    def _section(self, name: str) -> Any:
        """One top-level part of the file, parsed when it is first asked for: most runs need one of them at most."""
        if name not in self._data:
            self._data |= yaml.load(self._texts[name], Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return self._data[name]

    @cached_property
    def activities(self) -> dict[str, Activity]:
        """Activities by id, in the framework's own order."""
        return {item["id"]: Activity(**item) for item in self._section("activities")}

    @cached_property
    def lanes(self) -> list[Activity]:
        """Activities in the order in which pictures show them."""
        return [self.activities[id] for id in self._section("lanes")]

    @cached_property
    def wording(self) -> Wording:
        """Words that decide whether a cue of an activity is meant."""
        return Wording(**{kind: frozenset(words) for kind, words in self._section("wording").items()})

    @cached_property
    def practices(self) -> dict[str, Practice]:
        """Practices by id."""
        return {item["id"]: Practice(**item) for item in self._section("practices")}

    def terms(self, kind: str) -> dict[str, Term]:
        """One list of words: `principles`, `dimensions`, `wastes`, `value_classes` or `terms`."""
        return {item["id"]: Term(**item) for item in self._section(kind)}

    @cached_property
    def practice_names(self) -> dict[str, str]:
        """Slug of every current name and alias of a practice -> its id."""
        return {
            slug(name): practice.id
            for practice in self.practices.values()
            for name in (practice.id, practice.name, *practice.aliases)
        }

    @cached_property
    def legacy_names(self) -> dict[str, str]:
        """Slug of every former name of a practice -> its id."""
        return {slug(name): practice.id for practice in self.practices.values() for name in practice.legacy}

    @cached_property
    def ambiguous_names(self) -> dict[str, list[str]]:
        """Slug of a name that may mean several practices -> their ids."""
        return {slug(item["name"]): item["practices"] for item in self._section("ambiguous")}

    @cached_property
    def activity_names(self) -> dict[str, str]:
        """Slug of every name and alias of an activity -> its id."""
        return {
            slug(name): activity.id
            for activity in self.activities.values()
            for name in (activity.id, activity.name, *activity.aliases)
        }


@lru_cache
def catalogue(framework: str = "itil4") -> Catalogue:
    """The catalogue of a framework; so far there is one."""
    text = (Path(__file__).parent / _FILES[framework]).read_text(encoding="utf-8")
    return Catalogue(text)


_FILES = {"itil4": "catalogue.yaml"}
