"""`vs show`: a stream in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli.console import print_pieces, read_stdin, show_unsound, tell

if TYPE_CHECKING:
    import typer


def show(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A stream file, a folder, or - for stdin.")],
) -> int:
    """Show a stream in the terminal: lanes, times, the longest wait.

    Examples:  vs show incident.vs.yaml  |  vs show - < incident.vs.yaml
    """
    from valuestream_cli import api, discovery
    from valuestream_cli.config import settings_for
    from valuestream_cli.reporting import outline

    failed = False
    for number, file in enumerate(discovery.stream_files([path], lambda file: settings_for(file).excludes(file))):
        try:
            stream = api.load(file, stdin=read_stdin() if file == "-" else None)
        except api.UnsoundStream as error:
            failed = bool(show_unsound(error.report))
            continue
        tell("\n" * (number > 0))
        print_pieces(outline.pieces(stream))
    return int(failed)
