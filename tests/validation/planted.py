"""Structural mistakes planted one by one into `full.vs.yaml`, as edits of its text.

Where things stand is asked of PyYAML's own composer, so that the tests do not lean on the code they test.
"""

# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from tests.helpers import FULL
from valuestream_cli.validation.structure import stream_schema

TEXT = FULL.read_text(encoding="utf-8")
Schema = dict[str, Any]


@dataclass(frozen=True)
class Planted:
    """One mistake: the text with it, what must be found, where, and a word that the remedy must hold."""

    name: str
    text: str
    at: int
    rule: str
    remedy: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """Line and column of the mistake."""
        return self.text.count("\n", 0, self.at) + 1, self.at - self.text.rfind("\n", 0, self.at)


@dataclass(frozen=True)
class Spot:
    """A value of the file, its key if it has one, the nearest place above it, and its part of the schema."""

    name: str
    key: yaml.Node | None
    value: yaml.Node
    schema: Schema
    owner: int
    siblings: Schema | None = None

    @property
    def start(self) -> int:
        """Offset of the value."""
        return self.value.start_mark.index

    @property
    def end(self) -> int:
        """Offset where the value's last character ends."""
        return len(TEXT[: self.value.end_mark.index].rstrip()) if self.start < self.value.end_mark.index else self.start

    @property
    def written(self) -> str:
        """The value as the file has it."""
        return TEXT[self.start : self.end]

    def replaced(self, new: str) -> tuple[str, int]:
        """The text with another value, and the offset of that value."""
        begin = self.key.end_mark.index if self.key else self.start
        lead = ": " if self.key else ""
        return TEXT[:begin] + lead + new + TEXT[self.end :], begin + len(lead)


def resolved(schema: Schema) -> Schema:
    """A sub-schema with its reference followed; its title is that of the target."""
    return resolved(stream_schema()["$defs"][schema["$ref"].rpartition("/")[2]]) if "$ref" in schema else schema


def spots(
    node: yaml.Node | None = None, schema: Schema | None = None, name: str = "", owner: int = 0
) -> Iterator[Spot]:
    """Every value of the file that the schema describes, depth first."""
    if node is None:
        node, schema = yaml.compose(TEXT, Loader=yaml.BaseLoader), stream_schema()
        owner = node.value[0][0].start_mark.index
    assert schema is not None
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = schema.get("properties", {}).get(key.value) or schema.get("additionalProperties")
            if inner and not key.value.startswith("x-"):
                inner = _chosen(resolved(inner), value)
                path = f"{name}.{key.value}".lstrip(".")
                yield Spot(path, key, value, inner, owner, schema if "properties" in schema else None)
                yield from spots(value, inner, path, key.start_mark.index)
    elif isinstance(node, yaml.SequenceNode) and "items" in schema:
        for number, item in enumerate(node.value):
            inner = _chosen(resolved(schema["items"]), item)
            first = item.value[0][0].start_mark.index if isinstance(item, yaml.MappingNode) else item.start_mark.index
            yield Spot(f"{name}[{number}]", None, item, inner, owner)
            yield from spots(item, inner, f"{name}[{number}]", first)


def _chosen(schema: Schema, value: yaml.Node) -> Schema:
    if schema.get("if") == {"type": "array"}:
        return resolved(schema["then"] if isinstance(value, yaml.SequenceNode) else schema["else"])
    return schema


def planted() -> Iterator[Planted]:
    """All mistakes."""
    for spot in spots():
        for plant in (
            _misspelt,
            _duplicate_keys,
            _missing,
            _wrong_types,
            _empty,
            _words,
            _forms,
            _ranges,
            _lists,
        ):
            yield from plant(spot)


def _misspelt(spot: Spot) -> Iterator[Planted]:
    """The key with a letter twice, with two swapped, in capitals, in camel case or with a hyphen."""
    if spot.key is None or spot.siblings is None:
        return
    key, at = spot.key.value, spot.key.start_mark.index
    spellings = {"doubled": key + key[-1], "capital": key.capitalize(), "upper": key.upper()}
    if len(key) > 5:
        spellings |= {"swapped": key[:2] + key[3] + key[2] + key[4:], "short": key[:-1]}
    if "_" in key:
        spellings |= {"hyphen": key.replace("_", "-"), "camel": re.sub("_(.)", lambda m: m[1].upper(), key)}
    for name, spelling in spellings.items():
        if spelling != key:
            text = TEXT[:at] + spelling + TEXT[at + len(key) :]
            yield Planted(f"{spot.name}: key {name}", text, at, "unknown-key", key)
    foreign = (
        TEXT[:at] + "zzzzz: 1" + ("\n" + " " * spot.key.start_mark.column if _is_block(spot) else ", ") + TEXT[at:]
    )
    yield Planted(f"{spot.name}: foreign key before", foreign, at, "unknown-key", "x-zzzzz")


