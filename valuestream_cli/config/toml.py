"""Configuration files as plain data: what cannot be read is told, not raised."""

from __future__ import annotations

import errno
import os
import re
from typing import Any, NamedTuple

from valuestream_cli.errors import why_unreadable

OWN, SHARED = "vs.toml", "pyproject.toml"
MAX_BYTES = 1_000_000
TOO_LARGE = f"it is larger than {MAX_BYTES:,} bytes"
_DEEPEST = 20
# A first sieve, so that most `pyproject.toml` need not be parsed: `tool.vs`, or a table `tool` that may hold it.
_MAY_HOLD = r"""(?m)tool["']?\s*\.\s*["']?vs\b|^\s*\[?\s*["']?tool["']?\s*[\]=]"""
_HEADING = r"(?m)^[ \t]*\[+[ \t]*([\"']?)tool\1[ \t]*\.[ \t]*([\"']?)vs\2[ \t]*[.\]]"


class Trouble(NamedTuple):
    """Why a file could not be read: the name of the rule that words it, and the offsets that it is about."""

    rule: str
    detail: str
    start: int = 0
    end: int = 1


class File(NamedTuple):
    """One configuration file. `table` holds the settings, below the keys of `route`; null where it has none."""

    path: str
    text: str = ""
    table: dict[str, Any] | None = None
    route: tuple[str, ...] = ()
    trouble: Trouble | None = None


def load(path: str) -> File:
    """Read a configuration file; of a `pyproject.toml`, the table `[tool.vs]`."""
    is_shared = os.path.basename(path) == SHARED  # noqa: PTH119
    try:
        if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113
            raise OSError(errno.EINVAL, "it is not a regular file")  # a pipe would make us wait
        with open(path, "rb") as opened:  # noqa: PTH123 (every start with a configuration file comes by)
            raw = opened.read(MAX_BYTES + 1)
    except OSError as error:
        why = why_unreadable(path, error)
        return File(path, trouble=None if is_shared else Trouble("unreadable-configuration", why))
    text = raw.decode("utf-8-sig", "replace")
    if is_shared and not re.search(_MAY_HOLD, text):
        return File(path, text)
    trouble = _too_large(raw) or _not_utf_8(raw)
    if trouble:
        return File(path, text, trouble=trouble)
    return _parsed(File(path, text, route=("tool", "vs") if is_shared else ()))


def _too_large(raw: bytes) -> Trouble | None:
    is_larger = len(raw) > MAX_BYTES
    return Trouble("unreadable-configuration", TOO_LARGE) if is_larger else None


def _not_utf_8(raw: bytes) -> Trouble | None:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        at = len(raw[: error.start].decode("utf-8-sig"))
        why = f"it is not UTF-8 text (byte 0x{raw[error.start]:02X})"
        return Trouble("unreadable-configuration", why, at, at + 1)
    return None


def _parsed(file: File) -> File:
    """The file with its table, or with what is wrong; a broken `pyproject.toml` matters if it speaks of us."""
    import tomllib

    try:
        data: Any = tomllib.loads(file.text)
    except (ValueError, RecursionError) as error:
        is_ours = not file.route or re.search(_HEADING, file.text)
        return file._replace(trouble=_syntax(file.text, error)) if is_ours else file
    for part in file.route:
        data = data.get(part) if isinstance(data, dict) else None
    if data is None:
        return file
    if not isinstance(data, dict) or _depth(data) > _DEEPEST:
        return file._replace(trouble=Trouble("invalid-toml", _NO_TABLE if _depth(data) < 2 else _TOO_DEEP))
    return file._replace(table=data)


_NO_TABLE, _TOO_DEEP = "'tool.vs' is not a table", "tables or lists are nested too deep"


def _depth(data: Any) -> int:
    """How deep tables and lists are nested, counted up to what is too deep."""
    level, depth = [data], 0
    while level and depth <= _DEEPEST:
        inner = (item.values() if isinstance(item, dict) else item for item in level if isinstance(item, dict | list))
        level, depth = [value for values in inner for value in values], depth + 1
    return depth


def _syntax(text: str, error: Exception) -> Trouble:
    """What the parser says, with the place that it names; of what comes twice, the whole line."""
    if isinstance(error, RecursionError):
        return Trouble("invalid-toml", _TOO_DEEP)
    told = re.fullmatch(r"(?s)(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error))
    if not told:
        return Trouble("invalid-toml", str(error))
    at = _offset(text, int(told[2]), int(told[3])) if told[2] else len(text.rstrip())
    start, end = text.rfind("\n", 0, at) + 1, (text + "\n").index("\n", at)
    if told[1].startswith("Cannot"):
        line = text[start:end]
        return Trouble("invalid-toml", told[1], end - len(line.lstrip()), start + len(line.rstrip()))
    at -= start < at == end  # nothing is to be seen of a line break
    return Trouble("invalid-toml", told[1], at, at + 1)


def _offset(text: str, line: int, column: int) -> int:
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return min(starts[line - 1] + column - 1, len(text))
