"""Printing: data to stdout, talk to stderr, colour only on a terminal."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from valuestream_cli.errors import VsError

if TYPE_CHECKING:
    from valuestream_cli.findings import Report


def complain(message: str, hint: str = "") -> None:
    """Say on stderr what went wrong, and the remedy."""
    from valuestream_cli.reporting.plain import safe

    talk(f"error: {safe(message)}")
    if hint:
        talk(f"  help: {safe(hint)}")


def talk(message: str) -> None:
    """Say something on stderr that is not data."""
    _put(sys.stderr, f"{message}\n")


def tell(data: str) -> None:
    """Print data on stdout, as it is."""
    _put(sys.stdout, data)


def _put(stream: TextIO, text: str) -> None:
    """Print, whatever the terminal's encoding can show."""
    stream.flush()
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding))
    stream.flush()


def has_colour() -> bool:
    """Whether stdout is a terminal that wants colour."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def is_interactive() -> bool:
    """Whether somebody can be asked: both ends are a terminal and this is no CI run."""
    return sys.stdin.isatty() and sys.stderr.isatty() and not os.environ.get("CI")


def print_pieces(pieces: Iterable[tuple[str, str]]) -> None:
    """Print stretches of text, styled where stdout is a terminal."""
    if not has_colour():
        tell("".join(text for text, _ in pieces))
        return
    from rich.console import Console
    from rich.text import Text

    Console(soft_wrap=True, highlight=False).print(Text.assemble(*pieces), end="")


def show_unsound(report: Report) -> int:
    """Print why a file cannot be used; the result is the exit status."""
    from valuestream_cli.reporting import text

    print_pieces(text.pieces(report))
    complain(f"nothing is shown of a file with such errors: {text.summary(report)}", "mend them, then try again")
    return 1


def write_file(path: str | Path, content: bytes) -> None:
    """Write a file in one go: whoever reads it sees the old content or the new, never half of it.

    Raises VsError where the place cannot be written to.
    """
    target = Path(path)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise VsError(f"cannot write '{target}': {error.strerror or error}", "choose another place") from None


def read_stdin() -> bytes:
    """All of stdin, up to a little more than any stream file may have."""
    from valuestream_cli.source import MAX_BYTES

    return sys.stdin.buffer.read(MAX_BYTES + 1)
