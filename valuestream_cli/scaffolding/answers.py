"""Answers as edits of a template's text: only the value changes, comments and layout stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from valuestream_cli import source
from valuestream_cli.errors import VsError
from valuestream_cli.source import Document, Marks, Place, places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuestream_cli.findings import Route

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_COMMENT = re.compile(r"([\]}]*)( {2,})(?=#)")
_SEARCHED = "the template"


def put(document: Document, place: str, value: str, words: Sequence[str] = ()) -> str:
    """The text of a document with another value at a place, such as `steps.triage.name` or `services.0`.

    words: other words for places, worth naming where there is no such place.
    Raises VsError where there is no such place, or it cannot be set as a whole.
    """
    control = _CONTROL.search(value)
    if control:
        code = f"U+{ord(control[0]):04X}"
        raise VsError(f"the value for '{place}' holds a control character ({code})", "give one line of plain text")
    route = places.find(document.data, place, _SEARCHED, words)
    start, end = _extent(document, route)
    new = _written(document, place, places.at(document.data, route), start, value)
    glue = " " if start == end and not document.text[:start].endswith(" ") else ""
    return _spliced(document.text, start, end, glue + new)


def current(document: Document, place: str) -> str | None:
    """The value at a place, as `put` takes it; null where there is none, or no simple value or list."""
    try:
        inside = places.at(document.data, places.find(document.data, place, _SEARCHED))
    except VsError:
        return None
    if isinstance(inside, list) and all(map(_is_scalar, inside)):
        return ", ".join(map(_plain, inside))
    return _plain(inside) if _is_scalar(inside) else None


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _is_scalar(value: object) -> bool:
    return not isinstance(value, (dict, list))


def _written(document: Document, place: str, inside: Any, start: int, value: str) -> str:
    """What to write in place of a value: of the same kind, as far as a text can be."""
    is_flow = document.text[start : start + 1] in ("[", "{")
    if isinstance(inside, list) and all(map(_is_scalar, inside)):
        items = [source.scalar_text(part.strip()) for part in value.split(",")]
        if is_flow:
            return f"[{', '.join(items)}]"
        return ("\n" + " " * (document.span(start, start).column - 1)).join(f"- {item}" for item in items)
    if isinstance(inside, str) or (is_flow and isinstance(inside, dict)):
        return source.scalar_text(value)
    if _is_scalar(inside):
        return value if not isinstance(source.scalar(value), str) else source.scalar_text(value)
    raise VsError(f"'{place}' cannot be set as a whole", f"set a part of it: {places.parts_of(place, inside)}")


def _spliced(text: str, start: int, end: int, new: str) -> str:
    """The text with another stretch of it; a comment behind it stays in its column where there is room."""
    old = text[start:end]
    kept = old[len(old.rstrip()) :]
    rest = text[end:]
    comment = _COMMENT.match(rest)
    if comment and "\n" not in old:
        room = max(2, len(comment[2]) + len(old) - len(new))
        rest = comment[1] + " " * room + rest[comment.end() :]
    return text[:start] + new + kept + rest


def _extent(document: Document, route: Route) -> Place:
    """From where to where a value reaches; in block style up to the end of its last part."""
    marks: Marks | Place = document.marks
    for part in route:
        assert isinstance(marks, Marks)
        marks = marks.items[part]
    if isinstance(marks, tuple):
        return marks
    if document.text[marks.start] in "[{" or not marks.items:
        return marks.start, marks.end
    return marks.start, _extent(document, (*route, list(marks.items)[-1]))[1]
