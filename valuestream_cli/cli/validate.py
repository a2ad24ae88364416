"""`vs validate`: check stream files."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli import completion
from valuestream_cli.cli.console import print_pieces, read_stdin, talk, tell, write_file
from valuestream_cli.reporting import FORMATS

if TYPE_CHECKING:
    import typer


class FailOn(StrEnum):
    """The least severity that makes a run fail."""

    error = "error"
    warning = "warning"
    advice = "advice"


def validate(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Files, folders, or - for stdin; default: here.")
    ] = None,
    format: Annotated[
        str,
        typer.Option("--format", "-f", help=f"One of: {', '.join(FORMATS)}.", autocompletion=completion.reports),
    ] = "text",
    output: Annotated[str | None, typer.Option("--output", "-o", help="Write the report to this file.")] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(help="Only these rules: names or codes, VS2 for all VS2xx.", autocompletion=completion.rules),
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Not these rules.", autocompletion=completion.rules)] = None,
    fail_on: Annotated[FailOn, typer.Option(help="Least severity that exits with 1.")] = FailOn.error,
    stdin_filename: Annotated[str, typer.Option(metavar="PATH", help="Name to show for stdin.")] = "-",
) -> int:
    """Check stream files against the format and the rules of ITIL 4.

    Exits with 0 if all is well, 1 on findings, 2 on wrong use.

    Examples:  vs validate  |  vs validate streams/ --fail-on warning  |  vs validate - < incident.vs.yaml
    """
    from valuestream_cli import api, reporting
    from valuestream_cli.findings import Severity
    from valuestream_cli.reporting import text

    reporting.demand_known(format)
    stdin = read_stdin() if "-" in (paths or ()) else None
    report = api.validate(
        paths or ["."], select=select or (), ignore=ignore or (), stdin=stdin, stdin_filename=stdin_filename
    )
    if output:
        write_file(output, reporting.write(report, format).encode())
    elif format == "text":
        print_pieces(text.pieces(report))
    else:
        tell(reporting.write(report, format))
    talk(text.summary(report))
    return int(report.fails(Severity[fail_on.value.upper()]))
