"""The numbers of a stream together with those of the streams that its steps refer to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from valuestream_cli import source
from valuestream_cli.analysis import streams
from valuestream_cli.analysis.duration import seconds
from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.config import settings_for
from valuestream_cli.model import Calendar, ValueStream
from valuestream_cli.source import Document
from valuestream_cli.validation.nested import Nested
from valuestream_cli.validation.sound import sound_stream


class Files(Protocol):
    """Where the streams lie that steps refer to: on disk, or in a revision of git."""

    def home(self, place: str) -> Path | None:
        """The place of a file, as paths are relative to it; null where it has none."""

    def find(self, reference: str, home: Path) -> Path | None:
        """The place of the file that a file at `home` refers to; null where there is none inside the project."""

    def load(self, place: Path) -> Document:
        """A file that was found, as read."""


class _OnDisk:
    def home(self, place: str) -> Path | None:
        return None if place == "-" else Path(place).resolve()

    def find(self, reference: str, home: Path) -> Path | None:
        return Nested(None).find(reference, home)

    def load(self, place: Path) -> Document:
        return source.load(str(place))


def analyze(
    stream: ValueStream, path: str, settings: Mapping[str, str] | None = None, files: Files | None = None
) -> StreamAnalysis:
    """The numbers of a sound stream; steps without times have those of their own stream, if they name one.

    path: of its file on disk (or where it would be), or `-`. settings: what was set over the file, to be told with the
    result. files: where the streams that it refers to are; by default on disk.
    """
    return _Family(files or _OnDisk()).analyze(stream, path, settings or {}, ())


class _Family:
    """A stream and those that it refers to; each file is analysed once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._known: dict[Path, tuple[ValueStream, StreamAnalysis] | str] = {}

    def analyze(
        self, stream: ValueStream, path: str, settings: Mapping[str, str], around: tuple[Path, ...]
    ) -> StreamAnalysis:
        """The numbers of one stream; `around` are the files that refer to it."""
        if not any(step.stream for step in stream.steps):
            return streams.analyze(stream, path, tolerance=_tolerance(path), settings=settings)
        home = self._files.home(path)

        def nested(reference: str) -> StreamAnalysis | str:
            """The numbers of a stream referred to, or why there are none that could be added."""
            file = self._files.find(reference, home) if home else None
            if home is None or file is None:
                return f"there is no stream file '{reference}' inside the project"
            return _fitting(self._at(file, (*around, home)), stream.calendar)

        return streams.analyze(stream, path, nested=nested, tolerance=_tolerance(path), settings=settings)

    def _at(self, file: Path, around: tuple[Path, ...]) -> tuple[ValueStream, StreamAnalysis] | str:
        if file in around:
            return "it contains this stream"
        if file not in self._known:
            self._known[file] = self._read(file, around)
        return self._known[file]

    def _read(self, file: Path, around: tuple[Path, ...]) -> tuple[ValueStream, StreamAnalysis] | str:
        stream = sound_stream(self._files.load(file))
        return (stream, self.analyze(stream, str(file), {}, around)) if stream else "its file has errors"


def _fitting(found: tuple[ValueStream, StreamAnalysis] | str, calendar: Calendar | None) -> StreamAnalysis | str:
    """An analysis whose hours can be added to those of a calendar."""
    if isinstance(found, str):
        return found
    stream, analysis = found
    if _hours(stream.calendar) != _hours(calendar):
        return "it has other working hours, so that its times cannot be added"
    return analysis


def _hours(calendar: Calendar | None) -> tuple[float, float]:
    return seconds("1d", calendar), seconds("1w", calendar)


def _tolerance(path: str) -> float:
    return settings_for("." if path == "-" else path).thresholds.share_tolerance
