"""What changes as one value of a stream goes up: a small table and a plot of the lead time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.reporting.numbers import Sheet, told
from valuestream_cli.reporting.plain import one_line

HEADINGS = ("lead time", "with queues", "process time", "flow eff.", "in progress", "bottleneck", "load")
_BARS = {False: "\u2588", True: "#"}


def rows(sheet: Sheet) -> list[list[str]]:
    """A row for each value: the value, and the numbers under `HEADINGS`."""
    return [_row(sheet.sweep, analysis) for analysis in sheet.analyses]


def _row(sweep: str, analysis: StreamAnalysis) -> list[str]:
    tight = analysis.bottleneck
    return [
        one_line(analysis.settings.get(sweep, "")),
        told.figure(analysis.lead_time, analysis),
        told.figure(analysis.lead_time_queued, analysis) if analysis.lead_time_queued else "-",
        told.figure(analysis.process_time, analysis),
        told.percent(analysis.flow_efficiency),
        told.count(analysis.wip),
        tight.step if tight else "-",
        f"{tight.load:.0%}" if tight and tight.load is not None else "-",
    ]


def lines(sheet: Sheet) -> Iterator[str]:
    """The table and the plot for a terminal, and why numbers are missing."""
    yield f"{one_line(sheet.analyses[0].name)}, by {one_line(sheet.sweep)}"
    yield ""
    table = [[one_line(sheet.sweep), *HEADINGS], *rows(sheet)]
    widths = [max(len(row[place]) for row in table) for place in range(len(table[0]))]
    for row in table:
        yield "   ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    yield from _plot(sheet, widths[0])
    for reason in reasons(sheet.analyses):
        yield ""
        yield reason


def _plot(sheet: Sheet, name: int) -> Iterator[str]:
    what, known = series(sheet.analyses)
    longest = max((lead for lead in known if lead), default=0.0)
    if not longest:
        return
    room = max(10, sheet.width - name - 16)
    yield ""
    yield f"{what}, to scale from 0"
    for analysis, lead in zip(sheet.analyses, known, strict=True):
        value = one_line(analysis.settings.get(sheet.sweep, "")).rjust(name)
        bar = _BARS[sheet.plain] * round(lead / longest * room) if lead is not None else ""
        said = told.duration(lead, analysis) if lead is not None else told.figure(analysis.lead_time, analysis)
        yield f"{value} |{bar} {said}"


def series(analyses: Sequence[StreamAnalysis]) -> tuple[str, list[float | None]]:
    """What a plot shows, and its seconds for each analysis: the lead time, with queues where these tell more."""
    plain = [each.lead_time.mean if each.lead_time else None for each in analyses]
    queued = [each.lead_time_queued.mean if each.lead_time_queued else None for each in analyses]
    moves = len({value for value in plain if value is not None}) > 1
    if moves or not any(queued):
        return "lead time", plain
    return "lead time with queues", queued


def reasons(analyses: Sequence[StreamAnalysis]) -> Iterator[str]:
    """Why lead times are missing, each reason once."""
    found = dict.fromkeys(each.unknown["lead_time"] for each in analyses if "lead_time" in each.unknown)
    yield from (f"Without a lead time: {one_line(reason)}." for reason in found)
