"""Writes a scene as one self-contained SVG file: no script, no font, image or style sheet from outside."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence

from valuestream_cli.rendering.diagram import Box, Disc, Group, Path, Point, Scene, Shape, Text
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.text import clean, is_right_to_left
from valuestream_cli.rendering.theme import Theme

FONTS = "'Noto Sans', 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif"
_ARROW_LENGTH, _ARROW_WIDTH = 9.5, 8.0
_GAP = 4.0  # half of what a line is broken where another one crosses it
_DASHES = ' stroke-dasharray="5 3.5"'
_UNSAFE_ID = re.compile(r"[^A-Za-z0-9_-]+")
_RIGHT_TO_LEFT, _POP = "\u2067", "\u2069"
Fonts = Callable[[str], str]
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def write(scene: Scene, medium: Medium | None = None, *, fonts: Fonts = lambda _: "") -> bytes:
    """The picture as UTF-8. `fonts` names the families for a text that the usual ones do not show, or nothing."""
    medium = medium or Medium()
    pen = _Pen(scene, medium.theme, fonts)
    width, height = number(math.ceil(scene.width)), number(math.ceil(scene.height))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{pen.id}" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img" aria-labelledby="{pen.id}-title {pen.id}-desc"'
        f' font-family="{escape(fonts("") or FONTS)}" data-generator="{escape(medium.mark)}">',
        f'<title id="{pen.id}-title">{escape(scene.title)}</title>',
        f'<desc id="{pen.id}-desc">{escape(scene.description)}</desc>',
        f'<rect{pen.paint(fill="page")} width="{width}" height="{height}"/>',
    ]
    lines += filter(None, (pen.draw(shape) for shape in scene.shapes))
    lines[3:3] = pen.style()
    return ("\n".join((*lines, "</svg>")) + "\n").encode()


def escape(text: str) -> str:
    """Text as XML content or attribute, on one line, without characters that XML forbids."""
    return clean(text).translate(_MARKUP)


def number(value: float) -> str:
    """A number with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _told(text: Text) -> list[str]:
    """Lines as markup; those written from right to left are isolated, so that each ends at its left."""
    lines = [escape(line) for line in text.lines]
    if is_right_to_left(" ".join(text.lines)):
        return [f"{_RIGHT_TO_LEFT}{line}{_POP}" for line in lines]
    return lines


