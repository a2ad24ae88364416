"""Reading: every hostile input gives the right fault at the right place, and nothing is ever raised."""

# ruff: noqa: E501
from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers import ERR_CASES, OK_CASES, SAMPLES, TEMPLATES, name, read
from valuestream_cli import source
from valuestream_cli.source import MAX_BYTES, MAX_DEPTH, Document, Marks
from valuestream_cli.source.builder import Builder, Halt
from valuestream_cli.source.quick import Unusual, plain_data
from valuestream_cli.validation.engine import examine

LAUGHS = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)

# Name -> bytes, and the faults as (kind, line, column): those of the file, not of its structure.
HOSTILE: dict[str, tuple[bytes, list[tuple[str, int, int]]]] = {
    "empty": (b"", [("empty-file", 1, 1)]),
    "blank": (b"\n\n  \n", [("empty-file", 1, 1)]),
    "comments-only": (b"# nothing\n# here\n", [("empty-file", 1, 1)]),
    "null": (b"~\n", [("empty-file", 1, 1)]),
    "document-marks-only": (b"---\n...\n", [("empty-file", 1, 1)]),
    "bom": (b"\xef\xbb\xbfid: a\n", []),
    "bom-only": (b"\xef\xbb\xbf", [("empty-file", 1, 1)]),
    "two-boms": (b"\xef\xbb\xbf\xef\xbb\xbfid: a\n", [("control-character", 1, 1)]),
    "bom-inside": (b"id: a\nname: \xef\xbb\xbfb\n", [("control-character", 2, 7)]),
    "latin-1": (b"id: a\nname: Gr\xfc\xdfe\n", [("not-utf-8", 2, 9)]),
    "latin-1-after-bom": (b"\xef\xbb\xbfid: a\nname: Gr\xfc\xdfe\n", [("not-utf-8", 2, 9)]),
    "latin-1-after-wide": ("name: \u65e5\u672c ".encode() + b"\xfc\n", [("not-utf-8", 1, 10)]),
    "cut-character": ("name: \u65e5".encode()[:-1], [("not-utf-8", 1, 7)]),
    "encoded-surrogate": (b"name: \xed\xa0\x80\n", [("not-utf-8", 1, 7)]),
    "overlong": (b"name: \xc0\xaf\n", [("not-utf-8", 1, 7)]),
    "utf-16-le": ("id: a\n".encode("utf-16-le"), [("not-utf-8", 1, 1)]),
    "utf-16-be": ("id: a\n".encode("utf-16-be"), [("not-utf-8", 1, 1)]),
    "utf-16-le-bom": (b"\xff\xfe" + "id: a\n".encode("utf-16-le"), [("not-utf-8", 1, 1)]),
    "utf-16-be-bom": (b"\xfe\xff" + "id: a\n".encode("utf-16-be"), [("not-utf-8", 1, 1)]),
    "utf-32": ("id: a\n".encode("utf-32"), [("not-utf-8", 1, 1)]),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", [("not-utf-8", 1, 1)]),
    "nul": (b"id: a\nname: a\0b\n", [("control-character", 2, 8)]),
    "nul-only": (b"\0", [("control-character", 1, 1)]),
    "escape": (b"name: \x1b[31mred\n", [("control-character", 1, 7)]),
    "delete": (b"name: a\x7f\n", [("control-character", 1, 8)]),
    "c1-control": ("name: a\u009b\n".encode(), [("control-character", 1, 8)]),
    "noncharacter": ("name: \uffff\n".encode(), [("control-character", 1, 7)]),
    "crlf": (b"id: a\r\nname: b\r\n", []),
    "cr": (b"id: a\rname: b\r", []),
    "cr-duplicate": (b"id: a\rid: b\r", [("duplicate-key", 1, 7)]),
    "no-newline": (b"id: a", []),
    "tab-indent": (b"value:\n\toutcome: x\n", [("invalid-yaml", 2, 1)]),
    "tab-after-colon": (b"id:\ta\n", []),
    "tab-in-text": (b"name: a\tb\n", []),
    "two-documents": (b"id: a\n---\nid: b\n", [("several-documents", 2, 1)]),
    "three-documents": (b"id: a\n---\nid: b\n---\nid: c\n", [("several-documents", 2, 1)]),
    "broken-second-document": (b"id: a\n---\nid: [\n", [("several-documents", 2, 1)]),
    "two-empty-documents": (b"---\n---\n", [("several-documents", 2, 1)]),
    "marked-document": (b"%YAML 1.2\n---\nid: a\n...\n", []),
    "tag": (b"name: !!python/object/apply:os.system [ls]\n", [("yaml-tag", 1, 7)]),
    "own-tag": (b"id: a\nname: !secret b\n", [("yaml-tag", 2, 7)]),
    "tag-on-key": (b"!!str id: a\n", [("yaml-tag", 1, 1)]),
    "tag-after-anchor": (b"id: &x !!str a\n", [("yaml-tag", 1, 8)]),
    "verbatim-tag": (b"id: !<tag:yaml.org,2002:str> a\n", [("yaml-tag", 1, 5)]),
    "undeclared-handle": (b"id: !e!x a\n", [("invalid-yaml", 1, 5)]),
    "merge": (b"x-a: &a {b: 1}\nvalue:\n  <<: *a\n  c: 2\n", [("merge-key", 3, 3)]),
    "merge-list": (b"x-a: &a {b: 1}\nvalue:\n  <<: [*a, {c: 3}]\n  c: 2\n", [("merge-key", 3, 3)]),
    "merge-text": (b"value:\n  <<: text\n", [("merge-key", 2, 3)]),
    "merge-twice": (b"value:\n  <<: {a: 1}\n  <<: {b: 1}\n", [("merge-key", 2, 3), ("merge-key", 3, 3)]),
    "recursive-list": (b"x-a: &a [*a]\n", [("recursive-alias", 1, 10)]),
    "recursive-mapping": (b"x-a: &a\n  b: *a\n", [("recursive-alias", 2, 6)]),
    "laughs": (LAUGHS.encode(), [("too-many-aliases", 5, 10)]),
    "alias": (b"x-a: &a text\nname: *a\n", []),
    "anchored-key": (b"&k id: *k\n", []),
    "alias-as-key": (b"x-a: &a owner\n*a : b\n", []),
    "alias-of-list-as-key": (b"x-a: &a [b]\n*a : b\n", [("key-not-text", 2, 1)]),
    "unknown-alias": (b"name: *nobody\n", [("unknown-alias", 1, 7)]),
    "alias-before-anchor": (b"name: *a\nx-a: &a b\n", [("unknown-alias", 1, 7)]),
    "bare-asterisk": (b"name: * a\n", [("invalid-yaml", 1, 8)]),
    "deep-brackets": (b"x: " + b"[" * 100_000, [("nested-too-deep", 1, 4 + MAX_DEPTH - 1)]),
    "deep-braces": (b"{a: " * 100_000, [("nested-too-deep", 1, 1 + 4 * MAX_DEPTH)]),
    "deep-dashes": (b"- " * 100_000, [("nested-too-deep", 1, 1 + 2 * MAX_DEPTH)]),
    "bare-braces": (b"{" * 100_000, [("key-not-text", 1, 2)]),
    "deep-question-marks": (b"? " * 100_000, [("key-not-text", 1, 3)]),
    "list-as-key": (b"? [a, b]\n: c\n", [("key-not-text", 1, 3)]),
    "mapping-as-key": (b"{a: b}: c\n", [("key-not-text", 1, 1)]),
    "braces-in-text": (b"name: {{ name }}\n", [("key-not-text", 1, 8)]),
    "duplicate": (b"id: a\nname: b\nid: c\n", [("duplicate-key", 3, 1)]),
    "duplicate-thrice": (b"id: a\nid: b\nid: c\n", [("duplicate-key", 2, 1), ("duplicate-key", 3, 1)]),
    "duplicate-nested": (b"steps:\n  - id: a\n    id: b\n", [("duplicate-key", 3, 5)]),
    "duplicate-flow": (b"value: {for: a, for: b}\n", [("duplicate-key", 1, 17)]),
    "duplicate-quoted": (b'id: a\n"id": b\n', [("duplicate-key", 2, 1)]),
    "unclosed-bracket": (b"id: a\nservices: [a, b\nname: c\n", [("invalid-yaml", 2, 11)]),
    "unclosed-brace": (b"id: a\nvalue: {a: b\n", [("invalid-yaml", 2, 8)]),
    "unclosed-quote": (b'id: a\nname: "b\n', [("invalid-yaml", 2, 7)]),
    "colon-in-text": (b"id: a\nname: Restore: the service\n", [("invalid-yaml", 2, 14)]),
    "at-sign": (b"owner: @desk\n", [("invalid-yaml", 1, 8)]),
    "percent-sign": (b"rate: %5\n", [("invalid-yaml", 1, 7)]),
    "bad-indent": (b"demand:\n  trigger: a\n rate: b\n", [("invalid-yaml", 3, 2)]),
    "bad-escape": (b'name: "C:\\Users"\n', [("invalid-yaml", 1, 10)]),
    "beyond-unicode": (b'name: "\\U00110000"\n', [("invalid-yaml", 1, 8)]),
    "escaped-surrogate": (b'name: "\\ud800"\n', [("invalid-yaml", 1, 8)]),
    "escaped-nul": (b'name: "\\0"\n', []),
    "nel": ("id: 'a\u0085b'\nid: c\n".encode(), [("duplicate-key", 2, 1)]),
    "line-separator": ("# a\u2028# b\nid: a\nid: b\n".encode(), [("duplicate-key", 3, 1)]),
    "paragraph-separator": ("name: 'a\u2029b'\nid: a\nid: b\n".encode(), [("duplicate-key", 3, 1)]),
    "emoji-before-key": ("{a: \U0001f600, a: b}\n".encode(), [("duplicate-key", 1, 8)]),
    "family-before-key": ("{a: \U0001f469\u200d\U0001f469, a: b}\n".encode(), [("duplicate-key", 1, 10)]),
    "combining-before-key": ("{a: e\u0301, a: b}\n".encode(), [("duplicate-key", 1, 9)]),
    "long-line": (b"name: " + b"a" * 500_000 + b"\nid: a\nid: b\n", [("duplicate-key", 3, 1)]),
    "long-key": (b"a" * 2_000 + b": b\n", [("invalid-yaml", 1, 2_001)]),
    "wide": (b"x-a: [" + b"1," * 400_000 + b"]\n", []),
    "many-faults": (
        b"id: !a b\nid: c\n<<: {}\n",
        [("yaml-tag", 1, 5), ("duplicate-key", 2, 1), ("merge-key", 3, 1)],
    ),
    "fault-then-syntax": (b"id: a\nid: b\nname: [\n", [("duplicate-key", 2, 1), ("invalid-yaml", 4, 1)]),
    "too-large": (b"a" * (MAX_BYTES + 1), [("file-too-large", 1, 1)]),
    "just-fits": (b"#" * (MAX_BYTES - 6) + b"\nid: a", []),
}

