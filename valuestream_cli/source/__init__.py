"""Bytes to plain data, and the position of every key, value and item, from the events of a YAML parser.

Most files are clean: `quick` reads their data alone. Positions and faults come from a closer second reading
(`builder`), when the first of them is asked for (docs/decisions/0002-reading.md).

Reads YAML 1.2 core types, so `no` and `1:30` are text. It never raises for bad content: whatever is wrong
with the bytes is a `Fault`.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from collections.abc import Callable
from typing import Any, Protocol

import yaml

from valuestream_cli.errors import why_unreadable
from valuestream_cli.source import compiled
from valuestream_cli.source.builder import MAX_ALIASED_NODES, MAX_DEPTH, Builder, Halt, scalar
from valuestream_cli.source.compiled import prepare as prepare_for_many
from valuestream_cli.source.document import Document, Fault, Marks, Place
from valuestream_cli.source.quick import Unusual, plain_data
from valuestream_cli.source.writing import scalar_text

__all__ = [
    "MAX_ALIASED_NODES",
    "MAX_BYTES",
    "MAX_DEPTH",
    "Document",
    "Fault",
    "Marks",
    "Place",
    "bytes_of",
    "load",
    "prepare_for_many",
    "read",
    "scalar",
    "scalar_text",
    "text_of",
]

MAX_BYTES = 1_000_000
_LONG = 2_000  # characters: from here on it pays to look for less to parse

# Patterns as text: only what is wrong needs them, and a start would pay for compiling them.
_KEY_BEFORE_COLON = r"(?m)^ +(?:- +)*([\w-]+)\Z"
_OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe must not make us wait
_INNER_BLANKS = r"(?<=[^\s?-])[ \t]+"  # not after a dash: there libyaml refuses a tab as well
_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"


class _Events(Protocol):
    def get_event(self) -> Any: ...
    def dispose(self) -> None: ...


class _PureEvents(yaml.BaseLoader):
    """The pure parser refuses tabs between words, which YAML allows: it sees blanks.

    Text on one line gets its tabs back.
    """

    def __init__(self, text: str) -> None:
        super().__init__(re.sub(_INNER_BLANKS, lambda blanks: " " * len(blanks[0]), text))
        self._text = text

    def get_event(self) -> Any:
        event: Any = super().get_event()  # type: ignore[no-untyped-call]
        if getattr(event, "style", "") is None:  # a plain scalar
            written = self._text[event.start_mark.index : event.end_mark.index]
            event.value = written if "\t" in written and "\n" not in written else event.value
        return event


def load(path: str) -> Document:
    """Read a file, at most one byte beyond the limit; what cannot be read is a fault, too."""
    try:
        return read(path, _raw(path))
    except OSError as error:
        return Document(path, "", faults=(Fault("unreadable-file", 0, 0, why_unreadable(path, error)),))


def bytes_of(path: str) -> bytes | None:
    """The content of a file, at most one byte beyond the limit; null where it cannot be read."""
    try:
        return _raw(path)
    except OSError:
        return None


def text_of(path: str) -> str:
    """The text of a file as its document has it, without reading it as YAML; empty where it cannot be read."""
    return _text(bytes_of(path) or b"")[0]


def _raw(path: str) -> bytes:
    status = os.lstat(path)  # a Path costs as much as the reading, thousands of times
    if stat.S_ISLNK(status.st_mode):
        _demand_inside(path)
        status = os.stat(path)  # noqa: PTH116
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    return _content(path, status.st_size)


def _demand_inside(link: str) -> None:
    """Raises OSError for a link out of the project: a merge request can bring one, and what is there is never shown."""
    from pathlib import Path

    from valuestream_cli import project

    target = Path(os.path.realpath(link))  # which leaves a ring of links to whoever opens it
    places = (Path(link).parent.resolve(), Path.cwd())  # git compares folders by links into the one it is called in
    if not any(target.is_relative_to(project.root(place)) for place in places):
        raise OSError(errno.EPERM, "it is a link that leads out of the project")


def _content(path: str, size: int) -> bytes:
    """The bytes of a file, with one more than the limit at most; `size` is but a guess, and 0 below `/proc`."""
    file = os.open(path, _OPENING)
    try:
        raw = os.read(file, min(size, MAX_BYTES) + 1)
        while len(raw) != size and len(raw) <= MAX_BYTES:
            more = os.read(file, MAX_BYTES + 1 - len(raw))
            if not more:
                break
            raw += more
        return raw
    finally:
        os.close(file)


def read(path: str, raw: bytes) -> Document:
    """Read one file's bytes. Every fault of bytes or YAML is in the result; nothing is raised."""
    text, faults = _text(raw)
    if faults:
        return Document(path, text, faults=faults)
    try:
        return Document(path, text, compiled.data(text) or plain_data(text), find_marks=_marks)
    except Unusual:
        return _read_closely(path, text)


