"""The use cases, as functions that return plain results and print nothing: what the command line calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from valuestream_cli import discovery
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Finding, Report, report

if TYPE_CHECKING:
    from valuestream_cli.model import ValueStream
    from valuestream_cli.rendering.picture import Artifact, Options
    from valuestream_cli.scaffolding import NewStream
    from valuestream_cli.source import Document

__all__ = ["UnsoundStream", "load", "new", "render", "validate"]


class UnsoundStream(VsError):
    """A file that cannot be used because of what is wrong in it; `report` says what."""

    def __init__(self, report: Report) -> None:
        paths = ", ".join(sorted({finding.path for finding in report.findings}))
        super().__init__(f"{paths} has errors", "mend them first: see `vs validate`")
        self.report = report


def validate(
    paths: Sequence[str] = (".",),
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    stdin: bytes | None = None,
    stdin_filename: str = discovery.STDIN,
) -> Report:
    """Check files, folders, or bytes (`-` among the paths, with `stdin`).

    select, ignore: codes, beginnings of codes, or names of rules.
    Raises VsError where a path or a rule does not exist, or no file is found.
    """
    from valuestream_cli.validation.engine import examine
    from valuestream_cli.validation.selection import chooser

    chosen = chooser(select, ignore)
    files = discovery.stream_files(paths)
    findings: list[Finding] = []
    sources: dict[str, str] = {}
    for path in files:
        document = _document(path, stdin, stdin_filename)
        found = examine(document, chosen).findings
        if found:
            findings += found
            sources[document.path] = document.text
    return report(findings, len(files), sources)


def _document(path: str, stdin: bytes | None, stdin_filename: str) -> Document:
    from valuestream_cli import source

    if path == discovery.STDIN:
        return source.read(stdin_filename, stdin or b"")
    return source.load(path)


def render(path: str, options: Options | None = None, *, stdin: bytes | None = None) -> Artifact:
    """Draw the stream of one file (or of `stdin`, for `-`) with the view, format and direction of `options`.

    Raises UnsoundStream where the file has errors of YAML or structure, VsError where something asked for does
    not exist, MissingTool where a library is missing.
    """
    from valuestream_cli.rendering import picture

    document = _document(path, stdin, discovery.STDIN)
    stream = _sound_stream(document)
    name = stream.id if path == discovery.STDIN else discovery.stem(path)
    return picture.draw(stream, document.text, name, options or picture.Options())


def new(
    template: str,
    dest: str | None = None,
    *,
    answers: Mapping[str, str] | None = None,
    folder: str | None = None,
    force: bool = False,
) -> NewStream:
    """Make a stream from a template, without writing it: the result knows its text and where it belongs.

    answers: `name`, `owner`, `state`, ids of the template's questions, or routes such as `demand.rate`.
    folder: own templates, which go before the built-in ones.
    Raises VsError where the template, the answers or the destination do not fit.
    """
    from valuestream_cli import scaffolding

    return scaffolding.new(template, dest, answers=answers, folder=folder, force=force)


def load(path: str, *, stdin: bytes | None = None) -> ValueStream:
    """Read one stream.

    Raises UnsoundStream where the file has errors of YAML or structure, VsError where there is no such file, or
    where a folder has several.
    """
    file, *others = discovery.stream_files([path])
    if others:
        raise VsError(f"'{path}' has {len(others) + 1} streams", f"name one of them, such as '{file}'")
    return _sound_stream(_document(file, stdin, discovery.STDIN))


def _sound_stream(document: Document) -> ValueStream:
    from valuestream_cli.validation.engine import examine
    from valuestream_cli.validation.rules import is_structural

    outcome = examine(document, is_structural)
    if outcome.stream is None or not outcome.is_sound:
        raise UnsoundStream(report(outcome.findings, 1, {document.path: document.text}))
    return outcome.stream
