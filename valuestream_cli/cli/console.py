"""Printing: data to stdout, talk to stderr, colour only on a terminal."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from valuestream_cli.errors import VsError

if TYPE_CHECKING:
    from valuestream_cli.findings import Report

_USUAL_WIDTH = 100
_FEW = 3  # files that a message names


def supply_streams() -> None:
    """Put something in the place of standard streams that the process was started without.

    A closed stdout (`>&-`) is a pipe that nobody reads.
    """
    given: dict[str, TextIO | None] = {name: getattr(sys, name) for name in ("stdin", "stdout", "stderr")}
    if given["stdin"] is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 (as long as we run)
    if given["stdout"] is None:
        reader, writer = os.pipe()
        os.close(reader)
        sys.stdout = open(writer, "w", encoding="utf-8")  # noqa: PTH123, SIM115 (no path)
    if given["stderr"] is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115


def complain(message: str, hint: str = "") -> None:
    """Say on stderr what went wrong, and the remedy."""
    from valuestream_cli.reporting.plain import safe

    talk(f"error: {safe(message)}")
    if hint:
        talk(f"  help: {safe(hint)}")


def talk(message: str) -> None:
    """Say something on stderr that is not data. Where nobody can hear it, the work goes on."""
    with contextlib.suppress(BrokenPipeError, VsError):
        _put(sys.stderr, f"{message}\n")


def tell(data: str) -> None:
    """Print data on stdout, as it is.

    Raises BrokenPipeError where nobody reads it any more, VsError where it cannot be written.
    """
    _put(sys.stdout, data)


def tell_bytes(data: bytes) -> None:
    """Print bytes on stdout, as they are; raises what `tell` raises."""
    with _writing(sys.stdout):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def show_diff(path: str, before: str, after: str | None) -> None:
    """Print what would change in a file, as a patch; nothing where it would stay as it is."""
    if after is None or after == before:
        return
    import difflib

    lines = difflib.unified_diff(_lines(before), _lines(after), path, path)
    show = _visible if sys.stdout.isatty() else str
    for line in lines:
        tell(show(line) if line.endswith("\n") else f"{show(line)}\n\\ No newline at end of file\n")


def _lines(text: str) -> list[str]:
    """The lines of a text, as patches see them: other line breaks are part of a line."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _visible(line: str) -> str:
    """A line of a patch with no power over the terminal."""
    from valuestream_cli.reporting.plain import safe

    return safe(line.rstrip("\n")) + "\n"


def _put(stream: TextIO, text: str) -> None:
    """Print, whatever the terminal's encoding can show."""
    with _writing(stream):
        encoding = getattr(stream, "encoding", None) or "utf-8"
        stream.write(text.encode(encoding, "replace").decode(encoding))
        stream.flush()


@contextlib.contextmanager
def _writing(stream: TextIO) -> Iterator[None]:
    """Raises BrokenPipeError where nobody reads a stream any more, VsError where it cannot be written to at all.

    What is left in it goes nowhere then: the interpreter would try again at the end, and spoil the exit status.
    """
    try:
        stream.flush()
        yield
    except OSError as error:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if isinstance(error, BrokenPipeError):
            raise BrokenPipeError from None  # without its number: click would end the run by it
        raise VsError(f"cannot write to stdout: {error.strerror or error}", "choose another place") from None


def has_colour() -> bool:
    """Whether stdout is a terminal that wants colour."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns to write for: those that are asked for, else those of the terminal; `shutil` would cost a start 5 ms."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    try:
        return os.get_terminal_size().columns or _USUAL_WIDTH
    except OSError:
        return _USUAL_WIDTH


def can_show(text: str) -> bool:
    """Whether the encoding of stdout has these characters."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def is_interactive() -> bool:
    """Whether somebody can be asked: both ends are a terminal and this is no CI run."""
    return sys.stdin.isatty() and sys.stderr.isatty() and not os.environ.get("CI")


def print_pieces(pieces: Iterable[tuple[str, str]]) -> None:
    """Print stretches of text, styled where stdout is a terminal."""
    if not has_colour():
        tell("".join(text for text, _ in pieces))
        return
    from rich.console import Console
    from rich.segment import Segment, Segments

    console = Console(soft_wrap=True, highlight=False)
    # Not one rich `Text`: that looks for places to wrap, which takes seconds for thousands of findings.
    with _writing(sys.stdout):
        console.print(Segments(Segment(text, console.get_style(style or "none")) for text, style in pieces), end="")


def show_unsound(report: Report) -> int:
    """Print why a file cannot be used; the result is the exit status."""
    from valuestream_cli.findings import Severity
    from valuestream_cli.reporting import text

    print_pieces(text.pieces(report))
    files = sorted(
        {
            "stdin" if finding.path == "-" else finding.path
            for finding in report.findings
            if finding.severity is Severity.ERROR
        }
    )
    remedy = f"mend {', '.join(files[:_FEW])}, then try again"
    complain(f"nothing is shown of a file with such errors: {text.summary(report)}", remedy)
    return 1


def write_file(path: str | Path, content: bytes, remedy: str = "choose another place") -> None:
    """Write a file in one go: whoever reads it sees the old content or the new, never half of it.

    A link stays a link, and a file that is replaced keeps its mode. A pipe or a device is written to as it is.
    Raises VsError, with the remedy, where the place cannot be written to.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        if Path(path).exists() and not Path(path).is_file():
            Path(path).write_bytes(content)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise VsError(f"cannot write '{Path(path)}': {error.strerror or error}", remedy) from None


def replace(path: str, before: bytes, after: bytes) -> None:
    """Replace what was read from a file.

    Raises VsError where something else stands there by now, or it cannot be written to.
    """
    from valuestream_cli import source

    if source.bytes_of(path) != before:
        raise VsError(f"'{path}' has changed meanwhile", "it is left as it is; run the command again")
    write_file(path, after, "it is left as it is; check the permissions of its folder, and the room on the disk")


def replace_file(path: str, before: bytes, after: bytes) -> bool:
    """Replace what was read from a file; else say why not, and that is false."""
    try:
        replace(path, before, after)
    except VsError as error:  # the other files are not left half done for it
        complain(error.message, error.hint)
        return False
    return True


def read_stdin() -> bytes:
    """All of stdin, up to a little more than any stream file may have."""
    from valuestream_cli.source import MAX_BYTES

    return sys.stdin.buffer.read(MAX_BYTES + 1)
