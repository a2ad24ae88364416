"""`vs simulate`: streams under load."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli import completion
from valuestream_cli.cli.console import print_pieces, read_stdin, show_unsound, tell, write_file
from valuestream_cli.errors import VsError
from valuestream_cli.simulation.formats import FORMATS

if TYPE_CHECKING:
    import typer

    from valuestream_cli.simulation.result import SimulationResult

REPORT, RUN = "The report", "The runs"


class Arrivals(StrEnum):
    """How cases come: at random, or one after the other at equal times."""

    poisson = "poisson"
    even = "even"


def simulate(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A stream file, or - for stdin.")],
    other: Annotated[
        str | None, typer.Argument(metavar="[OTHER]", help="Another one, to be compared with the first.")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PLACE=VALUE", help="What if: investigate.capacity=3; of two streams, OTHER."),
    ] = None,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help=f"One of: {', '.join(FORMATS)}.",
            autocompletion=completion.simulations,
            rich_help_panel=REPORT,
        ),
    ] = "text",
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="Write the result to this file.", rich_help_panel=REPORT)
    ] = None,
    confidence: Annotated[
        str, typer.Option(help="Of the intervals around the figures.", rich_help_panel=REPORT)
    ] = "95%",
    seed: Annotated[int, typer.Option(help="Another one gives other luck.", rich_help_panel=RUN)] = 1,
    cases: Annotated[int, typer.Option(help="That count in each run.", rich_help_panel=RUN)] = 5000,
    runs: Annotated[int, typer.Option(help="Independent of each other.", rich_help_panel=RUN)] = 10,
    warm_up: Annotated[
        str,
        typer.Option(help="Before the cases that count: a number of cases, a time such as 5d.", rich_help_panel=RUN),
    ] = "auto",
    arrivals: Annotated[Arrivals, typer.Option(help="How cases come.", rich_help_panel=RUN)] = Arrivals.poisson,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, help="Processes; 0: as many as pay.", rich_help_panel=RUN)
    ] = 0,
) -> int:
    """Simulate a stream under load, or compare two with the same luck.

    Exits with 0 if all is well, 1 where a file has errors or what it says cannot be simulated, 2 on wrong use.

    Examples:  vs simulate a.vs.yaml  |  vs simulate as-is.vs.yaml to-be.vs.yaml  |  vs simulate a.vs.yaml --seed 2
    """
    from valuestream_cli import api
    from valuestream_cli.cli.progress import bar
    from valuestream_cli.simulation import formats
    from valuestream_cli.simulation.options import Options
    from valuestream_cli.source.what_if import settings_of

    formats.demand_known(format)
    settings = settings_of(set_ or [])
    options = Options(
        seed=seed, cases=cases, runs=runs, warm_up=warm_up, confidence=_ratio(confidence), arrivals=arrivals.value
    )
    stdin = read_stdin() if "-" in (path, other) else None
    try:
        with bar("simulating") as progress:
            result = api.simulate(
                path, other, options=options, settings=settings, jobs=jobs, stdin=stdin, progress=progress
            )
    except api.UnsoundStream as error:
        return show_unsound(error.report)
    _put(result, format, output)
    return 0


def _ratio(text: str) -> float:
    """A percentage such as 99% as a ratio; 0.99 without the sign is one already."""
    try:
        number = float(text.removesuffix("%"))
    except ValueError:
        raise VsError(f"'{text}' is no percentage", "write for example --confidence 99%") from None
    return number if 0 < number < 1 and not text.endswith("%") else number / 100


def _put(result: SimulationResult, format: str, output: str | None) -> None:
    from valuestream_cli.simulation import formats

    if output is not None:
        write_file(output, formats.write(result, format).encode())
    elif format == "text":
        from valuestream_cli.simulation.formats import text

        print_pieces(text.pieces(result))
    else:
        tell(formats.write(result, format))
