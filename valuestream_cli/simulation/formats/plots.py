"""Charts as neutral scenes: how lead times are spread, and how many cases wait before each step as time goes on."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.rendering.diagram import Box, Path, Scene, Shape, Text, moved
from valuestream_cli.rendering.text import clean, wrap
from valuestream_cli.simulation.formats import told
from valuestream_cli.simulation.result import SimulationResult, StreamResult

_WIDTH, _MARGIN, _AXIS = 960.0, 24.0, 90.0
_PLOT, _GAP = 220.0, 78.0
_BLOCK = 92 + 2 * (_PLOT + _GAP)
_BAR = "engage.strong"
_LINES = ("engage.strong", "obtain-build.strong", "improve.strong", "plan.strong", "design-and-transition.strong")
_MARKED = ("p50", "p85", "p95")


def scene(result: SimulationResult) -> Scene:
    """All streams under each other; for each a histogram of lead time and its queues over time."""
    shapes: list[Shape] = []
    top = 0.0
    for stream in result.streams:
        title = told.title(stream) if len(result.streams) == 1 else f"{told.title(stream)} ({stream.path})"
        shapes += (moved(shape, 0, top) for shape in _stream(stream, title))
        top += _BLOCK if _queues(stream) else _BLOCK - _PLOT - _GAP
    names = " and ".join(told.title(stream) for stream in result.streams)
    return Scene(
        id=f"{result.streams[0].id}-simulation",
        title=f"{names}: simulated lead times",
        description=" ".join(f"{_said(stream)}." for stream in result.streams),
        width=_WIDTH,
        height=top + 12,
        shapes=tuple(shapes),
    )


def _said(stream: StreamResult) -> str:
    spread = stream.lead_time
    if spread is None:
        return f"{stream.name}: no lead time"
    parts = [f"{name} {told.duration(getattr(spread, name).mean, stream)}" for name in ("mean", *_MARKED)]
    return f"{stream.name}: {', '.join(parts)}"


def _stream(stream: StreamResult, title: str) -> Iterator[Shape]:
    room = _WIDTH - 2 * _MARGIN
    yield _text(_MARGIN, 34, wrap(title, room, 18, 1, bold=True)[0][0], 18, bold=True)
    lines, _ = wrap(told.headline(stream), room, 13, 2)
    yield Text(x=_MARGIN, y=58, lines=lines, size=13, fill="ink", anchor="start", leading=17)
    yield from _histogram(stream, 110)
    if _queues(stream):
        yield from _levels(stream, 110 + _PLOT + _GAP)


def _text(x: float, y: float, text: str, size: float, anchor: str = "start", bold: bool = False) -> Text:
    return Text(x=x, y=y, lines=(clean(text),), size=size, fill="ink", anchor=anchor, bold=bold)


def _label(x: float, y: float, text: str, fill: str) -> Text:
    """Words over a plot, readable across its lines."""
    return Text(x=x, y=y, lines=(clean(text),), size=11, fill=fill, anchor="start", halo="page")


def _histogram(stream: StreamResult, top: float) -> Iterator[Shape]:
    """A bar for each stretch of lead time; the percentiles as lines across."""
    bars = stream.histogram
    highest = max((share for *_, share in bars), default=0.0)
    yield _text(_MARGIN, top - 12, "Lead time, share of the cases", 12, bold=True)
    yield from _frame(top, [(part / 2, told.percent(highest * part / 2)) for part in range(3)])
    if not bars or not highest:
        return
    width = (_WIDTH - _MARGIN - _AXIS) / len(bars)
    for place, (low, high, share) in enumerate(bars):
        says = f"{told.duration(low, stream)} to {told.duration(high, stream)}: {share:.1%}"
        height = share / highest * _PLOT
        x, y = _AXIS + place * width, top + _PLOT - height
        yield Box(x=x + 0.5, y=y, width=max(1.0, width - 1), height=height, fill=_BAR, title=says)
    ticks = [0, len(bars) // 4, len(bars) // 2, 3 * len(bars) // 4] if len(bars) > 1 else [0]
    for place in ticks:
        yield _text(_AXIS + place * width, top + _PLOT + 18, told.duration(bars[place][0], stream), 11, "middle")
    yield _text(_WIDTH - _MARGIN, top + _PLOT + 18, f"up to {told.duration(bars[-1][1], stream)}", 11, "end")
    yield from _percentiles(stream, top, width)


def _percentiles(stream: StreamResult, top: float, width: float) -> Iterator[Shape]:
    bars = stream.histogram
    size = bars[0][1] - bars[0][0]
    for place, name in enumerate(_MARKED if stream.lead_time and size and len(bars) > 1 else ()):
        value = getattr(stream.lead_time, name).mean
        x = _AXIS + min(len(bars), value / size) * width
        yield Path(points=((x, top), (x, top + _PLOT)), stroke="ink", width=1.2, dashed=True, arrow=False)
        yield _label(x + 4, top + 10 + 15 * place, f"{name} {told.duration(value, stream)}", "ink")


def _frame(top: float, marks: list[tuple[float, str]], end: float = _WIDTH - _MARGIN) -> Iterator[Shape]:
    """The lines behind a plot, each with what it stands for."""
    for part, label in marks:
        y = top + _PLOT * (1 - part)
        yield Path(points=((_AXIS, y), (end, y)), stroke="idle" if part else "line", width=1, arrow=False)
        yield _text(_AXIS - 8, y + 4, label, 11, "end")


def _queues(stream: StreamResult) -> list[int]:
    """The places of the steps whose queues are worth a line: the longest, of those that ever wait."""
    most = {
        place: max((waiting[place] for _, waiting in stream.levels), default=0.0)
        for place, step in enumerate(stream.steps)
        if step.is_queue
    }
    longest = sorted((place for place in most if most[place]), key=lambda place: -most[place])[: len(_LINES)]
    return sorted(longest)


def _levels(stream: StreamResult, top: float) -> Iterator[Shape]:
    """A line for each step with a queue, named at its right end; the warm-up ends at a dashed line."""
    chosen = _queues(stream)
    highest = max(waiting[place] for _, waiting in stream.levels for place in chosen)
    last = stream.levels[-1][0] or 1.0
    room = _WIDTH - _MARGIN - _AXIS - 170
    yield _text(_MARGIN, top - 12, "Cases that wait, over time, in the mean of all runs", 12, bold=True)
    yield from _frame(top, [(part / 2, told.number(highest * part / 2)) for part in range(3)], _AXIS + room)
    if stream.warm_up_time:
        x = _AXIS + min(1.0, stream.warm_up_time / last) * room
        yield Path(points=((x, top), (x, top + _PLOT)), stroke="quiet", width=1.2, dashed=True, arrow=False)
        yield _label(x + 4, top + 10, "warm-up ends", "ink")
    ends = _apart([(top + _PLOT * (1 - stream.levels[-1][1][place] / highest), place) for place in chosen])
    for line, place in enumerate(chosen):
        spots = (
            (_AXIS + at / last * room, top + _PLOT * (1 - waiting[place] / highest)) for at, waiting in stream.levels
        )
        yield Path(points=tuple(spots), stroke=_LINES[line], width=1.8, arrow=False, radius=0)
        step = stream.steps[place]
        name = wrap(f"{step.number} {step.name}", 160, 11, 1)[0][0]
        yield _label(_AXIS + room + 6, ends[place] + 4, name, _LINES[line])
    yield _text(_AXIS + room, top + _PLOT + 18, told.duration(last, stream), 11, "end")


def _apart(ends: list[tuple[float, int]]) -> dict[int, float]:
    """Heights of labels, from above, moved down so that none covers another."""
    placed: dict[int, float] = {}
    lowest = float("-inf")
    for y, place in sorted(ends):
        lowest = max(y, lowest + 15)
        placed[place] = lowest
    return placed
