"""What `vs validate` was asked for, carried out: one run, one with repairs, one for each time that a file is saved."""

from __future__ import annotations

from typing import NamedTuple

from valuestream_cli import gate
from valuestream_cli.cli.console import complain, print_pieces, talk, tell, write_file
from valuestream_cli.discovery import STDIN
from valuestream_cli.findings import Report
from valuestream_cli.validation.checking import Check


class Asked(NamedTuple):
    """The options of one call: what is checked and how, and what becomes of the report.

    report_only: whether no finding fails the run. prune: whether what is gone is taken out of the baselines.
    """

    paths: list[str]
    stdin: gate.Stdin | None
    check: Check
    scope: gate.Scope
    format: str = "text"
    statistics: bool = False
    output: str | None = None
    report_only: bool = False
    write_baseline: str | None = None
    prune: bool = False

    @property
    def names(self) -> list[str]:
        """The paths, stdin by its name: what settings are looked up for."""
        return [self.stdin.name if path == STDIN and self.stdin else path for path in self.paths]

    @property
    def inputs(self) -> list[str]:
        """The files that are named, and those that say how they are checked."""
        named = [*self.names, *filter(None, [self.scope.baseline])]
        return [*named, *(file for each in gate.settings_of(self.names, self.check) for file in each.files)]

    @property
    def plugins(self) -> list[str]:
        """What adds report formats to this run."""
        return list(dict.fromkeys(name for each in gate.settings_of(self.names, self.check) for name in each.plugins))


def once(asked: Asked, *, aside: bool = False) -> int:
    """Check, report, and say with the exit status how it went.

    aside: on stderr, for stdout has other data.
    """
    if asked.write_baseline:
        from valuestream_cli.cli import baselines

        return baselines.write(asked.write_baseline, asked)
    found = report(asked)
    if asked.prune and not found.crashes:
        from valuestream_cli.cli import baselines

        found = baselines.prune(asked, found)
    try:
        _emit(asked, found, aside=aside)
    except BrokenPipeError:  # nobody reads on; the verdict stands
        raise SystemExit(status(found, report_only=asked.report_only)) from None
    return status(found, report_only=asked.report_only)


def watch(asked: Asked) -> int:
    """Check now, and again whenever a file is saved, until Ctrl-C."""
    from valuestream_cli.cli import watching

    return watching.watch(asked.paths, lambda: once(asked), lambda: _rests_on(asked))


def _rests_on(asked: Asked) -> set[str]:
    """The files beside the streams that findings depend on."""
    from valuestream_cli import discovery

    files = discovery.stream_files(asked.paths)
    settings = gate.settings_of([*asked.paths, *files], asked.check)
    baseline = asked.scope.baseline
    return {file for each in settings for file in each.files} | ({baseline} if baseline else set())


def report(asked: Asked) -> Report:
    """What is to be told, before anything is repaired."""
    from valuestream_cli.cli.progress import bar

    with bar() as progress:
        return gate.run(asked.paths, asked.check, asked.stdin, asked.scope._replace(progress=progress))


def _emit(asked: Asked, report: Report, *, aside: bool) -> None:
    """Print the report, or write it to a file; the last line says how many findings there are."""
    from valuestream_cli.reporting import text

    said = text.summary(report)
    if asked.output:
        write_file(asked.output, _written(asked, report).encode())
    elif aside:
        said = _written(asked, report) + said
    elif asked.format == "text" and not asked.statistics:
        print_pieces(text.pieces(report))
    else:
        tell(_written(asked, report))
    talk(said)


def _written(asked: Asked, report: Report) -> str:
    from valuestream_cli import reporting
    from valuestream_cli.reporting import statistics

    return statistics.write(report) if asked.statistics else reporting.write(report, asked.format, asked.plugins)


def status(report: Report, *, report_only: bool = False) -> int:
    """The exit status: 3 where a rule crashed, 1 where the findings are too bad, else 0."""
    if report.crashes:
        return _bug(report.crashes)
    return int(report.fails and not report_only)


def _bug(crashes: tuple[str, ...]) -> int:
    """Rules that failed: their tracebacks, and what to do with them."""
    for crash in crashes:
        talk(crash.rstrip("\n"))
    complain(
        "this is a bug in vs or in a plugin", "please report it together with the lines above and, if you can, the file"
    )
    return 3


def show_settings(asked: Asked) -> int:
    """Print which settings apply to the first path, where each comes from, and the rules that are on."""
    from valuestream_cli.reporting.settings import show_settings as shown

    place, check, scope = asked.names[0], asked.check, asked.scope
    gate.demand_known_rules([place], check)
    said = scope.fail_on.label if scope.fail_on else None
    fail_on = "never" if asked.report_only else said
    settings = check.settings(place)
    tell(shown(settings, place, select=check.select, ignore=check.ignore, fail_on=fail_on, baseline=scope.baseline))
    return 0
