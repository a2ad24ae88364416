"""`vs show`: a stream in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli import completion
from valuestream_cli.cli.console import can_show, print_pieces, read_stdin, show_unsound, tell, width

if TYPE_CHECKING:
    import typer


def show(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A stream file, a folder, or - for stdin.")],
    ascii: Annotated[
        bool, typer.Option("--ascii", help="Draw with ASCII only; names stay as they are written.")
    ] = False,
    lang: Annotated[
        str | None,
        typer.Option(help="Language of the picture's own words; default: en.", autocompletion=completion.languages),
    ] = None,
) -> int:
    """Show a stream in the terminal: its path through the lanes, where its time goes, and the totals.

    Examples:  vs show incident.vs.yaml  |  vs show - < incident.vs.yaml  |  COLUMNS=60 vs show incident.vs.yaml --ascii
    """
    from valuestream_cli import analyzing, api, discovery
    from valuestream_cli.config import settings_for
    from valuestream_cli.itil.words import USUAL, Words, languages
    from valuestream_cli.reporting import terminal
    from valuestream_cli.suggest import unknown

    language = lang or USUAL
    if language not in languages():
        raise unknown(f"there is no language '{language}'", language, languages())
    failed = False
    for number, file in enumerate(discovery.stream_files([path], lambda file: settings_for(file).excludes(file))):
        try:
            stream = api.load(file, stdin=read_stdin() if file == "-" else None)
        except api.UnsoundStream as error:
            failed = bool(show_unsound(error.report))
            continue
        tell("\n" * (number > 0))
        look = terminal.Look(
            width=width(), plain=ascii or not can_show(terminal.DRAWN), words=Words(language, stream.framework)
        )
        print_pieces(terminal.pieces(stream, analyzing.analyze(stream, file), look))
    return int(failed)