SCALARS: dict[str, object] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None, "nUll": "nUll",
    "true": True, "True": True, "TRUE": True, "tRue": "tRue", "false": False, "False": False, "FALSE": False,
    "yes": "yes", "no": "no", "on": "on", "off": "off", "y": "y", "n": "n", "No": "No",
    "1:30": "1:30", "12:30:45": "12:30:45", "2026-03-01": "2026-03-01", "2026-03-01 10:00:00": "2026-03-01 10:00:00",
    "0": 0, "7": 7, "-7": -7, "+7": 7, "012": 12, "0o14": 12, "0o18": "0o18", "0b11": "0b11", "0x1F": 31, "-0x1F": "-0x1F",
    "1_000": "1_000", "1,000": "1,000", "9" * 64: int("9" * 64), "9" * 65: "9" * 65, "9" * 5_000: "9" * 5_000,
    "1.5": 1.5, "-1.5": -1.5, ".5": 0.5, "1.": 1.0, "1e3": 1000.0, "1E-3": 0.001, "1e400": "1e400", ".": ".", "-": "-",
    "1.2.3": "1.2.3", "1e": "1e", ".inf": ".inf", "-.inf": "-.inf", ".nan": ".nan", ".NaN": ".NaN", "inf": "inf", "nan": "nan",
    "25%": "25%", "4h": "4h", "120/d": "120/d", "none": "none", "None": "None", "\u0661\u0662": "\u0661\u0662",
}  # fmt: skip


