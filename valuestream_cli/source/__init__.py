"""Bytes to plain data and the position of every key, value and item, in one pass over the YAML events.

Reads YAML 1.2 core types, so `no` and `1:30` are text. It never raises for bad content: whatever is wrong
with the bytes is a `Fault`. Measured against the loaders of PyYAML this pass is the fastest way to data, and
the only one that keeps positions (docs/decisions/0002-reading.md).
"""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path
from typing import Any, Protocol

import yaml

from valuestream_cli.source.builder import MAX_ALIASED_NODES, MAX_DEPTH, Builder, Halt, scalar
from valuestream_cli.source.document import Document, Fault, Marks, Place
from valuestream_cli.source.writing import scalar_text

__all__ = [
    "MAX_ALIASED_NODES",
    "MAX_BYTES",
    "MAX_DEPTH",
    "Document",
    "Fault",
    "Marks",
    "Place",
    "load",
    "read",
    "scalar",
    "scalar_text",
]

MAX_BYTES = 1_000_000

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


class _Events(Protocol):
    def get_event(self) -> Any: ...
    def dispose(self) -> None: ...


def load(path: str) -> Document:
    """Read a file, at most one byte beyond the limit; what cannot be read is a fault, too."""
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            return Document(path, "", faults=(Fault("unreadable-file", 0, 0, "it is not a regular file"),))
        with Path(path).open("rb") as file:
            return read(path, file.read(MAX_BYTES + 1))
    except OSError as error:
        return Document(path, "", faults=(Fault("unreadable-file", 0, 0, error.strerror or str(error)),))


def read(path: str, raw: bytes) -> Document:
    """Read one file's bytes. Every fault of bytes or YAML is in the result; nothing is raised."""
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = _decode(raw)
    except Halt as halt:
        text = raw[:MAX_BYTES].decode("utf-8", "replace").replace("\0", "\ufffd")
        return Document(path, text, faults=(halt.fault,))
    control = _FORBIDDEN.search(text)
    if control:
        fault = Fault("control-character", control.start(), control.end(), f"U+{ord(control[0]):04X}")
        return Document(path, text, faults=(fault,))
    builder = Builder(text)
    try:
        _drive(builder)
    except Halt as halt:
        return Document(path, text, faults=(*builder.faults, halt.fault))
    return Document(path, text, builder.data, builder.marks, tuple(builder.faults))


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
    loader: type[_Events] = yaml.CBaseLoader if fast and hasattr(yaml, "CBaseLoader") else yaml.BaseLoader
    events = loader(builder.text)  # type: ignore[call-arg]
    try:
        builder.consume(events.get_event)
    except yaml.YAMLError as error:
        raise Halt(_syntax_fault(builder.text, error)) from None
    except ValueError:  # the pure parser, for an escape beyond Unicode
        at = getattr(events, "index", 0)
        raise Halt(Fault("invalid-yaml", at, at + 1, "invalid Unicode character escape code")) from None
    finally:
        events.dispose()


def _syntax_fault(text: str, error: yaml.YAMLError) -> Fault:
    """The fault for a text that is not YAML, worded by the pure parser so that both parsers say the same."""
    try:
        Builder(text).consume(yaml.BaseLoader(text).get_event)
    except yaml.YAMLError as pure:
        error = pure
    except (Halt, ValueError):
        pass
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    opened = getattr(error, "context_mark", None)
    start = min(mark.index if mark else 0, len(text))
    said = (getattr(error, "context", None), getattr(error, "problem", None))
    detail = " ".join(str(part) for part in said if part)
    related = (opened.index, opened.index + 1) if opened and opened.index != start else None
    return Fault("invalid-yaml", start, min(start + 1, len(text)), detail, related)
