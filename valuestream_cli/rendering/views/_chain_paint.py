"""Paints the map of the value chain, the stops of a journey on it, and the lines between them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from valuestream_cli.itil.words import Words
from valuestream_cli.model import END
from valuestream_cli.rendering.diagram import Box, Disc, Graph, Path, Point, Shape, Text
from valuestream_cli.rendering.layout.curves import Field, course, line
from valuestream_cli.rendering.text import clean, measure, wrap
from valuestream_cli.rendering.views._chain_journey import ACTIVITIES, Hop, Journey, Stop
from valuestream_cli.rendering.views._chain_map import BAR, COLUMN, STRIP, Chart, Frame
from valuestream_cli.rendering.views._chain_ways import Way

_NAME, _LEADING, _SMALL, _SMALL_LEADING = 12.5, 15.0, 11.0, 13.0
_SIZES, _PARTS = (_NAME, 11.5, 10.5), re.compile(r"[ /]")  # of names of activities, to try; where they may break
_STRIPS = {"plan": COLUMN + 20, "improve": COLUMN + 20, "engage": COLUMN, "?": COLUMN + 20}
_EXIT, _LETTER, _AIR = 7.5, 18.0, 4.0
_STYLES = {"flow": ("line", 1.6), "after": ("quiet", 1.4), "rework": ("rework", 1.6)}
_SPOTS = (0.35, 0.45, 0.25, 0.55, 0.65, 0.18, 0.75, 0.82)  # on a line, where a label may stand
_AIRS = (13.0, 7.0, 2.0)  # between a label and other lines, the first that can be had
_SERVICES = 0.7  # how much of the height of their box products and services take: lines pass below
_ROUND = ((0.0, 1.0), (0.0, -1.0), (0.75, 0.75), (0.75, -0.75), (-0.75, 0.75), (-0.75, -0.75), (1.0, 0.0))


def areas(chart: Chart, words: Words, services: tuple[str, ...], field: Field) -> Iterator[Shape]:
    """The chain with its activities, and the place of products and services."""
    yield Box(**chart.chain._asdict(), radius=16, fill="idle")
    for id, frame in chart.areas.items():
        lane, is_used = chart.lanes[id], id in chart.used
        strong = f"{lane.tone}.strong" if is_used else "quiet"
        yield Box(**frame._asdict(), radius=8, fill=f"{lane.tone}.tint" if is_used else "tail")
        yield Box(x=frame.x, y=frame.y, width=5, height=frame.height, radius=2.5, fill=strong)
        yield Box(x=frame.x + 12, y=frame.y + 9, width=_LETTER, height=_LETTER, radius=4, fill=strong)
        yield Text(x=frame.x + 21, y=frame.y + 22.3, lines=(lane.letter,), size=12, fill="on-strong", bold=True)
        size, lines = _fitted(lane.name, _STRIPS.get(id, STRIP) - 38)
        name = _text(frame.x + 36, frame.y + 22.5, lines, strong, bold=is_used, title=clean(lane.name))
        yield replace(name, size=size)
        right = frame.x + 36 + max((measure(line, size, True) for line in lines), default=0.0)
        _keep_clear(field, frame.x + 12, right, frame.y + 8, len(lines))
    yield from _products(chart, words, services, field)


def _fitted(name: str, width: float) -> tuple[float, tuple[str, ...]]:
    """A name in two lines, in the largest size in which none of its words is broken."""
    for size in _SIZES:
        lines, was_cut = wrap(name, width, size, 2, bold=True)
        if not was_cut and all(measure(word, size, True) <= width for word in _PARTS.split(clean(name))):
            break
    return size, lines


def _keep_clear(field: Field, left: float, right: float, top: float, lines: int) -> None:
    field.block(left - _AIR, top - _AIR, right + _AIR, top + _LEADING * lines + 6 + _AIR, "label")


def _products(chart: Chart, words: Words, services: tuple[str, ...], field: Field) -> Iterator[Shape]:
    """The box of products and services, with those that the stream is about."""
    frame = chart.products
    yield Box(**frame._asdict(), radius=8, fill="tail")
    lines, _ = wrap(words("products"), frame.width - 16, _NAME, 3, bold=True)
    x, y = frame.x + frame.width / 2, frame.y + 22.5
    yield _text(x, y, lines, "line", bold=True, anchor="middle")
    _keep_clear(field, frame.x + 8, frame.right - 8, frame.y + 8, len(lines))
    y += _LEADING * len(lines) + 3
    for service in services:
        told, _ = wrap(service, frame.width - 14, _SMALL, 2)
        below = y + _SMALL_LEADING * len(told)
        if not told or below > frame.y + frame.height * _SERVICES:
            break
        yield Text(x=x, y=y, lines=told, size=_SMALL, fill="quiet", leading=_SMALL_LEADING)
        field.block(frame.x + 4, y - 12, frame.right - 4, below - 8, "label")
        y = below + 4


def _text(x: float, y: float, lines: Iterable[str], fill: str, **more: object) -> Text:
    look = {"anchor": "start", "leading": _LEADING} | more
    return Text(x=x, y=y, lines=tuple(lines), size=_NAME, fill=fill, **look)  # type: ignore[arg-type]


def blocks(chart: Chart, graph: Graph, words: Words) -> Iterator[Shape]:
    """Demand and value outside the chain, and the line that leads from one back to the other."""
    for node in graph.nodes:
        if node.kind in ("demand", "value"):
            yield from _block(chart.demand if node.kind == "demand" else chart.value, node.head, node.label)
    end, start = chart.demand, chart.value
    x, to = start.x + start.width / 2, end.x + end.width / 2
    corners = ((x, start.bottom), (x, chart.level), (to, chart.level), (to, end.bottom))
    yield Path(points=corners, stroke="quiet", width=1.2, dashed=True, radius=12)
    yield Text(x=(x + to) / 2, y=chart.level - 6, lines=(words("value_to_demand"),), size=_SMALL, fill="quiet")


def _block(frame: Frame, name: str, told: str) -> Iterator[Shape]:
    most = int((frame.height - 56) / _LEADING)
    lines, was_cut = wrap(told, frame.width - 16, _NAME, most)
    yield Box(**frame._asdict(), radius=10, fill="block", title=clean(told) if was_cut else "")
    x, y = frame.x + frame.width / 2, frame.y + (frame.height - _LEADING * (len(lines) + 1.3)) / 2 + 12
    yield Text(x=x, y=y, lines=(name,), size=14, fill="on-block", bold=True)
    if lines:
        yield _text(x, y + _LEADING * 1.3, lines, "on-block", anchor="middle")


def stop(stop: Stop, chart: Chart, words: Words, level: str) -> Iterator[Shape]:
    """One stop: a disc in the colour of its activity, hollow after value, with the bars of fork and join."""
    x, y = chart.places[stop.id]
    radius, strong = chart.radius, f"{stop.lane.tone}.strong"
    for is_there, side in ((stop.is_join, -1), (stop.is_fork, 1)):
        if is_there:
            left = x + side * (radius + 4 + BAR / 2) - BAR / 2
            yield Box(x=left, y=y - 15, width=BAR, height=30, radius=2, fill="line")
    yield Disc(x=x, y=y, radius=radius, fill=strong)
    if stop.after_value:
        yield Disc(x=x, y=y, radius=radius - 2, fill="paper")
    size = min(12.0, (2 * radius - 5) / measure(stop.mark, 1, True))
    fill = strong if stop.after_value else "on-strong"
    if level == ACTIVITIES:
        y -= 5
        unit, _ = wrap(words("steps_counted"), 2 * radius - 4, 9.0, 1)
        yield Text(x=x, y=y + 15, lines=unit, size=9.0, fill=fill)
    yield Text(x=x, y=y + size * 0.36, lines=(stop.mark,), size=size, fill=fill, bold=True)


def lines(ways: list[Way]) -> Iterator[Shape]:
    """The lines of all hops, rework on top."""
    for way in sorted(ways, key=lambda way: way.hop.kind == "rework"):
        stroke, width = _STYLES[way.hop.kind]
        width += min(2.4, 0.4 * (way.hop.weight - 1))
        yield Path(points=tuple(way.curve), stroke=stroke, width=width, dashed=way.hop.kind == "rework", curved=True)


def exits(stops: Iterable[Stop], chart: Chart, field: Field) -> Iterator[tuple[Stop, Point]]:
    """Where cases leave without value: the free places of small signs beside their stops."""
    far = chart.radius + _EXIT + 9
    for stop in stops:
        x, y = chart.places[stop.id]
        for at, to in ((x + dx * far, y + dy * far) for dx, dy in _ROUND if stop.exit is not None):
            room = at - _EXIT - 3, to - _EXIT - 3, at + _EXIT + 3, to + _EXIT + 3
            if _is_inside(chart, at, to) and field.is_free(*room, but=stop.id):
                field.block(*room, f"exit:{stop.id}")
                field.lay(course([(x, y), *line((x, y), (at, to))]), Hop(stop.id, END, "exit"))
                yield stop, (at, to)
                break


def exit_signs(exits: Iterable[tuple[Stop, Point]], chart: Chart, field: Field) -> Iterator[Shape]:
    """Small hollow discs with a cross, and the share of cases that leave there."""
    for stop, (x, y) in exits:
        yield from _exit(chart.places[stop.id], (x, y), chart.radius)
        wide = measure(stop.exit or "", _SMALL)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)) if wide else ():
            at, to = x + dx * (_EXIT + 11 + wide / 2), y + dy * (_EXIT + 16)
            room = at - wide / 2 - 1, to - 6, at + wide / 2 + 1, to + 6
            if field.is_free(*room):
                field.block(*room, "label")
                yield Text(x=at, y=to + 4, lines=(stop.exit or "",), size=_SMALL, fill="ink")
                break


def _is_inside(chart: Chart, x: float, y: float) -> bool:
    frames = (*chart.areas.values(), chart.products)
    return any(f.x + 8 < x < f.right - 8 and f.y + 8 < y < f.bottom - 8 for f in frames)


def _exit(start: Point, end: Point, radius: float) -> Iterator[Shape]:
    (x, y), (at, to) = start, end
    length = math.dist(start, end)
    ux, uy = (at - x) / length, (to - y) / length
    first, last = (x + ux * radius, y + uy * radius), (at - ux * _EXIT, to - uy * _EXIT)
    yield Path(points=(first, last), stroke="quiet", width=1.4, arrow=False)
    yield Disc(x=at, y=to, radius=_EXIT, fill="quiet")
    yield Disc(x=at, y=to, radius=_EXIT - 1.3, fill="paper")
    yield Text(x=at, y=to + 4, lines=("×",), size=11, fill="quiet", bold=True)


def labels(ways: list[Way], field: Field) -> Iterator[Shape]:
    """Shares and counts beside their lines, where there is room; the legend tells them all."""
    for way in ways:
        if way.hop.label:
            wide = measure(way.hop.label, _SMALL)
            spot = next(filter(None, (_spot(way, wide, field, air) for air in _AIRS)), None)
            if spot:
                fill = "rework" if way.hop.kind == "rework" else "ink"
                yield Text(x=spot[0], y=spot[1] + 4, lines=(way.hop.label,), size=_SMALL, fill=fill)


def _spot(way: Way, wide: float, field: Field, air: float) -> Point | None:
    """The middle of a free place beside a line, with so much air to all others."""
    points = way.points
    for part in _SPOTS:
        place = max(1, min(len(points) - 2, round(part * len(points))))
        (x, y), (to, down) = points[place - 1], points[place + 1]
        length = math.dist((x, y), (to, down)) or 1.0
        nx, ny = (down - y) / length, (x - to) / length
        far = 12.0 + abs(nx) * wide / 2
        for side in (1, -1):
            middle = points[place][0] + side * nx * far, points[place][1] + side * ny * far
            room = middle[0] - wide / 2 - 1, middle[1] - 7, middle[0] + wide / 2 + 1, middle[1] + 6
            around = room[0] - air, room[1] - air, room[2] + air, room[3] + air
            if field.is_free(*room) and field.is_free(*around, but=way.hop):
                field.block(*room, "label")
                return middle
    return None


def key(journey: Journey, words: Words, x: float, y: float) -> Iterator[Shape]:
    """What the signs on the map say, as far as it has them."""
    kinds = {hop.kind for hop in journey.hops}
    signs = {
        "rework": "rework" in kinds,
        "fork": any(stop.is_fork for stop in journey.stops),
        "join": any(stop.is_join for stop in journey.stops),
        "after_value": any(stop.after_value for stop in journey.stops),
        "ends_without_value": any(stop.exit is not None for stop in journey.stops),
    }
    for name in (name for name, is_there in signs.items() if is_there):
        told, _ = wrap(words(name), 240, _SMALL, 1)
        yield from _sign(name, x, y)
        yield Text(x=x + 36, y=y + 4, lines=told, size=_SMALL, fill="quiet", anchor="start")
        x += 36 + measure(told[0], _SMALL) + 22


def _sign(name: str, x: float, y: float) -> Iterator[Shape]:
    if name == "rework":
        yield Path(points=((x + 4, y), (x + 25, y)), stroke="rework", dashed=True)
        yield from (Disc(x=x + at, y=y, radius=3.5, fill="quiet") for at in (1, 28))
    elif name in ("fork", "join"):
        side = 1 if name == "fork" else -1
        yield Disc(x=x + 14 - side * 8, y=y, radius=6, fill="quiet")
        yield Box(x=x + 14 + side * 4 - 1.5, y=y - 8, width=3, height=16, radius=1.5, fill="line")
    elif name == "after_value":
        yield Disc(x=x + 18, y=y, radius=8, fill="quiet")
        yield Disc(x=x + 18, y=y, radius=6.4, fill="paper")
    else:
        yield Disc(x=x, y=y, radius=4, fill="quiet")
        yield from _exit((x, y), (x + 20, y), 4)
