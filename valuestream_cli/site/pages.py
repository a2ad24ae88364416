"""The pages of a site, written by templates. Whatever comes from a file is escaped where it is shown."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from valuestream_cli.findings import Severity
from valuestream_cli.itil import catalogue
from valuestream_cli.itil.words import Words
from valuestream_cli.model import DEMAND, END, VALUE
from valuestream_cli.rendering import links
from valuestream_cli.rendering.options import Options
from valuestream_cli.reporting.numbers import told
from valuestream_cli.site import matrices, tables
from valuestream_cli.site.pictures import pictures
from valuestream_cli.site.portfolio import Entry

REGISTER = "index"
_TEMPLATES = Path(__file__).parent / "templates"
# What HTML cannot hold, and what reorders text where nobody sees it.
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


class Fragment(NamedTuple):
    """The content of one page, without what is around it on all of them.

    id: of the page; its address is told by `Book.address`. style: what its pictures need in the head.
    """

    id: str
    title: str
    body: str
    style: str = ""


class Book:
    """Writes the pages of streams, by the id of each. is_single: all of them are to stand in one file.

    look: the theme of the pages. theme: that of the pictures where it was asked for; else each has its own settings'.
    It can be sent to other processes, each of which reads the templates when it needs them.
    """

    def __init__(
        self,
        entries: Mapping[str, Entry],
        words: Words,
        title: str,
        look: Options,
        theme: str | None,
        *,
        is_single: bool,
    ) -> None:
        self.entries, self.words, self.title, self.look, self.theme = entries, words, title, look, theme
        self.say = Words(words.language, part="told")
        self.is_single = is_single
        self.matrices = matrices.matrices(entries.values(), words)
        times = Counter(entry.title for entry in entries.values())
        self.shared_titles = {title for title, number in times.items() if number > 1}

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in vars(self).items() if key != "_templates"}

    def address(self, page: str, place: str = "", *, here: str = "") -> str:
        """The address of a page, or of a place on it, as seen from the page `here`; from the root without one."""
        target = self.anchor(page, place) if place else page
        if self.is_single:
            return f"#{quote(target)}"
        hash = f"#{quote(target)}" if place else ""
        if page == here:
            return hash or f"#{quote(page)}"
        return quote(posixpath.relpath(self.file(page), posixpath.dirname(self.file(here)) or ".")) + hash

    def called(self, id: str) -> str:
        """The name of a stream, with its state where others have the same name."""
        entry = self.entries[id]
        state = entry.stream.state if entry.stream and entry.title in self.shared_titles else None
        return f"{entry.title} ({self.words(state)})" if state else entry.title

    def file(self, page: str) -> str:
        """The path of a page below the root of the site."""
        return f"streams/{page}.html" if page in self.entries else f"{page}.html"

    def anchor(self, page: str, place: str) -> str:
        """The id of a place on a page: no other place of the site has it."""
        return f"{page}--{place}"

    def register(self) -> Fragment:
        """The page that lists all streams."""
        entries = list(self.entries.values())
        targets = [target for entry in entries if entry.analysis for target in entry.analysis.targets]
        missed = sum(target.met is False for target in targets)
        values = {"entries": entries, "told": told, "say": self.say, "missed_targets": missed}
        return self._fragment(REGISTER, self.words("register"), "register.html", **values)

    def matrix(self, matrix: matrices.Matrix) -> Fragment:
        """A page of one matrix."""
        return self._fragment(matrix.kind, self.words(matrix.kind), "matrix.html", matrix=matrix)

    def stream(self, id: str) -> Fragment:
        """The page of one stream."""
        entry = self.entries[id]
        link = self._link_of(entry)
        drawn = list(pictures(entry, self.theme, self.words.language, link)) if entry.stream else []
        rows = tables.steps(entry, self.say)
        values = {
            "rows": rows,
            "columns": tables.figure_columns(rows),
            "raci": tables.raci(entry),
            "passed": tables.passed(entry),
            "numbers": tables.numbers(entry, self.words, self.say),
            "targets": tables.targets(entry, self.words, self.say),
            "longest_wait": tables.longest_wait(entry, self.words, self.say),
            "lines": [line.rstrip("\r") for line in entry.text.split("\n")],
        }
        found = self._fragment(id, entry.title, "stream.html", entry=entry, pictures=drawn, flow_link=link, **values)
        return found._replace(style="".join(picture.style for picture in drawn))

    def _link_of(self, entry: Entry) -> Callable[[str], str]:
        def link(reference: str) -> str:
            page = entry.nested.get(reference)
            return self.address(page, here=entry.id) if page else ""

        return link

    def whole(self, **values: Any) -> str:
        """A complete file, by the template that holds what is around the pages."""
        return self._templates.get_template("layout.html").render(book=self, words=self.words, **values)

    def _fragment(self, id: str, title: str, template: str, **values: Any) -> Fragment:
        body = self._templates.get_template(template).render(book=self, words=self.words, page=id, **values)
        return Fragment(id, title, body)

    @cached_property
    def _templates(self) -> Environment:
        found = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_shown,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        found.filters |= {
            "safe_address": links.safe,
            "picture": Markup,
            "count_of": lambda entry, severity: entry.count(severity),
            "role_of": lambda id, entry: entry.role(id),
            "practice_of": lambda id, entry, words: entry.practice(id) or words.practice(id),
        }
        found.globals |= {
            "Severity": Severity,
            "ends": {DEMAND: "demand", VALUE: "value", END: "ends_without_value"},
            "facts": catalogue(),
        }
        return found


def _shown(value: object) -> object:
    """What a template shows in the place of a value."""
    if value is None:
        return ""
    return _HARMFUL.sub("\ufffd", value) if type(value) is str else value
