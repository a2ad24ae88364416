"""`vs validate`: check stream files."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli import completion
from valuestream_cli.cli.console import read_stdin
from valuestream_cli.reporting import FORMATS

if TYPE_CHECKING:
    import typer

REPORT, RULES, REPAIR, KNOWN, RUN = "The report", "Which rules", "Repairs", "Known findings", "The run"


class FailOn(StrEnum):
    """The least severity that makes a run fail."""

    error = "error"
    warning = "warning"
    advice = "advice"


class CacheKey(StrEnum):
    """What tells that a file is unchanged; `auto` is content where CI is set, and stat elsewhere."""

    auto = "auto"
    stat = "stat"
    content = "content"
    off = "off"


def validate(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Files, folders, or - for stdin; default: here.")
    ] = None,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help=f"One of: {', '.join(FORMATS)}.",
            autocompletion=completion.reports,
            rich_help_panel=REPORT,
        ),
    ] = "text",
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="Write the report to this file.", rich_help_panel=REPORT)
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the findings of each rule instead.", rich_help_panel=REPORT)
    ] = False,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(help="Least severity that exits with 1; default: error.", rich_help_panel=REPORT),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            help="Only these rules: names or codes, VS2 for all VS2xx.",
            autocompletion=completion.rules,
            rich_help_panel=RULES,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(help="Not these rules.", autocompletion=completion.rules, rich_help_panel=RULES),
    ] = None,
    config: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Use this vs.toml, whatever lies nearer.", rich_help_panel=RULES),
    ] = None,
    no_suppressions: Annotated[
        bool,
        typer.Option("--no-suppressions", help="Tell what comments in the files silence, too.", rich_help_panel=RULES),
    ] = False,
    show_settings: Annotated[
        bool,
        typer.Option("--show-settings", help="Show what applies here, and where it comes from.", rich_help_panel=RULES),
    ] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Repair what is safe to repair.", rich_help_panel=REPAIR)] = False,
    unsafe_fixes: Annotated[
        bool,
        typer.Option("--unsafe-fixes", help="Repair what may not be what you meant, too.", rich_help_panel=REPAIR),
    ] = False,
    diff: Annotated[
        bool,
        typer.Option("--diff", help="Show what repairs would change, and change nothing.", rich_help_panel=REPAIR),
    ] = False,
    baseline: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Tell only what this file does not know yet.", rich_help_panel=KNOWN),
    ] = None,
    write_baseline: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write all of today's findings there.", rich_help_panel=KNOWN),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", min=0, help="How many processes; 0: as many as pay.", rich_help_panel=RUN),
    ] = 0,
    cache: Annotated[
        CacheKey,
        typer.Option(help="What tells that a file is unchanged; off: check anew.", rich_help_panel=RUN),
    ] = CacheKey.auto,
    watch: Annotated[
        bool, typer.Option("--watch", "-w", help="Check again whenever a file is saved.", rich_help_panel=RUN)
    ] = False,
    stdin_filename: Annotated[
        str, typer.Option(metavar="PATH", help="Name to show for stdin.", rich_help_panel=RUN)
    ] = "-",
) -> int:
    """Check stream files against the format and the rules of ITIL 4.

    Exits with 0 if all is well, 1 on findings, 2 on wrong use.

    Examples:  vs validate  |  vs validate streams/ --select VS2  |  vs validate --fix  |  vs validate - < x.vs.yaml
    """
    from valuestream_cli.cli import gating
    from valuestream_cli.reporting import demand_known

    asked = gating.Asked(
        paths=paths or ["."],
        stdin=read_stdin() if "-" in (paths or ()) else None,
        stdin_filename=stdin_filename,
        select=tuple(select or ()),
        ignore=tuple(ignore or ()),
        config=config,
        suppressions=not no_suppressions,
        format=format,
        statistics=statistics,
        output=output,
        fail_on=fail_on.value if fail_on else None,
        baseline=baseline,
        write_baseline=write_baseline,
        jobs=jobs,
        cache=cache.value,
    )
    demand_known(format, asked.settings.plugins)
    if show_settings:
        return gating.show_settings(asked)
    if diff or fix or unsafe_fixes:
        from valuestream_cli.cli import repairing

        return repairing.repair(asked, unsafe=unsafe_fixes, only_show=diff)
    return gating.watch(asked) if watch else gating.once(asked)
