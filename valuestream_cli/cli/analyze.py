"""`vs analyze`: the numbers of streams."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli import completion
from valuestream_cli.cli.console import print_pieces, read_stdin, show_unsound, tell, write_file
from valuestream_cli.errors import VsError
from valuestream_cli.reporting.numbers import FORMATS, Sheet

if TYPE_CHECKING:
    import typer

    from valuestream_cli.analysis.result import StreamAnalysis

_MOST_VALUES = 100
_USUAL_WIDTH = 100
_RANGE = re.compile(r"(\d+(?:\.\d+)?)([^\d.]*)\.\.(\d+(?:\.\d+)?)([^\d.]*)(?:\.\.(\d+(?:\.\d+)?)[^\d.]*)?")


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
        typer.Option(metavar="PLACE=FROM..TO", help="One value after the other: investigate.capacity=1..5."),
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
        _put(Sheet(found, place, _width(), _is_plain()), format, output)
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
    """The place and the values of `--sweep`: `1..5`, `10m..60m..10m`, or `1,2,4`."""
    from valuestream_cli.source.what_if import settings_of

    ((place, said),) = settings_of([text], "--sweep").items()
    span = _RANGE.fullmatch(said)
    values = _steps(span) if span else [value.strip() for value in said.split(",") if value.strip()]
    if len(values) < 2:
        raise VsError(f"--sweep '{text[:60]}' does not name two values or more", "write 1..5, 10m..60m..10m, or 1,2,4")
    if len(values) > _MOST_VALUES:
        said = f"--sweep '{text[:60]}' has {len(values)} values or more"
        raise VsError(said, f"{_MOST_VALUES} are the most: 10..500..10")
    return place, values


def _steps(span: re.Match[str]) -> list[str]:
    """The values of a range, with the unit of its ends."""
    start, unit, end, other, by = span.groups()
    if unit and other and unit != other:
        raise VsError(f"--sweep goes from {start}{unit} to {end}{other}", "give both ends in one unit")
    from decimal import Decimal

    low, high, step = Decimal(start), Decimal(end), Decimal(by or 1)
    if not step:
        return []
    count = min(int((high - low) / step), _MOST_VALUES) + 1 if high >= low else 0
    return [f"{low + number * step}{unit or other}" for number in range(count)]


def _width() -> int:
    """Columns to write for: those that are asked for, else those of the terminal; `shutil` would cost a start 5 ms."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    try:
        return os.get_terminal_size().columns or _USUAL_WIDTH
    except OSError:
        return _USUAL_WIDTH


def _is_plain() -> bool:
    """Whether stdout cannot show more than ASCII."""
    try:
        "\u2588\u2592".encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _put(sheet: Sheet, format: str, output: str | None) -> None:
    from valuestream_cli.reporting import numbers

    if output is not None:
        write_file(output, numbers.write(sheet, format).encode())
    elif format == "text":
        from valuestream_cli.reporting.numbers import text

        print_pieces(text.pieces(sheet))
    else:
        tell(numbers.write(sheet, format))
