"""`vs analyze`: the numbers of streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli import completion
from valuestream_cli.cli.console import can_show, print_pieces, read_stdin, show_unsound, tell, width, write_file
from valuestream_cli.errors import VsError
from valuestream_cli.reporting.numbers import FORMATS, Sheet

if TYPE_CHECKING:
    import typer

    from valuestream_cli.analysis.result import StreamAnalysis


def analyze(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Files, folders, or - for stdin; default: here.")
    ] = None,
    format: Annotated[
        str,
        typer.Option("--format", "-f", help=f"One of: {', '.join(FORMATS)}.", autocompletion=completion.numbers),
    ] = "text",
    output: Annotated[str | None, typer.Option("--output", "-o", help="Write the numbers to this file.")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PLACE=VALUE", help="What if: investigate.capacity=3, demand.rate=40/d."),
    ] = None,
    sweep: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE=FROM..TO[..BY]", help="One value after the other: fix.capacity=1..5, fix.wait_time=0s..1h."
        ),
    ] = None,
) -> int:
    """Compute the numbers: lead time, where it goes, load, bottleneck, targets.

    Exits with 0 if all is well, 1 where a file has errors or says what cannot be, 2 on wrong use.

    Examples:  vs analyze incident.vs.yaml  |  vs analyze streams/ -f json  |  vs analyze x.vs.yaml --set fix.capacity=3
    """
    from valuestream_cli.reporting import numbers
    from valuestream_cli.source.what_if import settings_of

    numbers.demand_known(format)
    place, values = _sweep(sweep) if sweep else ("", [])
    settings = settings_of(set_ or [])
    runs = [{**settings, place: value} for value in values] or [settings]
    found, failed = _analyses(paths or ["."], runs)
    if sweep and len(found) > len(runs):
        raise VsError(f"a sweep is for one stream, and there are {len(found) // len(runs)}", "name one of them")
    if found:
        _put(Sheet(found, place, width(), not can_show("\u2588\u2592")), format, output)
    return int(failed or (any(analysis.problems for analysis in found) and not sweep))


def _analyses(paths: list[str], runs: list[dict[str, str]]) -> tuple[list[StreamAnalysis], bool]:
    """The numbers of each file for each run, and whether some file is unsound; what is wrong with it is shown."""
    from valuestream_cli import api

    stdin = read_stdin() if "-" in paths else None
    found: list[StreamAnalysis] = []
    for settings in runs:
        try:
            found += api.analyze(paths, settings=settings, stdin=stdin, jobs=0)
        except api.UnsoundStream as error:
            return [*error.analyses], bool(show_unsound(error.report))
    return found, False


def _sweep(text: str) -> tuple[str, list[str]]:
    """The place and the values of `--sweep`."""
    from valuestream_cli.cli.ranges import values_of
    from valuestream_cli.source.what_if import settings_of

    ((place, said),) = settings_of([text], "--sweep").items()
    return place, values_of(said)


def _put(sheet: Sheet, format: str, output: str | None) -> None:
    from valuestream_cli.reporting import numbers

    if output is not None:
        write_file(output, numbers.write(sheet, format).encode())
    elif format == "text":
        from valuestream_cli.reporting.numbers import text

        print_pieces(text.pieces(sheet))
    else:
        tell(numbers.write(sheet, format))
