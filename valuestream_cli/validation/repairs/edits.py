"""Repairs to text edits: as few characters as can be, so that comments and layout stay.

Where the text cannot be edited without touching more than is meant, there is no fix.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from valuestream_cli.findings import Edit, Fix, Route
from valuestream_cli.source import Document, Marks, Place, scalar_text
from valuestream_cli.validation.repairs import Add, Head, Indent, Quote, Remove, Rename, Repair, Wrap, Write, layout
from valuestream_cli.validation.wording import as_yaml, shown

_COMMENT = re.compile(r"(?:^|\s)#")
_NOT_IN_BRACKETS = re.compile(r"[\[\]{},\n]")


def fix(document: Document, repair: Repair, routes: tuple[Route, ...]) -> Fix | None:
    """The fix that does one repair at some places; null where their text does not allow it.

    What an anchor shares with other places, and what would take a comment along, is changed by no safe fix.
    """
    edits = {edit for route in routes for edit in _EDITS[type(repair)](document, route, repair)}
    if not edits:
        return None
    text = document.text
    is_safe = repair.safe and not any(layout.is_shared(text, document.marks, _touched(repair, each)) for each in routes)
    if isinstance(repair, Remove) and any(_COMMENT.search(text, edit.start, edit.end) for edit in edits):
        is_safe = False
    return Fix(title(repair), is_safe, tuple(sorted(edits)))


def _touched(repair: Repair, route: Route) -> Route:
    return route[:-1] if isinstance(repair, Rename | Indent) else route


def title(repair: Repair) -> str:
    """What a repair does, as an imperative."""
    match repair:
        case Rename(key):
            return f"rename it to `{key}`"
        case Write(value):
            return f"write `{shown(as_yaml(value))}`"
        case Wrap():
            return "make it a list"
        case Indent(owner):
            return f"indent it below `{owner}`"
        case Quote():
            return "put it in quotes"
        case Remove(item):
            return f"remove the repeated {f'`{shown(item)}`' if isinstance(item, str) else 'item'}"
        case Add(key, value):
            return f"add `{key}: {as_yaml(value)}`"
        case Head(line):
            return f"add the line `{line}`"


def _rename(document: Document, route: Route, repair: Rename) -> list[Edit]:
    parent = document.marks.at(route[:-1])
    place = parent.keys.get(str(route[-1])) if isinstance(parent, Marks) else None
    place = layout.bare(document.text, place) if place else None
    return [_replaced(document.text, place, repair.key)] if place else []


def _write(document: Document, route: Route, repair: Write) -> list[Edit]:
    text, marks = document.text, document.marks.at(route)
    if marks is None and route[-1] == "to":  # a way that is written as its target alone
        marks = document.marks.at(route[:-1])
    if isinstance(marks, Marks):
        is_plain = layout.is_flow(text, marks) and not re.search("[#&*!\n]", text[marks.start : marks.end])
        return [Edit(marks.start, marks.end, _written(repair.value))] if is_plain else []
    place = layout.bare(text, marks) if marks else None
    if place and layout.is_block_text(text, place):
        header = text[place[0] : layout.line_end(text, place[0])]
        place = (place[0], layout.end_of(text, place)) if "#" not in header else None
    return [_replaced(text, place, repair.value)] if place else []


def _replaced(text: str, place: Place, value: Any) -> Edit:
    """A scalar with another value, in the quotes that it has."""
    quote, written = text[place[0]], _written(value)
    if quote in "'\"" and written == value:
        written = quote + written + quote
    return Edit(*place, written)


def _written(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return scalar_text(value) if isinstance(value, str) else as_yaml(value)


def _quote(document: Document, route: Route, _: Quote) -> list[Edit]:
    marks = document.marks.at(route)
    place = layout.bare(document.text, marks) if isinstance(marks, tuple) else None
    if place is None or document.text[place[0]] in "'\"|>":
        return []
    return [Edit(*place, f'"{document.text[slice(*place)]}"')]


def _wrap(document: Document, route: Route, repair: Wrap) -> list[Edit]:
    text, marks = document.text, document.marks.at(route)
    if isinstance(marks, Marks):
        start = marks.start + len(layout.properties(text, marks.start))
        return _around(start, marks.end) if layout.is_flow(text, marks) else _as_item(text, start, marks)
    place = layout.bare(text, marks) if marks else None
    if place is None:
        return []
    if text[place[0]] in "'\"" or not (layout.is_block_text(text, place) or _NOT_IN_BRACKETS.search(text, *place)):
        return _around(*place)
    return _write(document, route, Write([repair.value]))


def _around(start: int, end: int) -> list[Edit]:
    return [Edit(start, start, "["), Edit(end, end, "]")]


def _as_item(text: str, start: int, marks: Marks) -> list[Edit]:
    """A mapping on lines of its own, as an item behind a dash."""
    lines = _lines(text, start, layout.end_of(text, marks))
    return [Edit(start, start, "- "), *(Edit(line, line, "  ") for line in lines[1:])] if lines else []


def _lines(text: str, start: int, end: int) -> list[int]:
    """Where the lines begin from one offset to another, blank ones left out; none if something stands before."""
    line, found = layout.line_start(text, start), []
    if text[line:start].strip(" "):
        return []
    while line < end:
        if text[line : layout.line_end(text, line)].strip():
            found.append(line)
        line = text.find("\n", line) + 1 or len(text)
    return found


def _indent(document: Document, route: Route, repair: Indent) -> list[Edit]:
    text, parent = document.text, document.marks.at(route[:-1])
    edits: list[Edit] = []
    for key in repair.keys if isinstance(parent, Marks) and not layout.is_flow(text, parent) else ():
        start, end = parent.keys.get(key, (0, 0))  # type: ignore[union-attr]
        end = max(end, layout.end_of(text, parent.items.get(key, (0, 0))))  # type: ignore[union-attr]
        edits += [Edit(line, line, "  ") for line in _lines(text, start, end)]
    return edits


def _remove(document: Document, route: Route, _: Remove) -> list[Edit]:
    text, parent, number = document.text, document.marks.at(route[:-1]), int(route[-1])
    if not isinstance(parent, Marks) or number not in parent.items or number - 1 not in parent.items:
        return []
    start, end = layout.end_of(text, parent.items[number - 1]), layout.end_of(text, parent.items[number])
    if layout.is_flow(text, parent):
        return [Edit(start, end, "")]
    before = text[start : layout.start_of(parent.items[number])].rstrip()
    dash = start + len(before) - 1
    line = layout.line_start(text, dash)
    return [_line(text, line, end)] if before.endswith("-") and not text[line:dash].strip(" ") else []


def _line(text: str, start: int, end: int) -> Edit:
    """Without some lines, and with one line break less: the one before them where none comes after."""
    end = layout.line_end(text, end)
    after = text.find("\n", end) + 1
    return Edit(start, after, "") if after else Edit(start - len(layout.line_break(text)), end, "")


def _add(document: Document, route: Route, repair: Add) -> list[Edit]:
    text, marks = document.text, document.marks.at(route)
    if not isinstance(marks, Marks) or not marks.keys:
        return []
    end, entry = layout.end_of(text, marks), f"{repair.key}: {_written(repair.value)}"
    if layout.is_flow(text, marks):
        end = max(layout.end_of(text, item) for item in marks.items.values())
        return [Edit(end, end, f", {entry}")]
    first = min(place[0] for place in marks.keys.values())
    lead = text[layout.line_start(text, first) : first]
    if lead.strip(" -") or layout.keeps_blank_lines(text, marks):
        return []
    end = layout.line_end(text, end)
    return [Edit(end, end, layout.line_break(text) + " " * len(lead) + entry)]


def _head(document: Document, _: Route, repair: Head) -> list[Edit]:
    return [Edit(0, 0, repair.line + layout.line_break(document.text))]


_EDITS: dict[type[Any], Callable[[Document, Route, Any], list[Edit]]] = {
    Rename: _rename, Write: _write, Wrap: _wrap, Indent: _indent,
    Quote: _quote, Remove: _remove, Add: _add, Head: _head,
}  # fmt: skip
