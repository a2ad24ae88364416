"""`vs fmt`: the canonical layout of stream files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli.console import complain, read_stdin, show_diff, talk, tell, tell_bytes, write_file
from valuestream_cli.discovery import STDIN

if TYPE_CHECKING:
    import typer

    from valuestream_cli.formatting import CannotFormat
    from valuestream_cli.source import Document


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
) -> int:
    """Bring stream files into their canonical layout: order of keys, indentation, blank lines, quotes.

    Data and comments stay. A file that is no sound YAML is left as it is. What comes from stdin goes to stdout.

    Examples:  vs fmt  |  vs fmt streams/ --check  |  vs fmt incident.vs.yaml --diff  |  vs fmt - < incident.vs.yaml
    """
    from valuestream_cli import discovery
    from valuestream_cli.config import settings_for

    files = discovery.stream_files(paths or ["."], lambda path: settings_for(path).excludes(path))
    stdin = read_stdin() if STDIN in files else None
    results = [_format(file, stdin, check=check, diff=diff) for file in files]
    changed, refused = results.count(True), results.count(None)
    if files != [STDIN]:
        talk(_summary(len(files), changed, refused, only_would=check or diff))
    return int(refused > 0 or (changed > 0 and (check or diff)))


def _format(file: str, stdin: bytes | None, *, check: bool, diff: bool) -> bool | None:
    """Format one file, or say what that would change; whether it would, or null where it cannot be done."""
    from valuestream_cli import source
    from valuestream_cli.formatting import CannotFormat, Damaged, formatted

    raw = stdin if file == STDIN else source.bytes_of(file)
    try:
        before = (raw or b"").decode()
        after = formatted(before)
    except (UnicodeDecodeError, CannotFormat) as error:
        _refuse(source.load(file) if raw is None else source.read(file, raw), error)
        return None
    except Damaged as bug:
        bug.add_note(f"The file is left as it is: {file}")
        raise
    if diff:
        show_diff(file, before, after)
    elif check:
        tell(f"{file}\n" if after != before else "")
    elif file == STDIN:
        tell_bytes(after.encode())
    elif after != before:
        _write(file, before, after)
    return after != before


def _write(file: str, before: str, after: str) -> None:
    """Replace what was read, if that still stands there."""
    from valuestream_cli import source
    from valuestream_cli.errors import VsError

    if source.bytes_of(file) != before.encode():
        raise VsError(f"'{file}' has changed meanwhile", "it is left as it is; run the command again")
    write_file(file, after.encode())


def _refuse(document: Document, error: UnicodeDecodeError | CannotFormat) -> None:
    """Say on stderr why a file is left as it is: stdout may be read as YAML, or as a patch."""
    from valuestream_cli.findings import report
    from valuestream_cli.reporting import text
    from valuestream_cli.validation.engine import examine

    if document.faults or isinstance(error, UnicodeDecodeError):
        found = examine(document, lambda rule: rule.code.startswith("VS0")).findings
        talk(text.write(report(found, 1, {document.path: document.text})).rstrip())
    else:
        line = document.span(error.offset, error.offset).line
        reason = f"'{document.path}' is left as it is: {error.reason} (line {line})"
        complain(reason, "write it another way, then try again")


def _summary(files: int, changed: int, refused: int, *, only_would: bool) -> str:
    from valuestream_cli.reporting.plain import count

    same = files - changed - refused
    parts = {
        f"{count(changed, 'file')} {'would be formatted' if only_would else 'formatted'}": changed,
        f"{count(refused, 'file')} cannot be formatted": refused,
        f"{count(same, 'file')} left as {'it is' if same == 1 else 'they are'}": same,
    }
    return ", ".join(part for part, number in parts.items() if number)