def _is_block(spot: Spot) -> bool:
    assert spot.key is not None
    before = TEXT[TEXT.rfind("\n", 0, spot.key.start_mark.index) + 1 : spot.key.start_mark.index]
    return not re.search(r"[{,]", before)


def _duplicate_keys(spot: Spot) -> Iterator[Planted]:
    if spot.key is None:
        return
    key, at = spot.key.value, spot.key.start_mark.index
    between = "\n" + " " * spot.key.start_mark.column if _is_block(spot) else ", "
    text = f"{TEXT[:at]}{key}: {TEXT[spot.key.end_mark.index + 1 : spot.end].strip()}{between}{TEXT[at:]}"
    if "\n" not in spot.written:
        yield Planted(f"{spot.name}: twice", text, text.index(f"{between}{key}:", at) + len(between), "duplicate-key")


_NEEDED = {"likely", "high", "p90", "mean", "cv", "low", "p50", "distribution"}


def _missing(spot: Spot) -> Iterator[Planted]:
    """The key made one of the organisation's own: so it is missing, and nothing else has moved."""
    if spot.key is None or spot.siblings is None:
        return
    key, at = spot.key.value, spot.key.start_mark.index
    if key in spot.siblings.get("required", ()) or (key in _NEEDED and "mean" in spot.siblings["properties"]):
        if key == "distribution" and "cv:" not in TEXT[at : TEXT.index("\n", at)]:
            return
        text = TEXT[:at] + "x-gone" + TEXT[at + len(key) :]
        remedy = "mean" if key in ("low", "p50") else key
        yield Planted(f"{spot.name}: missing", text, spot.owner, "missing-key", remedy)


_VALUES = {
    "text": "some words", "number": "7", "fraction": "1.5", "true": "true", "list": "[some words]", "pair": "[a, 7]",
    "mapping": "{some: words}", "mapping of two": "{some: words, or: other}",
}  # fmt: skip
_TYPES = {
    "string": {"text"}, "array": {"list", "pair"}, "object": {"mapping", "mapping of two"}, "integer": {"number"},
    "number": {"number", "fraction"}, "boolean": {"true"},
}  # fmt: skip


def _wrong_types(spot: Spot) -> Iterator[Planted]:
    rule = "unsupported-version" if "const" in spot.schema else "wrong-type"
    types = spot.schema.get("type", "integer" if "const" in spot.schema else "string")
    types = [types] if isinstance(types, str) else types
    fitting = set().union(*(_TYPES[kind] for kind in types)) if "const" not in spot.schema else set()
    if "enum" in spot.schema:
        rule = "unknown-word"
    if spot.name.endswith(".next"):
        fitting |= {"text", "list", "pair", "mapping", "mapping of two"}
    if types == ["array"]:
        fitting |= {"text"}  # see `no brackets`
    for kind, value in _VALUES.items():
        if kind not in fitting:
            yield Planted(f"{spot.name}: {kind}", *spot.replaced(value), rule)
    yield Planted(f"{spot.name}: ~", *spot.replaced("~"), rule)
    if spot.key:
        text, _ = spot.replaced("")
        yield Planted(f"{spot.name}: nothing", text, spot.key.start_mark.index, rule, spot.key.value)


def _empty(spot: Spot) -> Iterator[Planted]:
    types = spot.schema.get("type", [])
    if "string" in types and "enum" not in spot.schema:
        rule = "unknown-practice" if spot.schema.get("title") == "practice id" else "malformed-text"
        for value in ("''", '"  "'):
            yield Planted(f"{spot.name}: {value}", *spot.replaced(value), rule)


def _words(spot: Spot) -> Iterator[Planted]:
    if "enum" not in spot.schema:
        return
    for spelling in {
        spot.written.upper(),
        spot.written.capitalize(),
        spot.written.replace("-", " "),
        spot.written + "s",
    }:
        if spelling not in spot.schema["enum"]:
            yield Planted(f"{spot.name}: {spelling}", *spot.replaced(spelling), "unknown-word", f"`{spot.written}`")
    yield Planted(f"{spot.name}: foreign word", *spot.replaced("zzzzz"), "unknown-word", spot.schema["enum"][0])


