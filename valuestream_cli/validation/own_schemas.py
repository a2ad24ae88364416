"""The organisation's own JSON Schemas: more demands on stream files, in words, codes and severities of their own.

A sub-schema says with `x-vs` what its breach is called: `{rule, code, message, hint, severity}`, each of them
optional and good for all below it; a rule that has only a code is named after it. `{key}` and `{value}` in a message
stand for the key and the value at fault; nothing else is replaced, and nothing is ever evaluated. `$ref` reaches no
further than the schema itself; patterns take time that grows with the text alone (docs/decisions/0009-own-schemas.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from valuestream_cli import source
from valuestream_cli.config import OwnSchema, Settings
from valuestream_cli.findings import KEBAB, SEVERITIES, Finding, Route, Severity
from valuestream_cli.source import Document
from valuestream_cli.validation.collecting import RuleCrashed
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.routes import route_text
from valuestream_cli.validation.rules import BY_NAME
from valuestream_cli.validation.wording import as_yaml, shown

NOTE = "x-vs"


class Loaded(NamedTuple):
    """A schema that was read: its validator and its rules, or what is wrong with it."""

    validator: Any = None
    data: Any = None
    rules: tuple[Rule[Any], ...] = ()
    fault: str = ""


class Words(NamedTuple):
    """What a breach is called and what is said of it."""

    code: str
    rule: str
    severity: Severity
    message: str = ""
    hint: str = ""


@lru_cache(maxsize=32)
def load(own: OwnSchema) -> Loaded:
    """Read and compile a schema; whatever is wrong with it is in `fault`, nothing is raised."""
    try:
        data = _data(own.path)
        fault = next(_faults(data, own), "")
        return Loaded(fault=fault) if fault else Loaded(_validator(data), data, _rules(data, own))
    except RecursionError:
        return Loaded(fault="is nested too deep")
    except ImportError:
        return Loaded(fault="cannot be used: the library jsonschema-rs is not installed")
    except OSError as error:
        return Loaded(fault=f"cannot be read: {error.strerror or error}")
    except ValueError as error:
        return Loaded(fault=f"cannot be used: {shown(str(error).partition('Failed validating')[0])}")


def _data(path: str) -> Any:
    document = source.load(path)
    if any(fault.kind == "unreadable-file" for fault in document.faults):
        raise OSError(0, document.faults[0].detail)
    if path.endswith(".json"):
        return json.loads(document.text)
    if document.faults:
        raise ValueError(f"it is not YAML: {document.faults[0].detail or document.faults[0].kind}")
    return document.data


def _validator(data: Any) -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(data, offline=True, pattern_options=jsonschema_rs.RegexOptions())


def _faults(data: Any, own: OwnSchema) -> Iterator[str]:
    """What is wrong with the notes of a schema."""
    if not isinstance(data, dict):
        yield "is no JSON Schema: it must be a mapping"
    for note in _notes(data):
        if not isinstance(note, dict) or not all(isinstance(value, str) for value in note.values()):
            yield f"has an `{NOTE}` that is no mapping of texts"
        elif not set(note) <= set(Words._fields):
            strange = min(set(note) - set(Words._fields))
            yield f"has an `{NOTE}` with '{strange}': it may hold {', '.join(Words._fields)}"
        elif note.get("severity", "error") not in SEVERITIES:
            yield f"has the severity '{note['severity']}' in an `{NOTE}`: write error, warning or advice"
        elif not re.fullmatch(rf"{own.prefix}[0-9]+", note.get("code", f"{own.prefix}0")):
            yield f"has the code '{note['code']}' in an `{NOTE}`: write {own.prefix} and digits, as in {own.prefix}101"
        elif not re.fullmatch(KEBAB, note.get("rule", "a")) or note.get("rule") in BY_NAME:
            yield f"has the rule name '{note['rule']}' in an `{NOTE}`: write one in kebab-case that vs does not have"


def _notes(data: Any) -> Iterator[Any]:
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _notes(part)
    if isinstance(data, dict) and NOTE in data:
        yield data[NOTE]


def _rules(data: Any, own: OwnSchema) -> tuple[Rule[Any], ...]:
    """One rule for each code and name that the schema gives, so that it can be selected, graded and explained."""
    rules: dict[tuple[str, str], Rule[Any]] = {}
    for words, schema in _all_words(data, own):
        rule = Rule(words.code, words.rule, words.severity, _page(words, schema, own))
        rules.setdefault((rule.code, rule.name), rule)
    return tuple(rules.values())


def _all_words(data: Any, own: OwnSchema, above: Words | None = None) -> Iterator[tuple[Words, Any]]:
    """The words of the schema as a whole, and of each part that has some of its own."""
    words = _within(above or _own_words(own), data)
    if words is not above:
        yield words, data
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _all_words(part, own, words)


def _page(words: Words, schema: Any, own: OwnSchema) -> Any:
    """A stand-in for a rule's function: only its manual page is used."""

    def check() -> None: ...

    said = schema.get("description") or schema.get("title") or words.message or f"A demand of {own.path}."
    check.__doc__ = f"{said}\n\nA rule of the organisation's own, from `{own.path}`."
    return check


