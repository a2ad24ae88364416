"""What the thing at a cursor means: a key, a word, a reference, a rule in a comment."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lsprotocol.types import Hover, MarkupContent, MarkupKind, Position

from valuestream_cli import explaining
from valuestream_cli.config import Settings, settings_for
from valuestream_cli.findings import Route
from valuestream_cli.lsp import names
from valuestream_cli.lsp.form import part_at, reference_kind
from valuestream_cli.lsp.sheets import Desk, Sheet
from valuestream_cli.lsp.spot import Spot, spot_at
from valuestream_cli.lsp.vocabulary import lean_term, vocabulary
from valuestream_cli.model import END, VALUE
from valuestream_cli.reporting.plain import one_line
from valuestream_cli.validation.nested import Nested
from valuestream_cli.validation.structure import stream_schema

_SPEAKS = re.compile(r"#\s*vs:\s*ignore(?:-file)?\[")
_NAME = re.compile(r"[\w-]+")
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+.!|<>~&-])")
_LONGEST = 300
_ENDS = {VALUE: "Here value is reached.", END: "Here the case leaves the stream without value."}


def hover(desk: Desk, sheet: Sheet, position: Position) -> Hover | None:
    """What is known of the thing at a position; null where nothing is."""
    cursor = sheet.positions.offset(position)
    spot = spot_at(sheet.text, cursor)
    settings = settings_for(sheet.path)
    if spot.is_comment:
        return _rule(sheet, cursor, settings)
    route = spot.keys_of if spot.is_key else spot.value_of
    if route is None or spot.start == spot.end:
        return None
    page = _key_page(route, spot, sheet) if spot.is_key else _value_page(desk, sheet, route, spot, settings)
    return _hover(sheet, spot.start, spot.end, page) if page else None


def _hover(sheet: Sheet, start: int, end: int, page: str) -> Hover:
    return Hover(MarkupContent(MarkupKind.Markdown, page), sheet.positions.range(start, end))


def _rule(sheet: Sheet, cursor: int, settings: Settings) -> Hover | None:
    """The manual page of a rule that a comment names."""
    from valuestream_cli.validation.rulebook import rules

    start = sheet.text.rfind("\n", 0, cursor) + 1
    line = sheet.text[start:].partition("\n")[0]
    word = next((word for word in _NAME.finditer(line) if word.start() <= cursor - start <= word.end()), None)
    if word is None or not _SPEAKS.search(line):
        return None
    meant = next((rule for rule in rules(settings) if word[0] in (rule.name, rule.code)), None)
    return _hover(sheet, start + word.start(), start + word.end(), explaining.rule_page(meant)) if meant else None


def _key_page(route: Route, spot: Spot, sheet: Sheet) -> str:
    key = sheet.text[spot.start : spot.end]
    around, part = part_at(route), part_at((*route, key))
    if around is None or part is None or key not in around.keys:
        return ""
    pages = [explaining.field_page(key, [(part.owner, part.field)]), lean_term(key)]
    return "\n\n---\n\n".join(filter(None, pages))


def _value_page(desk: Desk, sheet: Sheet, route: Route, spot: Spot, settings: Settings) -> str:
    text = sheet.text[spot.start : spot.end].strip()
    word = vocabulary(route, settings).get(text)
    if word:
        return word.page()
    kind = reference_kind(route)
    if kind == "step":
        return _ENDS.get(text, "") or _step(names.step_ids(sheet.data).get(text))
    if kind == "role":
        return _role(names.roles(sheet.data).get(text))
    if kind == "stream":
        return _stream(desk, sheet, text)
    part = part_at(route)
    form = stream_schema()["$defs"].get(part.name, {}) if part else {}
    return explaining.form_page(part.name, form) if part and "title" in form else ""


def _step(step: dict[str, Any] | None) -> str:
    """A step in a few lines."""
    if step is None:
        return ""
    said = ((key.replace("_", " "), _plain(step.get(key))) for key in ("process_time", "wait_time"))
    times = ", ".join(f"{what} {time}" for what, time in said if time)
    practices = step.get("practices")
    listed = ", ".join(_plain(each) for each in practices) if isinstance(practices, list) else ""
    lines = (_plain(step.get("activity")), listed, times, _plain(step.get("description")))
    return "\n\n".join((f"**{_plain(step.get('name') or step['id'])}** (step)", *filter(None, lines)))


def _role(role: dict[str, Any] | None) -> str:
    if role is None:
        return ""
    said = ", ".join(filter(None, (_plain(role.get("kind")), _plain(role.get("team")))))
    return f"**{_plain(role.get('name')) or 'No name yet'}** (role)" + (f"\n\n{said}" if said else "")


def _stream(desk: Desk, sheet: Sheet, reference: str) -> str:
    """What the stream of another file is called."""
    path = Nested(sheet.path).find(reference)
    data = desk.at(path).data if path else None
    if path is None or not isinstance(data, dict):
        return ""
    page = f"**{_plain(data.get('name')) or Path(reference).name}** (stream)"
    return page + (f"\n\n{_plain(data.get('description'))}" if data.get("description") else "")


def _plain(value: object) -> str:
    """Text of a file as Markdown that shows just this text."""
    text = one_line(value) if isinstance(value, str) else ""
    return _MARKUP.sub(r"\\\1", text if len(text) <= _LONGEST else f"{text[:_LONGEST]}...")
