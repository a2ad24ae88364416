"""What may be written at a cursor: keys, words, names of steps and roles, what was written elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from lsprotocol.types import (
    CompletionItem,
    CompletionItemKind,
    CompletionList,
    InsertTextFormat,
    MarkupContent,
    MarkupKind,
    Position,
    Range,
    TextEdit,
)

from valuestream_cli import project
from valuestream_cli.config import Settings, settings_for
from valuestream_cli.discovery import SUFFIXES
from valuestream_cli.findings import Route
from valuestream_cli.lsp import names
from valuestream_cli.lsp.form import Part, allowed_keys, part_at, reference_kind, words
from valuestream_cli.lsp.sheets import Sheet
from valuestream_cli.lsp.spot import Spot, spot_at
from valuestream_cli.lsp.vocabulary import vocabulary
from valuestream_cli.model import END, VALUE
from valuestream_cli.source import scalar_text
from valuestream_cli.validation.suppressions.reading import OPENING

_MOST = 500  # an editor narrows the list down; beyond this it is told to ask again
_IGNORE = re.compile(rf"{OPENING}[^\[\]]*?([\w-]*)$")
_NEEDS_QUOTES = re.compile(r"[\"'\\]")
_RACI = ("responsible", "accountable", "consulted", "informed")
# Fields whose texts mean the same thing only if they are spelt alike, or that name it for each other.
_ALIKE = {
    **dict.fromkeys(("inputs", "outputs"), ("inputs", "outputs", "information")),
    **dict.fromkeys(("from", "for"), ("from", "for")),
    **dict.fromkeys(_RACI, _RACI),
    **{key: (key,) for key in ("information", "services", "tools", "policies", "team", "supplier", "practices")},
}


def complete(sheet: Sheet, position: Position) -> CompletionList:
    """Everything that fits at a position, the likeliest first."""
    cursor = sheet.positions.offset(position)
    spot = spot_at(sheet.text, cursor)
    settings = settings_for(sheet.path)
    found = _rules(sheet, cursor, settings) if spot.is_comment else _Completion(sheet, spot, settings).items()
    items = list(islice(found, _MOST + 1))
    for number, item in enumerate(items):
        item.sort_text = f"{number:04}"
    return CompletionList(is_incomplete=len(items) > _MOST, items=items[:_MOST])


def _rules(sheet: Sheet, cursor: int, settings: Settings) -> Iterator[CompletionItem]:
    """The rules that a comment can silence, between its brackets."""
    from valuestream_cli.validation.rulebook import by_name
    from valuestream_cli.validation.suppressions import may_be_silenced

    line = sheet.text[sheet.text.rfind("\n", 0, cursor) + 1 : cursor]
    opened = _IGNORE.search(line)
    if not opened:
        return
    place = sheet.positions.range(cursor - len(opened[2]), cursor)
    for rule in by_name(settings).values():
        if may_be_silenced(rule.code):
            yield _item(rule.name, CompletionItemKind.Value, place, rule.name, rule.code, rule.summary)


class _Completion:
    """One request for what may stand at a spot."""

    def __init__(self, sheet: Sheet, spot: Spot, settings: Settings) -> None:
        self._sheet = sheet
        self._spot = spot
        self._settings = settings
        self._written = sheet.text[spot.start : spot.end]
        self._place = sheet.positions.range(spot.start, spot.end)
        self._form = "{}"  # of a value: in brackets where it is to be the first of a list
        self._lead = " " if re.search(r":\Z|(^|\s)-\Z", sheet.text[max(0, spot.start - 2) : spot.start]) else ""

    def items(self) -> Iterator[CompletionItem]:
        """Values first: where both fit, a value is shorter. What stands in the list already is left out."""
        told = set(self._spot.has) if self._spot.value_of else set()
        for item in (*self._values(), *self._keys()):
            fits = not (self._spot.is_quoted and _NEEDS_QUOTES.search(item.label))
            if fits and item.label not in told:
                told.add(item.label)
                yield item

    def _keys(self) -> Iterator[CompletionItem]:
        route = self._spot.keys_of
        part = part_at(route) if route is not None else None
        if part is None or route is None:
            return
        has_colon = self._sheet.text[self._spot.end :].lstrip(" \t\"'").startswith(":")
        required = part.body.get("required", ())
        for key, field in sorted(allowed_keys(part, self._spot.has), key=lambda each: each[0] not in required):
            text = key if has_colon else f"{key}:" if self._is_block((*route, key)) else f"{key}: "
            detail = "required" if key in required else ""
            yield self._item(key, CompletionItemKind.Property, text, detail, field["description"])

    def _is_block(self, route: Route) -> bool:
        """Whether the value of a key is best written on lines of its own."""
        parts = (part_at(route), part_at((*route, 0)))
        return not self._spot.in_brackets and any(part and part.body.get("type") == "object" for part in parts)

    def _values(self) -> Iterator[CompletionItem]:
        route = self._spot.value_of
        part = part_at(route) if route is not None else None
        if part and route and part.body.get("type") == "array":
            self._form = "[{}]"
            route, part = (*route, 0), part_at((*route, 0))
        if part is None or route is None:
            return
        for word in vocabulary(route, self._settings).values():
            yield self._value(word.text, CompletionItemKind.EnumMember, word.text, word.name, word.page())
        for fixed in words(part):
            text = str(fixed).lower() if isinstance(fixed, bool) else str(fixed)
            yield self._value(text, CompletionItemKind.EnumMember, text)
        yield from self._references(route, part)
        yield from self._written_elsewhere(route)

    def _references(self, route: Route, part: Part) -> Iterator[CompletionItem]:
        kind = reference_kind(route)
        if kind == "step":
            for id, step in names.step_ids(self._sheet.data).items():
                yield self._text(id, CompletionItemKind.Reference, str(step.get("name", "")))
            if part.name in ("Link", "Target"):
                yield self._text(VALUE, CompletionItemKind.Keyword, "value is reached")
                yield self._text(END, CompletionItemKind.Keyword, "the case leaves without value")
        elif kind == "role":
            for id, role in names.roles(self._sheet.data).items():
                yield self._text(id, CompletionItemKind.Reference, str(role.get("name", "")))
        elif kind == "stream":
            yield from self._files()

    def _written_elsewhere(self, route: Route) -> Iterator[CompletionItem]:
        """Texts of the same field, and of its counterparts; declared roles, and ITIL's practices, need no such help."""
        fields = _ALIKE.get(_key(route), ())
        if not fields or (fields is _RACI and names.roles(self._sheet.data)):
            return
        for where, text in names.texts(self._sheet.data):
            is_own = "practices" not in fields or text.startswith("x-")
            if _key(where) in fields and is_own and text != self._written and "\n" not in text:
                yield self._text(text, CompletionItemKind.Text)

    def _files(self) -> Iterator[CompletionItem]:
        """Stream files beside this one, or in the folder that was written so far; never outside the project."""
        home = Path(self._sheet.path).resolve()
        written = self._written.rpartition("/")[0]
        try:
            folder = (home.parent / written).resolve()
            is_inside = folder.is_relative_to(project.root(home.parent))
            entries = sorted(islice(folder.iterdir(), _MOST)) if is_inside else []
        except (OSError, ValueError, RuntimeError):  # there is no such folder, at least not yet
            return
        for entry in entries:
            path = f"{written}/{entry.name}" if written else entry.name
            if entry.is_dir() and not entry.name.startswith("."):
                yield self._item(f"{path}/", CompletionItemKind.Folder, f"{path}/")
            elif entry.name.endswith(SUFFIXES) and entry != home:
                yield self._text(path, CompletionItemKind.File)

    def _text(self, text: str, kind: CompletionItemKind, detail: str = "") -> CompletionItem:
        return self._value(text, kind, text if self._spot.is_quoted else scalar_text(text), detail)

    def _value(self, label: str, kind: CompletionItemKind, text: str, *said: str) -> CompletionItem:
        return self._item(label, kind, self._form.format(text), *said)

    def _item(self, label: str, kind: CompletionItemKind, text: str, *said: str) -> CompletionItem:
        return _item(label, kind, self._place, self._lead + text, *said)


def _key(route: Route) -> str:
    return next((step for step in reversed(route) if isinstance(step, str)), "")


def _item(
    label: str, kind: CompletionItemKind, place: Range, text: str, detail: str = "", page: str = ""
) -> CompletionItem:
    """One offer. `detail` is a word beside it, `page` all about it, as Markdown."""
    return CompletionItem(
        label=label,
        kind=kind,
        detail=detail or None,
        documentation=MarkupContent(MarkupKind.Markdown, page) if page else None,
        filter_text=label,
        insert_text_format=InsertTextFormat.PlainText,
        text_edit=TextEdit(place, text),
    )
