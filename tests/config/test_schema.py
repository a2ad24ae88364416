"""The schema of configuration files says what the code reads."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from tests.config.healing import healed
from tests.config.test_reading import FULL, UNSOUND
from tests.helpers import ROOT
from valuestream_cli.config import Drawing, OwnPractice, OwnSchema, Settings, Thresholds
from valuestream_cli.config.settings import DEFAULT_PROFILE

FILE = ROOT / "schemas" / "config.v1.schema.json"
SCHEMA: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
OBJECTS = {"Settings": SCHEMA, **{name: part for name, part in SCHEMA["$defs"].items() if "properties" in part}}


def _properties() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, part in OBJECTS.items():
        yield from ((f"{name}.{key}", body) for key, body in part["properties"].items())
    yield from ((f"severity.{key}", body) for key, body in SCHEMA["properties"]["severity"]["properties"].items())


def test_it_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema_rs.meta.validate(SCHEMA)


def test_its_lists_are_those_of_the_code(update: bool) -> None:
    text = FILE.read_text(encoding="utf-8")
    written = json.dumps(healed(SCHEMA), indent=2, ensure_ascii=False) + "\n"
    if update:
        FILE.write_text(written, encoding="utf-8")
    assert update or text == written, "the schema lags behind the code: run `pytest --update`"


@pytest.mark.parametrize(
    ("name", "cls", "more"),
    [
        ("Settings", Settings, {"extend"}),
        ("Thresholds", Thresholds, set()),
        ("OwnPractice", OwnPractice, set()),
        ("OwnSchema", OwnSchema, set()),
        ("Render", Drawing, set()),
    ],
)
def test_schema_and_settings_agree(name: str, cls: type[Any], more: set[str]) -> None:
    fields = {field.replace("_", "-") for field in cls._fields} - {"source", "extends", "root", "id"}
    assert OBJECTS[name]["properties"].keys() == fields | more
    assert OBJECTS[name]["additionalProperties"] is False


def test_defaults() -> None:
    assert SCHEMA["properties"]["profile"]["default"] == DEFAULT_PROFILE


def test_every_property_is_described() -> None:
    for address, body in [*_properties(), *SCHEMA["$defs"].items()]:
        assert body["description"].endswith("."), address
        assert body["examples"], address


@pytest.mark.parametrize("engine", ["jsonschema", "jsonschema_rs"])
def test_every_example_is_valid(engine: str) -> None:
    for address, body in [*_properties(), *SCHEMA["$defs"].items()]:
        inner = {"$schema": SCHEMA["$schema"], "$defs": SCHEMA["$defs"], "allOf": [body]}
        valid = jsonschema.Draft202012Validator(inner) if engine == "jsonschema" else jsonschema_rs.validator_for(inner)
        for example in body["examples"]:
            assert valid.is_valid(example), (address, example)


@pytest.mark.parametrize(("text", "is_sound"), [(FULL, True), ("", True), (UNSOUND, False)])
def test_both_engines_give_the_same_verdict(text: str, is_sound: bool) -> None:
    data = tomllib.loads(text)
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(data) is is_sound
    assert jsonschema_rs.validator_for(SCHEMA).is_valid(data) is is_sound
