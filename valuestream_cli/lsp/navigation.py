"""From a name to where it is given and used, and its new name in all these places."""

from __future__ import annotations

import re

from lsprotocol.types import Location, Position, PrepareRenamePlaceholder, Range, TextEdit

from valuestream_cli.errors import VsError
from valuestream_cli.lsp import names
from valuestream_cli.lsp.form import reference_kind
from valuestream_cli.lsp.names import Name
from valuestream_cli.lsp.sheets import Sheet, uri_of
from valuestream_cli.lsp.spot import spot_at
from valuestream_cli.source import scalar_text
from valuestream_cli.validation.nested import Nested
from valuestream_cli.validation.structure import stream_schema
from valuestream_cli.validation.wording import FORMS

_START = Range(Position(0, 0), Position(0, 0))


def definitions(sheet: Sheet, position: Position) -> list[Location]:
    """Where the name at a position is given; for a `stream:`, the beginning of that file."""
    cursor = sheet.positions.offset(position)
    spot = spot_at(sheet.text, cursor)
    if spot.value_of and reference_kind(spot.value_of) == "stream":
        path = Nested(sheet.path).find(sheet.text[spot.start : spot.end])
        return [Location(uri_of(path), _START)] if path else []
    name = names.name_at(sheet.mended, cursor)
    return [_location(sheet, each) for each in names.same(sheet.mended, name) if each.given] if name else []


def references(sheet: Sheet, position: Position, *, with_given: bool) -> list[Location]:
    """Where the name at a position is used, and on request where it is given."""
    name = names.name_at(sheet.mended, sheet.positions.offset(position))
    found = names.same(sheet.mended, name) if name else []
    return [_location(sheet, each) for each in found if with_given or not each.given]


def _location(sheet: Sheet, name: Name) -> Location:
    return Location(sheet.uri, sheet.positions.range(*_inside(sheet, name)))


def _inside(sheet: Sheet, name: Name) -> tuple[int, int]:
    """The name itself at its place, without quotes and anchor; all of the place where it is written otherwise."""
    start, end = name.place
    found = sheet.text.rfind(name.text, start, end)
    return (found, found + len(name.text)) if found >= 0 else (start, end)


def renameable(sheet: Sheet, position: Position) -> PrepareRenamePlaceholder | None:
    """The name at a position, if it can be renamed; null where nothing is that has a name.

    Raises VsError where it is a name that cannot be renamed now, with the reason.
    """
    name = _name_to_change(sheet, position)
    return PrepareRenamePlaceholder(sheet.positions.range(*_inside(sheet, name)), name.text) if name else None


def rename(sheet: Sheet, position: Position, new: str) -> list[TextEdit]:
    """The edits that give the step or role at a position another id, wherever it is named.

    Raises VsError where that cannot be done, with the reason.
    """
    name = _name_to_change(sheet, position)
    if name is None:
        raise VsError("there is no step and no role here", "rename one at its id, or where something refers to it")
    if new == name.text:
        return []
    _demand_free(sheet, name, new)
    written = new if name.kind == "step" else scalar_text(new)
    return [
        TextEdit(sheet.positions.range(*_inside(sheet, each)), written) for each in names.same(sheet.document, name)
    ]


def _name_to_change(sheet: Sheet, position: Position) -> Name | None:
    if not sheet.is_readable:
        raise VsError("this file is not YAML as it stands, so some places would be missed", "mend it, then rename")
    name = names.name_at(sheet.document, sheet.positions.offset(position))
    all_places = names.same(sheet.document, name) if name else []
    if name and not any(each.given for each in all_places):
        where = "among the roles of this file" if name.kind == "role" else "with this id"
        raise VsError(f"there is no {name.kind} '{name.text}' {where}", "only what is given here can be renamed")
    for each in all_places:
        start, end = _inside(sheet, each)
        if sheet.text[start:end] != each.text:
            line = sheet.document.span(start, end).line
            raise VsError(f"'{each.text}' stands on line {line} by way of an alias or an escape", "write it out first")
    return name


def _demand_free(sheet: Sheet, name: Name, new: str) -> None:
    """Raise VsError for a new name that is no id, or that something else has already."""
    form = stream_schema()["$defs"]["StepId"]
    if name.kind == "step" and new in names.ENDS:
        raise VsError(f"'{new}' means an end of the stream, not a step", "choose another id")
    if name.kind == "step" and not re.fullmatch(form["pattern"].rstrip("$"), new):
        raise VsError(f"'{new}' is not the id of a step", FORMS[form["title"]](new))
    if name.kind == "role" and (not new.strip() or new.startswith("x-") or "\n" in new):
        raise VsError(f"'{new}' is not the id of a role", "write one line that does not begin with `x-`")
    taken = next((each for each in names.names(sheet.document) if (each.kind, each.text) == (name.kind, new)), None)
    if taken:
        line = sheet.document.span(*taken.place).line
        raise VsError(f"'{new}' is taken: see line {line}", "choose another id")
