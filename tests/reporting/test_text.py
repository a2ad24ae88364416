"""The text frame: exact, also with wide characters, tabs, long lines and hostile text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from tests.reporting.examples import PATIENT, hostile_reports
from valuestream_cli.findings import Edit, Finding, Fix, Related, Report, Severity, Span
from valuestream_cli.reporting import text
from valuestream_cli.reporting.plain import columns, count, safe


def report(source: str, line: int = 1, column: int = 1, end: int = 2, **more: object) -> Report:
    """A report of one finding."""
    span = Span(line=line, column=column, end_line=more.pop("end_line", line), end_column=end)  # type: ignore[arg-type]
    fields = {
        "code": "VS101",
        "rule": "unknown-key",
        "severity": Severity.ERROR,
        "message": "no",
        "path": "a.vs.yaml",
    }
    finding = Finding(**(fields | {"span": span} | more))  # type: ignore[arg-type]
    return Report(findings=(finding,), paths=(finding.path,), sources={"a.vs.yaml": source})


def frame(source: str, *place: int, **more: object) -> list[str]:
    """The lines of the report."""
    return text.write(report(source, *place, **more)).split("\n")


def test_the_whole_frame() -> None:
    related = (Related(path="a.vs.yaml", span=Span(line=1, column=1, end_line=1, end_column=2), message="first here"),)
    source = "id: a\n" * 9 + "idd: b\n"
    assert frame(source, 10, 1, 4, message="unknown key 'idd'", hint="rename it", related=related) == [
        "error[VS101] unknown-key: unknown key 'idd'",
        "  --> a.vs.yaml:10:1",
        "   |",
        "10 | idd: b",
        "   | ^^^",
        "   = note: first here: line 1",
        "   = help: rename it",
        "",
        "",
    ]


@pytest.mark.parametrize("source, place, line, underline", [
    ("name: x", (1, 7, 8), "name: x", "      ^"),
    ("\u540d: \u5024 x", (1, 6, 7), "\u540d: \u5024 x", "       ^"),
    ("\u540d: \u5024\u5024", (1, 4, 6), "\u540d: \u5024\u5024", "    ^^^^"),
    ("e\u0301e\u0301: x", (1, 7, 8), "e\u0301e\u0301: x", "    ^"),
    ("\U0001f600: x", (1, 4, 5), "\U0001f600: x", "    ^"),
    ("a:\tb\tc", (1, 4, 5), "a:\tb\tc", "  \t^"),
    ("a: b\r", (1, 4, 5), "a: b", "   ^"),
    ("a: b   ", (1, 4, 8), "a: b   ", "   ^"),
    ("a: \x1b[31m", (1, 4, 9), "a: \ufffd[31m", "   ^^^^^"),
    ("a: \u202eb", (1, 5, 6), "a: \ufffdb", "    ^"),
    ("ab", (1, 3, 4), "ab", "  ^"),
])  # fmt: skip
def test_underline(source: str, place: tuple[int, int, int], line: str, underline: str) -> None:
    lines = frame(source, *place)
    assert lines[3:5] == [f"1 | {line}", f"  | {underline}"]


def test_a_span_of_several_lines_is_underlined_to_the_end_of_its_first() -> None:
    assert frame("a: b\nc: d", 1, 4, 3, end_line=2)[4] == "  |    ^"


def test_a_long_line_is_cut_around_the_place() -> None:
    source = "a: " + "b" * 200 + "X" + "c" * 200
    lines = frame(source, 1, 204, 205)
    assert lines[3].startswith("1 | \u2026b")
    assert lines[3].endswith("c\u2026")
    assert len(lines[3]) < 120
    assert lines[3][lines[4].index("^")] == "X"


def test_a_long_underline_stays_within_the_frame() -> None:
    assert len(frame("a: " + "b" * 5_000, 1, 4, 5_004)[4]) < 120


@pytest.mark.parametrize("source", ["", "\n", "   \n"])
def test_no_excerpt_of_nothing(source: str) -> None:
    assert frame(source) == ["error[VS101] unknown-key: no", " --> a.vs.yaml:1:1", "", ""]


def test_hostile_text_does_not_reach_the_terminal() -> None:
    written = text.write(report("a", message="\x1b]0;x\x07\u202e", hint="\x9b2J", path="\x1b[2J.vs.yaml"))
    assert not set("\x1b\x07\x9b\u202e") & set(written)


@PATIENT
@given(hostile_reports())
def test_hostile_text_begins_no_line(hostile: Report) -> None:
    lines = text.write(hostile).split("\n")
    beginning = r"(error|warning|advice)\[|(\d+| +)( -->| \||  = | = |-->)|$"
    assert all(re.match(beginning, line) for line in lines), lines


@pytest.mark.parametrize("command", ["##vso[task.setvariable]x", "##[add-mask]x", "##VSO[x]", "##teamcity[x]"])
def test_a_line_of_a_file_is_no_command_of_a_ci_server(command: str) -> None:
    lines = frame(f"a: {command}", 1, 4, 6, message=command)
    assert lines[0] == f"error[VS101] unknown-key: #\ufffd{command[2:]}"
    assert lines[3:5] == [f"1 | a: #\ufffd{command[2:]}", "  |    ^^"]


@pytest.mark.parametrize("is_safe, option", [(True, "--fix"), (False, "--unsafe-fixes")])
def test_a_finding_says_how_it_can_be_mended(is_safe: bool, option: str) -> None:
    fix = Fix(title="replace 'x' by 'y'", safe=is_safe, edits=(Edit(0, 1, "y"),))
    assert frame("x", hint="write y", fix=fix)[5:7] == ["  = help: write y", f"  = fix: replace 'x' by 'y' ({option})"]


def test_a_hint_that_is_the_fix_is_said_once() -> None:
    fix = Fix(title="write `y`", safe=True, edits=(Edit(0, 1, "y"),))
    assert frame("x", hint="write `y`", fix=fix)[5:] == ["  = fix: write `y` (--fix)", "", ""]


def test_a_related_place_in_another_file_is_named() -> None:
    related = (Related(path="b.vs.yaml", span=Span(line=7, column=8, end_line=7, end_column=9), message="as said"),)
    assert frame("x", related=related)[5] == "  = note: as said: b.vs.yaml:7"


def test_each_file_shows_its_own_lines() -> None:
    one, two = report("one").findings[0], report("two", path="b.vs.yaml").findings[0]
    both = Report((one, two), ("a.vs.yaml", "b.vs.yaml"), {"a.vs.yaml": "one", "b.vs.yaml": "two"})
    assert [line for line in text.write(both).split("\n") if line.startswith("1 |")] == ["1 | one", "1 | two"]


@pytest.mark.parametrize("severities, expected", [
    ([], "2 files checked: no findings"),
    ([3], "2 files checked: 1 error"),
    ([3, 3, 2], "2 files checked: 2 errors and 1 warning"),
    ([3, 2, 2, 1], "2 files checked: 1 error, 2 warnings and 1 piece of advice"),
    ([1, 1], "2 files checked: 2 pieces of advice"),
])  # fmt: skip
def test_summary(severities: list[int], expected: str) -> None:
    findings = tuple(report("a", severity=Severity(number)).findings[0] for number in severities)
    assert text.summary(Report(findings=findings, paths=("a.vs.yaml", "b.vs.yaml"), sources={})) == expected


def test_the_summary_counts_files_with_findings() -> None:
    findings = (report("a").findings[0], report("a", path="b.vs.yaml").findings[0])
    assert text.summary(Report(findings, ("a",) * 1_000, {})) == "1,000 files checked: 2 errors in 2 files"


@pytest.mark.parametrize("fixes, suppressed, baselined, expected", [
    ([True], 0, 0, "1 file checked: 1 error; 1 fixable with --fix"),
    ([False], 0, 0, "1 file checked: 1 error; 1 fixable with --unsafe-fixes"),
    ([True, False, False], 0, 0, "1 file checked: 3 errors; 1 fixable with --fix, 2 more with --unsafe-fixes"),
    ([], 3, 0, "1 file checked: no findings; 3 suppressed"),
    ([], 0, 1_200, "1 file checked: no findings; 1,200 in the baseline"),
    ([None, True], 3, 12, "1 file checked: 2 errors; 1 fixable with --fix; 3 suppressed, 12 in the baseline"),
])  # fmt: skip
def test_the_summary_says_what_is_not_listed(
    fixes: list[bool | None], suppressed: int, baselined: int, expected: str
) -> None:
    made = [None if safe is None else Fix("x", safe, ()) for safe in fixes]
    findings = tuple(report("a", fix=fix).findings[0] for fix in made)
    assert text.summary(Report(findings, ("a.vs.yaml",), {}, suppressed, baselined)) == expected


def test_numbers_and_nouns() -> None:
    assert [count(1, "file"), count(1200, "file"), count(2, "piece", "pieces")] == [
        "1 file",
        "1,200 files",
        "2 pieces",
    ]


def test_width() -> None:
    assert [columns(word) for word in ("a", "\u5024", "e\u0301", "\uff21", "\u200d", "\U0001f600")] == [
        1,
        2,
        1,
        2,
        0,
        2,
    ]
    assert safe("a\tb\nc") == "a\tb\nc"