def _read_closely(path: str, text: str) -> Document:
    """Read a text in which something is unusual, with all positions and faults."""
    control = re.search(_FORBIDDEN, text)
    if control:
        fault = Fault("control-character", control.start(), control.end(), f"U+{ord(control[0]):04X}")
        return Document(path, text, faults=(fault,))
    builder = Builder(text)
    try:
        _drive(builder)
    except Halt as halt:
        return Document(path, text, faults=(*builder.faults, halt.fault))
    return Document(path, text, builder.data, tuple(builder.faults), lambda _: builder.marks)


def _marks(text: str) -> Marks:
    builder = Builder(text)
    _drive(builder)
    return builder.marks


def _text(raw: bytes) -> tuple[str, tuple[Fault, ...]]:
    """The text of some bytes, as far as it can be read, and what is wrong with them."""
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return _decode(raw), ()
    except Halt as halt:
        return raw.decode("utf-8", "replace").replace("\0", "\ufffd") if halt.fault.end else "", (halt.fault,)


def _decode(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise Halt(Fault("file-too-large", 0, 0))
    letters = raw[:2].replace(b"\0", b"")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or len(letters) == 1 < len(raw):
        raise Halt(Fault("not-utf-8", 0, 0, "it looks like UTF-16"))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        at = len(raw[: error.start].decode("utf-8"))
        raise Halt(Fault("not-utf-8", at, at + 1, f"byte 0x{raw[error.start]:02X}")) from None


def _drive(builder: Builder, *, fast: bool = True) -> None:
    """Feed the events of a text to the builder, from libyaml where it is built in."""
    events = _events(builder.text, fast=fast and hasattr(yaml, "CBaseLoader"))
    try:
        builder.consume(events.get_event)
    except yaml.YAMLError as error:
        raise Halt(_syntax_fault(builder.text, error)) from None
    except ValueError:  # the pure parser, for an escape beyond Unicode
        at = builder.text.rfind("\\", 0, getattr(events, "index", 0))
        raise Halt(Fault("invalid-yaml", at, at + 1, "invalid Unicode character escape code")) from None
    finally:
        events.dispose()


def _events(text: str, *, fast: bool) -> _Events:
    return yaml.CBaseLoader(text) if fast else _PureEvents(text)


def _syntax_fault(text: str, error: yaml.YAMLError) -> Fault:
    """The fault for a text that is not YAML, worded by the pure parser so that both parsers say the same."""
    error, original = _worded(text, error)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    opened = getattr(error, "context_mark", None) or mark
    said = (getattr(error, "context", None), getattr(error, "problem", None))
    detail = " ".join(str(part) for part in said if part)
    noticed, began = (original(each.index) if each else 0 for each in (mark, opened))
    key = re.search(_KEY_BEFORE_COLON, text[:noticed]) if mark and "mapping values" in detail else None
    if key:
        return Fault("invalid-yaml", *key.span(1), "indented deeper")
    start, other = _telling(text, detail, noticed, began)
    if text[start : start + 1] == "\t" and "cannot start any token" in detail:
        detail, other = "character '\\t'", start
    related = (other, min(other + 1, len(text))) if other != start else None
    return Fault("invalid-yaml", start, min(start + 1, len(text)), detail, related)


def _worded(text: str, error: yaml.YAMLError) -> tuple[yaml.YAMLError, Callable[[int], int]]:
    """The error of the pure parser, and what its offsets are in the text; libyaml's, where the other has none."""
    from valuestream_cli.source.excerpt import excerpts  # for what is no YAML

    for excerpt in excerpts(text, error) if len(text) > _LONG else ():
        try:
            parser = _events(excerpt.text, fast=False)
            while not isinstance(parser.get_event(), yaml.StreamEndEvent):
                pass
        except yaml.YAMLError as pure:
            return pure, excerpt.original
        except ValueError:
            continue
    try:
        Builder(text).consume(_events(text, fast=False).get_event)
    except yaml.YAMLError as pure:
        return pure, int
    except (Halt, ValueError):
        pass
    return error, int


def _telling(text: str, detail: str, noticed: int, began: int) -> tuple[int, int]:
    """Which place to point at, and a second: an open quote is noticed far below the line at fault."""
    noticed, began = min(noticed, len(text)), min(began, len(text))
    if "escape" in detail:
        backslash = max(text.rfind("\\", 0, noticed + 1), 0)
        return backslash, backslash
    if "simple key" in detail:
        return began, began
    is_open = "flow" in detail or "quoted" in detail
    return (began, noticed) if is_open and "\n" in text[began:noticed] else (noticed, began)
