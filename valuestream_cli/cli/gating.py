"""What `vs validate` was asked for, carried out: one run, one with repairs, one for each time that a file is saved."""

from __future__ import annotations

from typing import NamedTuple

from valuestream_cli import api
from valuestream_cli.cli.console import complain, print_pieces, talk, tell, write_file
from valuestream_cli.config import Settings, settings_for
from valuestream_cli.findings import Finding, Report, Severity, report


class Asked(NamedTuple):
    """The options of one call. `fail_on` and `baseline` are null where the configuration decides."""

    paths: list[str]
    stdin: bytes | None
    stdin_filename: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    config: str | None
    suppressions: bool
    format: str
    statistics: bool
    output: str | None
    fail_on: str | None
    baseline: str | None
    write_baseline: str | None
    jobs: int
    cache: str

    @property
    def settings(self) -> Settings:
        """The settings of the run as a whole: those of the first path."""
        first = self.paths[0]
        return settings_for(self.stdin_filename if first == "-" else first, self.config)


def once(asked: Asked) -> int:
    """Check, report, and say with the exit status how it went."""
    if asked.write_baseline:
        return _write_baseline(asked.write_baseline, _report(asked, None))
    report = _report(asked, _baseline(asked))
    _emit(asked, report)
    return status(asked, report)


def watch(asked: Asked) -> int:
    """Check now, and again whenever a file is saved, until Ctrl-C."""
    from valuestream_cli.cli import watching

    known = _baseline(asked)
    return watching.watch(asked.paths, lambda: once(asked), [known] if known else [])


def findings(asked: Asked) -> tuple[Finding, ...]:
    """What is to be told, before anything is repaired."""
    return _report(asked, _baseline(asked)).findings


def rest(asked: Asked, remaining: list[Finding]) -> int:
    """Tell what is left after the repair of a text that stands on stdout already: on stderr, and in the status."""
    from valuestream_cli.reporting import text

    left = report(remaining, 1, {})
    talk(text.write(left) + text.summary(left))
    return status(asked, left)


def _baseline(asked: Asked) -> str | None:
    return asked.baseline or asked.settings.baseline


def _report(asked: Asked, baseline: str | None) -> Report:
    from valuestream_cli.cli.progress import bar

    with bar() as progress:
        return api.validate(
            asked.paths,
            select=asked.select,
            ignore=asked.ignore,
            stdin=asked.stdin,
            stdin_filename=asked.stdin_filename,
            config=asked.config,
            suppressions=asked.suppressions,
            baseline=baseline,
            jobs=asked.jobs,
            cache=asked.cache,
            progress=progress,
        )


def _emit(asked: Asked, report: Report) -> None:
    """Print the report, or write it to a file; the last line says how many findings there are."""
    report = report._replace(fail_on=_threshold(asked))
    from valuestream_cli.reporting import text

    if asked.output:
        write_file(asked.output, _written(asked, report).encode())
    elif asked.format == "text" and not asked.statistics:
        print_pieces(text.pieces(report))
    else:
        tell(_written(asked, report))
    talk(text.summary(report))


def _written(asked: Asked, report: Report) -> str:
    from valuestream_cli import reporting
    from valuestream_cli.reporting import statistics

    return (
        statistics.write(report) if asked.statistics else reporting.write(report, asked.format, asked.settings.plugins)
    )


def status(asked: Asked, report: Report) -> int:
    """The exit status: 3 where a rule crashed, 1 where the findings are too bad, else 0."""
    if report.crashes:
        return _bug(report.crashes)
    return int(report.fails(_threshold(asked)))


def _bug(crashes: tuple[str, ...]) -> int:
    """Rules that failed: their tracebacks, and what to do with them."""
    for crash in crashes:
        talk(crash.rstrip("\n"))
    complain(
        "this is a bug in vs or in a plugin", "please report it together with the lines above and, if you can, the file"
    )
    return 3


def _threshold(asked: Asked) -> Severity:
    """The least severity that makes the run fail: as asked, else as the configuration says, else error."""
    told = Severity[asked.fail_on.upper()] if asked.fail_on else asked.settings.fail_on
    return told or Severity.ERROR


def _write_baseline(path: str, report: Report) -> int:
    from valuestream_cli import baseline
    from valuestream_cli.reporting.plain import count

    left = len(baseline.left_out(report))
    write_file(path, baseline.written(report, path).encode())
    talk(f"wrote {count(len(report.findings) - left, 'finding')} to {path}")
    if left:
        talk(f"{count(left, 'finding')} cannot be recorded: about vs itself, its configuration or its comments")
    talk(f"from now on: vs validate --baseline {path}")
    return 0


def show_settings(asked: Asked) -> int:
    """Print which settings apply to the first path, where each comes from, and the rules that are on."""
    from valuestream_cli.reporting.settings import show_settings as shown

    place = asked.paths[0]
    tell(shown(asked.settings, place, select=asked.select, ignore=asked.ignore))
    return 0