def _own_words(own: OwnSchema) -> Words:
    return Words(f"{own.prefix}000", f"{own.prefix.lower()}-schema", own.severity)


def _within(words: Words, schema: Any) -> Words:
    """The words that count inside a sub-schema."""
    note = schema.get(NOTE) if isinstance(schema, dict) else None
    if not note:
        return words
    told: dict[str, Any] = {"rule": note["code"].lower(), **note} if "code" in note else {**note}
    if "severity" in note:
        told["severity"] = SEVERITIES[note["severity"]]
    return words._replace(**told)


def breaches(document: Document, settings: Settings, crashes: list[RuleCrashed]) -> Iterator[Finding]:
    """What breaches the own schemas that judge this document, each at its place.

    crashes: gets what went wrong on the way; it hides nothing that other schemas find.
    """
    if document.data is None:
        return
    for own in settings.schemas:
        if own.applies_to.matches(document.path):
            try:
                yield from list(_breaches(document, own, load(own)))
            except Exception as error:
                crashed = RuleCrashed(f"{own.path} on {document.path}")
                crashed.__cause__ = error
                crashes.append(crashed)


def _breaches(document: Document, own: OwnSchema, loaded: Loaded) -> Iterator[Finding]:
    if loaded.validator is None or loaded.validator.is_valid(document.data):
        return
    for error in loaded.validator.iter_errors(document.data):
        words = _own_words(own)
        for schema in _on_the_way(loaded.data, error.evaluation_path[:-1]):
            words = _within(words, schema)
        keyword = str(error.evaluation_path[-1])
        for route, is_key in _routes(keyword, tuple(error.instance_path), error):
            yield _finding(document, words, route, is_key=is_key, said=error.message)


def _on_the_way(root: Any, path: list[str | int]) -> Iterator[Any]:
    """The sub-schemas from the top down to the one that was breached, references followed.

    It ends at a reference that is no path within the schema (`#name`, `other.json#/a`): behind it no words count.
    """
    schema = root
    yield schema
    for part in path:
        try:
            schema = schema[part]
            if isinstance(schema, str):  # no part of a schema is a text, but where it refers to another
                schema = _referred(root, schema)
        except (LookupError, TypeError, ValueError):
            return
        if isinstance(schema, dict) and isinstance(schema.get("$id"), str):
            root = schema  # references within count from here
        yield schema


def _referred(root: Any, reference: str) -> Any:
    """What a path within the schema leads to. Raises LookupError, TypeError or ValueError for all else."""
    start, *parts = reference.split("/")
    if start != "#":
        raise LookupError(reference)
    for part in parts:
        key = unquote(part).replace("~1", "/").replace("~0", "~")
        root = root[key] if isinstance(root, dict) else root[int(key)]
    return root


def _routes(keyword: str, route: Route, error: Any) -> Iterator[tuple[Route, bool]]:
    """The routes at fault: of each key that is missing or not wanted, else of the value; and whether it is a key."""
    if keyword == "required":
        yield (*route, error.kind.property), True
    elif keyword in ("additionalProperties", "unevaluatedProperties"):
        yield from (((*route, key), True) for key in error.kind.unexpected)
    else:
        yield route, False


def _finding(document: Document, words: Words, route: Route, *, is_key: bool, said: str) -> Finding:
    value = _value(document.data, route)
    key, text = str(route[-1]) if route else "file", shown(as_yaml(value)) if value is not None else ""
    message = words.message.replace("{key}", key).replace("{value}", text) or shown(said)
    place = document.name_of(route) if is_key and value is not None else document.value_at(route)
    return Finding(
        code=words.code,
        rule=words.rule,
        severity=words.severity,
        message=message,
        hint=words.hint,
        path=document.path,
        span=document.span(*place),
        route=route_text(route, document.data),
    )


def _value(data: Any, route: Route) -> Any:
    for part in route:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data