def faults_of(document: Document) -> list[tuple[str, int, int]]:
    """Kind, line and column of every fault of the file."""
    spans = [(fault.kind, document.span(fault.start, fault.end)) for fault in document.faults]
    return [(kind, span.line, span.column) for kind, span in spans]


def unfolded(marks: Marks | tuple[int, int]) -> object:
    """Marks as plain data, for comparing."""
    if isinstance(marks, tuple):
        return marks
    return marks.start, marks.end, marks.keys, {part: unfolded(item) for part, item in marks.items.items()}


def built(text: str, *, fast: bool) -> tuple[Any, object, list[tuple[str, int]]]:
    """Data, marks and faults by one of the two parsers."""
    builder = Builder(text)
    try:
        source._drive(builder, fast=fast)
    except Halt as halt:
        return None, None, [(fault.kind, fault.start) for fault in (*builder.faults, halt.fault)]
    return builder.data, unfolded(builder.marks), [(fault.kind, fault.start) for fault in builder.faults]


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_bytes(case: str) -> None:
    raw, expected = HOSTILE[case]
    document = read(raw)
    assert faults_of(document) == expected
    file_faults = [finding for finding in examine(document).findings if finding.code < "VS1"]
    assert [(f.rule, f.span.line, f.span.column) for f in file_faults] == expected
    assert all(finding.message and finding.hint for finding in file_faults)


