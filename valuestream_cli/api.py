"""The use cases, as functions that return plain results and print nothing: what the command line calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from valuestream_cli import discovery
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Report, Severity, report

if TYPE_CHECKING:
    from valuestream_cli.analysis.result import StreamAnalysis
    from valuestream_cli.comparison.result import Comparison
    from valuestream_cli.model import ValueStream
    from valuestream_cli.rendering.options import Options
    from valuestream_cli.rendering.picture import Artifact
    from valuestream_cli.running import Progress
    from valuestream_cli.scaffolding import NewStream
    from valuestream_cli.simulation.options import Options as SimulationOptions
    from valuestream_cli.simulation.result import SimulationResult
    from valuestream_cli.source import Document

__all__ = [
    "UnsoundStream",
    "analyze",
    "describe",
    "diff",
    "load",
    "new",
    "render",
    "render_each",
    "simulate",
    "validate",
]


class UnsoundStream(VsError):
    """A file that cannot be used because of what is wrong in it; `report` says what.

    analyses: those of the other files, where several were to be analysed.
    """

    def __init__(self, report: Report, analyses: Sequence[StreamAnalysis] = ()) -> None:
        paths = ", ".join(sorted({finding.path for finding in report.findings}))
        super().__init__(f"{paths} has errors", "mend them first: see `vs validate`")
        self.report = report
        self.analyses = tuple(analyses)


def validate(
    paths: Sequence[str] = (".",),
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    config: str | None = None,
    suppressions: bool = True,
    baseline: str | None = None,
    fail_on: Severity | None = None,
    force_exclude: bool = False,
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
    baseline: a file of findings that are known and not told again, empty for none; fail_on: the least severity that
    fails the run (`Report.fails`). Both are as the configuration says where they are not given.
    force_exclude: whether excluded files are left out even where they are named.
    jobs: processes; 0 for as many as pay. cache: `off`, `stat`, `content` or `auto`. Neither changes the result.
    progress: told now and then how many files are done, and of how many.
    Raises VsError where a path, a rule, the configuration or the baseline does not exist, or no file is found.
    """
    from valuestream_cli import gate
    from valuestream_cli.validation.checking import Check

    check = Check(config, tuple(select), tuple(ignore), suppressions)
    piped = gate.Stdin(stdin, stdin_filename) if stdin is not None else None
    return gate.run(paths, check, piped, gate.Scope(jobs, cache, progress, baseline, fail_on, force_exclude))


def _document(path: str, stdin: bytes | None, stdin_filename: str) -> Document:
    from valuestream_cli import source

    if path == discovery.STDIN:
        return source.read(stdin_filename, stdin or b"")
    return source.load(path)


def render(path: str, options: Options | None = None, *, stdin: bytes | None = None) -> Artifact:
    """Draw the stream of one file (or of `stdin`, for `-`) as `options` say.

    Raises UnsoundStream where the file has errors of YAML or structure, VsError where something asked for does
    not exist, MissingTool where a library is missing.
    """
    from valuestream_cli.rendering.options import Options

    return next(render_each(path, [options or Options()], stdin=stdin))


def render_each(path: str, options: Iterable[Options], *, stdin: bytes | None = None) -> Iterator[Artifact]:
    """Draw the stream of one file in several ways, reading it once; see `render`.

    Each picture is drawn when it is asked for; where one cannot be, the next one may.
    """
    from valuestream_cli.rendering import picture

    document = _document(path, stdin, discovery.STDIN)
    stream = _sound_stream(document)
    name = stream.id if path == discovery.STDIN else discovery.stem(path)
    numbers = cache(partial(_numbers, stream, path))
    subject = picture.Subject(stream=stream, text=document.text, stem=name, analysis=numbers)
    return map(partial(picture.draw, subject), options)  # which goes on after an error, as a generator would not


def _numbers(stream: ValueStream, path: str) -> StreamAnalysis:
    from valuestream_cli import analyzing

    return analyzing.analyze(stream, path)


