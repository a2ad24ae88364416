"""The schema, the model, the catalogue and both engines say the same."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from tests.helpers import ERR_CASES, OK_CASES, ROOT, SAMPLES, TEMPLATES, name, read
from tests.validation.planted import planted
from valuestream_cli import model
from valuestream_cli.itil import catalogue

FILE = ROOT / "schemas" / "valuestream.v1.schema.json"
SCHEMA: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
REPORT: dict[str, Any] = json.loads((ROOT / "schemas" / "report.v1.schema.json").read_text(encoding="utf-8"))
DEFS: dict[str, dict[str, Any]] = SCHEMA["$defs"]
OBJECTS = {key: schema for key, schema in DEFS.items() if "properties" in schema} | {"ValueStream": SCHEMA}
PYTHON_NAMES = {"from": "from_", "for": "for_"}
ALTERED = {"Duration": {"text"}}  # fields of the model that stand for a plain form in the file


def _subschemas(schema: object, at: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every place of a schema that may hold keywords, with its address."""
    if isinstance(schema, dict):
        yield at, schema
        for key, inner in schema.items():
            if key not in ("examples", "enum", "const", "default", "required", "dependentRequired"):
                yield from _subschemas(inner, f"{at}/{key}")
    elif isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from _subschemas(inner, f"{at}/{number}")


def _properties() -> Iterator[tuple[str, dict[str, Any]]]:
    for key, schema in OBJECTS.items():
        yield from ((f"{key}.{field}", inner) for field, inner in schema["properties"].items())


def _default(value: object) -> object:
    """What a default of the model says; null where that means `not said`."""
    return None if value in ((), {}) else value


def test_it_is_a_valid_schema() -> None:
    for schema in (SCHEMA, REPORT):
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema_rs.meta.validate(schema)


@pytest.mark.parametrize("key", OBJECTS)
def test_schema_and_model_agree(key: str) -> None:
    """Same names, required where the model has no default, and the same defaults."""
    schema, cls = OBJECTS[key], getattr(model, key)
    in_model = set(cls._fields) - ALTERED.get(key, set())
    in_schema = {PYTHON_NAMES.get(field, field): inner for field, inner in schema["properties"].items()}
    assert in_model == in_schema.keys()
    required = in_model - cls._field_defaults.keys()
    assert {PYTHON_NAMES.get(field, field) for field in schema.get("required", ())} == required
    defaults = {field: _default(cls._field_defaults[field]) for field in in_model - required}
    said = {field: inner.get("default") for field, inner in in_schema.items() if field not in required}
    said |= {field: None for field, value in said.items() if value == "24x7"}  # a calendar that nobody wrote down
    assert defaults == said


def test_every_model_class_is_in_the_schema() -> None:
    classes = {
        key for key, thing in vars(model).items() if isinstance(thing, type) and thing.__module__ == model.__name__
    }
    assert classes == OBJECTS.keys()


def test_lists_are_tuples() -> None:
    """A list of the file is a tuple of the model; the ways out of a step always are."""
    for key, schema in OBJECTS.items():
        types = getattr(model, key).__annotations__
        for field, inner in schema["properties"].items():
            kind = types[PYTHON_NAMES.get(field, field)]
            assert kind.startswith("tuple[") == (inner.get("type") == "array" or (field == "next" and key == "Step")), (
                field
            )


ENUMS = {
    "Activity": list(catalogue().activities),
    "Practice": list(catalogue().practices),
    "Waste": list(catalogue().terms("wastes")),
    "value_class": list(catalogue().terms("value_classes")),
    "principles": list(catalogue().terms("principles")),
}


def _with_enum(text: str, key: str, words: list[str]) -> str:
    """The schema's text with the first enum after a key replaced; its layout stays."""
    before, after = text.split(f'"{key}": {{', 1)
    head, tail = after.split('"enum": [', 1)
    old, rest = tail.split("]", 1)
    if "\n" not in old:
        return f'{before}"{key}": {{{head}"enum": [{", ".join(json.dumps(word) for word in words)}]{rest}'
    indent = re.match(r"\n *", old)
    assert indent
    lines = ",".join(f"{indent[0]}{json.dumps(word)}" for word in words)
    return f'{before}"{key}": {{{head}"enum": [{lines}{old[len(old.rstrip()) :]}]{rest}'


