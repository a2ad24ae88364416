"""The comment on a merge request: never too long, and nobody's text becomes anything but text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from markdown_it import MarkdownIt

from tests.comparison.streams import PATIENT, Data, streams, subject
from tests.comparison.test_cases import CASES
from valuestream_cli import api
from valuestream_cli.comparison import markdown
from valuestream_cli.comparison.result import Comparison
from valuestream_cli.comparison.streams import compare
from valuestream_cli.reporting.markdown import LARGEST_COMMENT

REFERENCE = re.compile(r"[@#!~$&^]\w|\bgh-\d|:\w+:|:\w*//|www\.\w", re.IGNORECASE)
TAGS = {"h3", "p", "strong", "code", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "ul", "li"}


class Page(HTMLParser):
    """All tags, and all text that is not code."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.prose = ""
        self._is_code = False
        self.feed(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attrs} <= {"style"}
        self.tags.append(tag)
        self._is_code = self._is_code or tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self._is_code = self._is_code and tag != "code"

    def handle_data(self, data: str) -> None:
        self.prose += "\ufffc" if self._is_code else data


def test_hostile_text_is_text() -> None:
    for case in CASES:
        page = Page(markdown.write(api.diff(str(case / "old.vs.yaml"), str(case / "new.vs.yaml"))))
        assert set(page.tags) <= TAGS, case
        assert not REFERENCE.search(page.prose), case


def big(data: Data, number: int) -> Comparison:
    """Many long streams, all changed."""
    one, other = subject(data), subject(data | {"owner": "@everybody " * 200})
    return Comparison(old="old", new="new", streams=(compare(one, other),) * number)


@settings(PATIENT, max_examples=5)
@given(streams())
def test_a_comment_is_never_too_long(data: Data) -> None:
    for number in (1, 60, 1000):
        written = markdown.write(big(data, number))
        assert len(written) <= LARGEST_COMMENT
        page = Page(written)
        assert page.tags.count("details") == page.tags.count("summary") == written.count("</details>")
    assert "more streams changed; details of " in page.prose


def test_long_lists_are_cut() -> None:
    steps = [{"id": f"s{number}", "name": "word " * 90, "activity": "plan"} for number in range(800)]
    data = {"valuestream": 1, "id": "s", "name": "S", "demand": {"trigger": "t"},
            "value": {"outcome": "o", "for": ["user"]}, "steps": steps}  # fmt: skip
    changed = data | {"steps": [step | {"description": "word " * 100} for step in steps]}
    written = markdown.write(Comparison(old="old", new="new", streams=(compare(subject(data), subject(changed)),)))
    assert len(written) <= LARGEST_COMMENT
    assert "more\n" in written
