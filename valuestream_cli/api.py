"""The use cases, as functions that return plain results and print nothing: what the command line calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from valuestream_cli import discovery
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Finding, Report, report

if TYPE_CHECKING:
    from valuestream_cli.comparison.result import Comparison
    from valuestream_cli.model import ValueStream
    from valuestream_cli.running import Progress
    from valuestream_cli.rendering.picture import Artifact, Options
    from valuestream_cli.scaffolding import NewStream
    from valuestream_cli.source import Document

__all__ = ["UnsoundStream", "describe", "diff", "load", "new", "render", "validate"]


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
    config: str | None = None,
    suppressions: bool = True,
    baseline: str | None = None,
    stdin: bytes | None = None,
    stdin_filename: str = discovery.STDIN,
    jobs: int = 1,
    cache: str = "off",
    progress: Progress | None = None,
) -> Report:
    """Check files, folders, or bytes (`-` among the paths, with `stdin`) as the configuration nearest to each says.

    select, ignore: codes, beginnings of codes, or names of rules; they count more than the configuration.
    config: a configuration file to use instead of the nearest one.
    suppressions: whether comments in the files may silence findings.
    baseline: a file of findings that are known and not told again.
    jobs: processes; 0 for as many as pay. cache: `off`, `stat`, `content` or `auto`. Neither changes the result.
    progress: told now and then how many files are done, and of how many.
    Raises VsError where a path, a rule, the configuration or the baseline does not exist, or no file is found.
    """
    from valuestream_cli import gate
    from valuestream_cli.validation.checking import Check

    check = Check(config, tuple(select), tuple(ignore), suppressions)
    piped = gate.Stdin(stdin, stdin_filename) if stdin is not None else None
    return gate.run(paths, check, piped, gate.Scope(jobs, cache, progress, baseline))


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


def diff(old: str | None = None, new: str | None = None, *, stdin: bytes | None = None) -> Comparison:
    """What changed between two streams, or between all streams of two folders: in steps, in flow and in numbers.

    old, new: files, folders, `REV:path` of git, `-` for `stdin`, `/dev/null` for nothing. Without `new`, `old` is
    compared with the working tree; without both, the working tree with the last commit.
    Raises UnsoundStream where a stream has errors of YAML or structure, VsError where a path or revision does not
    exist, MissingTool where git is needed and missing.
    """
    from valuestream_cli.comparison import pairing
    from valuestream_cli.comparison.sides import sides

    return pairing.compare_sides(*sides(old, new, stdin), _sound_streams)


def describe(path: str, *, stdin: bytes | None = None) -> str:
    """One stream (or `stdin`, for `-`) in lines that stay the same where only layout changes: what `git diff` shows.

    Raises UnsoundStream where it has errors of YAML or structure.
    """
    from valuestream_cli.comparison import Subject, lines

    document = _document(path, stdin, discovery.STDIN)
    return lines.write(Subject.of(_sound_stream(document), document.path, document.data))


def _sound_streams(documents: Sequence[Document]) -> list[ValueStream]:
    """The streams of documents; raises UnsoundStream for all of those that have errors together."""
    streams, reports = [], []
    for document in documents:
        try:
            streams.append(_sound_stream(document))
        except UnsoundStream as error:
            reports.append(error.report)
    if reports:
        findings = [finding for each in reports for finding in each.findings]
        raise UnsoundStream(report(findings, len(reports), {path: text for each in reports for path, text in each.sources.items()}))
    return streams


def _sound_stream(document: Document) -> ValueStream:
    from valuestream_cli.validation.engine import examine
    from valuestream_cli.validation.rules import is_structural

    outcome = examine(document, is_structural)
    if outcome.stream is None or not outcome.is_sound:
        raise UnsoundStream(report(outcome.findings, 1, {document.path: document.text}))
    return outcome.stream
