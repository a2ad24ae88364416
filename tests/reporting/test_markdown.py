"""The comment on a merge request, rendered: a table, in which nobody's text becomes anything but text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from tests.reporting.examples import ALL_WELL, CRASH, FINDINGS, LEAVE, PATIENT, REPORT, hostile_reports
from tests.reporting.test_text import report as one
from valuestream_cli.findings import Report, Severity
from valuestream_cli.reporting import markdown

CODE = "\ufffc"
TAGS = {"h3", "p", "table", "thead", "tbody", "tr", "th", "td", "strong", "code", "br"}
REFERENCE = re.compile(r"[@#!~$&^]\w|\bgh-\d|:\w+:|:\w*//|www\.\w", re.IGNORECASE)


class Page(HTMLParser):
    """Rows of the table, all tags, and all text, with a sign in place of what is code."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.prose = ""
        self._is_code = self._is_cell = False
        self.feed(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.prose += "\n"
        self.tags.add(tag)
        self._is_code = self._is_code or tag == "code"
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._is_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._is_code = self._is_code and tag != "code"
        self._is_cell = self._is_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        self.prose += CODE if self._is_code else data
        if self._is_cell:
            self.rows[-1][-1] += data


def test_the_table() -> None:
    rows = Page(markdown.write(REPORT)).rows
    assert rows[0] == ["", "where", "what", "remedy"]
    assert [row[0] for row in rows[1:]] == ["error", "error", "warning", "advice", "advice"]
    assert rows[3] == [
        "warning",
        "leave.vs.yaml:4",
        "the way to 'check' does not say when it is taken (unlabelled-branch)",
        "say when, for example when: urgent | lateadd when: otherwise (--unsafe-fixes)",
    ]


@pytest.mark.parametrize(("fail_on", "verdict"), [(3, "passed, with remarks"), (2, "failed"), (1, "failed")])
def test_the_verdict_is_that_of_the_run(fail_on: int, verdict: str) -> None:
    report = Report((FINDINGS[2],), (LEAVE,), {}, fail_on={LEAVE: Severity(fail_on)})
    assert f"### Value streams: {verdict}\n" in markdown.write(report)


def test_a_rule_that_crashed_fails_the_run() -> None:
    said = "### Value streams: failed\n\n3 files checked: no findings; 1 crash\n\nRuleCrashed: no-owner on a.vs.yaml\n"
    assert markdown.write(ALL_WELL._replace(crashes=(CRASH, CRASH))) == f"{markdown.MARK}\n{said}"


def test_all_is_well() -> None:
    said = "<!-- vs validate -->\n### Value streams: all is well\n\n3 files checked: no findings\n"
    assert markdown.write(ALL_WELL) == said


@pytest.mark.parametrize("text", [
    "@team", "@org/team", "#12", "!12", "gh-12", ":smile:", "https://example.org", "www.example.org", "a@example.org",
    "<script>x</script>", "<b>x</b>", "[x](https://example.org)", "![x](x)", "**x**", "_x_", "~~x~~", "`@team`",
    "a | b", "a \\| b", "`a | b`", "`a \\| b`", "`a | &lt;`", "`a", "&lt;", "$a$", "# x", "- x", "1. x", "x\n# y",
    "x\n\n/close", " ",
])  # fmt: skip
def test_text_is_text(text: str) -> None:
    page = Page(markdown.write(one("a", message=text, hint=text, path=f"{text.replace('/', '')}.yaml")))
    assert page.tags <= TAGS
    assert not REFERENCE.search(page.prose)
    ((_, where, what, remedy),) = page.rows[1:]
    shown = text.replace("\n", " ").replace("`" * (text.count("`") > 1), "")
    assert remedy.replace("\u200b", "").strip() == shown.strip()
    assert what.replace("\u200b", "").strip() == f"{shown} (unknown-key)".strip()
    assert where == f"{text.replace('/', '')}.yaml:1".replace("\n", " ")


def test_a_comment_holds_no_more_than_a_comment_may() -> None:
    written = markdown.write(Report(FINDINGS * 1_000, (), {}))
    assert len(written) <= markdown.LARGEST_COMMENT
    page = Page(written)
    shown = len(page.rows) - 1
    assert {row[0] for row in page.rows[1:]} == {"error"}
    assert f"And {5_000 - shown:,} more findings: `vs validate` lists them all.\n" in written


def test_one_long_message_takes_no_room_from_the_others() -> None:
    page = Page(markdown.write(Report((FINDINGS[0]._replace(message="|" * 70_000), *FINDINGS), (), {})))
    assert len(page.rows) == 7
    assert page.rows[1][2] == "|" * 499 + "\u2026 (unknown-key)"


@PATIENT
@given(hostile_reports())
def test_hostile_text(report: Report) -> None:
    page = Page(markdown.write(report))
    assert page.tags <= TAGS
    assert not REFERENCE.search(page.prose)
    assert [len(row) for row in page.rows[1:]] == [4] * len(report.findings)
