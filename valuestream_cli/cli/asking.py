"""The questions of `vs new` on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from valuestream_cli import source
from valuestream_cli.cli.console import complain, talk
from valuestream_cli.discovery import is_folder
from valuestream_cli.errors import VsError
from valuestream_cli.reporting.plain import safe
from valuestream_cli.scaffolding import Template, find_among, new, outline, scaffold
from valuestream_cli.scaffolding.answers import current
from valuestream_cli.scaffolding.places import target

if TYPE_CHECKING:
    from collections.abc import Iterator

Answers = dict[str, str]
ALWAYS = (
    ("name", "Name of the stream", "name"),
    ("owner", "Who answers for it?", "owner"),
    ("state", "as-is or to-be?", "state"),
)


def ask(templates: list[Template], dest: str | None, answers: Answers, *, force: bool) -> tuple[Template, Answers]:
    """Let somebody choose a template and answer its questions, except those answered already.

    Raises KeyboardInterrupt for Ctrl-C, and where nobody answers any more.
    """
    if dest and not is_folder(dest):
        target(dest, "", force=force)
    try:
        chosen = _choose(templates)
        for key, text, default in _questions(chosen, answers):
            answers = _answer(chosen, dest, answers, (key, text, default), force)
    except typer.Abort:
        raise KeyboardInterrupt from None
    return chosen, answers


def _choose(templates: list[Template]) -> Template:
    """The template that is taken, after a look at its steps."""
    width = max(len(template.name) for template in templates)
    for number, template in enumerate(templates, 1):
        talk(f"{number:3}  {template.name:{width}}  {safe(template.summary)}")
    while True:
        word = str(typer.prompt("Template (number or name)"))
        try:
            chosen = _meant(word.strip(), templates)
            scaffold(chosen, {})
        except VsError as error:
            complain(error.message, error.hint)
            continue
        _show(chosen)
        if typer.confirm("Start from this one?", default=True):
            return chosen


def _meant(word: str, templates: list[Template]) -> Template:
    if word.isdecimal() and word.isascii() and len(word) < 5 and 0 < int(word) <= len(templates):
        return templates[int(word) - 1]
    return find_among(word, templates)


def _show(template: Template) -> None:
    """The steps of a template, each with its activity."""
    steps = outline(template.text)
    width = max(len(activity) for _, activity in steps)
    talk(f"\n{safe(template.title)}: {safe(template.summary)}")
    for number, (name, activity) in enumerate(steps, 1):
        talk(f"{number:3}  {activity:{width}}  {safe(name)}")


def _questions(template: Template, answers: Answers) -> Iterator[tuple[str, str, str]]:
    """Key, text and default of each question that has a place in the template and no answer yet."""
    document = source.read(template.path, template.text.encode())
    asked = [*ALWAYS, *((question.id, question.ask, question.route) for question in template.questions)]
    for key, text, place in asked:
        default = current(document, place)
        if default is not None and key not in answers and place not in answers:
            yield key, text, default


def _answer(
    template: Template, dest: str | None, answers: Answers, question: tuple[str, str, str], force: bool
) -> Answers:
    """The answers with one more; what cannot be is asked for again, what stays as it is is no answer."""
    key, text, default = question
    while True:
        said = str(typer.prompt(safe(text), default=default))
        more = answers if said == default else {**answers, key: said}
        try:
            new(template, dest, answers=more, force=force)
        except VsError as error:
            complain(error.message, error.hint)
        else:
            return more
