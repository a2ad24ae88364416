"""Reads a baseline: what cannot be understood hides nothing, and is a finding at its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from valuestream_cli.baseline.entries import ANEW, FORMAT, TEXTS, Baseline, Entry, can_be_recorded
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Finding, Severity
from valuestream_cli.source import Document, Place
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.rules import baseline as rules
from valuestream_cli.validation.wording import Wording, shown

_CONFLICT = r"(?m)^(?:<{7}|={7}|>{7})(?= |\r?$)"
_CONFLICT_HELP = "take either side, then write it with `--write-baseline`"
_SPACE = " \t\r\n"


def read(path: str) -> Baseline:
    """Read a baseline; what is wrong with its content is in its faults.

    Raises VsError where there is no such file, or it cannot be opened.
    """
    text = _text(Path(path))
    try:
        return _baseline(path, text, _records(text))
    except _Broken as broken:
        place = (broken.at, broken.at + 1)
        fault = _finding(Document(path, text), rules.broken_baseline, broken.wording, place)
        return Baseline(path, text, faults=(fault,), is_broken=True)


def _text(path: Path) -> str:
    if not path.exists():
        raise VsError(f"there is no baseline '{path}'", f"write it with `vs validate --write-baseline {path}`")
    if not path.is_file():
        raise VsError(f"'{path}' is not a file", "name the file that `--write-baseline` wrote")
    try:
        return path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise VsError(f"cannot read '{path}': {error.strerror or error}", "check its permissions") from None


class _Broken(Exception):
    """A baseline of which nothing can be used."""

    def __init__(self, at: int, fault: str, hint: str = ANEW) -> None:
        super().__init__(fault)
        self.at = at
        self.wording: Wording = rules.broken_baseline.check(fault, hint)


def _records(text: str) -> list[Any]:
    """What a baseline lists, whatever it is."""
    conflict = re.search(_CONFLICT, text)
    if conflict:
        raise _Broken(conflict.start(), "a merge conflict is left in it", _CONFLICT_HELP)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        said = f"{error.msg[:1].lower()}{error.msg[1:]}" if text.strip() else "it is empty"
        raise _Broken(error.pos, said) from None
    except (ValueError, RecursionError):
        raise _Broken(0, "it is nested too deep, or a number in it is too long") from None
    form = data.get("format") if isinstance(data, dict) else None
    if isinstance(form, str) and form != FORMAT and form.startswith(FORMAT.partition("/")[0]):
        raise _Broken(0, f"its format is '{shown(form)}', and this vs reads {FORMAT}", f"update vs, or {ANEW}")
    if form != FORMAT or not isinstance(data.get("findings"), list):
        raise _Broken(0, "it is no baseline", "name the file that `--write-baseline` wrote")
    return data["findings"]  # type: ignore[no-any-return]


def _baseline(path: str, text: str, records: list[Any]) -> Baseline:
    entries, wrong = [], []
    for number, record in enumerate(records):
        fault = _fault(record)
        if fault:
            wrong.append((number, fault))
        else:
            entries.append(Entry(**record, number=number))
    rule = rules.malformed_baseline_entry
    faults = tuple(findings(path, text, rule, [(number, rule.check(fault), "") for number, fault in wrong]))
    return Baseline(path, text, tuple(entries), faults)


def _fault(record: Any) -> str:
    """What is wrong with an entry, as the end of a sentence; empty where nothing is."""
    if not isinstance(record, dict):
        return "is no mapping"
    for name in TEXTS:
        if not isinstance(record.get(name), str):
            return f"has no text as its '{name}'" if name in record else f"lacks '{name}'"
    unknown = next((name for name in record if name not in TEXTS and name != "count"), None)
    if unknown is not None:
        return f"has the unknown key '{shown(unknown)}'"
    if type(record.get("count", 1)) is not int or record.get("count", 1) < 1:
        return "has a count that is no whole number from 1 on"
    return "" if can_be_recorded(record["code"]) else f"records {shown(record['code'])}, which no baseline can hide"


def findings(path: str, text: str, rule: Rule[Any], said: list[tuple[int, Wording, str]]) -> Iterator[Finding]:
    """Findings about entries of a baseline, each given by its number, the words, and a route."""
    if not said:
        return
    document = Document(path, text)
    places = _places(text)
    for number, wording, route in said:
        yield _finding(document, rule, wording, places[number], route)


def _finding(document: Document, rule: Rule[Any], wording: Wording, place: Place, route: str = "") -> Finding:
    return Finding(
        code=rule.code,
        rule=rule.name,
        severity=Severity(rule.severity),
        message=wording.message,
        path=document.path,
        span=document.span(*place),
        hint=wording.hint,
        route=route,
    )


def _places(text: str) -> list[Place]:
    """Where each entry of a sound baseline stands, as offsets; found only when one has to be pointed at."""
    decode = json.JSONDecoder().raw_decode
    places: list[Place] = []
    at = _skip(text, text.index("{") + 1, ",")
    while text[at] != "}":
        key, at = decode(text, at)
        at = _skip(text, at, ":")
        if key == "findings" and text[at] == "[":
            places = list(_items(text, at))
        at = _skip(text, decode(text, at)[1], ",")
    return places


def _items(text: str, at: int) -> Iterator[Place]:
    decode = json.JSONDecoder().raw_decode
    at = _skip(text, at + 1, ",")
    while text[at] != "]":
        _, end = decode(text, at)
        yield at, end
        at = _skip(text, end, ",")


def _skip(text: str, at: int, also: str) -> int:
    while text[at] in _SPACE or text[at] == also:
        at += 1
    return at
