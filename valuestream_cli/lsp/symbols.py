"""The outline of a stream file, for breadcrumbs and folding."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lsprotocol.types import DocumentSymbol, FoldingRange, SymbolKind

from valuestream_cli.lsp.sheets import Sheet
from valuestream_cli.source import Marks


def symbols(sheet: Sheet) -> list[DocumentSymbol]:
    """The outline of a file: the stream, and in it demand, the steps with their activities, and value."""
    document = sheet.mended
    data, marks = document.data, document.marks
    if not isinstance(data, dict):
        return []
    whole = sheet.positions.range(marks.start, marks.end)
    title = sheet.positions.range(*document.value_at(("name",))) if "name" in data else whole
    parts = [_symbol(sheet, data, key, SymbolKind.Event) for key in ("demand", "value") if key in data]
    steps = data.get("steps")
    listed = enumerate(steps) if isinstance(steps, list) else ()
    children = list(chain(parts[:1], (_step(sheet, number, step) for number, step in listed), parts[1:]))
    name = _text(data.get("name")) or _text(data.get("id")) or "stream"
    return [DocumentSymbol(name, SymbolKind.Module, whole, title, detail=_text(data.get("id")), children=children)]


def _symbol(sheet: Sheet, data: dict[str, object], key: str, kind: SymbolKind) -> DocumentSymbol:
    start, end = sheet.mended.marks.keys[key]
    said = data[key]
    detail = _text(said.get("trigger") or said.get("outcome")) if isinstance(said, dict) else ""
    last = _end(sheet, (key,), end)
    return DocumentSymbol(
        key, kind, sheet.positions.range(start, last), sheet.positions.range(start, end), detail=detail
    )


def _step(sheet: Sheet, number: int, step: object) -> DocumentSymbol:
    said = step if isinstance(step, dict) else {}
    route = ("steps", number)
    start, end = sheet.mended.value_at((*route, "id"))
    first = sheet.mended.name_of(route)[0]
    whole = sheet.positions.range(min(first, start), _end(sheet, route, end))
    name = _text(said.get("name")) or _text(said.get("id")) or f"step {number + 1}"
    place = sheet.positions.range(start, end)
    return DocumentSymbol(name, SymbolKind.Function, whole, place, detail=_text(said.get("activity")))


def _end(sheet: Sheet, route: tuple[str | int, ...], at_least: int) -> int:
    marks = sheet.mended.marks.at(route)
    end = marks.end if isinstance(marks, Marks) else marks[1] if marks else at_least
    return max(at_least, _trimmed(sheet, end))


def _trimmed(sheet: Sheet, end: int) -> int:
    """The end of a part without the blank lines behind it."""
    text = sheet.mended.text
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def folds(sheet: Sheet) -> list[FoldingRange]:
    """What can be folded: all mappings and lists that go over several lines."""
    return list(_folds(sheet, sheet.mended.marks))


def _folds(sheet: Sheet, marks: Marks) -> Iterator[FoldingRange]:
    for part, inside in marks.items.items():
        if isinstance(inside, Marks):
            first = marks.keys[part][0] if isinstance(part, str) and part in marks.keys else inside.start
            start, end = sheet.positions.position(first), sheet.positions.position(_trimmed(sheet, inside.end))
            if start.line < end.line:
                yield FoldingRange(start.line, end.line)
            yield from _folds(sheet, inside)
