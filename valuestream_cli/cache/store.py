"""The file that keeps the entries: JSON below a line with its checksum, replaced in one go.

Nothing here ever fails a run: a file that is foreign, broken or out of reach is no cache at all.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from valuestream_cli.cache.entries import Entry, Stamp, program
from valuestream_cli.validation.nested import Question

_NAME = "results.json"
_LEFT_OVER = 3_600  # seconds after which nobody is still writing


class Store:
    """Reads and writes the entries of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._temporary: Path | None = None

    def read(self) -> dict[str, Entry]:
        """The entries by name; none where there is no cache that this program has written."""
        try:
            head, _, body = (self._folder / _NAME).read_bytes().partition(b"\n")
            if head != _head(body):
                return {}
            return {name: _entry(*fields) for name, fields in json.loads(body).items()}
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return {}

    def begin(self) -> int:
        """Make the folder and a file to write to; the result is the file system's time now, 0 where it cannot be."""
        try:
            self._prepare_folder()
            self._clear_left_overs()
            temporary = self._folder / f"{os.getpid()}-{time.time_ns()}.tmp"
            with temporary.open("xb"):
                self._temporary = temporary
            return temporary.stat().st_mtime_ns
        except OSError:
            return 0

    def write(self, entries: Mapping[str, Entry]) -> None:
        """Replace the entries."""
        if self._temporary is None:
            return
        body = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogateescape")
        with contextlib.suppress(OSError):
            self._temporary.write_bytes(_head(body) + b"\n" + body)
            self._temporary.replace(self._folder / _NAME)

    def clean_up(self) -> None:
        """Leave nothing half done behind."""
        if self._temporary:
            with contextlib.suppress(OSError):
                self._temporary.unlink(missing_ok=True)
            self._temporary = None

    def _clear_left_overs(self) -> None:
        """Remove what runs left that were killed; first of all, since it may be what fills the disk."""
        for other in self._folder.glob("*.tmp"):
            with contextlib.suppress(OSError):
                if time.time() - other.lstat().st_mtime > _LEFT_OVER:
                    other.unlink()

    def _prepare_folder(self) -> None:
        """A folder that git does not see; a link that stands in its place, or in it, could lead anywhere."""
        if self._folder.is_symlink():
            raise NotADirectoryError
        self._folder.mkdir(exist_ok=True)
        ignored = self._folder / ".gitignore"
        is_empty = ignored.is_file() and not ignored.stat().st_size  # the disk was full when it was written
        if not ignored.is_symlink() and (is_empty or not ignored.exists()):
            ignored.write_text("# made by vs: results that need not be found twice\n*\n", encoding="utf-8")


def _head(body: bytes) -> bytes:
    return f"vs-cache/v1 {program()} {blake2b(body, digest_size=16).hexdigest()}".encode()


def _entry(
    stamp: list[int],
    digest: str,
    settings: str,
    day: int,
    suppressed: int,
    findings: tuple[object, ...],
    answers: list[tuple[list[object], object]],
    identity: object,
) -> Entry:
    asked = tuple((_question(*map(_text, question)), _text(said)) for question, said in answers)
    return Entry(Stamp(*stamp), digest, settings, day, suppressed, findings, asked, _text(identity))


def _question(about: str, place: str, word: str) -> Question:
    return about, place, word


def _text(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError(said)
    return said