class _Pen:
    """Writes shapes in the colours of one theme and remembers which roles it painted with."""

    def __init__(self, scene: Scene, theme: Theme, fonts: Fonts) -> None:
        self.id = "vs-" + (_UNSAFE_ID.sub("-", scene.id) or "picture")
        self._colours, self._dark = theme.colours, theme.dark
        self._fonts = fonts
        self._used: dict[tuple[str, str], str] = {}

    def paint(self, **roles: str) -> str:
        """Attributes for colours; where readers may be in the dark, with classes that change them."""
        told, classes = "", []
        for attribute, role in roles.items():
            told += f' {attribute}="{self._colours.get(role, role)}"'
            if role != "none":
                name = f"{attribute[0]}-{_UNSAFE_ID.sub('-', role.replace('?', 'other'))}"
                classes.append(self._used.setdefault((attribute, role), name))
        return told + (f' class="{" ".join(classes)}"' if self._dark and classes else "")

    def style(self) -> list[str]:
        """The colours for dark surroundings, valid inside this picture only."""
        if not self._dark:
            return []
        rules = "".join(
            f"#{self.id} .{name}{{{attribute}:{self._dark[role]}}}" for (attribute, role), name in self._used.items()
        )
        return [f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"]

    def draw(self, shape: Shape) -> str:
        """One shape as one line of markup, a group as one more than it has shapes."""
        if isinstance(shape, Group):
            return self._group(shape)
        if isinstance(shape, Box):
            return self._box(shape)
        if isinstance(shape, Disc):
            place = f'cx="{number(shape.x)}" cy="{number(shape.y)}" r="{number(shape.radius)}"'
            return f"<circle {place}{self.paint(fill=shape.fill)}/>"
        return self._text(shape) if isinstance(shape, Text) else self._path(shape)

    def _group(self, group: Group) -> str:
        id = f"{self.id}-{_UNSAFE_ID.sub('-', group.node)}"
        title = f"<title>{escape(group.title)}</title>" if group.title else ""
        body = "\n".join(filter(None, (title, *(self.draw(shape) for shape in group.shapes))))
        if group.href:
            body = f'<a href="{escape(group.href)}">\n{body}\n</a>'
        return f'<g id="{id}" data-node="{escape(group.node)}">\n{body}\n</g>'

    def _box(self, box: Box) -> str:
        place = f'x="{number(box.x)}" y="{number(box.y)}" width="{number(box.width)}" height="{number(box.height)}"'
        corners = f' rx="{number(box.radius)}"' if box.radius else ""
        roles = {"fill": box.fill} | ({"stroke": box.stroke} if box.stroke != "none" else {})
        edge = f' stroke-width="{number(box.stroke_width)}"' if box.stroke != "none" else ""
        edge += _DASHES if box.dashed else ""
        head = f"<rect {place}{corners}{self.paint(**roles)}{edge}"
        return f"{head}><title>{escape(box.title)}</title></rect>" if box.title else f"{head}/>"

    def _text(self, text: Text) -> str:
        """Lines as texts of their own: inside one, some readers mix up lines written from right to left."""
        if not any(text.lines):
            return ""
        title = f"<title>{escape(text.title)}</title>" if text.title else ""
        places = ((number(text.x), number(text.y + text.leading * place)) for place in range(len(text.lines)))
        if len(text.lines) == 1:
            x, y = next(places)
            return f'<text x="{x}" y="{y}"{self._manner(text)}>{title}{_told(text)[0]}</text>'
        body = "".join(f'<text x="{x}" y="{y}">{line}</text>' for (x, y), line in zip(places, _told(text), strict=True))
        return f"<g{self._manner(text)}>{title}{body}</g>"

    def _manner(self, text: Text) -> str:
        """How a text is set: size, weight, side, and the light around it."""
        roles = {"fill": text.fill} | ({"stroke": text.halo} if text.halo else {})
        families = self._fonts(" ".join(text.lines))
        manner = f' font-family="{escape(families)}"' if families and families != self._fonts("") else ""
        manner += f' font-size="{number(text.size)}"{self.paint(**roles)}'
        manner += ' stroke-width="3" stroke-linejoin="round" paint-order="stroke"' if text.halo else ""
        manner += ' font-weight="bold"' if text.bold else ""
        manner += f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
        return manner + (f' transform="rotate(-90 {number(text.x)} {number(text.y)})"' if text.turned else "")

    def _path(self, path: Path) -> str:
        tip = path.points[-1]
        before = path.points[-2]
        points = [*path.points[:-1], _toward(tip, before, _ARROW_LENGTH - 1)] if path.arrow else path.points
        course = _spline(points) if path.curved else " ".join(_rounded(_corners(points), path.radius, path.gaps))
        dashes = _DASHES if path.dashed else ""
        line = f'<path d="{course}"{self.paint(fill="none", stroke=path.stroke)}'
        line += f' stroke-width="{number(path.width)}"{dashes}/>'
        return line + self._head(before, tip, path.stroke) if path.arrow else line

    def _head(self, before: Point, tip: Point, colour: str) -> str:
        base = _toward(tip, before, _ARROW_LENGTH)
        length = math.dist(tip, base) or 1
        across = (
            (tip[1] - base[1]) / length * _ARROW_WIDTH / 2,
            (base[0] - tip[0]) / length * _ARROW_WIDTH / 2,
        )
        corners = (
            tip,
            (base[0] + across[0], base[1] + across[1]),
            (base[0] - across[0], base[1] - across[1]),
        )
        places = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
        return f'<polygon points="{places}"{self.paint(fill=colour)}/>'


def _toward(start: Point, goal: Point, distance: float) -> Point:
    """The point at a distance from `start` on the way to `goal`."""
    length = math.dist(start, goal) or 1
    return start[0] + (goal[0] - start[0]) * distance / length, start[1] + (goal[1] - start[1]) * distance / length


def _spline(points: Sequence[Point]) -> str:
    """A cubic spline: a start, then two controls and an end for each piece."""
    places = [f"{number(x)} {number(y)}" for x, y in points]
    return f"M{places[0]} C{' '.join(places[1:])}"


def _corners(points: Sequence[Point]) -> list[Point]:
    """The points without repetitions and without those on a straight line between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and math.dist(kept[-1], point) < 0.01:
            continue
        if len(kept) > 1 and _on_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _on_line(one: Point, two: Point, three: Point) -> bool:
    return abs((two[0] - one[0]) * (three[1] - two[1]) - (two[1] - one[1]) * (three[0] - two[0])) < 0.01


def _rounded(points: Sequence[Point], radius: float, gaps: Sequence[Point]) -> Iterator[str]:
    """The commands of a line whose corners are rounded as far as their sides are long enough."""
    yield f"M{number(points[0][0])} {number(points[0][1])}"
    here = points[0]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        bend = min(radius, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        start, end = _toward(corner, before, bend), _toward(corner, after, bend)
        yield from _straight(here, start, gaps)
        here = end
        yield f"Q{number(corner[0])} {number(corner[1])} {number(end[0])} {number(end[1])}"
    yield from _straight(here, points[-1], gaps)


def _straight(start: Point, end: Point, gaps: Sequence[Point]) -> Iterator[str]:
    """A straight piece, broken where other lines cross it."""
    crossed = sorted((math.dist(start, gap), gap) for gap in gaps if _is_between(start, gap, end))
    for place, (distance, gap) in enumerate(crossed):
        before, after = _toward(gap, start, _GAP), _toward(gap, end, _GAP)
        if not place or distance - crossed[place - 1][0] > 4 * _GAP:  # else nothing worth drawing is between them
            yield f"L{number(before[0])} {number(before[1])}"
        if place + 1 == len(crossed) or crossed[place + 1][0] - distance > 4 * _GAP:
            yield f"M{number(after[0])} {number(after[1])}"
    yield f"L{number(end[0])} {number(end[1])}"


def _is_between(start: Point, point: Point, end: Point) -> bool:
    return math.dist(start, point) + math.dist(point, end) - math.dist(start, end) < 0.01
