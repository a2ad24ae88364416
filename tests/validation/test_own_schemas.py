"""The organisation's own JSON Schemas: their words, places, codes and limits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import FULL, read
from valuestream_cli.config import OwnSchema, Settings
from valuestream_cli.config.globs import Glob
from valuestream_cli.findings import Finding, Severity
from valuestream_cli.validation import own_schemas, rulebook
from valuestream_cli.validation.checking import Check, forget
from valuestream_cli.validation.collecting import RuleCrashed
from valuestream_cli.validation.configuration import check_config

TEXT = FULL.read_text(encoding="utf-8")
ACME: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "required": ["x-cost-centre"],
    "x-vs": {"rule": "acme-house-rules", "code": "ACME100"},
    "properties": {
        "x-cost-centre": {
            "pattern": "^[0-9]{4}$",
            "x-vs": {
                "rule": "cost-centre-unknown",
                "code": "ACME101",
                "message": "'{value}' is no cost centre",
                "hint": "look it up in the ledger",
                "severity": "warning",
            },
        },
        "steps": {"items": {"$ref": "#/$defs/step"}},
    },
    "$defs": {
        "step": {
            "properties": {"name": {"maxLength": 20}},
            "x-vs": {"rule": "long-step-name", "code": "ACME102", "message": "'{value}' does not fit our cards"},
        }
    },
}


def _settings(folder: Path, schema: Any, **options: Any) -> Settings:
    path = folder / "acme.schema.json"
    path.write_text(schema if isinstance(schema, str) else json.dumps(schema), encoding="utf-8")
    return Settings(root=str(folder), schemas=(OwnSchema(path=str(path), prefix="ACME", **options),))


def _found(folder: Path, schema: Any, text: str, **options: Any) -> list[Finding]:
    own_schemas.load.cache_clear()
    document = read(text, str(folder / "a.vs.yaml"))
    crashes: list[RuleCrashed] = []
    found = list(own_schemas.breaches(document, _settings(folder, schema, **options), crashes))
    assert crashes == []
    return found


STREAM = """\
valuestream: 1
id: a
name: A
demand: {trigger: a call}
value: {outcome: an answer, for: [user]}
steps:
  - id: answer
    name: %s
    activity: engage
