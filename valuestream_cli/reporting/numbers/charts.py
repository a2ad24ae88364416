"""Charts as neutral scenes: a ladder of the time of a case with a bar for each step, and the plot of a sweep."""

from __future__ import annotations

import math
from collections.abc import Iterator

from valuestream_cli.analysis.result import StepNumbers, StreamAnalysis
from valuestream_cli.rendering.diagram import Box, Disc, Path, Scene, Shape, Text
from valuestream_cli.rendering.text import clean, measure, wrap
from valuestream_cli.reporting.numbers import Sheet, sweeps, told
from valuestream_cli.reporting.numbers import ladder as ladders

_WIDTH, _MARGIN = 960.0, 24.0
_WORK, _WAIT = "engage.strong", "quiet"
_BAR, _ROW, _NAMES = 26.0, 30.0, 250.0
_HEIGHT, _AXIS = 300.0, 90.0


def ladder(analysis: StreamAnalysis) -> Scene:
    """Where the time of a case goes: the ladder over the whole width, then each step's waiting and work."""
    shapes: list[Shape] = list(_head(told.title(analysis), told.headline(analysis)))
    stretches = ladders.stretches(analysis)
    if stretches:
        shapes += _ladder(analysis, stretches, 92)
    top = 230.0 if stretches else 92.0
    timed = [step for step in analysis.steps if not step.after_value and told.waiting(step) + told.working(step)]
    shapes += _bars(analysis, timed, top)
    height = top + _ROW * len(timed) + 40
    return _scene(analysis, shapes, height)


def _scene(analysis: StreamAnalysis, shapes: list[Shape], height: float) -> Scene:
    return Scene(
        id=f"{analysis.id}-numbers",
        title=f"{told.title(analysis)}: where the time goes",
        description=f"{told.headline(analysis)} {_result(analysis)}.",
        width=_WIDTH,
        height=height,
        shapes=tuple(shapes),
    )


def _head(title: str, line: str) -> Iterator[Shape]:
    room = _WIDTH - 2 * _MARGIN
    yield _text(_MARGIN, 34, wrap(title, room, 18, 1, bold=True)[0][0], 18, bold=True)
    lines, _ = wrap(line, room, 13, 2)
    yield Text(x=_MARGIN, y=58, lines=lines, size=13, fill="ink", anchor="start", leading=17)


def _text(x: float, y: float, text: str, size: float, anchor: str = "start", bold: bool = False) -> Text:
    return Text(x=x, y=y, lines=(clean(text),), size=size, fill="ink", anchor=anchor, bold=bold)


def _ladder(analysis: StreamAnalysis, stretches: list[ladders.Stretch], top: float) -> Iterator[Shape]:
    """Waiting above the line, work below it, both to scale; a step's number where there is room."""
    room = _WIDTH - 2 * _MARGIN
    whole = sum(seconds for *_, seconds in stretches)
    line, x = top + 52, _MARGIN
    for number, is_wait, seconds in stretches:
        width = seconds / whole * room
        y = line - _BAR if is_wait else line
        says = f"step {number}: {'waiting' if is_wait else 'work'} {told.duration(seconds, analysis)}"
        fill, edge, ink = ("idle", _WAIT, "ink") if is_wait else (_WORK, "none", "on-strong")
        yield Box(x=x, y=y, width=width, height=_BAR, fill=fill, stroke=edge, stroke_width=1, title=says)
        if width > measure(str(number), 11) + 4:
            yield Text(x=x + width / 2, y=y + 17, lines=(str(number),), size=11, fill=ink)
        x += width
    yield _text(_MARGIN, line - _BAR - 10, f"waiting {_share(analysis, stretches, True)}", 12)
    yield _text(_MARGIN, line + _BAR + 18, f"work {_share(analysis, stretches, False)}", 12)
    yield _text(_WIDTH - _MARGIN, line + _BAR + 18, _result(analysis), 12, "end", bold=True)


def _result(analysis: StreamAnalysis) -> str:
    lead, efficiency = told.figure(analysis.lead_time, analysis), told.percent(analysis.flow_efficiency)
    return f"Lead time {lead}, flow efficiency {efficiency}"