_FORMS = {
    "kebab-case id": {"Re_gister!": "`re-gister`", "-x": "`x`", "x-": "`x`", "a--b": "`a-b`", "\u65e5\u672c": "a to z"},
    "duration": {"5 min": "", "-5m": "zero or more", "1h30": "", "5M": "", "two hours": "", "'5'": "5m", "5m ": "skip"},
    "percentage": {"101%": "100", "ninety": "85%", "-5%": "", "'90'": "90%", "90 %": "90%", "'0,9'": "90%"},
    "rate": {"40/m": "40/min", "40 per day": "40/d", "/d": "40/d", "'40'": "/d"},
    "date": {"2026-13-01": "2026-03-01", "01.03.2026": "year", "2026-3-1": "year", "next year": "year"},
    "safe address": {"javascript:alert(1)": "https", "//evil.example": "https", "a b": "https", "file:///etc/passwd": "https"},
    "path of a stream file": {"nested.yaml": ".vs.yaml", "/nested.vs.yaml": "relative", "C:/nested.vs.yaml": "relative"},
    "calendar": {"24/7": "24x7", "always": "24x7"},
    "working days": {"monday": "mon-fri", "mon to fri": "mon-fri"},
    "working hours": {"9-17": "09:00-17:00", "\"25:00-26:00\"": "09:00-17:00"},
    "time zone": {"'GMT +1'": "UTC", "'1'": "UTC"},
    "template reference": {"incident": "incident@1", "Incident@1": "incident@1"},
}  # fmt: skip


def _forms(spot: Spot) -> Iterator[Planted]:
    for value, remedy in _FORMS.get(spot.schema.get("title", "").removesuffix(" above zero"), {}).items():
        if remedy != "skip":
            yield Planted(f"{spot.name}: {value}", *spot.replaced(value), "malformed-text", remedy)
    if "(?!(demand" in spot.schema.get("pattern", ""):
        for word in ("value", "end", "demand"):
            yield Planted(f"{spot.name}: {word}", *spot.replaced(word), "malformed-text", "another")
    if spot.schema.get("title") == "percentage above zero":
        yield Planted(f"{spot.name}: 0%", *spot.replaced("0%"), "malformed-text", "above 0")


_PRACTICES = {
    "Service Desk": ("unknown-practice", "`service-desk`"), "servicedesk": ("unknown-practice", "`service-desk`"),
    "incident-mgmt": ("unknown-practice", "`incident-management`"), "insident-managment": ("unknown-practice", "`incident-"),
    "request fulfilment": ("legacy-practice-name", "`service-request-management`"),
    "change management": ("ambiguous-practice", "`change-enablement` or `organizational-change-management`"),
    "zzzzz": ("unknown-practice", "x-zzzzz"), "x-Radio_Planning": ("unknown-practice", "`x-radio-planning`"),
}  # fmt: skip


def _lists(spot: Spot) -> Iterator[Planted]:
    """An item twice, too few of them, a list that lost its brackets, and practices by other names."""
    if spot.schema.get("title") == "practice id":
        beside = TEXT[TEXT.rfind("\n", 0, spot.start) : TEXT.index("\n", spot.start)]
        for value, (rule, remedy) in _PRACTICES.items():
            if remedy.strip("`") in beside:
                continue
            yield Planted(f"{spot.name}: {value}", *spot.replaced(value), rule, remedy)
    if spot.schema.get("type") != "array" or not isinstance(spot.value, yaml.SequenceNode):
        return
    first = spot.value.value[0]
    text = TEXT[first.start_mark.index : first.end_mark.index]
    if spot.schema.get("uniqueItems"):
        at = spot.value.value[-1].end_mark.index
        yield Planted(f"{spot.name}: item twice", f"{TEXT[:at]}, {text}{TEXT[at:]}", at + 2, "repeated-item")
        yield Planted(f"{spot.name}: no brackets", *spot.replaced(text), "wrong-type", f"[{text}]")
    least = spot.schema.get("minItems", 0)
    if least:
        yield Planted(f"{spot.name}: no item", *spot.replaced("[]"), "too-few-items")
    if least == 2:
        yield Planted(f"{spot.name}: one item", *spot.replaced(f"[{text}]"), "too-few-items", "next")


def _ranges(spot: Spot) -> Iterator[Planted]:
    least = spot.schema.get("minimum", spot.schema.get("exclusiveMinimum"))
    if least is not None:
        small = least if "exclusiveMinimum" in spot.schema else least - 1
        for value in {str(small), "-3"}:
            yield Planted(f"{spot.name}: {value}", *spot.replaced(value), "out-of-range", "number")