"""


def _told(finding: Finding) -> tuple[str, str, str, int, str]:
    return finding.code, finding.rule, finding.message, finding.span.line, finding.severity.label


def test_a_missing_key_stands_at_the_top_in_the_engines_words_where_the_schema_has_none(tmp_path: Path) -> None:
    (finding,) = _found(tmp_path, ACME, STREAM % "Answer")
    assert _told(finding) == (
        "ACME100", "acme-house-rules", '"x-cost-centre" is a required property', 1, "error"
    )  # fmt: skip
    assert finding.route == "x-cost-centre"


def test_words_severity_and_hint_come_from_the_nearest_note(tmp_path: Path) -> None:
    (finding,) = _found(tmp_path, ACME, STREAM % "Answer" + "x-cost-centre: none\n")
    assert _told(finding) == ("ACME101", "cost-centre-unknown", "'none' is no cost centre", 10, "warning")
    assert finding.hint == "look it up in the ledger"


def test_a_note_behind_a_reference_counts(tmp_path: Path) -> None:
    text = STREAM % "Answer the call of the user at length" + 'x-cost-centre: "4711"\n'
    (finding,) = _found(tmp_path, ACME, text)
    assert _told(finding) == (
        "ACME102", "long-step-name", "'Answer the call of the user at length' does not fit our cards", 8, "error"
    )  # fmt: skip
    assert finding.route == "steps[id=answer].name"


def test_unwanted_keys_are_told_one_by_one_at_the_key(tmp_path: Path) -> None:
    schema = {"properties": {"x-a": {}}, "patternProperties": {"^[^x]": {}}, "additionalProperties": False}
    found = _found(tmp_path, schema, STREAM % "Answer" + "x-a: 1\nx-b: 2\nx-c: 3\n")
    assert [(finding.route, finding.span.line, finding.code) for finding in found] == [
        ("x-b", 11, "ACME000"), ("x-c", 12, "ACME000")
    ]  # fmt: skip


def test_a_schema_judges_the_files_it_applies_to(tmp_path: Path) -> None:
    assert _found(tmp_path, ACME, STREAM % "Answer", applies_to=Glob(str(tmp_path), "other/**")) == []
    assert len(_found(tmp_path, ACME, STREAM % "Answer", applies_to=Glob(str(tmp_path), "*.vs.yaml"))) == 1


def test_the_severity_of_the_settings_counts_where_the_schema_names_none(tmp_path: Path) -> None:
    (finding,) = _found(tmp_path, ACME, STREAM % "Answer", severity=Severity.ADVICE)
    assert finding.severity is Severity.ADVICE


def test_the_rules_of_a_schema_can_be_named_and_explained(tmp_path: Path) -> None:
    own_schemas.load.cache_clear()
    rules = own_schemas.load(_settings(tmp_path, ACME).schemas[0]).rules
    assert [(rule.code, rule.name, rule.severity.label) for rule in rules] == [
        ("ACME100", "acme-house-rules", "error"),
        ("ACME101", "cost-centre-unknown", "warning"),
        ("ACME102", "long-step-name", "error"),
    ]
    assert "A rule of the organisation's own" in rules[0].page


FAULTS = {
    "{": "cannot be used",
    "[]": "is no JSON Schema: it must be a mapping",
    '{"type": "strin"}': "cannot be used",
    '{"$ref": "https://example.org/schema"}': "cannot be used",
    '{"$ref": "file:///etc/hostname"}': "cannot be used",
    '{"$ref": "other.json"}': "cannot be used",
    '{"pattern": "(?=a)b"}': "cannot be used",
    '{"x-vs": {"codes": "A"}}': "has an `x-vs` with 'codes': it may hold code, rule, severity, message, hint",
    '{"x-vs": "text"}': "has an `x-vs` that is no mapping of texts",
    '{"x-vs": {"severity": "fatal"}}': "has the severity 'fatal' in an `x-vs`: write error, warning or advice",
    '{"x-vs": {"code": "VS101"}}': "has the code 'VS101' in an `x-vs`: write ACME and digits, as in ACME101",
    '{"x-vs": {"rule": "no-owner"}}': "has the rule name 'no-owner' in an `x-vs`: write one in kebab-case that vs "
    "does not have",
    '{"not":' * 2000 + "{}" + "}" * 2000: "is nested too deep",
}


@pytest.mark.parametrize("text", FAULTS, ids=lambda text: text[:40])
def test_a_schema_that_cannot_be_used_says_why_and_finds_nothing(tmp_path: Path, text: str) -> None:
    assert _found(tmp_path, text, STREAM % "Answer") == []
    loaded = own_schemas.load(_settings(tmp_path, text).schemas[0])
    assert loaded.fault.startswith(FAULTS[text])


def test_a_schema_that_is_not_there_says_so(tmp_path: Path) -> None:
    own_schemas.load.cache_clear()
    loaded = own_schemas.load(OwnSchema(path=str(tmp_path / "none.json"), prefix="ACME"))
    assert loaded.fault == "cannot be read: No such file or directory"


def test_yaml_serves_as_well(tmp_path: Path) -> None:
    path = tmp_path / "acme.schema.yaml"
    path.write_text("required: [x-a]\nx-vs: {message: say {key}}\n".replace("say {key}", '"say {key}"'), "utf-8")
    settings = Settings(root=str(tmp_path), schemas=(OwnSchema(path=str(path), prefix="ACME"),))
    (finding,) = own_schemas.breaches(read(STREAM % "Answer", str(tmp_path / "a.vs.yaml")), settings, [])
    assert finding.message == "say x-a"


def test_patterns_take_no_more_time_than_the_text_is_long(tmp_path: Path) -> None:
    schema = {"properties": {"name": {"pattern": "^(a+)+$"}}}
    (finding,) = _found(tmp_path, schema, STREAM.replace("name: A\n", f"name: {'a' * 5000}b\n") % "Answer")
    assert finding.route == "name"


@pytest.mark.parametrize("schema", [{"$ref": "#"}, {"allOf": [{"$ref": "#"}]}, {"not": {"$ref": "#"}}])
def test_a_schema_that_refers_to_itself_ends(tmp_path: Path, schema: Any) -> None:
    assert isinstance(_found(tmp_path, schema, STREAM % "Answer"), list)


TEXT_ONLY = {"type": "string", "x-vs": {"rule": "no-list", "code": "ACME7"}}
HOUSE = {"rule": "house", "code": "ACME1"}
# References of every kind -> the code of a breach behind them; behind what is no path, the words above hold.
REFERENCES: dict[str, tuple[dict[str, Any], str]] = {
    "a path": ({"properties": {"steps": {"$ref": "#/$defs/step"}}, "$defs": {"step": TEXT_ONLY}}, "ACME7"),
    "an escaped path": (
        {"properties": {"steps": {"$ref": "#/$defs/a~1b%25"}}, "$defs": {"a/b%": TEXT_ONLY}}, "ACME7"
    ),
    "a path into a list": (
        {"properties": {"steps": {"$ref": "#/$defs/x/allOf/0"}}, "$defs": {"x": {"allOf": [TEXT_ONLY]}}}, "ACME7"
    ),
    "an anchor": (
        {"properties": {"steps": {"$ref": "#step"}}, "$defs": {"x": {"$anchor": "step", **TEXT_ONLY}}}, "ACME1"
    ),
    "its own id": (
        {
            "$id": "https://example.org/a",
            "properties": {"steps": {"$ref": "https://example.org/a#/$defs/x"}},
            "$defs": {"x": TEXT_ONLY},
        },
        "ACME1",
    ),
    "a dynamic anchor": (
        {"properties": {"steps": {"$dynamicRef": "#step"}}, "$defs": {"x": {"$dynamicAnchor": "step", **TEXT_ONLY}}},
        "ACME1",
    ),
    "a recursive one": (
        {
            "$schema": "https://json-schema.org/draft/2019-09/schema",
            "properties": {"steps": {"items": {"$recursiveRef": "#"}}, "name": TEXT_ONLY, "activity": {"minLength": 9}},
        },
        "ACME1",
    ),
    "an id within": (
        {
            "$id": "https://example.org/a",
            "properties": {"steps": {"$id": "b", "$ref": "#/$defs/x", "$defs": {"x": TEXT_ONLY}}},
            "$defs": {"x": {"x-vs": {"rule": "other", "code": "ACME9"}}},
        },
        "ACME7",
    ),
    "no reference": ({"properties": {"$ref": {}, "steps": TEXT_ONLY}}, "ACME7"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFERENCES)
def test_a_reference_of_any_kind_crashes_nothing(kind: str, tmp_path: Path) -> None:
    schema, code = REFERENCES[kind]
    (finding,) = _found(tmp_path, {**schema, "x-vs": HOUSE}, STREAM % "Answer")
    assert finding.code == code


def test_a_crash_is_told_and_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    forget()
    for name, key in (("a", "x-a"), ("b", "x-b")):
        Path(f"{name}.json").write_text(json.dumps({"required": [key]}), encoding="utf-8")
    tables = (f'[[schemas]]\npath = "{name}.json"\nprefix = "{name.upper() * 2}"\n' for name in "ab")
    Path("vs.toml").write_text("".join(tables), encoding="utf-8")
    words = own_schemas._own_words
    monkeypatch.setattr(own_schemas, "_own_words", lambda own: 1 / 0 if own.prefix == "AA" and broken else words(own))
    broken = False
    Check().choice("a.vs.yaml").rules  # noqa: B018 (the schemas are read before one breaks)
    broken = True
    checked = Check().document(read(STREAM % "Answer", "a.vs.yaml"))
    assert [each.code for each in checked.findings if each.code[0] != "V"] == ["BB000"]
    (crash,) = checked.crashes
    assert "ZeroDivisionError" in crash and crash.rstrip().endswith("RuleCrashed: a.json on a.vs.yaml")


def test_a_rule_that_has_only_a_code_is_named_after_it(tmp_path: Path) -> None:
    schema = {"properties": {"x-a": {"type": "string", "x-vs": {"code": "ACME5"}}}, "x-vs": HOUSE}
    (finding,) = _found(tmp_path, schema, STREAM % "Answer" + "x-a: 1\n")
    assert (finding.code, finding.rule) == ("ACME5", "acme5")
    rules = rulebook.by_name(_settings(tmp_path, schema))
    assert [rules[name].code for name in ("house", "acme5")] == ["ACME1", "ACME5"]


def _note(key: str, rule: str, code: str = "") -> dict[str, Any]:
    return {"properties": {key: {"type": "string", "x-vs": {"rule": rule, **({"code": code} if code else {})}}}}


# Two schemas with one prefix -> what is wrong, and the rules that are told all the same.
CLASHES: dict[str, tuple[list[dict[str, Any]], str | None, list[str]]] = {
    "two rules": ([_note("x-a", "one", "ACME1"), _note("x-b", "two", "ACME2")], None, ["one", "two"]),
    "one rule of two": ([_note("x-a", "one", "ACME1"), _note("x-b", "one", "ACME1")], None, ["one", "one"]),
    "no code of its own": (
        [_note("x-a", "one"), {}],
        "the schema '0.json' has a rule that has the code ACME000, which the rule acme-schema has",
        [],
    ),
    "a code twice": (
        [_note("x-a", "one", "ACME1"), _note("x-b", "two", "ACME1")],
        "the schema '1.json' has a rule that has the code ACME1, which the rule one has",
        ["one"],
    ),
    "a name twice": (
        [_note("x-a", "one", "ACME1"), _note("x-b", "one", "ACME2")],
        "the schema '1.json' has a rule that has the name one, which the rule ACME1 has",
        ["one"],
    ),
}


@pytest.mark.parametrize("case", CLASHES)
def test_a_name_and_a_code_mean_one_rule(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schemas, fault, told = CLASHES[case]
    monkeypatch.chdir(tmp_path)
    forget()
    for number, schema in enumerate(schemas):
        Path(f"{number}.json").write_text(json.dumps(schema), encoding="utf-8")
    tables = (f'[[schemas]]\npath = "{number}.json"\nprefix = "ACME"\n' for number in range(len(schemas)))
    Path("vs.toml").write_text("".join(tables), encoding="utf-8")
    assert [(each.code, each.message) for each in check_config("vs.toml")] == ([("VS941", fault)] if fault else [])
    found = Check().document(read(STREAM % "Answer" + "x-a: 1\nx-b: 1\n", "a.vs.yaml"))
    assert found.crashes == ()
    assert [each.rule for each in found.findings if each.code.startswith("ACME")] == told