def test_enums_are_those_of_the_catalogue(update: bool) -> None:
    text = FILE.read_text(encoding="utf-8")
    healed = text
    for key, words in ENUMS.items():
        healed = _with_enum(healed, key, words)
    if update:
        FILE.write_text(healed, encoding="utf-8")
    assert update or text == healed, "the schema lags behind the catalogue: run `pytest --update`"


@pytest.mark.parametrize("key", ["description", "examples"])
def test_every_property_is_described(key: str) -> None:
    assert [address for address, schema in _properties() if not schema.get(key)] == []
    assert [address for address, schema in DEFS.items() if not schema.get(key)] == []


def test_descriptions_are_sentences() -> None:
    for address, schema in [*_properties(), *DEFS.items()]:
        assert schema["description"].endswith("."), address
        assert schema["description"][0].isupper() or schema["description"][0] == "`", address


@pytest.mark.parametrize("engine", ["jsonschema", "jsonschema_rs"])
def test_every_example_is_valid(engine: str) -> None:
    for address, schema in [*_properties(), *DEFS.items()]:
        inner = {"$schema": SCHEMA["$schema"], "$defs": DEFS, "allOf": [schema]}
        valid = jsonschema.Draft202012Validator(inner) if engine == "jsonschema" else jsonschema_rs.validator_for(inner)
        for example in schema["examples"]:
            assert valid.is_valid(example), (address, example)
        if "default" in schema:
            assert valid.is_valid(schema["default"]), address


def test_shape() -> None:
    """Flat objects, closed but for `x-`, and no alternatives: those make findings unreadable."""
    for at, schema in _subschemas(SCHEMA):
        assert not {"oneOf", "anyOf", "allOf", "unevaluatedProperties", "$dynamicRef"} & schema.keys(), at
        if "properties" in schema and ("additionalProperties" in schema or schema.get("type") == "object"):
            assert schema.get("patternProperties") == {"^x-": True}, at
            assert schema["additionalProperties"] is False, at
        if "$ref" in schema:
            assert schema["$ref"].removeprefix("#/$defs/") in DEFS, at
    for key, schema in OBJECTS.items():
        assert schema["additionalProperties"] is False, key


def test_every_pattern_has_a_name_and_a_remedy() -> None:
    from valuestream_cli.validation.wording import FORMS

    for at, schema in _subschemas(SCHEMA):
        if isinstance(schema.get("pattern"), str) and schema["pattern"] != r"\S" and not at.endswith("/if"):
            assert schema.get("title") in FORMS, at


def test_every_keyword_has_a_rule() -> None:
    from valuestream_cli.validation.rules import BY_KEYWORD

    silent = {
        "$ref",
        "$schema",
        "$id",
        "$defs",
        "if",
        "then",
        "else",
        "items",
        "properties",
        "patternProperties",
    }
    silent |= {"title", "description", "examples", "default", "dependentSchemas"}
    for at, schema in _subschemas(SCHEMA):
        if at.rpartition("/")[2] not in ("properties", "patternProperties", "$defs", "dependentSchemas"):
            assert schema.keys() - silent <= BY_KEYWORD.keys(), at


def test_schemas_travel_in_the_wheel() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included["schemas"] == "valuestream_cli/schemas"
    assert included["templates"] == "valuestream_cli/templates"


REFERENCE, FAST = jsonschema.Draft202012Validator(SCHEMA), jsonschema_rs.validator_for(SCHEMA)


@pytest.mark.parametrize("path", [*SAMPLES, *TEMPLATES, *OK_CASES, *ERR_CASES], ids=name)
def test_both_engines_give_the_same_verdict(path: Path) -> None:
    data = read(path.read_bytes()).data
    assert REFERENCE.is_valid(data) == FAST.is_valid(data)


def test_both_engines_give_the_same_verdict_on_mistakes() -> None:
    for mistake in list(planted())[::9]:
        data = read(mistake.text).data
        assert REFERENCE.is_valid(data) == FAST.is_valid(data), mistake.name
