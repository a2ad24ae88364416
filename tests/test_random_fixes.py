"""Planted mistakes in random streams, laid out in every way that YAML has: the fix restores the data and no more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers import FULL, SAMPLES, TESTS, read
from valuestream_cli import fixing
from valuestream_cli.findings import Severity
from valuestream_cli.source import scalar_text
from valuestream_cli.validation.engine import examine

RELAXED = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=150)
Draw = Callable[[st.SearchStrategy[Any]], Any]


class Written:
    """A value that is written otherwise than it is meant; `key` is how its key is written."""

    def __init__(self, meant: Any, written: Any, key: str = "") -> None:
        self.meant, self.written, self.key = meant, written, key


def meant(data: Any) -> Any:
    """The data without its mistakes."""
    if isinstance(data, Written):
        return meant(data.meant)
    if isinstance(data, dict):
        return {key: meant(value) for key, value in data.items()}
    return [meant(item) for item in data if item is not TWICE] if isinstance(data, list) else data


TWICE = object()
"""The item before once more."""

WORDS = ["Log the call", "Größe prüfen", "yes", "12", "a: b", "it's", 'say "it"', "x" * 30 + " and more", "- dash"]
ACTIVITIES = {
    "deliver-and-support": ["Deliver & support", "deliver_and_support", "Delivr-and-support"],
    "engage": ["Engage", "ENGAGE", "engagee"],
    "obtain-build": ["Obtain/build", "Obtain / Build"],
}
PRACTICES = {
    "incident-management": ["Incident Management", "incident_management", "incident-mangement"],
    "service-desk": ["Service desk", "help desk", "SERVICE-DESK"],
    "continual-improvement": ["CSI", "continual service improvement"],
}
TIMES = {"5m": ["5 min", "5 minutes", "PT5M"], "2h 30m": ["2 hours 30 minutes", "2hrs, 30mins"], "1d": ["1 day"]}
SHARES = {"90%": ["90 %", 90], "12.5%": ["12,5%", 12.5]}
KEYS = {"practices": "practics", "activity": "Activity", "process_time": "process-time", "description": "descripton"}


@st.composite
def spelt(draw: Draw, spellings: dict[str, list[Any]]) -> Any:
    right = draw(st.sampled_from(list(spellings)))
    return Written(right, draw(st.sampled_from(spellings[right]))) if draw(st.booleans()) else right


@st.composite
def listed(draw: Draw, items: st.SearchStrategy[Any]) -> Any:
    """A list, with an item twice, or a lone item without brackets."""
    found: dict[str, Any] = {}
    for item in draw(st.lists(items, min_size=1, max_size=3)):
        found.setdefault(str(meant(item)), item)
    kind = draw(st.sampled_from(["list", "list", "twice", "text"]))
    if kind == "text":
        only = next(iter(found.values()))
        return Written([meant(only)], only if isinstance(only, Written) else Written(only, only))
    return [*found.values(), *([TWICE] if kind == "twice" else [])]


@st.composite
def steps(draw: Draw, number: int, count: int) -> dict[str, Any]:
    step: dict[str, Any] = {
        "id": Written(f"step-{number}", f"Step {number}") if draw(st.booleans()) else f"step-{number}",
        "name": draw(st.sampled_from(WORDS)),
        "activity": draw(spelt(ACTIVITIES)),
        "practices": draw(listed(spelt(PRACTICES))),
    }
    if draw(st.booleans()):
        step["description"] = "Some words, and\nmore of them"
    if draw(st.booleans()):
        step["process_time"] = draw(spelt(TIMES))
    if draw(st.booleans()):
        step["complete_accurate"] = draw(spelt(SHARES))
    if draw(st.booleans()):
        step["x-own"] = {"Practises": ["CSI", "CSI"], "n": 1}
    if draw(st.booleans()) and number + 1 < count:
        target = f"step-{number + 1}"
        step["next"] = Written(target, f"STEP_{number + 1}") if draw(st.booleans()) else [{"to": target}]
    for key, written in KEYS.items():
        if key in step and draw(st.integers(0, 4)) == 0:
            step[key] = Written(step[key], step[key], written)
    return step


@st.composite
def streams(draw: Draw) -> dict[str, Any]:
    count = draw(st.integers(1, 3))
    stream = {
        "valuestream": Written(1, "1") if draw(st.booleans()) else 1,
        "id": "some-stream",
        "name": draw(st.sampled_from(WORDS)),
        "services": draw(listed(st.sampled_from(["email", "web shop"]))),
        "demand": {"trigger": "A call", "rate": draw(spelt({"40/d": ["40 per day", "40 / day"]}))},
        "value": {"outcome": "It works", "for": draw(listed(st.sampled_from(["user", "customer"])))},
        "steps": [draw(steps(number, count)) for number in range(count)],
    }
    return {"x-first": draw(st.sampled_from(WORDS)), **stream} if draw(st.booleans()) else stream


class Writer:
    """Writes data as YAML, in a layout drawn anew for each of its parts."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.comments = 0

    def text(self, data: dict[str, Any]) -> str:
        return "\n".join(self.mapping(data, "")) + "\n"

    def one_of(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def comment(self) -> str:
        self.comments += 1
        return f"# c{self.comments}: [it's"

    def tail(self) -> str:
        return f"{self.one_of(' ', '   ')}{self.comment()}" if self.one_of(True, False, False) else ""

    def between(self, indent: str) -> list[str]:
        return self.one_of([], [], [], [""], [indent + self.comment()], ["", self.comment()])

    def mapping(self, data: dict[str, Any], indent: str) -> list[str]:
        lines: list[str] = []
        for key, value in data.items():
            key = value.key if isinstance(value, Written) and value.key else key
            key = self.one_of(key, key, f'"{key}"', f"'{key}'")
            lines += [*self.between(indent), *self.entry(f"{indent}{key}:", value, indent)]
        return lines

    def entry(self, lead: str, value: Any, indent: str) -> list[str]:
        while isinstance(value, Written):
            value = value.written
        if isinstance(value, dict | list) and self.one_of(True, True, False):
            return self.block(lead, value, indent)
        if isinstance(value, str) and (block := self.block_text(value, indent)):
            return [f"{lead} {block[0]}", *block[1:]]
        anchor = self.one_of("", "", "&a ")
        return [f"{lead} {anchor}{self.flow(value)}{self.tail()}"]

    def block(self, lead: str, value: Any, indent: str) -> list[str]:
        lines = [f"{lead}{self.tail()}"]
        if isinstance(value, dict):
            return [*lines, *self.mapping(value, indent + "  ")]
        inner = indent + self.one_of("", "  ")
        before: Any = None
        for item in value:
            lines += self.between(inner)
            if isinstance(item, dict):
                first, *rest = self.mapping(item, inner + "  ")
                is_below = first.strip()[:1] in ("", "#")
                lines += [f"{inner}-", first, *rest] if is_below else [f"{inner}- {first.strip()}", *rest]
            elif item is TWICE:
                lines.append(f"{inner}- {self.flow(meant(before))}")
            else:
                lines += self.entry(f"{inner}-", item, inner)
            before = item
        return lines

    def block_text(self, value: str, indent: str) -> list[str]:
        """A block of text, or nothing where the value cannot be one."""
        if "\n" in value:
            return ["|-", *(f"{indent}  {line}" for line in value.splitlines())]
        if value[0] in " -" or self.one_of(True, True, False):
            return []
        return [self.one_of("|-", ">-"), f"{indent}  {value}"]

    def flow(self, value: Any) -> str:
        while isinstance(value, Written):
            value = value.written
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.key(key, item)}: {self.flow(item)}" for key, item in value.items()) + "}"
        if isinstance(value, list):
            items: list[str] = []
            for number, item in enumerate(value):
                items.append(self.flow(meant(value[number - 1]) if item is TWICE else item))
            return f"[{', '.join(items)}{self.one_of('', ',', ' ')}]"
        if not isinstance(value, str):
            return str(value)
        plain = scalar_text(value)
        single = "'" + value.replace("'", "''") + "'"
        return plain if "\n" in value else self.one_of(plain, plain, single, plain if plain[0] == '"' else f'"{plain}"')

    def key(self, key: str, value: Any) -> str:
        return value.key if isinstance(value, Written) and value.key else key


