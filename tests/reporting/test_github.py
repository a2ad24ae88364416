"""Annotations of GitHub: nothing in a file can become a command of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given

from tests.reporting.examples import CRASH, PATIENT, REPORT, hostile_reports
from tests.reporting.test_text import report
from valuestream_cli.findings import Report, Severity
from valuestream_cli.reporting import github


def test_an_annotation() -> None:
    written = github.write(report("a", 3, 5, 7, message="unknown key 'idd'", hint="rename it"))
    assert written == (
        "::error file=a.vs.yaml,line=3,col=5,title=VS101 unknown-key::a.vs.yaml:3:5: unknown key 'idd' (rename it)\n"
    )


@pytest.mark.parametrize("severity, command", [(3, "error"), (2, "warning"), (1, "notice")])
def test_severities(severity: int, command: str) -> None:
    assert github.write(report("a", severity=Severity(severity))).startswith(f"::{command} ")


@pytest.mark.parametrize("message, data", [
    ("90% of a, b: c", "90%25 of a, b: c"),
    ("a\nb", "a%0Ab"),
    ("a\r\nb", "a\ufffd%0Ab"),
    ("%0A::error::x", "%250A::error::x"),
    ("a\n::set-output name=x::y", "a%0A::set-output name=x::y"),
    ("\x1b[31m", "\ufffd[31m"),
])  # fmt: skip
def test_messages_stay_on_their_line(message: str, data: str) -> None:
    written = github.write(report("a", message=message))
    assert written == f"::error file=a.vs.yaml,line=1,col=1,title=VS101 unknown-key::a.vs.yaml:1:1: {data}\n"


@pytest.mark.parametrize("path, written", [
    ("a,b.vs.yaml", "a%2Cb.vs.yaml"), ("a:b.vs.yaml", "a%3Ab.vs.yaml"), ("50%.vs.yaml", "50%25.vs.yaml"),
    ("a\n::error::b.vs.yaml", "a%0A%3A%3Aerror%3A%3Ab.vs.yaml"),
])  # fmt: skip
def test_paths_stay_in_their_property(path: str, written: str) -> None:
    assert github.write(report("a", path=path)).startswith(f"::error file={written},line=1,")


def test_what_github_drops_stays_in_the_log() -> None:
    one = report("a", message="m\n::error::x").findings[0]
    warning = report("a", severity=Severity.WARNING).findings[0]
    written = github.write(Report(findings=(warning, *[one] * 12), paths=("a.vs.yaml",), sources={})).split("\n")
    assert len([line for line in written if line.startswith("::error ")]) == 10
    assert written[10] == "and 2 more errors:"
    assert written[11].startswith("  a.vs.yaml:1:1: VS101 unknown-key: m ")
    assert not any(re.search("(?<!^)::error::", line) for line in written[10:13])
    assert written[13].startswith("::warning ")


def test_nothing_to_say() -> None:
    assert github.write(Report(findings=(), paths=("a.vs.yaml",), sources={})) == ""


KNOWN = {"error", "warning", "notice", "set-output", "save-state", "add-mask", "stop-commands", "group", "debug"}
Command = tuple[str, dict[str, str], str]


def commands(written: str) -> Iterator[Command]:
    """What the runner obeys in a log: `::name key=value,...::data` that begins a line, and `##[name ...]` anywhere."""
    for line in re.split("\r\n|\r|\n", written):
        new = re.match(r"\s*::([^ :]+)(?: (.*?))?::(.*)", line)
        old = re.search(r"##\[([^ \]]+)(.*?)\](.*)", line)
        if new and new[1] in KNOWN:
            pairs = (pair.split("=", 1) for pair in (new[2] or "").split(",") if "=" in pair)
            yield new[1], {key.strip(): unescaped(value, ":,") for key, value in pairs}, unescaped(new[3])
        elif old and old[1] in KNOWN:
            yield old[1], {}, old[3]


def unescaped(text: str, more: str = "") -> str:
    for character in f"\r\n{more}%":
        text = text.replace(f"%{ord(character):02X}", character)
    return text


def test_the_runner_is_understood() -> None:
    assert list(commands("a\n ::error file=a%2Cb,line=1::50%25\nx ##[add-mask]y\n::what::x\nx ::error::y")) == [
        ("error", {"file": "a,b", "line": "1"}, "50%"), ("add-mask", {}, "y"),
    ]  # fmt: skip


def test_the_runner_reads_what_was_meant() -> None:
    name, properties, data = list(commands(github.write(REPORT)))[2]
    assert (name, properties["file"], properties["line"]) == ("warning", "leave.vs.yaml", "4")
    assert properties["title"] == "VS206 unlabelled-branch"
    assert data.endswith("(say `when`, for example `when: urgent | late`)")


@PATIENT
@given(hostile_reports())
def test_the_runner_obeys_nobody_else(hostile: Report) -> None:
    many = Report(hostile.findings * 15, hostile.paths, {})
    said = list(commands(github.write(many)))
    shown = [min(10, many.of(severity)) for severity in (Severity.ERROR, Severity.WARNING, Severity.ADVICE)]
    assert [name for name, _, _ in said] == ["error"] * shown[0] + ["warning"] * shown[1] + ["notice"] * shown[2]
    assert {properties["title"] for _, properties, _ in said} <= {f"{f.code} {f.rule}" for f in many.findings}
    assert github.write(many).count("\n") == len(many.findings) + sum(many.of(severity) > 10 for severity in Severity)


def test_crashes_are_one_annotation_and_leave_room_for_nine_errors() -> None:
    lines = github.write(report("a")._replace(findings=report("a").findings * 12, crashes=(CRASH,) * 2)).splitlines()
    assert lines[0] == "::error title=crash::RuleCrashed: no-owner on a.vs.yaml"
    assert sum(line.startswith("::error") for line in lines) == 10
    assert "and 3 more errors:" in lines
