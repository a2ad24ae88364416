"""Whatever is done to a sample, checking it does not crash, and every finding lies inside the file."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers import OK_CASES, SAMPLES, TEMPLATES, name, read
from valuestream_cli.findings import Finding
from valuestream_cli.records import Record
from valuestream_cli.source import Document
from valuestream_cli.validation.engine import examine

TEXTS = [path.read_text(encoding="utf-8") for path in [*SAMPLES, *TEMPLATES, *OK_CASES]]
PIECES = [
    "",
    "\n",
    " ",
    "  ",
    "- ",
    ":",
    ": ",
    "x",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    '"',
    "#",
    "&a ",
    "*a",
    "!t ",
    "|",
    "7",
    "~",
    "\t",
]
RELAXED = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)


def _assert_inside(document: Document, found: list[Finding]) -> None:
    lines = document.text.split("\n")
    for finding in found:
        span = finding.span
        assert 1 <= span.line <= span.end_line <= len(lines), finding
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1, finding
        assert span.end_column <= len(lines[span.end_line - 1]) + 2, finding
        assert (span.line, span.column) < (span.end_line, span.end_column), finding
        assert finding.message, finding
        for related in finding.related:
            assert related.span.line <= len(lines), finding


def _check(text: str) -> None:
    document = read(text, "samples/mutated.vs.yaml")
    _assert_inside(document, examine(document).findings)


@pytest.mark.parametrize("number", range(len(TEXTS)))
@given(data=st.data())
@RELAXED
def test_changed_lines(number: int, data: st.DataObject) -> None:
    lines = TEXTS[number].splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        change = data.draw(st.sampled_from(["delete", "duplicate", "swap", "indent", "dedent"]))
        if change == "delete" and len(lines) > 1:
            del lines[at]
        elif change == "duplicate":
            lines.insert(at, lines[at])
        elif change == "swap":
            lines[at], lines[at - 1] = lines[at - 1], lines[at]
        else:
            lines[at] = "  " + lines[at] if change == "indent" else lines[at].removeprefix("  ")
    _check("".join(lines))


@pytest.mark.parametrize("number", range(len(TEXTS)))
@given(data=st.data())
@RELAXED
def test_changed_characters(number: int, data: st.DataObject) -> None:
    text = TEXTS[number]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text) - 1))
        cut = data.draw(st.integers(0, 3))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + cut :]
    _check(text)


def _plain(thing: object) -> object:
    """A bound object as plain data, for comparing: model objects are compared by identity otherwise."""
    if isinstance(thing, Record):
        return {name: _plain(getattr(thing, name)) for name in thing._fields}
    if isinstance(thing, tuple):
        return [_plain(item) for item in thing]
    return {key: _plain(value) for key, value in thing.items()} if isinstance(thing, dict) else thing


@pytest.mark.parametrize("path", [*SAMPLES, *TEMPLATES, *OK_CASES], ids=name)
@pytest.mark.parametrize("flow", [None, False, True])
def test_written_and_read_again_a_stream_is_the_same(path: object, flow: bool | None) -> None:
    document = read(path.read_bytes(), str(path))  # type: ignore[attr-defined]
    written = yaml.safe_dump(document.data, allow_unicode=True, sort_keys=False, default_flow_style=flow, width=80)
    again = read(written, str(path))
    assert again.faults == ()
    assert again.data == document.data
    assert _plain(examine(again).stream) == _plain(examine(document).stream) is not None


KEYS = [
    "next",
    "fork",
    "join",
    "to",
    "when",
    "calendar",
    "steps",
    "value",
    "low",
    "p50",
    "waste",
    "supplier",
    "for",
    "id",
]
VALUES = [
    "~",
    "7",
    "x",
    "[]",
    "{}",
    "[x]",
    "{x: y}",
    "[[x]]",
    "[~]",
    "{next: x}",
    "[{to: x}]",
    "''",
    "true",
    "1e999",
    "0.5",
]


@given(data=st.data())
@settings(RELAXED, max_examples=300)
def test_any_key_anywhere(data: st.DataObject) -> None:
    """A key of the format with any value, at any place, also where the format does not have it."""
    lines = TEXTS[-1].splitlines(keepends=True) if data.draw(st.booleans()) else TEXTS[-2].splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip(" -"))].replace("-", " ")
    lines.insert(at, f"{indent}{data.draw(st.sampled_from(KEYS))}: {data.draw(st.sampled_from(VALUES))}\n")
    _check("".join(lines))


SCHEMA_KEYS = [
    "id",
    "name",
    "activity",
    "practices",
    "next",
    "fork",
    "join",
    "roles",
    "process_time",
    "stream",
    "links",
    "waste",
]
ANYTHING = st.recursive(
    st.sampled_from(
        [
            None,
            True,
            0,
            7,
            1.5,
            "",
            "x",
            "value",
            "end",
            "demand",
            "a",
            "5m",
            "70%",
            "engage",
            "service-desk",
            "X y",
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*SCHEMA_KEYS, "to", "share", "low", "x-a"]), inner)
    ),
    max_leaves=6,
)
TOP = [
    "valuestream",
    "id",
    "name",
    "demand",
    "value",
    "roles",
    "calendar",
    "governance",
    "improvements",
    "principles",
    "services",
]


@given(
    st.dictionaries(st.sampled_from(TOP), ANYTHING),
    st.lists(st.dictionaries(st.sampled_from(SCHEMA_KEYS), ANYTHING, max_size=8), max_size=4) | ANYTHING,
)
@settings(RELAXED, max_examples=600)
def test_any_data_of_the_formats_keys(data: dict[str, object], steps: object) -> None:
    _check(yaml.safe_dump({**data, "steps": steps}, allow_unicode=True))