@given(streams(), st.data())
@RELAXED
def test_planted_mistakes_are_mended_and_nothing_else_is_changed(stream: dict[str, Any], data: st.DataObject) -> None:
    text = Writer(data.draw).text(stream)
    if data.draw(st.booleans()):
        text = text.rstrip("\n")
    if data.draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    raw = data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()
    fixed = fixing.fix("a.vs.yaml", raw, lambda document: examine(document).findings)
    again = read(fixed.text)
    assert again.faults == ()
    assert again.data == meant(stream)
    assert re.findall(r"# c[^\r\n]*", fixed.text) == re.findall(r"# c[^\r\n]*", text)
    assert fixed.text.startswith("\ufeff") == raw.startswith(b"\xef\xbb\xbf")
    assert ("\r\n" in fixed.text) == ("\r\n" in text)
    assert "\n" not in fixed.text.replace("\r\n", "") or "\r\n" not in text
    twice = fixing.fix("a.vs.yaml", fixed.text.encode(), lambda document: examine(document).findings)
    assert (twice.text, twice.applied) == (fixed.text, [])


FILES = [FULL, *SAMPLES[:2], *sorted((TESTS / "cases" / "fix").glob("*.vs.yaml"))]
TEXTS = [path.read_bytes().decode("utf-8-sig") for path in FILES]
PIECES = [
    "",
    "\n",
    " ",
    "  ",
    "- ",
    ": ",
    "x",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    '"',
    " # c",
    "&a ",
    "*a",
    "|",
    "7",
    "\r\n",
]


@given(st.sampled_from(TEXTS), st.data())
@settings(RELAXED, max_examples=200)
def test_whatever_the_text_fixes_make_nothing_worse(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(text) - 1))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + data.draw(st.integers(0, 3)) :]
    before = examine(read(text)).findings
    fixed = fixing.fix("a.vs.yaml", text.encode(), lambda document: examine(document).findings, unsafe=True)
    errors = Counter(finding.rule for finding in fixed.remaining if finding.severity is Severity.ERROR)
    assert errors <= Counter(finding.rule for finding in before)
    assert bool(fixed.applied) == (fixed.text != text)
    again = fixing.fix("a.vs.yaml", fixed.text.encode(), lambda document: examine(document).findings, unsafe=True)
    assert (again.text, again.applied) == (fixed.text, [])
