"""Reads pages as a browser would: their elements, their ids, where their links lead, and what they would load."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Element(NamedTuple):
    """One element with its attributes; an attribute without a value is empty."""

    tag: str
    attributes: dict[str, str]


class Page(HTMLParser):
    """One page, read at once. Fails where elements are not closed as they were opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[str] = []
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        kind = self._open[-1] if self._open else ""
        {"style": self.styles, "script": self.scripts}.get(kind, self.texts).append(data)

    @property
    def ids(self) -> list[str]:
        """All ids, in order."""
        return [each.attributes["id"] for each in self.elements if "id" in each.attributes]

    @property
    def links(self) -> list[str]:
        """The addresses that links lead to."""
        return [each.attributes["href"] for each in self.elements if each.tag == "a" and "href" in each.attributes]

    @property
    def text(self) -> str:
        """All that is shown, on one line."""
        return " ".join(" ".join(self.texts).split())

    def named(self, tag: str) -> list[dict[str, str]]:
        """The attributes of all elements of a kind."""
        return [each.attributes for each in self.elements if each.tag == tag]
