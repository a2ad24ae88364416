"""New streams from templates: answers become edits of a text that is a valid stream before and after."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from valuestream_cli import source
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Finding, Severity
from valuestream_cli.modeline import local_schema, with_modeline
from valuestream_cli.scaffolding import places
from valuestream_cli.scaffolding.templates import (
    Question,
    Template,
    broken,
    find,
    find_among,
    lookup,
    templates,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuestream_cli.source import Document

__all__ = [
    "NewStream",
    "Question",
    "Template",
    "find",
    "find_among",
    "lookup",
    "new",
    "outline",
    "scaffold",
    "templates",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStream:
    """A stream that is ready to be written.

    path: where it goes; text: what to write there; activities: of its steps, in order.
    schema: where editors find its schema, seen from the file; null where no schema is near.
    """

    template: str
    id: str
    path: str
    text: str
    activities: tuple[str, ...]
    schema: str | None


def new(
    template: str | Template,
    dest: str | None = None,
    *,
    answers: Mapping[str, str] | None = None,
    folder: str | None = None,
    force: bool = False,
) -> NewStream:
    """A stream from a template; nothing is written yet.

    dest: a folder, a file, or null for `<id>.vs.yaml` here.
    answers: by `name`, `owner`, `state`, id of a question, or dotted place such as `demand.rate`.
    folder: of own templates. force: whether `path` may be a file that exists.
    Raises VsError where the template, a place or a value is wrong, or the file exists.
    """
    chosen = find(template, folder) if isinstance(template, str) else template
    id, text = scaffold(chosen, answers or {})
    path = places.target(dest, id, force=force)
    schema = local_schema(Path(path).parent)
    activities = tuple(activity for _, activity in outline(text))
    text = with_modeline(text, schema)
    return NewStream(template=chosen.name, id=id, path=path, text=text, activities=activities, schema=schema)


def scaffold(template: Template, answers: Mapping[str, str]) -> tuple[str, str]:
    """The id and the text of a stream with the answers in it.

    Raises VsError where an answer has no place in the template, or makes the stream invalid.
    """
    from valuestream_cli.scaffolding.answers import put

    document = source.read(template.path, template.text.encode())
    if template.is_own:
        document = _own(document, template)
    words = ["name", "owner", "state", *(question.id for question in template.questions)]
    for place, value in _edits(template, answers).items():
        document = source.read(template.path, put(document, place, value, words).encode())
    if answers and (error := _first_error(document)):
        raise VsError(f"with these answers the stream would be invalid: {error.message}", error.hint)
    return str(document.data["id"]), document.text


def _edits(template: Template, answers: Mapping[str, str]) -> dict[str, str]:
    """Place -> value; a name gives the id, too, unless one is given."""
    routes = {question.id: question.route for question in template.questions}
    edits = {routes.get(key, key): value for key, value in answers.items()}
    id = places.kebab(edits.get("name", ""))
    return {"id": id, **edits} if id else edits


def _own(document: Document, template: Template) -> Document:
    """An own template's stream, found valid, with the line that says where it comes from."""
    from valuestream_cli.scaffolding.answers import put

    if error := _first_error(document):
        raise broken(document, error.span.line, error.message)
    lineage = f"{template.name}@{template.version}"
    if document.data.get("template") == lineage:
        return document
    if "template" in document.data:
        text = put(document, "template", lineage)
    else:
        at = document.name_of(("demand",))[0]
        text = f"{document.text[:at]}template: {lineage}\n{document.text[at:]}"
    return source.read(document.path, text.encode())


def _first_error(document: Document) -> Finding | None:
    from valuestream_cli.validation.engine import examine

    return next((finding for finding in examine(document).findings if finding.severity is Severity.ERROR), None)


def outline(text: str) -> list[tuple[str, str]]:
    """Name and activity of each step of a valid stream."""
    steps = source.read("", text.encode()).data["steps"]
    return [(step["name"], step["activity"]) for step in steps]