@pytest.mark.parametrize("case", HOSTILE)
def test_both_parsers_agree_on_hostile_bytes(case: str) -> None:
    raw = HOSTILE[case][0]
    if read(raw).faults and read(raw).faults[0].kind in ("not-utf-8", "control-character", "file-too-large"):
        pytest.skip("no parser sees this")
    text = raw.decode("utf-8-sig")
    assert built(text, fast=True) == built(text, fast=False)


@pytest.mark.parametrize("path", [*SAMPLES, *TEMPLATES, *OK_CASES, *ERR_CASES], ids=name)
def test_both_parsers_agree_on_files(path: Path) -> None:
    document = source.load(str(path))
    if not document.faults or document.faults[0].kind not in ("not-utf-8", "control-character"):
        assert built(document.text, fast=True) == built(document.text, fast=False)


@pytest.mark.parametrize("written", SCALARS, ids=lambda text: text[:20] or "empty")
def test_plain_scalars_follow_the_core_schema(written: str) -> None:
    expected = SCALARS[written]
    assert read(f"- x\n- {written}\n").data == ["x", expected] if written not in "-" else True
    value = source.scalar(written)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize("written", ["'12'", '"12"', "'true'", '"~"', "''", "|\n  12\n", ">-\n  1.5"])
def test_quoted_and_block_scalars_are_text(written: str) -> None:
    assert isinstance(read(f"a: {written}\n").data["a"], str)


def test_first_of_two_equal_keys_stays() -> None:
    document = read("a: 1\nb: {c: 2, c: [3]}\na: {d: 4}\n")
    assert document.data == {"a": 1, "b": {"c": 2}}
    assert document.faults[1].related == (0, 1)


def test_a_merge_key_brings_what_is_not_there() -> None:
    document = read("x-a: &a {b: 1, c: 1}\nv:\n  <<: *a\n  c: 2\n  d: 3\n")
    assert document.data["v"] == {"b": 1, "c": 2, "d": 3}
    assert document.text[slice(*document.value_at(("v", "b")))] == "*a"


def test_tag_is_shown_as_written() -> None:
    (fault,) = read("name: !!python/name:os.system x\n").faults
    assert fault.detail == "!!python/name:os.system"


