"""The totals of a timeline as tiles, the targets of the stream, and the notes that a reader needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from valuestream_cli.analysis.result import Figure, StepNumbers
from valuestream_cli.rendering.diagram import Box, Shape, Text
from valuestream_cli.rendering.text import clean, measure, wrap
from valuestream_cli.rendering.views._timeline_course import Course
from valuestream_cli.rendering.views._timeline_words import Teller
from valuestream_cli.reporting.numbers import told

_GAP, _PAD = 12.0, 12.0
_NAME, _VALUE, _NOTE, _LEADING = 11.0, 18.0, 10.5, 13.0
_PROBLEMS = 3  # that are told
_NOTE_LINES, _NOTES_SIZE, _NOTES_LEADING = 4, 11.0, 15.0
_VERDICTS = {True: "target_met", False: "target_missed", None: "target_open"}


class Tile(NamedTuple):
    """A number: what it is, how much, and small print. verdict: on the target for it, below the figure that it judges
    where that is another one. `is_bad` marks what is amiss.
    """

    name: str
    value: str
    notes: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    is_bad: bool = False


def tiles(teller: Teller, worst: StepNumbers | None) -> list[Tile]:
    """The numbers of a case, those that the stream has a target for with what has become of it."""
    analysis, words = teller.analysis, teller.words
    found = {name: _time(teller, name, getattr(analysis, name)) for name in ("lead_time", "process_time")}
    for name in ("flow_efficiency", "rolled_complete_accurate"):
        ratio: float | None = getattr(analysis, name)
        found[name] = Tile(words(name), words("not_known") if ratio is None else words.amount(told.percent(ratio)))
    if analysis.handoffs is not None:
        found["handoffs"] = Tile(words("handoffs"), words.amount(told.count(analysis.handoffs)))
    for target in teller.targets():
        tile = found.get(target.name) or Tile(words(target.name), words("not_known"))
        now = () if target.now == tile.value else (words("to_value", time=target.now),)
        verdict = (*now, words(_VERDICTS[target.met], target=target.wanted))
        found[target.name] = tile._replace(verdict=verdict, is_bad=target.met is False)
    return [*found.values(), *_longest(teller, worst)]


def _longest(teller: Teller, worst: StepNumbers | None) -> Iterator[Tile]:
    words, whole = teller.words, teller.analysis.wait_time.mean if teller.analysis.wait_time else None
    if worst:
        share = (words("share_of_waiting", share=words.amount(f"{told.waiting(worst) / whole:.0%}")),) if whole else ()
        before = words("before_step", step=worst.number, name=clean(worst.name))
        yield Tile(
            words("longest_wait_of_all"),
            teller.time(told.waiting(worst)),
            (before, *share),
            is_bad=teller.is_long(worst),
        )


def _time(teller: Teller, name: str, figure: Figure | None) -> Tile:
    return Tile(teller.words(name), teller.figure(figure), tuple(filter(None, (teller.range(figure),))))


def paint(found: list[Tile], left: float, top: float, room: float) -> tuple[list[Shape], float]:
    """The tiles side by side, all equally high, and where they end."""
    width = (room - _GAP * (len(found) - 1)) / len(found)
    folded = [(_folded(tile.notes, width), _folded(tile.verdict, width, bold=True)) for tile in found]
    height = 54 + _LEADING * max(len(notes) + len(verdict) for notes, verdict in folded)
    shapes: list[Shape] = []
    for place, (tile, (notes, verdict)) in enumerate(zip(found, folded, strict=True)):
        shapes += _tile(tile, notes, verdict, Box(x=left + place * (width + _GAP), y=top, width=width, height=height))
    return shapes, top + height


def _folded(notes: tuple[str, ...], width: float, *, bold: bool = False) -> tuple[str, ...]:
    return tuple(line for note in notes for line in wrap(note, width - 2 * _PAD, _NOTE, _NOTE_LINES, bold)[0])


def _tile(tile: Tile, notes: tuple[str, ...], verdict: tuple[str, ...], frame: Box) -> Iterator[Shape]:
    x, y, inner = frame.x + _PAD, frame.y, frame.width - 2 * _PAD
    loud = "rework" if tile.is_bad else "ink"
    name, _ = wrap(tile.name, inner, _NAME, 1)
    size = min(_VALUE, inner / max(1.0, measure(tile.value, 1, True)))
    edge, width = ("rework", 1.6) if tile.is_bad else ("quiet", 0.7)
    yield replace(frame, radius=8, fill="idle", stroke=edge, stroke_width=width)
    yield Text(x=x, y=y + 18, lines=name or ("",), size=_NAME, fill="quiet", anchor="start", title=clean(tile.name))
    yield Text(
        x=x, y=y + 41, lines=(tile.value,), size=size, fill="ink" if verdict else loud, anchor="start", bold=True
    )
    if notes:
        yield Text(x=x, y=y + 57, lines=notes, size=_NOTE, fill="quiet", anchor="start", leading=_LEADING)
    if verdict:
        below = y + 57 + _LEADING * len(notes)
        yield Text(x=x, y=below, lines=verdict, size=_NOTE, fill=loud, anchor="start", bold=True, leading=_LEADING)


def problems(teller: Teller) -> list[str]:
    """What cannot be, so that some numbers are missing."""
    return [teller.words("cannot_be", reason=clean(problem)) for problem in teller.analysis.problems[:_PROBLEMS]]


def notes(teller: Teller, course: Course, widened: list[int]) -> Iterator[str]:
    """What to know when reading the picture."""
    analysis, words = teller.analysis, teller.words
    if course.is_known:
        yield words("how_to_read")
    yield teller.calendar()
    before = [step for step in analysis.steps if not step.after_value]
    if any(step.visits is not None and teller.passes(step) for step in before):
        yield words("counts_visits")
    if any(teller.range(figure) for step in before for figure in (step.process_time, step.wait_time)):
        yield words("counts_means")
    if not teller.tells_bases and analysis.basis:
        yield words(f"all_{analysis.basis}")
    unsaid = list(dict.fromkeys(it.step.number for it in course.main if it.seconds is None and it.step))
    if unsaid and course.is_known:
        yield words("not_to_scale", steps=teller.steps(unsaid))
    if widened:
        yield words("widened", steps=teller.steps(widened))
    if course.beside:
        yield words("longest_way")
    if course.joined:
        yield words("waits_for_branches", time=teller.time(course.joined))


def paint_notes(found: list[str], left: float, top: float, room: float, fill: str) -> tuple[list[Shape], float]:
    """The notes below each other, and where they end."""
    shapes: list[Shape] = []
    look = {"size": _NOTES_SIZE, "fill": fill, "anchor": "start", "leading": _NOTES_LEADING, "bold": fill != "quiet"}
    for note in found:
        lines, _ = wrap(note, room, _NOTES_SIZE, 3, bold=fill != "quiet")
        if lines:
            shapes.append(Text(x=left, y=top + 11, lines=lines, **look))  # type: ignore[arg-type]
            top += _NOTES_LEADING * len(lines)
    return shapes, top


def missing(teller: Teller, left: float, top: float, room: float) -> tuple[list[Shape], float]:
    """Why there is no ladder: what keeps the times from being added up, or what to write where no step has any."""
    analysis, words = teller.analysis, teller.words
    reason = next(iter(analysis.problems), analysis.unknown.get("lead_time", ""))
    is_said = any(step.process_time or step.wait_time for step in analysis.steps)
    said, _ = wrap(words("no_sum" if is_said else "no_times"), room - 2 * _PAD, 14, 2, bold=True)
    hint, _ = wrap(reason if is_said else words("add_times"), room - 2 * _PAD, 12, 4)
    code = () if is_said else ("process_time: 30m", "wait_time: 2h", "complete_accurate: 90%")
    y, x = top + 25 + 18 * len(said), left + _PAD
    height = y + 16 * len(hint) + 18 * len(code) - top - 4
    below = y + 16 * len(hint) + 4
    shapes: list[Shape] = [
        Box(
            x=left, y=top, width=room, height=height, radius=8, fill="idle", stroke="quiet", stroke_width=1, dashed=True
        ),
        Text(x=x, y=top + 25, lines=said, size=14, fill="ink", anchor="start", bold=True, leading=18),
        Text(x=x, y=y, lines=hint or ("",), size=12, fill="ink", anchor="start", leading=16),
    ]
    if code:
        shapes.append(Text(x=x + 16, y=below, lines=code, size=12.5, fill="ink", anchor="start", bold=True, leading=18))
    return shapes, top + height
