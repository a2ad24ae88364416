"""Checks a scene for what a reader must never see: things on top of each other, and things outside the canvas.

Boxes are told from lanes by their colours: what has a border, and the dark blocks, are boxes; tints are background.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from math import dist
from typing import NamedTuple

from valuestream_cli.rendering.diagram import Box, Disc, Path, Point, Scene, Text, flat
from valuestream_cli.rendering.text import measure

SLACK = 0.6
_BADGE = 24.0  # the largest box that is one


class Area(NamedTuple):
    """A rectangle and what it is."""

    left: float
    top: float
    right: float
    bottom: float
    what: str


class Piece(NamedTuple):
    """A straight piece of a line, the rectangle around it, and what it is."""

    left: float
    top: float
    right: float
    bottom: float
    what: str
    ends: tuple[Point, Point]


def faults(scene: Scene) -> list[str]:
    """What is wrong with a scene, in words; empty where all is well."""
    boxes = [_box(shape) for shape in flat(scene.shapes) if isinstance(shape, Box) and _is_obstacle(shape)]
    texts = [_text(shape) for shape in flat(scene.shapes) if isinstance(shape, Text) and any(shape.lines)]
    discs = [_disc(shape) for shape in flat(scene.shapes) if isinstance(shape, Disc)]
    boxes = [box for box in boxes if not any(box != other and _inside(box, other) for other in boxes)]
    badges = _badges(scene)
    inside = [text for text in texts if _holder(text, boxes) or _holder(text, [*discs, *badges])]
    labels = [text for text in texts if text not in inside]
    return [
        *(f"{one.what} is on {two.what}" for one, two in _overlaps(boxes)),
        *(f"label {one.what} is on {two.what}" for one, two in _overlaps(labels)),
        *(f"label {one.what} is on {two.what}" for one, two in _between(labels, boxes)),
        *(f"label {one.what} is on {two.what}" for one, two in _between(labels, [*discs, *badges])),
        *(f"{text.what} is wider than its box" for text in inside if not _fits(text, boxes, [*discs, *badges])),
        *(f"{text.what} is on {badge.what}" for text in inside for badge in badges if _is_on(text, badge)),
        *_crossings(scene, boxes, labels),
        *_outside(scene, [*boxes, *texts, *discs]),
        *_shared(scene),
        *_loose(scene, [*boxes, *discs, *_solid(scene)]),
    ]


def struck(scene: Scene) -> list[str]:
    """Labels that a line passes through: not forbidden, but few."""
    boxes = [_box(shape) for shape in flat(scene.shapes) if isinstance(shape, Box) and _is_obstacle(shape)]
    texts = [_text(shape) for shape in flat(scene.shapes) if isinstance(shape, Text) and any(shape.lines)]
    labels = [text for text in texts if not _holder(text, boxes)]
    pieces = _pieces(scene)
    return [text.what for text in labels if any(_touches(piece, text) for piece in pieces)]


def run_over(scene: Scene) -> list[str]:
    """Discs that a line passes through although it neither begins nor ends there."""
    shapes = list(flat(scene.shapes))
    discs = [shape for shape in shapes if isinstance(shape, Disc)]
    found = []
    for path in (shape for shape in shapes if isinstance(shape, Path)):
        ends = (path.points[0], path.points[-1])
        others = [disc for disc in discs if all(dist((disc.x, disc.y), end) > disc.radius + 5 for end in ends)]
        for piece in _straight(path):
            found += [_disc(disc).what for disc in others if _touches(piece, _disc(disc)) and _is_cut(piece, disc)]
    return found


def _is_cut(piece: Piece, disc: Disc) -> bool:
    """Whether a straight piece comes nearer to the centre of a disc than its edge."""
    (x, y), (to, down) = piece.ends
    length = dist(*piece.ends)
    part = ((disc.x - x) * (to - x) + (disc.y - y) * (down - y)) / length**2 if length else 0.0
    part = min(1.0, max(0.0, part))
    return dist((disc.x, disc.y), (x + part * (to - x), y + part * (down - y))) < disc.radius - SLACK


def _is_obstacle(box: Box) -> bool:
    return box.stroke != "none" or box.fill in ("block", "line")


def _box(box: Box) -> Area:
    return Area(box.x, box.y, box.x + box.width, box.y + box.height, f"box at {box.x:.0f},{box.y:.0f}")


def _disc(disc: Disc) -> Area:
    radius = disc.radius
    return Area(
        disc.x - radius,
        disc.y - radius,
        disc.x + radius,
        disc.y + radius,
        f"disc at {disc.x:.0f},{disc.y:.0f}",
    )


def _text(text: Text) -> Area:
    width = max(measure(line, text.size, text.bold) for line in text.lines)
    left = text.x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor]
    bottom = text.y + text.leading * (len(text.lines) - 1) + text.size * 0.22
    if text.turned:
        foot = text.y + width * {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor]
        return Area(
            text.x - text.size * 0.75,
            foot - width,
            text.x + text.size * 0.22,
            foot,
            repr(text.lines),
        )
    return Area(left, text.y - text.size * 0.75, left + width, bottom, repr(text.lines))


def _meet(one: Area, two: Area) -> bool:
    return (
        one.left + SLACK < two.right
        and two.left + SLACK < one.right
        and one.top + SLACK < two.bottom
        and two.top + SLACK < one.bottom
    )


def _inside(one: Area, two: Area) -> bool:
    return (
        one.left >= two.left - SLACK
        and one.right <= two.right + SLACK
        and one.top >= two.top - SLACK
        and one.bottom <= two.bottom + SLACK
    )


def _holder(text: Area, boxes: list[Area]) -> Area | None:
    """The box in which the middle of a text is."""
    x, y = (text.left + text.right) / 2, (text.top + text.bottom) / 2
    return next((box for box in boxes if box.left < x < box.right and box.top < y < box.bottom), None)


def _fits(text: Area, boxes: list[Area], discs: list[Area]) -> bool:
    holder = _holder(text, discs) or _holder(text, boxes)
    return holder is None or _inside(text, holder)


def _overlaps(areas: list[Area]) -> list[tuple[Area, Area]]:
    ordered = sorted(areas, key=lambda area: area.top)
    found = []
    for place, one in enumerate(ordered):
        for two in ordered[place + 1 :]:
            if two.top >= one.bottom:
                break
            if _meet(one, two):
                found.append((one, two))
    return found


def _between(some: list[Area], others: list[Area]) -> list[tuple[Area, Area]]:
    return [(one, two) for one in some for two in others if _meet(one, two)]


def _pieces(scene: Scene) -> list[Piece]:
    """The straight pieces of all lines; a curve is made of many short ones."""
    return [piece for path in flat(scene.shapes) if isinstance(path, Path) for piece in _straight(path)]


def _straight(path: Path) -> Iterator[Piece]:
    points = list(_along(path.points)) if path.curved else path.points
    for a, b in pairwise(points):
        yield Piece(
            min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]), f"line {a} to {b}", (a, b)
        )  # fmt: skip


def _along(points: tuple[Point, ...]) -> Iterator[Point]:
    """Points on a cubic spline, close to each other."""
    yield points[0]
    for place in range(0, len(points) - 1, 3):
        start, one, two, end = points[place : place + 4]
        for step in range(1, 17):
            t, u = step / 16, 1 - step / 16
            weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
            four = list(zip(weights, (start, one, two, end), strict=True))
            yield sum(part * x for part, (x, _) in four), sum(part * y for part, (_, y) in four)


def _touches(piece: Piece, area: Area) -> bool:
    """Whether a straight piece passes through a rectangle, by cutting off what is outside (Liang and Barsky)."""
    if not _may_touch(piece, area):
        return False
    (x, y), (to, down) = piece.ends
    first, last = 0.0, 1.0
    for start, way, low, high in (
        (x, to - x, area.left + SLACK, area.right - SLACK),
        (y, down - y, area.top + SLACK, area.bottom - SLACK),
    ):
        if way:
            near, far = sorted(((low - start) / way, (high - start) / way))
            first, last = max(first, near), min(last, far)
    return first < last


def _may_touch(piece: Piece, area: Area) -> bool:
    return (
        piece.left < area.right - SLACK
        and piece.right > area.left + SLACK
        and piece.top < area.bottom - SLACK
        and piece.bottom > area.top + SLACK
    )


def _crossings(scene: Scene, boxes: list[Area], labels: list[Area]) -> list[str]:
    heads = [label for label in labels if label.top < 60 and label.bottom < 60]
    areas = sorted([*boxes, *heads], key=lambda area: area.top)
    found = []
    for piece in _pieces(scene):
        for area in areas:
            if area.top > piece.bottom:
                break
            if _touches(piece, area):
                found.append(f"{piece.what} passes through {area.what}")
    return found


def _outside(scene: Scene, areas: list[Area]) -> list[str]:
    canvas = Area(0, 0, scene.width, scene.height, "canvas")
    everything = [*areas, *_pieces(scene)]
    return [f"{area.what} is outside the canvas" for area in everything if not _inside(area, canvas)]


def _shared(scene: Scene) -> list[str]:
    """Lines that lie on each other although neither their ends nor their beginnings are the same."""
    lines: dict[tuple[str, float], list[tuple[float, float, Path]]] = {}
    for path in flat(scene.shapes):
        if isinstance(path, Path) and path.arrow and not path.curved:
            for a, b in zip(path.points, path.points[1:], strict=False):
                if a == b:
                    continue
                upright = a[0] == b[0]
                key = ("x", round(a[0], 1)) if upright else ("y", round(a[1], 1))
                low, high = sorted((a[1], b[1]) if upright else (a[0], b[0]))
                lines.setdefault(key, []).append((low, high, path))
    found = []
    for (axis, place), pieces in lines.items():
        pieces.sort(key=lambda piece: piece[:2])
        for number, (_low, high, path) in enumerate(pieces):
            for low, _, other in pieces[number + 1 : bisect_left(pieces, high - SLACK, key=lambda piece: piece[0])]:
                if path.points[-1] != other.points[-1] and path.points[0] != other.points[0]:
                    found.append(
                        f"two lines lie on each other at {axis}={place} from {low}: {path.points} {other.points}"
                    )
    return found


def _loose(scene: Scene, boxes: list[Area]) -> list[str]:
    """Lines whose beginning or end touches no box."""
    ends = [(path.points[place], path) for path in flat(scene.shapes) if isinstance(path, Path) for place in (0, -1)]
    return [f"a line ends in the open at {point}" for point, _ in ends if not any(_is_at(point, box) for box in boxes)]


def _badges(scene: Scene) -> list[Area]:
    """Small boxes of a colour that hold a letter, which may stand at the corner of another box."""
    boxes = (shape for shape in flat(scene.shapes) if isinstance(shape, Box))
    return [_box(box) for box in boxes if box.fill.endswith(".strong") and max(box.width, box.height) <= _BADGE]


def _is_on(text: Area, badge: Area) -> bool:
    """Whether a text lies on a badge that does not hold it."""
    return _meet(text, badge) and _holder(text, [badge]) is None


def _solid(scene: Scene) -> list[Area]:
    """Boxes without a border that are no background, such as bars."""
    boxes = (shape for shape in flat(scene.shapes) if isinstance(shape, Box))
    return [_box(box) for box in boxes if box.fill.endswith(".strong") or box.fill == "quiet"]


def _is_at(point: tuple[float, float], box: Area) -> bool:
    x, y = point
    return box.left - SLACK <= x <= box.right + SLACK and box.top - SLACK <= y <= box.bottom + SLACK
