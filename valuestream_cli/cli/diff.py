"""`vs diff`: what changed between two streams, or two folders of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli import completion
from valuestream_cli.cli.console import complain, print_pieces, read_stdin, show_unsound, talk, tell, write_file
from valuestream_cli.comparison.formats import FORMATS
from valuestream_cli.errors import VsError

if TYPE_CHECKING:
    import typer

    from valuestream_cli.comparison.result import Comparison


def diff(
    old: Annotated[
        str | None,
        typer.Argument(
            metavar="[OLD]", help="A file, a folder, REV, REV:path or - for stdin; default: the last commit."
        ),
    ] = None,
    new: Annotated[
        str | None, typer.Argument(metavar="[NEW]", help="The same; default: what OLD is now in the working tree.")
    ] = None,
    format: Annotated[
        str,
        typer.Option("--format", "-f", help=f"One of: {', '.join(FORMATS)}.", autocompletion=completion.comparisons),
    ] = "text",
    output: Annotated[str | None, typer.Option("--output", "-o", help="Write the comparison to this file.")] = None,
    budget: Annotated[
        bool, typer.Option("--budget", help="Exit with 1 where NEW misses a target that OLD does not.")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where anything but layout differs.")
    ] = False,
    textconv: Annotated[
        bool, typer.Option("--textconv", help="Print the one file OLD in lines that git diff can compare.")
    ] = False,
) -> int:
    """Tell what changed between two streams: in effect, numbers, steps, flow.

    A git revision is a REV (main, HEAD~2) or REV:path. Without NEW, OLD is compared with the working tree.

    Examples:  vs diff  |  vs diff main  |  vs diff as-is.vs.yaml to-be.vs.yaml  |  vs diff main:a.vs.yaml --budget
    """
    from valuestream_cli import api
    from valuestream_cli.comparison.formats import demand_known

    demand_known(format)
    if textconv:
        return _describe(old, new)
    try:
        comparison = api.diff(old, new, stdin=read_stdin() if "-" in (old, new) else None)
    except api.UnsoundStream as error:
        return show_unsound(error.report)
    _put(comparison, format, output)
    is_missed = budget and _missed(comparison)
    return int(is_missed or (exit_code and comparison.differs))


def _put(comparison: Comparison, format: str, output: str | None) -> None:
    from valuestream_cli.comparison.formats import write

    if output is None and format == "text":
        from valuestream_cli.comparison import text

        print_pieces(text.pieces(comparison))
        return
    written = write(comparison, format)
    if output is None:
        tell(written)
        return
    write_file(output, written.encode())
    talk(f"wrote {output}")


def _missed(comparison: Comparison) -> bool:
    """Whether a target is newly missed; each one is told."""
    missed = [(stream, target) for stream in comparison.streams for target in stream.newly_missed]
    for stream, target in missed:
        complain(f"{stream.path} newly misses its target: {target.label} {target.limit}")
    return bool(missed)


def _describe(path: str | None, other: str | None) -> int:
    """One stream in lines. A file with errors is printed as it is: `git diff` must show it too."""
    from valuestream_cli import api, source

    if path is None or other is not None:
        raise VsError("--textconv is about one file", "name exactly one")
    stdin = read_stdin() if path == "-" else None
    try:
        tell(api.describe(path, stdin=stdin))
    except api.UnsoundStream:
        tell(source.read(path, stdin).text if stdin is not None else source.text_of(path))
    return 0
