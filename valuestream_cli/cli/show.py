"""`vs show`: a stream in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli.console import read_stdin, show_unsound
from valuestream_cli.cli.console import show as print_pieces

if TYPE_CHECKING:
    import typer


def show(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A stream file, or - for stdin.")],
) -> int:
    """Show a stream in the terminal: its steps by activity, their times, and the longest wait.

    Examples:  vs show incident.vs.yaml  |  vs show - < incident.vs.yaml
    """
    from valuestream_cli import api
    from valuestream_cli.reporting import outline

    try:
        stream = api.load(path, stdin=read_stdin() if path == "-" else None)
    except api.UnsoundStream as error:
        return show_unsound(error.report)
    print_pieces(outline.pieces(stream))
    return 0
