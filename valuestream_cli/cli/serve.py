"""`vs serve`: a live preview in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli import completion
from valuestream_cli.cli.console import talk, tell
from valuestream_cli.errors import MissingTool, VsError

if TYPE_CHECKING:
    import typer


def serve(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Files or folders; default: here.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Default: 8711, or the next free one; 0: any free one.")
    ] = None,
    theme: Annotated[
        str | None,
        typer.Option(
            help="How pictures are coloured; default: as vs.toml says, else auto.", autocompletion=completion.themes
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(help="Language of the pictures' own words; default: en.", autocompletion=completion.languages),
    ] = None,
    open: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> int:
    """Show pictures and findings in the browser, new on each save.

    Only this machine is answered, and only who has the token in the printed address. Ctrl-C ends it.

    Examples:  vs serve  |  vs serve streams/ --open
    """
    from valuestream_cli import discovery
    from valuestream_cli.config import settings_for
    from valuestream_cli.rendering.options import configured

    if "-" in (paths or ()):
        raise VsError("stdin cannot be followed", "name files or folders")
    asked: dict[str, Sequence[object]] = {"theme": [theme] if theme else [], "language": [lang] if lang else []}
    configured(settings_for(discovery.stream_files(paths or ["."])[0]), **asked)

    def ready(address: str, number: int) -> None:
        talk(f"serving {number} stream{'s' * (number != 1)}, to you alone: Ctrl-C ends it")
        tell(f"{address}\n")
        if open:
            _open(address)

    try:
        from valuestream_cli.serving.server import serve as run
    except ImportError as error:
        raise MissingTool(
            f"`vs serve` needs '{error.name}', which is not installed", "pip install 'valuestream-cli[serve]'"
        ) from None
    run(paths or ["."], asked, port, ready)
    return 130


def _open(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        talk("warning: no browser found here: open the address yourself")
