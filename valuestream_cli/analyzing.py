"""The numbers of a stream together with those of the streams that its steps refer to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from valuestream_cli import source
from valuestream_cli.analysis import streams
from valuestream_cli.analysis.duration import seconds
from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.config import settings_for
from valuestream_cli.model import Calendar, ValueStream
from valuestream_cli.validation.nested import Nested
from valuestream_cli.validation.sound import sound_stream


def analyze(stream: ValueStream, path: str, settings: Mapping[str, str] | None = None) -> StreamAnalysis:
    """The numbers of a sound stream; steps without times have those of their own stream, if they name one.

    path: of its file, or `-`. settings: what was set over the file, to be told with the result.
    """
    return _Family().analyze(stream, path, settings or {}, ())


class _Family:
    """A stream and those that it refers to; each file is analysed once."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[ValueStream, StreamAnalysis] | str] = {}

    def analyze(
        self, stream: ValueStream, path: str, settings: Mapping[str, str], around: tuple[Path, ...]
    ) -> StreamAnalysis:
        """The numbers of one stream; `around` are the files that refer to it."""
        if not any(step.stream for step in stream.steps):
            return streams.analyze(stream, path, tolerance=_tolerance(path), settings=settings)
        files = Nested(None if path == "-" else path)
        home = (*around, Path(path).resolve())

        def nested(reference: str) -> StreamAnalysis | str:
            """The numbers of a stream referred to, or why there are none that could be added."""
            file = files.find(reference)
            if file is None:
                return f"there is no stream file '{reference}' inside the project"
            return _fitting(self._at(file, home), stream.calendar)

        return streams.analyze(stream, path, nested=nested, tolerance=_tolerance(path), settings=settings)

    def _at(self, file: Path, around: tuple[Path, ...]) -> tuple[ValueStream, StreamAnalysis] | str:
        if file in around:
            return "it contains this stream"
        if file not in self._known:
            self._known[file] = self._read(file, around)
        return self._known[file]

    def _read(self, file: Path, around: tuple[Path, ...]) -> tuple[ValueStream, StreamAnalysis] | str:
        stream = sound_stream(source.load(str(file)))
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
