"""The compiled reader: wherever it answers at all, it says what the usual way says."""

# ruff: noqa: E501
from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import ERR_CASES, OK_CASES, SAMPLES, TEMPLATES, name, read
from tests.test_source import HOSTILE, SCALARS
from valuestream_cli.source import compiled
from valuestream_cli.source.quick import Unusual, plain_data
from valuestream_cli.validation.engine import examine

pytest.importorskip("yaml_rs", reason="there is no wheel of the compiled reader for this platform")

EXAMPLES = [*SAMPLES, *TEMPLATES, *OK_CASES]
WORDS = [
    *SCALARS, "0.8", "10.50", "123456789012345", "1234567890123456", "1.234567890123456", "00", "0b1", "1.5.2", "2.5e3",
    "infinity", "nano", "NaN", "90 minutes", "true story", "null x", "'a'", '"a"', '"a: b"', "'a # b'", '"a', 'a"b', "it's",
    "'it''s'", '"\\n"', "a:b", "a :b", "a: b", "# c", "#c", "a#b", "a #b", "[a, b]", "[a,b]", "[a, ]", "[]", "{}", "{a: b}",
    "{a: b, a: c}", "[{a: b}]", "[[a]]", "{a: [b]}", "{a: {b: c}}", "a, b", "a]", "a}", "[a", "{a: b", "é", "中文", "\u2028",
    "\u00a0", "- a", "--- ", "...", "a...", "|", ">", ">-", "1.5h", "3 days", "?", "? a", "! a", "!a b", "%a", "@a", "`a", "&a b",
    "*a", "<<", "=", "1,5", "85%", "85 %", "1/2", "10-12", "2026-01-01T10:00:00Z",
]  # fmt: skip
ENDS = [" # c", " #c", "#c", ":", " ", ": x", " x", ",", "]", "}", "\t", "\r"]


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiled reader at work, in this test only."""
    monkeypatch.setattr(compiled, "_data", compiled._nothing)
    compiled.prepare()


def usual(text: str) -> object:
    """What the usual way reads; the exception that it raises where something is unusual."""
    try:
        return plain_data(text)
    except Unusual:
        return Unusual


def spelt(data: object) -> str:
    """Data so that 1, 1.0 and true differ, and the order of keys counts."""
    return repr(data)


def assert_same(text: str) -> None:
    data = compiled.data(text)
    assert data is None or spelt(data) == spelt(usual(text)), text


@pytest.mark.parametrize("path", [*EXAMPLES, *ERR_CASES], ids=name)
def test_files_are_read_alike(path: Path) -> None:
    assert_same(path.read_bytes().decode("utf-8", "replace"))


def test_it_reads_almost_every_clean_file() -> None:
    usual_way = [name(path) for path in EXAMPLES if compiled.data(path.read_text(encoding="utf-8")) is None]
    assert len(usual_way) <= len(EXAMPLES) / 10, usual_way


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_bytes_are_read_alike(case: str) -> None:
    assert_same(HOSTILE[case][0].decode("utf-8", "replace"))


@pytest.mark.parametrize("word", WORDS)
def test_words_are_read_alike(word: str) -> None:
    for text in (
        f"a: {word}\n",
        f"a:\n  - {word}\n",
        f"a: [{word}]\n",
        f"a: {{b: {word}}}\n",
        f"{word}: a\n",
        f"{word}\n",
    ):
        assert_same(text)


REFUSED = {
    "anchor": "a: &x b\n", "alias": "a: *x\n", "tag": "a: !x b\n", "merge": "a: {<<: b}\n", "escape": 'a: "\\n"\n',
    "block text": "a: |\n  b\n", "folded text": "a: >\n  b\n", "text on two lines": "a: b\n  c\n", "list on two lines": "a: [b,\n  c]\n",
    "directive": "%YAML 1.2\n---\na: b\n", "document mark": "---\na: b\n", "two documents": "a: b\n---\na: b\n", "end mark": "a: b\n...\n",
    "tab": "a:\tb\n", "carriage return": "a: b\r\n", "next line": "a: b\u0085\n", "line separator": "a: b\u2028c\n", "mark in text": "a: \ufeffb\n",
    "octal": "a: 0o7\n", "hexadecimal": "a: 0x7\n", "leading zero": "a: 007\n", "exponent": "a: 1e3\n", "sign": "a: -1\n", "long number": f"a: {'9' * 16}\n",
    "not a number": "a: .nan\n", "question mark": "? a\n: b\n", "empty": "", "comment alone": "# a\n", "no mapping": "- a\n", "deep": "".join(f"{' ' * n}a:\n" for n in range(70)),
    "same key twice": "a: b\na: c\n", "open bracket": "a: [b\n", "no line end": "a: b", "quoted key": '"a": b\n', "control": "a: b\x07\n",
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(REFUSED.keys() - {"no mapping"}))
def test_what_is_unusual_takes_the_usual_way(case: str) -> None:
    assert compiled.data(REFUSED[case]) is None


def _edited(lines: list[str], edits: list[tuple[int, int, str, str]]) -> str:
    for at, kind, word, end in edits:
        at %= len(lines)
        line = lines[at]
        lines[at : at + 1] = [
            [f"{' ' * (len(word) % 4 + 1)}{line}"],
            [line[min(len(word) % 4 + 1, len(line) - len(line.lstrip())) :]],
            [line, line],
            [lines[-1], line],
            [re.sub(r": .*", lambda _, word=word: f": {word}", line)],
            [re.sub(r"(?<=[\[,{ ])[\w-]+(?=[\],}])", lambda _, word=word: word, line, count=1)],
            [line + end],
            [line.replace("- ", "", 1) if "- " in line else re.sub(r"^( *)", r"\1- ", line)],
            [line, word],
            [""],
        ][kind]
    return "\n".join(lines)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(EXAMPLES),
    st.integers(0, 200),
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 9), st.sampled_from(WORDS), st.sampled_from(ENDS)), max_size=5
    ),
)
def test_edited_files_are_read_alike(path: Path, start: int, edits: list[tuple[int, int, str, str]]) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    start %= len(lines)
    assert_same(_edited(lines[: 12 + start], edits).rstrip("\n") + "\n")


@given(st.text(alphabet="ab01 \n:-#,.[]{}'\"?%", max_size=40))
def test_any_text_is_read_alike(text: str) -> None:
    assert_same(text + "\n")


@pytest.mark.parametrize("path", [*SAMPLES, *ERR_CASES], ids=name)
def test_findings_do_not_depend_on_the_reader(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = path.read_bytes()
    found = examine(read(raw, str(path))).findings
    monkeypatch.setattr(compiled, "_data", compiled._nothing)
    assert found == examine(read(raw, str(path))).findings


def test_without_the_library_all_goes_the_usual_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_data", compiled._nothing)
    monkeypatch.setitem(sys.modules, "yaml_rs", None)
    compiled.prepare()
    assert compiled.data("a: b\n") is None
    assert read("a: b\n").data == {"a": "b"}
