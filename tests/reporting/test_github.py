"""Annotations of GitHub: nothing in a file can become a command of its own."""

from __future__ import annotations

import re

import pytest

from tests.reporting.test_text import report
from valuestream_cli.findings import Report, Severity
from valuestream_cli.reporting import github


def test_an_annotation() -> None:
    written = github.write(report("a", 3, 5, 7, message="unknown key 'idd'", hint="rename it"))
    assert written == "::error file=a.vs.yaml,line=3,col=5,title=VS101 unknown-key::unknown key 'idd' (rename it)\n"


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
    assert written == f"::error file=a.vs.yaml,line=1,col=1,title=VS101 unknown-key::{data}\n"


@pytest.mark.parametrize("path, written", [
    ("a,b.vs.yaml", "a%2Cb.vs.yaml"), ("a:b.vs.yaml", "a%3Ab.vs.yaml"), ("50%.vs.yaml", "50%25.vs.yaml"),
    ("a\n::error::b.vs.yaml", "a%0A%3A%3Aerror%3A%3Ab.vs.yaml"),
])  # fmt: skip
def test_paths_stay_in_their_property(path: str, written: str) -> None:
    assert github.write(report("a", path=path)).startswith(f"::error file={written},line=1,")


def test_what_github_drops_stays_in_the_log() -> None:
    one = report("a", message="m\n::error::x").findings[0]
    warning = report("a", severity=Severity.WARNING).findings[0]
    written = github.write(Report(findings=(warning, *[one] * 12), files=1, sources={})).split("\n")
    assert len([line for line in written if line.startswith("::error ")]) == 10
    assert written[10] == "and 2 more errors:"
    assert written[11].startswith("  a.vs.yaml:1:1: VS101 unknown-key: m ")
    assert not any(re.search("(?<!^)::error::", line) for line in written[10:13])
    assert written[13].startswith("::warning ")


def test_nothing_to_say() -> None:
    assert github.write(Report(findings=(), files=1, sources={})) == ""
