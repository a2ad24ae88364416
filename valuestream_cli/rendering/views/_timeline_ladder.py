"""The ladder of a timeline: lead time to scale, waiting above the line and work below it, branches side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from valuestream_cli.rendering.diagram import Box, Lane, Node, Path, Shape, Text
from valuestream_cli.rendering.text import measure
from valuestream_cli.rendering.views._timeline_course import Branch, Course, Stretch
from valuestream_cli.rendering.views._timeline_labels import WIDE, Spot, labels
from valuestream_cli.rendering.views._timeline_scale import Scale, axis, scale, widths
from valuestream_cli.rendering.views._timeline_words import Teller

_BAND, _THIN, _LABELS, _AIR = 32.0, 17.0, 46.0, 6.0  # heights: of a band, of one beside the longest way, of numbers
_SIZE, _SMALL = 11.0, 10.5
_CALLOUT, _PILL, _AXIS = 34.0, 20.0, 26.0
_STRIP = 14.0  # above the bands, to say that they are those of the longest way
_LEAST, _UNKNOWN = 1.0, 8.0  # widths of what is beside the longest way
_FRAMED = 3.0  # a narrower bar has no border


@dataclass
class Ladder:
    """Shapes of the ladder: those of each step by its id, and the others, behind and in front of them.

    widened: the numbers of the steps that are drawn wider than their time.
    """

    behind: list[Shape] = field(default_factory=list)
    steps: dict[str, list[Shape]] = field(default_factory=dict)
    front: list[Shape] = field(default_factory=list)
    widened: list[int] = field(default_factory=list)
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class _Bar:
    """A stretch in its place: `y` is the upper edge of its band, which is `high`."""

    stretch: Stretch
    x: float
    y: float
    wide: float
    high: float


class Drawer:
    """Draws one ladder from `left` on, as wide as `room`. nodes: of the steps, with the lanes that they are in."""

    def __init__(self, nodes: dict[str, tuple[Node, Lane]], teller: Teller, left: float, room: float) -> None:
        self._nodes = nodes
        self._teller = teller
        self._left, self._right, self._room = left, left + room, room
        self._worst = ""
        self.found = Ladder()

    def draw(self, course: Course, worst: str, top: float) -> Ladder:
        """The ladder from `top` down. worst: the step with the longest wait."""
        self._worst = worst
        band = top + _CALLOUT + (_STRIP if course.beside else 0)
        y = band + 2 * _BAND + _LABELS
        wide, self.found.widened = widths(course.main, self._room)
        at = scale(course.main, wide, self._left)
        bars = [
            _Bar(stretch, x, band if stretch.is_wait else band + _BAND, width, _BAND)
            for stretch, x, width in zip(course.main, at.places, wide, strict=False)
        ]
        self.found.behind.append(Box(x=self._left, y=band + _BAND - 0.5, width=self._room, height=1, fill="quiet"))
        self._paint(bars, band + 2 * _BAND, self._left - _AIR, self._right + _AIR)
        self._callout(bars, top)
        for row in self._rows(course.beside, at):
            for branch, first, last in row:
                self._beside(branch, at, y, first, last)
            y += 2 * _THIN + _LABELS - _AIR
        self._shades(course, at, band, y)
        self.found.front += axis(at, course.end, y + 2, self._teller)
        self.found.bottom = y + _AXIS
        return self.found

    def _paint(self, bars: Sequence[_Bar], y: float, first: float, last: float) -> None:
        """Bars with the numbers of their steps below `y`: at their work, or at their wait where there is no work."""
        spots: dict[str, Spot] = {}
        for bar in bars:
            step = bar.stretch.step
            self.found.steps.setdefault(step.id if step else "", []).extend(self._bar(bar))
            if step and (not bar.stretch.is_wait or step.id not in spots):
                spots[step.id] = Spot(bar.x + bar.wide / 2, bar.y + bar.high, *self._nodes[step.id])
        pauses = (bar for bar in bars if not bar.stretch.step and bar.wide > _FRAMED)
        joins = [Spot(bar.x + bar.wide / 2, bar.y + bar.high, says=self._waits(bar)) for bar in pauses]
        for step_id, shape in labels([*spots.values(), *joins], y, first, last):
            self.found.steps[step_id].append(shape)

    def _waits(self, bar: _Bar) -> str:
        return self._teller.words("waits_at_join", time=self._teller.time(bar.stretch.seconds or 0.0))

    def _bar(self, bar: _Bar) -> Iterator[Shape]:
        """One box, with its time where there is room."""
        stretch, middle, line = bar.stretch, bar.x + bar.wide / 2, bar.y + bar.high / 2 + 4
        box = Box(x=bar.x, y=bar.y, width=bar.wide, height=bar.high, title=self._says(stretch))
        if stretch.seconds is None:
            yield replace(box, fill="paper", stroke="quiet", stroke_width=1, dashed=True)
            if bar.wide >= _UNKNOWN and bar.high >= _BAND:
                yield Text(x=middle, y=line, lines=("?",), size=_SIZE, fill="quiet", bold=True)
            return
        strong = f"{self._nodes[stretch.step.id][1].tone}.strong" if stretch.step else "quiet"
        if bar.wide <= _FRAMED:
            yield replace(box, fill="quiet" if stretch.is_wait else strong)
            return
        fill, edge, ink = ("tail", "quiet", "ink") if stretch.is_wait else (strong, "page", "on-strong")
        yield replace(box, fill=fill, stroke=edge, stroke_width=0.9)
        told = self._teller.time(stretch.seconds)
        air = 16 if stretch.is_wait and stretch.step and stretch.step.id == self._worst else 8
        if stretch.step and measure(told, _SIZE) + air < bar.wide:
            yield Text(x=middle, y=line, lines=(told,), size=_SIZE, fill=ink)

    def _says(self, stretch: Stretch) -> str:
        words = self._teller.words
        time = words("not_said") if stretch.seconds is None else self._teller.time(stretch.seconds)
        if stretch.step is None:
            return words("waits_for_branches", time=time)
        return f"{stretch.step.number}: {words('wait' if stretch.is_wait else 'work')} {time}"

    def _callout(self, bars: Iterable[_Bar], top: float) -> None:
        """The longest wait, told above its bar with an arrow down to it, and framed."""
        for bar in bars:
            step, seconds = bar.stretch.step, bar.stretch.seconds
            if not (step and seconds and bar.stretch.is_wait and step.id == self._worst):
                continue
            told = self._teller.words("longest_wait", time=self._teller.time(seconds), step=step.number)
            wide, middle = measure(told, _SIZE, True) + 18, bar.x + bar.wide / 2
            left = min(max(self._left, middle - wide / 2), self._right - wide)
            pill = Box(x=left, y=top, width=wide, height=_PILL, radius=_PILL / 2)
            self.found.front += (
                replace(pill, fill="paper", stroke="rework", stroke_width=1.4),
                Text(x=left + wide / 2, y=top + 14, lines=(told,), size=_SIZE, fill="rework", bold=True),
                Path(points=((middle, top + _PILL), (middle, bar.y)), stroke="rework"),
            )
            if bar.wide > 2 * _FRAMED:
                inner = Box(x=bar.x + 1, y=bar.y + 1, width=bar.wide - 2, height=bar.high - 2)
                self.found.front.append(replace(inner, stroke="rework", stroke_width=2))

    def _rows(self, branches: Sequence[Branch], at: Scale) -> list[list[tuple[Branch, float, float]]]:
        """Branches with where each begins and ends, its numbers included, in as few rows as hold them."""
        rows: list[list[tuple[Branch, float, float]]] = []
        for branch in branches:
            steps = {stretch.step.id for stretch in branch.stretches if stretch.step}
            need = min(self._room, len(steps) * WIDE + 2)
            x, to = at(branch.start), at(branch.until)
            first = max(self._left, min(x, (x + to - need) / 2, self._right - need))
            last = max(to, first + need)
            free = (row for row in rows if all(first > end + WIDE or last < start - WIDE for _, start, end in row))
            row = next(free, None)
            if row is None:
                rows.append(row := [])
            row.append((branch, first, last))
        return rows

    def _beside(self, branch: Branch, at: Scale, y: float, first: float, last: float) -> None:
        """A branch that is over before the longest one, and how long it waits for that."""
        x, bars = at(branch.start), []
        for stretch in branch.stretches:
            x = max(x, at(stretch.start))
            wide = max(_UNKNOWN if stretch.seconds is None else _LEAST, at(stretch.end) - x)
            wide = max(_LEAST / 2, min(wide, self._right - x))
            bars.append(_Bar(stretch, x, y if stretch.is_wait else y + _THIN, wide, _THIN))
            x += wide
        self._paint(bars, y + 2 * _THIN, first, last)
        until = at(branch.until)
        if until - x > 2:
            told = self._teller.words("waits_for_others", time=self._teller.time(branch.until - branch.end))
            pause = Box(x=x, y=y + _THIN - 4, width=until - x, height=8, radius=2, title=told)
            self.found.front.append(replace(pause, stroke="quiet", stroke_width=0.9, dashed=True))
            if measure(told, _SMALL) < until - x - WIDE:
                middle = (x + until) / 2
                self.found.front.append(Text(x=middle, y=y + _THIN - 9, lines=(told,), size=_SMALL, fill="quiet"))

    def _shades(self, course: Course, at: Scale, top: float, bottom: float) -> None:
        """The stretches of time in which branches run side by side, shaded, and which branch takes longest."""
        until = -1.0
        for branch in sorted(course.beside, key=lambda each: (each.start, -each.until)):
            if branch.start < until:
                continue
            until = branch.until
            x, width, y = at(branch.start), at(until) - at(branch.start), top - _STRIP - _AIR / 2
            shade = Box(x=x, y=y, width=width, height=bottom - y, radius=6, fill="idle")
            self.found.behind.insert(0, shade)
            inside = [it.step.number for it in course.main if it.step and branch.start <= it.start and it.end <= until]
            told = self._teller.words("takes_longest", steps=self._teller.steps(list(dict.fromkeys(inside))))
            self._mark(told, x, width, y + 12)

    def _mark(self, told: str, x: float, width: float, y: float) -> None:
        """Small print at the left of a shade, or at its right where an arrow passes."""
        wide = measure(told, _SMALL)
        for first in (x + _AIR, x + width - _AIR - wide):
            arrows = [shape.points[0][0] for shape in self.found.front if isinstance(shape, Path)]
            if wide + 2 * _AIR < width and not any(first - 8 < at < first + wide + 8 for at in arrows):
                self.found.front.append(Text(x=first, y=y, lines=(told,), size=_SMALL, fill="quiet", anchor="start"))
                return
