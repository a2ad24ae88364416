"""Settings that tell editors which schema stream files have; what else is in them stays as it is, to the byte."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from valuestream_cli.discovery import SUFFIXES
from valuestream_cli.scaffolding.setup.changes import Change, begun, merged, read, starter

if TYPE_CHECKING:
    from pathlib import Path

VSCODE, JETBRAINS, NEOVIM = ".vscode/settings.json", ".idea/jsonSchemas.xml", ".nvim.lua"
SCHEMA = ".vs/valuestream.v1.schema.json"
KEY = "yaml.schemas"
ASSOCIATION = {f"./{SCHEMA}": [f"*{suffix}" for suffix in SUFFIXES]}
# A string of JSON, or what JSON with comments has beyond JSON: comments, and a comma before a closing bracket.
_STRING = r'("(?:[^"\\\n]|\\.)*")'
_COMMENT = re.compile(rf"{_STRING}|//[^\n]*|/\*.*?\*/", re.S)
_LAST_COMMA = re.compile(rf"{_STRING}|,(?=\s*[]}}])")
_MAP = "component[@name='JsonSchemaMappingsProjectConfiguration']/state/map"


def found(root: Path) -> tuple[str, ...]:
    """The editors to set up where none is named: VS Code, and others that left a folder of theirs here."""
    return ("vscode", "jetbrains") if (root / ".idea").is_dir() else ("vscode",)


def vscode(root: Path, force: bool) -> Change:
    """The settings of VS Code, with our line put in where they exist."""
    path = root / VSCODE
    old = read(path)
    new = json.dumps({KEY: ASSOCIATION}, indent=2) + "\n" if old is None else with_association(old)
    return merged(path, old, new, json.dumps({KEY: ASSOCIATION})[1:-1], force=force)


def with_association(text: str) -> str | None:
    """Settings with our association as their first entry; null where it cannot be put in for certain.

    The text is edited, not written anew, and then read again: nothing but our entry may have changed.
    """
    settings = _plain(text)
    if not isinstance(settings, dict):
        return None
    schemas = settings.get(KEY, {})
    if not isinstance(schemas, dict):
        return None
    if ASSOCIATION.items() <= schemas.items():
        return text
    wanted = {**settings, KEY: {**schemas, **ASSOCIATION}}
    return next((new for new in _insertions(text, settings, schemas) if _plain(new) == wanted), None)


def _insertions(text: str, settings: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    """The text with our entry at each place where it may belong."""
    if KEY in settings:
        entry, rest = json.dumps(ASSOCIATION)[1:-1], schemas
        places = [match.end() for match in re.finditer(rf'"{re.escape(KEY)}"\s*:\s*\{{', text)]
    else:
        entry, rest = json.dumps({KEY: ASSOCIATION})[1:-1], settings
        places = [text.index("{") + 1, *(match.end() for match in re.finditer(r"^\{", text, re.M))]
    after = text[places[0] :] if places and rest else ""
    indent = match[0] if (match := re.match(r'\s*\n[ \t]*(?=")', after)) else " "
    comma = "," if rest else ""
    return [f"{text[:place]}{indent}{entry}{comma}{text[place:]}" for place in places]


def _plain(text: str) -> object:
    """What JSON with comments says; null where it cannot be read."""
    for beyond in (_COMMENT, _LAST_COMMA):
        text = beyond.sub(lambda found: found[1] or " ", text)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def jetbrains(root: Path, force: bool) -> Change:
    """The schema mappings of JetBrains editors, with ours put in where there are others."""
    path = root / JETBRAINS
    old = read(path)
    new = starter("jsonSchemas.xml") if old is None else with_mapping(old)
    return merged(path, old, new, f"a JSON Schema mapping of *.vs.yaml and *.vs.yml to {SCHEMA}", force=force)


def with_mapping(text: str) -> str | None:
    """Mappings with ours as the last one; null where it cannot be put in for certain.

    Only what the editors write themselves is edited: one map, and no document type, which could define entities.
    """
    from xml.etree import ElementTree

    if "<!DOCTYPE" in text or text.count("</map>") != 1:
        return None
    ours = starter("jsonSchemas.xml")
    entry = ours[ours.index("        <entry") : ours.index("      </map>")]
    before, after = re.split(r"(?=[ \t]*</map>)", text, maxsplit=1)
    new = f"{before}{entry}{after}"
    try:
        old_map, new_map = (ElementTree.fromstring(each).find(_MAP) for each in (text, new))
    except ElementTree.ParseError:
        return None
    if old_map is None or new_map is None or len(new_map) != len(old_map) + 1:
        return None
    is_there = any(option.get("value") == SCHEMA for option in old_map.iter("option"))
    return text if is_there else new


def neovim(root: Path, _force: bool) -> Change:
    """What Neovim runs in this repository; a program that exists is not ours to edit."""
    ours = starter("nvim.lua")
    lines = ours.splitlines()[2:]
    next_step = "next: in Neovim, `:set exrc`, and trust the file"
    return begun(root / NEOVIM, ours, 'vim.lsp.enable("vs")', ("add to it:", *lines), next_step)