@pytest.mark.parametrize("route, text", [
    (("b",), "b"), (("b", 0), "'x'"), (("b", 1, "d"), "4"), (("e",), "e"), (("e", "f"), "f"), (("g",), "[]"),
    (("h",), "h"), (("nothing",), "a"), (("b", 1), "c"), (("b", 1, "nothing"), "c"), (("i",), "[1, 2]"), ((), "a"),
])  # fmt: skip
def test_where_values_stand(route: source.document.Route, text: str) -> None:
    document = read("a: 1\nb:\n  - 'x'\n  - c: 3\n    d: 4\ne:\n  f: {g: 1,\n   h: 2}\ng: []\nh:\ni: [1, 2]\n")
    assert document.text[slice(*document.value_at(route))] == text


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Running as root, permissions forbid nothing: a loop of links stands for them."""
    loop, pipe = tmp_path / "loop.vs.yaml", tmp_path / "pipe.vs.yaml"
    loop.symlink_to(loop)
    os.mkfifo(pipe)
    for path in (
        loop,
        pipe,
        tmp_path,
        tmp_path / "absent.vs.yaml",
        Path("/dev/null"),
        Path("/proc/self/mem"),
    ):
        document = source.load(str(path))
        assert faults_of(document) == [("unreadable-file", 1, 1)], path
        assert document.faults[0].detail


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("token: s3cr3t\n")
    (tmp_path / "here/.git").mkdir(parents=True)
    (tmp_path / "here/inside.vs.yaml").write_text("a: b\n")
    out, within = tmp_path / "here/out.vs.yaml", tmp_path / "here/within.vs.yaml"
    out.symlink_to(tmp_path / "secret")
    within.symlink_to(tmp_path / "here/inside.vs.yaml")
    document = source.load(str(out))
    assert document.text == ""
    assert [fault.detail for fault in document.faults] == ["it is a link that leads out of the project"]
    assert source.text_of(str(out)) == ""
    assert source.load(str(within)).data == {"a": "b"}


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "large.vs.yaml"
    path.write_bytes(b"# comment\n" * 5_000_000)
    document = source.load(str(path))
    assert faults_of(document) == [("file-too-large", 1, 1)]
    assert len(document.text) <= MAX_BYTES


@pytest.mark.parametrize(
    "text", ["no", "1:30", "012", "~", "", "a: b", "#x", "- a", "it's", 'say "x"', "\u0085", "a\nb", "[x]"]
)
def test_written_text_reads_back(text: str) -> None:
    for line in (f"a: {source.scalar_text(text)}\n", f"a: [{source.scalar_text(text)}, b]\n"):
        value = read(line).data["a"]
        assert (value[0] if isinstance(value, list) else value) == text


YAMLISH = st.lists(
    st.sampled_from([
        "a", "b", "id", "name: ", "steps:", "\n", "\n  ", "\n    ", "- ", "? ", ": ", ":", ",", "[", "]", "{", "}", "&a ", "*a",
        "!x ", "!!str ", "'", '"', "\\", "|", ">", "|-\n", "#", " # c", "---\n", "...\n", "%", "@", "`", "<<: ", "~", "1", "1.5",
        " ", "\t", "\r\n", "\u00e9", "\u65e5", "\U0001f600", "\u0085", "\u2028", "x-y: z\n", "null",
    ]),
    max_size=30,
).map("".join)  # fmt: skip
RELAXED = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=400)


@given(st.one_of(YAMLISH, st.text()))
@RELAXED
def test_no_text_crashes(text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    examine(read(raw))


@given(st.one_of(st.binary(), YAMLISH.map(str.encode).map(lambda raw: raw + b"\xff")))
@RELAXED
def test_no_bytes_crash(raw: bytes) -> None:
    examine(read(raw))


LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"], exclude_characters="\ufeff")
PLAIN = st.text(LETTERS, max_size=20)
DATA = st.recursive(
    st.one_of(PLAIN, st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False, allow_infinity=False)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(PLAIN, inner, max_size=4)),
    max_leaves=20,
)


@given(st.dictionaries(PLAIN, DATA, min_size=1, max_size=5), st.booleans())
@RELAXED
def test_both_parsers_agree_on_anything_that_is_written(data: dict[str, Any], flow: bool) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow or None, sort_keys=False)
    assert built(text, fast=True) == built(text, fast=False)


@given(YAMLISH)
@RELAXED
def test_parsers_disagree_on_nothing_that_both_accept(text: str) -> None:
    """libyaml and PyYAML differ on what they refuse; where both accept, data and marks are the same."""
    fast, pure = built(text, fast=True), built(text, fast=False)
    if fast[0] is not None and pure[0] is not None and "\t" not in text:
        assert fast == pure


def same_data(text: str) -> None:
    """Check that quick reading gives what the builder gives, or leaves the text to it."""
    try:
        quick = plain_data(text)
    except Unusual:
        return
    data, _, faults = built(text, fast=True)
    assert (repr(quick), []) == (repr(data), faults)


@pytest.mark.parametrize("path", [*SAMPLES, *TEMPLATES, *OK_CASES], ids=name)
def test_quick_reading_gives_what_the_builder_gives(path: Path) -> None:
    same_data(path.read_text(encoding="utf-8"))


@given(YAMLISH)
@RELAXED
def test_quick_reading_gives_what_the_builder_gives_for_yamlish_text(text: str) -> None:
    same_data(text)


@given(st.dictionaries(PLAIN, DATA, min_size=1, max_size=5), st.booleans())
@RELAXED
def test_quick_reading_gives_what_the_builder_gives_for_anything_that_is_written(
    data: dict[str, Any], flow: bool
) -> None:
    same_data(yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow or None, sort_keys=False))


@pytest.mark.parametrize("frame", ["{}", "id: a{}b", "id: a # {}", "id: a\n...\n# {}", "id: '{}'", "- a\n{}"])
def test_quick_reading_lets_no_forbidden_character_pass(frame: str) -> None:
    """It does not look for them: libyaml refuses them, and whoever refuses leaves the text to the check."""
    some = [*range(0x20), *range(0x7F, 0xA0), *range(0xD7F0, 0xD800), *range(0xE000, 0xE010), 0xFEFF, 0x1FFFE]
    for character in map(chr, [*some, *range(0xFFF0, 0x10000)]):
        text = frame.format(character)
        if re.search(source._FORBIDDEN, text):
            with pytest.raises(Unusual):
                plain_data(text)
