"""`vs fmt`: the canonical layout of stream files."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from functools import partial
from operator import ne
from typing import TYPE_CHECKING, Annotated, NamedTuple

from valuestream_cli.cli.console import complain, read_stdin, replace, show_diff, talk, tell, tell_bytes
from valuestream_cli.discovery import STDIN
from valuestream_cli.errors import VsError

if TYPE_CHECKING:
    import typer

    from valuestream_cli.formatting import CannotFormat
    from valuestream_cli.source import Document


class Mode(Enum):
    """What is done with a file that is laid out differently."""

    WRITE = auto()
    CHECK = auto()
    DIFF = auto()


class Outcome(Enum):
    """What became of a file."""

    CHANGED = auto()
    SAME = auto()
    REFUSED = auto()  # it cannot be formatted
    LOST = auto()  # it cannot be replaced


class Done(NamedTuple):
    """What became of a file, and what there is to say: why not, and what helps; or the text before and after.

    It may come from another process, so that nothing is said there.
    """

    outcome: Outcome
    why: str = ""
    remedy: str = ""
    texts: tuple[str, str] = ("", "")


def fmt(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Files, folders, or - for stdin; default: here.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; name the files that would change, and exit with 1.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; show what would change, and exit with 1.")
    ] = False,
    force_exclude: Annotated[
        bool, typer.Option("--force-exclude", help="Leave out what is excluded also where it is named.")
    ] = False,
) -> int:
    """Bring stream files into one layout; comments stay.

    Data and comments stay. A file that is no sound YAML is left as it is. What comes from stdin goes to stdout.

    Examples:  vs fmt  |  vs fmt streams/ --check  |  vs fmt incident.vs.yaml --diff  |  vs fmt - < incident.vs.yaml
    """
    from valuestream_cli import discovery
    from valuestream_cli.config import settings_for

    files = discovery.stream_files(paths or ["."], lambda path: settings_for(path).excludes(path), force=force_exclude)
    mode = Mode.DIFF if diff else Mode.CHECK if check else Mode.WRITE
    done = _format_all(files, mode)
    for file in files:
        _say(file, done[file], mode)
    for remedy in dict.fromkeys(each.remedy for each in done.values() if each.outcome is Outcome.REFUSED):
        talk(f"  help: {remedy}")
    results = Counter(each.outcome for each in done.values())
    if files != [STDIN]:
        talk(_summary(results, only_would=mode is not Mode.WRITE))
    if results[Outcome.LOST]:
        return 2
    return int(results[Outcome.REFUSED] > 0 or (results[Outcome.CHANGED] > 0 and mode is not Mode.WRITE))


def _format_all(files: list[str], mode: Mode) -> dict[str, Done]:
    """Format all files, in as many processes as pay; what became of each."""
    from valuestream_cli import running
    from valuestream_cli.cli.progress import bar

    on_disk = [file for file in files if file != STDIN]
    with _told_of_changes(on_disk if mode is Mode.WRITE else []), bar("formatting") as progress:
        done = running.each(
            on_disk,
            partial(_format, mode=mode),
            done=lambda number: progress(number, len(on_disk)) if progress else None,
        )
    results = dict(zip(on_disk, done, strict=True))
    return results | ({STDIN: _format(STDIN, read_stdin(), mode=mode)} if STDIN in files else {})


@contextmanager
def _told_of_changes(files: list[str]) -> Iterator[None]:
    """Say of a run that is interrupted how many files it has changed: they show it, whichever process did it."""
    before = list(map(_stamp, files))
    try:
        yield
    except KeyboardInterrupt:
        changed = sum(map(ne, before, map(_stamp, files)))
        if changed:
            talk(_summary(Counter({Outcome.CHANGED: changed}), only_would=False))
        raise


def _stamp(file: str) -> tuple[int, int] | None:
    """What changes when a file is replaced."""
    try:
        status = os.stat(file)  # noqa: PTH116 (thousands of times)
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _format(file: str, stdin: bytes | None = None, *, mode: Mode) -> Done:
    """Format one file, or find out what that would change."""
    from valuestream_cli import source
    from valuestream_cli.formatting import CannotFormat, Damaged, formatted

    raw = stdin if file == STDIN else source.bytes_of(file)
    try:
        before = (raw or b"").decode()
        after = formatted(before)
    except (UnicodeDecodeError, CannotFormat) as error:
        return _refused(source.load(file) if raw is None else source.read(file, raw), error)
    except Damaged as bug:
        bug.add_note(f"The file is left as it is: {file}")
        raise
    if mode is Mode.WRITE and file != STDIN and after != before:
        try:
            replace(file, before.encode(), after.encode())
        except VsError as error:
            return Done(Outcome.LOST, error.message, error.hint)
    is_shown = mode is Mode.DIFF or file == STDIN
    return Done(Outcome.CHANGED if after != before else Outcome.SAME, texts=(before, after) if is_shown else ("", ""))


def _refused(document: Document, error: UnicodeDecodeError | CannotFormat) -> Done:
    """Why a file is left as it is, in one line: all that is wrong in it is for `vs validate`."""
    from valuestream_cli.reporting.plain import one_line
    from valuestream_cli.validation.engine import examine

    if document.faults or isinstance(error, UnicodeDecodeError):
        first = examine(document, lambda rule: rule.code.startswith("VS0")).findings[0]
        place, what = first.span, f"{first.code} {first.rule}: {first.message}"
        remedy = "`vs validate` shows these places, and what helps"
    else:
        place, what = document.span(error.offset, error.offset), f"cannot be formatted: {error.reason}"
        remedy = "write what cannot be formatted another way, then try again"
    return Done(Outcome.REFUSED, one_line(f"{document.path}:{place.line}:{place.column}: {what}"), remedy)


def _say(file: str, done: Done, mode: Mode) -> None:
    """Say what became of a file: why not on stderr, since stdout may be read as YAML, or as a patch."""
    if done.outcome is Outcome.REFUSED:
        talk(done.why)
    elif done.outcome is Outcome.LOST:
        complain(done.why, done.remedy)
    elif mode is Mode.DIFF:
        show_diff(file, *done.texts)
    elif mode is Mode.CHECK:
        tell(f"{file}\n" if done.outcome is Outcome.CHANGED else "")
    elif file == STDIN:
        tell_bytes(done.texts[1].encode())


def _summary(results: Counter[Outcome], *, only_would: bool) -> str:
    from valuestream_cli.reporting.plain import count

    ends = {
        Outcome.CHANGED: "would be formatted" if only_would else "formatted",
        Outcome.REFUSED: "cannot be formatted",
        Outcome.LOST: "could not be replaced",
        Outcome.SAME: f"left as {'it is' if results[Outcome.SAME] == 1 else 'they are'}",
    }
    parts = [f"{count(results[outcome], 'file')} {end}" for outcome, end in ends.items() if results[outcome]]
    return ", ".join(parts) or "nothing to format"