def _share(analysis: StreamAnalysis, stretches: list[ladders.Stretch], is_wait: bool) -> str:
    return told.duration(sum(seconds for _, waits, seconds in stretches if waits is is_wait), analysis)


def _bars(analysis: StreamAnalysis, steps: list[StepNumbers], top: float) -> Iterator[Shape]:
    """A bar for each step: waiting outlined, work filled, for all visits of a case."""
    longest = max((told.waiting(step) + told.working(step) for step in steps), default=0.0)
    start, room = _MARGIN + _NAMES, _WIDTH - 2 * _MARGIN - _NAMES - 190
    worst = told.worst_wait(analysis)
    for place, step in enumerate(steps):
        y = top + place * _ROW
        name = wrap(f"{step.number} {step.name}", _NAMES - 12, 12, 1)[0][0]
        yield Text(x=_MARGIN, y=y + 15, lines=(name,), size=12, fill="ink", anchor="start", title=step.name)
        wait, work = (part(step) / longest * room for part in (told.waiting, told.working))
        edge = "rework" if worst and step.id == worst.id else _WAIT
        if wait:
            yield Box(x=start, y=y + 2, width=wait, height=18, fill="idle", stroke=edge, stroke_width=1.5)
        if work:
            yield Box(x=start + wait, y=y + 2, width=work, height=18, fill=_WORK)
        said = [told.duration(part(step), analysis) for part in (told.waiting, told.working)]
        yield _text(start + wait + work + 8, y + 15, f"waits {said[0]}, work {said[1]}", 11)


def sweep(sheet: Sheet) -> Scene:
    """Lead time against the value that was changed: a dot for each, a cross on the axis where there is none."""
    first = sheet.analyses[0]
    title = f"{first.name}: lead time by {sheet.sweep}"
    shapes = [*_head(title, next(sweeps.reasons(sheet.analyses), "")), *_plot(sheet)]
    said = (f"{each.settings.get(sheet.sweep, '')}: {told.figure(each.lead_time, each)}" for each in sheet.analyses)
    return Scene(
        id=f"{first.id}-sweep", title=title, description="; ".join(said), width=_WIDTH, height=_HEIGHT + 150,
        shapes=tuple(shapes),
    )  # fmt: skip


def _plot(sheet: Sheet) -> Iterator[Shape]:
    what, leads = sweeps.series(sheet.analyses)
    highest = max((lead for lead in leads if lead), default=1.0)
    top, bottom = 100.0, 100.0 + _HEIGHT
    gap = (_WIDTH - 2 * _MARGIN - _AXIS) / max(1, len(leads))
    for part in range(5):
        y = bottom - part / 4 * (_HEIGHT - 20)
        yield Path(points=((_AXIS, y), (_WIDTH - _MARGIN, y)), stroke="idle" if part else "line", width=1, arrow=False)
        yield _text(_AXIS - 8, y + 4, told.duration(highest * part / 4, sheet.analyses[0]), 11, "end")
    spots = [(_AXIS + (place + 0.5) * gap, lead) for place, lead in enumerate(leads)]
    points = [(x, bottom - lead / highest * (_HEIGHT - 20)) for x, lead in spots if lead is not None]
    if len(points) > 1:
        yield Path(points=tuple(points), stroke=_WORK, width=2, arrow=False, radius=0)
    yield from (Disc(x=x, y=y, radius=4, fill=_WORK) for x, y in points)
    skip = math.ceil(len(spots) * 46 / (_WIDTH - 2 * _MARGIN - _AXIS))
    for place, ((x, lead), analysis) in enumerate(zip(spots, sheet.analyses, strict=True)):
        if place % skip == 0:
            yield _text(x, bottom + 20, analysis.settings.get(sheet.sweep, ""), 11, "middle")
        if lead is None:
            yield Text(x=x, y=bottom - 6, lines=("\u00d7",), size=16, fill="rework", title="no lead time")
    yield _text(_WIDTH - _MARGIN, bottom + 42, sheet.sweep, 12, "end", bold=True)
    yield Text(x=_AXIS - 60, y=top - 10, lines=(what,), size=12, fill="ink", anchor="start", bold=True)
