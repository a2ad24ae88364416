"""The files that an editor has open: unsaved text goes before what is on disk."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pygls.uris import from_fs_path, to_fs_path

from valuestream_cli import source
from valuestream_cli.discovery import SUFFIXES
from valuestream_cli.findings import Finding
from valuestream_cli.lsp.diagnostics import check
from valuestream_cli.lsp.positions import Positions
from valuestream_cli.source import Document

if TYPE_CHECKING:
    from valuestream_cli.validation.checking import Checked

_MENDINGS = 8  # each costs a reading; who has more broken lines than this gets less help
_SURROGATE = re.compile("[\ud800-\udfff]")
_BYTE_ORDER_MARK = "\ufeff"


class Sheet:
    """One state of one file. Requests and the check in the background share what is found out about it.

    written: the text as the editor has it. text: the same without a byte order mark and halves of characters.
    before: the data of the last state that could be read, for the time in which this one cannot.
    """

    def __init__(self, uri: str, text: str, version: int | None, encoding: str, before: Any = None) -> None:
        self.uri = uri
        self.path = path_of(uri)
        self.version = version
        self.written = text
        self.text = _SURROGATE.sub("\ufffd", text.removeprefix(_BYTE_ORDER_MARK))
        self._encoding = encoding
        self._lead = len(text) - len(self.text)
        self._before = before
        self._lock = Lock()

    @cached_property
    def positions(self) -> Positions:
        """Offsets of the text to positions of the client, and back."""
        return Positions(self.text, self._encoding, self._lead)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column as findings count them."""
        return min(self._line_starts[min(line, len(self._line_starts)) - 1] + column - 1, len(self.text))

    @property
    def document(self) -> Document:
        """The text, read; once, whoever asks first."""
        with self._lock:
            return self._document

    @cached_property
    def _document(self) -> Document:
        return source.read(self.path, self.text.encode())

    @property
    def is_readable(self) -> bool:
        """Whether the text is YAML as it stands."""
        return self.document.data is not None

    @cached_property
    def mended(self) -> Document:
        """The document without the lines that break it, if it is broken; all offsets stay what they are."""
        document = self.document
        for _ in range(_MENDINGS):
            blanked = _without(document.text, document.faults[-1].start) if document.faults else document.text
            if document.data is not None or blanked == document.text:
                break
            document = source.read(self.path, blanked.encode())
        return document

    @property
    def known(self) -> Any:
        """The data of the last state that was read and could be; null if there is none so far."""
        document = self.__dict__.get("_document")
        return self._before if document is None or document.data is None else document.data

    @property
    def data(self) -> Any:
        """What the file says or said when it could last be read; null where that was never."""
        if self.is_readable:
            return self.document.data
        return self.mended.data if self._before is None else self._before

    @cached_property
    def checked(self) -> Checked:
        """What is wrong here, and the rules that crashed over it."""
        return check(self.document)

    @property
    def findings(self) -> list[Finding]:
        """What is wrong here."""
        return self.checked.findings

    @cached_property
    def fixed(self) -> str:
        """The text with all safe fixes that mend what they promise and break nothing else."""
        from valuestream_cli import fixing

        return fixing.fix(self.path, self.text.encode(), lambda document: check(document).findings).text


class Desk:
    """All open stream files, by URI, however its characters are escaped; other files are no business of ours."""

    def __init__(self) -> None:
        self._sheets: dict[str, Sheet] = {}
        self.encoding = "utf-16"

    def put(self, uri: str, text: str, version: int | None) -> Sheet | None:
        """Take a new state of a file; null for one that is no stream file."""
        if not path_of(uri).endswith(SUFFIXES):
            return None
        before = self.get(uri)
        sheet = self._sheets[unquote(uri)] = Sheet(uri, text, version, self.encoding, before.known if before else None)
        return sheet

    def renew(self, uri: str) -> None:
        """Forget what was found out about a file, for something around it has changed."""
        sheet = self.get(uri)
        if sheet:
            self.put(sheet.uri, sheet.written, sheet.version)

    def remove(self, uri: str) -> bool:
        """Forget a file that was closed; whether it was known."""
        return self._sheets.pop(unquote(uri), None) is not None

    def get(self, uri: str) -> Sheet | None:
        """The state of an open stream file."""
        return self._sheets.get(unquote(uri))

    def open_uris(self) -> list[str]:
        """The URIs of all open stream files."""
        return [sheet.uri for sheet in self._sheets.values()]

    def at(self, path: Path) -> Sheet:
        """The file at a path: as it is open, else as it is on disk; empty where it cannot be read."""
        for sheet in list(self._sheets.values()):  # asked in a thread, while files are opened and closed
            if Path(sheet.path).resolve() == path:
                return sheet
        return Sheet(uri_of(path), source.load(str(path)).text, None, self.encoding)


def path_of(uri: str) -> str:
    """The path of a `file:` URI, or the last part of another one, for messages."""
    return to_fs_path(uri) or uri.rpartition("/")[2]


def uri_of(path: Path) -> str:
    """The URI of a path."""
    return str(from_fs_path(str(path)))


def _without(text: str, offset: int) -> str:
    """The text with the line around an offset blanked out, or the last one above that says something."""
    end = text.find("\n", offset)
    end = len(text[: end if end >= 0 else len(text)].rstrip())
    start = text.rfind("\n", 0, end) + 1
    return text[:start] + " " * (end - start) + text[end:]