def analyze(
    paths: Sequence[str] = (".",),
    *,
    settings: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    jobs: int = 1,
) -> tuple[StreamAnalysis, ...]:
    """The numbers of the streams in files, folders, or `stdin` (for `-` among the paths), in the order of the files.

    settings: place -> value, such as `investigate.capacity` -> `3`, in the stead of what the files say.
    jobs: processes; 0 for as many as pay. They do not change the result.
    Raises UnsoundStream where a file has errors of YAML or structure, VsError where there is no such file or place, or
    where a value makes the stream invalid.
    """
    from valuestream_cli import running
    from valuestream_cli.config import settings_for

    files = discovery.stream_files(paths, lambda path: settings_for(path).excludes(path))
    found = running.each(files, partial(_analysis_or_report, settings=settings or {}, stdin=stdin), jobs)
    analyses = tuple(each for each in found if not isinstance(each, Report))
    reports = [each for each in found if isinstance(each, Report)]
    if reports:
        raise UnsoundStream(_together(reports), analyses)
    return analyses


def _analysis_or_report(path: str, settings: Mapping[str, str], stdin: bytes | None) -> StreamAnalysis | Report:
    """The numbers of one file, or what is wrong with it: an answer that can be sent from another process."""
    try:
        return _analysis(path, settings, stdin)
    except UnsoundStream as error:
        return error.report._replace(fail_on={}, pruned={})  # their defaults cannot be sent


def _analysis(path: str, settings: Mapping[str, str], stdin: bytes | None) -> StreamAnalysis:
    from valuestream_cli import analyzing

    return analyzing.analyze(_changed_stream(path, settings, stdin), path, settings)


def _changed_stream(path: str, settings: Mapping[str, str], stdin: bytes | None) -> ValueStream:
    """The sound stream of a file, with other values in some places."""
    document = _document(path, stdin, discovery.STDIN)
    stream = _sound_stream(document)
    if settings:
        from valuestream_cli.source.what_if import changed

        try:
            stream = _sound_stream(changed(document, settings))
        except UnsoundStream as error:
            first = error.report.findings[0]
            raise VsError(f"with these values the stream would be invalid: {first.message}", first.hint) from None
    return stream


def simulate(
    path: str,
    other: str | None = None,
    *,
    options: SimulationOptions | None = None,
    settings: Mapping[str, str] | None = None,
    jobs: int = 1,
    stdin: bytes | None = None,
    progress: Progress | None = None,
) -> SimulationResult:
    """Simulate the stream of one file (or of `stdin`, for `-`), or two of them with the same luck.

    options: seed, cases, runs, warm-up, confidence and arrivals. settings: place -> value, in the stead of what the
    file says; of two files, the second. jobs: processes; 0 for as many as pay; the result is the same for any.
    progress: told how many runs are done, and of how many.
    Raises UnsoundStream where a file has errors of YAML or structure, NotSimulable (with the reason) where what a
    stream says cannot be simulated, VsError where there is no such file or place, or an option makes no sense.
    """
    from valuestream_cli import simulating
    from valuestream_cli.simulation.options import Options

    files = [_one_file(each) for each in (path, other) if each is not None]
    changes: list[dict[str, str]] = [*({} for _ in files[1:]), dict(settings or {})]
    streams = [_changed_stream(file, change, stdin) for file, change in zip(files, changes, strict=True)]
    plans = [simulating.plan(*each) for each in zip(streams, files, changes, strict=True)]
    return simulating.simulate(plans, options or Options(), jobs, progress)


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
    return _sound_stream(_document(_one_file(path), stdin, discovery.STDIN))


def _one_file(path: str) -> str:
    file, *others = discovery.stream_files([path])
    if others:
        raise VsError(f"'{path}' has {len(others) + 1} streams", f"name one of them, such as '{file}'")
    return file


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
    from valuestream_cli.comparison import lines
    from valuestream_cli.comparison.subject import Subject

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
        raise UnsoundStream(_together(reports))
    return streams


def _together(reports: Sequence[Report]) -> Report:
    """Several reports as one."""
    findings = [finding for each in reports for finding in each.findings]
    sources = {path: text for each in reports for path, text in each.sources.items()}
    return report(findings, [path for each in reports for path in each.paths], sources)


def _sound_stream(document: Document) -> ValueStream:
    from valuestream_cli.validation.sound import sound_stream

    stream = sound_stream(document)
    if stream is None:
        from valuestream_cli.validation.engine import examine
        from valuestream_cli.validation.rules import is_structural

        outcome = examine(document, is_structural)
        raise UnsoundStream(report(outcome.findings, [document.path], {document.path: document.text}))
    return stream
