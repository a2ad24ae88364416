"""The words that mean something at a place of a stream file, each with its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from valuestream_cli import explaining
from valuestream_cli.config import Settings
from valuestream_cli.findings import Route
from valuestream_cli.itil import Term, catalogue, slug
from valuestream_cli.lsp.form import Part, part_at


class Word(NamedTuple):
    """A word that fits a place: what is written, its name in plain language, and its page as Markdown."""

    text: str
    name: str
    page: Callable[[], str]


def vocabulary(route: Route, settings: Settings) -> dict[str, Word]:
    """The words of the catalogue, and of the organisation, that fit a place."""
    part = part_at(route)
    kind = _kind(route, part) if part else ""
    facts = catalogue()
    if kind == "Activity":
        return {each.id: Word(each.id, each.name, partial(explaining.activity_page, each)) for each in facts.lanes}
    if kind == "Practice":
        official = [Word(p.id, p.name, partial(explaining.practice_page, p)) for p in facts.practices.values()]
        own = [Word(p.id, p.name, partial(explaining.own_practice_page, p)) for p in settings.practices.values()]
        return {word.text: word for word in (*own, *official)}
    return {term.id: _word(term, explaining.TERM_KINDS[kind]) for term in facts.terms(kind).values()} if kind else {}


def _kind(route: Route, part: Part) -> str:
    """`Activity`, `Practice` or a list of words of the catalogue; nothing for a place without such words."""
    key = next((step for step in reversed(route) if isinstance(step, str)), "")
    lists = {"Waste": "wastes", "value_class": "value_classes", "principles": "principles"}
    return part.name if part.name in ("Activity", "Practice") else lists.get(part.name) or lists.get(key, "")


def _word(term: Term, noun: str) -> Word:
    return Word(term.id, term.name, partial(explaining.term_page, term, noun))


def lean_term(key: str) -> str:
    """The page of the lean term that a key is named after; empty where there is none."""
    for term in catalogue().terms("terms").values():
        if slug(key) in {slug(name) for name in (term.id, term.name, *term.aliases)}:
            return explaining.term_page(term, explaining.TERM_KINDS["terms"])
    return ""
