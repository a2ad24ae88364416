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
    """The least severity that makes a run fail; `never` is for a run that only reports."""

    error = "error"
    warning = "warning"
    advice = "advice"
    never = "never"


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
        str | None,
        typer.Option("--output", "-o", help="Write the report to this file; - for stdout.", rich_help_panel=REPORT),
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the findings of each rule instead.", rich_help_panel=REPORT)
    ] = False,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(help="Least severity that exits with 1, or never; default: error.", rich_help_panel=REPORT),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            help="Only these rules: names or codes, VS2 for all VS2xx. Takes commas, may be repeated.",
            autocompletion=completion.rules,
            rich_help_panel=RULES,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            help="Not these rules. Takes commas, may be repeated.",
            autocompletion=completion.rules,
            rich_help_panel=RULES,
        ),
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
    prune_baseline: Annotated[
        bool,
        typer.Option("--prune-baseline", help="Take out of the baseline what is gone.", rich_help_panel=KNOWN),
    ] = False,
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", min=0, help="How many processes; 0: as many as pay.", rich_help_panel=RUN),
    ] = 0,
    cache: Annotated[
        CacheKey,
        typer.Option(
            help="A file is unchanged by its times and size (stat) or its content; auto: content where CI is set; "
            "off: check anew.",
            rich_help_panel=RUN,
        ),
    ] = CacheKey.auto,
    force_exclude: Annotated[
        bool,
        typer.Option("--force-exclude", help="Leave out what is excluded also where it is named.", rich_help_panel=RUN),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", "-w", help="Check again whenever a file is saved.", rich_help_panel=RUN)
    ] = False,
    stdin_filename: Annotated[
        str, typer.Option(metavar="PATH", help="Name to show for stdin.", rich_help_panel=RUN)
    ] = "-",
) -> int:
    """Check stream files against the format and the rules of ITIL 4.

    Exits with 0 if all is well, 1 on findings, 2 on wrong use, 3 where vs or a plugin failed, 130 after Ctrl-C.

    Examples:  vs validate  |  vs validate streams/ --select VS2  |  vs validate --fix  |  vs validate - < x.vs.yaml
    """
    from valuestream_cli.cli import clashes, gating, outputs
    from valuestream_cli.findings import SEVERITIES
    from valuestream_cli.gate import Scope, Stdin
    from valuestream_cli.reporting import demand_known
    from valuestream_cli.validation.checking import Check

    given = {"--format": format != "text", "--output": output, "--statistics": statistics, "--fail-on": fail_on}
    given |= {"--fix": fix, "--unsafe-fixes": unsafe_fixes, "--diff": diff, "--show-settings": show_settings}
    given |= {"--baseline": baseline, "--write-baseline": write_baseline, "--prune-baseline": prune_baseline}
    given |= {"--watch": watch}
    has_stdin = "-" in (paths or ())
    clashes.refuse(given | {"-": has_stdin, "--stdin-filename": stdin_filename != "-"})
    asked = gating.Asked(
        paths=paths or ["."],
        stdin=Stdin(b"" if show_settings else read_stdin(), stdin_filename) if has_stdin else None,
        check=Check(config, tuple(select or ()), tuple(ignore or ()), not no_suppressions),
        scope=Scope(
            jobs=jobs,
            cache=cache.value,
            baseline=baseline,
            fail_on=SEVERITIES.get(fail_on) if fail_on else None,
            force_exclude=force_exclude,
        ),
        format=format,
        statistics=statistics,
        output=None if output == outputs.STDOUT else output,
        report_only=fail_on == FailOn.never,
        write_baseline=write_baseline,
        prune=prune_baseline,
    )
    if show_settings:
        return gating.show_settings(asked)
    demand_known(format, asked.plugins)
    outputs.demand_safe(asked.output, asked.inputs)
    outputs.demand_safe(asked.write_baseline)
    if diff or fix or unsafe_fixes:
        from valuestream_cli.cli import repairing

        return repairing.repair(asked, unsafe=unsafe_fixes, only_show=diff)
    return gating.watch(asked) if watch else gating.once(asked)
