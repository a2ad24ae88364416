"""Writes a scene as one self-contained SVG file: no script, no font, image or style sheet from outside."""

from __future__ import annotations

import math
import re
from base64 import b64encode
from collections.abc import Callable

from valuestream_cli.itil.words import USUAL
from valuestream_cli.rendering.diagram import Box, Disc, Group, Image, Path, Point, Scene, Shape, Text
from valuestream_cli.rendering.formats.svg_path import course, number, toward
from valuestream_cli.rendering.links import safe
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.text import clean, is_right_to_left, measure
from valuestream_cli.rendering.theme import Theme

FONTS = "'Noto Sans', 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif"
_ARROW_LENGTH, _ARROW_WIDTH = 9.5, 8.0
_DASHES = ' stroke-dasharray="5 3.5"'
_LIGHT = 1.5  # how far the light behind a text reaches beyond it
_UNSAFE_ID = re.compile(r"[^\w-]+")
_RIGHT_TO_LEFT, _POP = "\u2067", "\u2069"
Fonts = Callable[[str], str]
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def write(scene: Scene, medium: Medium | None = None, *, fonts: Fonts = lambda _: "", on_page: bool = False) -> bytes:
    """The picture as UTF-8. `fonts` names the families for a text that the usual ones do not show, or nothing.

    on_page: it is a part of a page of ours, and dark where the page is, whatever its reader prefers.
    """
    medium = medium or Medium()
    pen = _Pen(scene, medium.theme, fonts)
    width, height = (number(side) for side in size(scene))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{pen.id}" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="{_role(scene)}" aria-labelledby="{pen.id}-title {pen.id}-desc"'
        f'{_language(medium)} direction="ltr" font-family="{escape(fonts("") or FONTS)}"'
        f' data-generator="{escape(medium.mark)}">',
        f'<title id="{pen.id}-title">{escape(scene.title)}</title>',
        f'<desc id="{pen.id}-desc">{escape(scene.description)}</desc>',
        f'<rect{pen.paint(fill="page")} width="{width}" height="{height}"/>',
    ]
    lines += filter(None, (pen.draw(shape) for shape in scene.shapes))
    lines += [_image(scene.logo)] if scene.logo else []
    lines[3:3] = pen.style(on_page)
    return ("\n".join((*lines, "</svg>")) + "\n").encode()


def _image(image: Image) -> str:
    """An image as a part of the file; it tells nothing that a screen reader should speak of."""
    place = " ".join(f'{side}="{number(getattr(image, side))}"' for side in ("x", "y", "width", "height"))
    return f'<image {place} aria-hidden="true" href="data:{image.media};base64,{b64encode(image.content).decode()}"/>'


def size(scene: Scene) -> tuple[int, int]:
    """Width and height in whole pixels."""
    return math.ceil(scene.width), math.ceil(scene.height)


def _language(medium: Medium) -> str:
    """The language that was asked for; without a wish it is not known what a stream is written in."""
    language = medium.words.language
    return f' lang="{language}" xml:lang="{language}"' if language != USUAL else ""


def _role(scene: Scene) -> str:
    """An image is one thing to a screen reader, which would not tell of links inside it."""
    linked = any(isinstance(shape, Group) and safe(shape.href) for shape in scene.shapes)
    return "group" if linked else "img"


def escape(text: str) -> str:
    """Text as XML content or attribute, on one line, without characters that XML forbids."""
    return clean(text).translate(_MARKUP)


def _told(text: Text) -> list[str]:
    """Lines as markup; those written from right to left are isolated, so that each ends at its left."""
    lines = [escape(line) for line in text.lines]
    if is_right_to_left(" ".join(text.lines)):
        return [f"{_RIGHT_TO_LEFT}{line}{_POP}" for line in lines]
    return lines


def _turn(text: Text) -> str:
    return f' transform="rotate(-90 {number(text.x)} {number(text.y)})"' if text.turned else ""


class _Pen:
    """Writes shapes in the colours of one theme and remembers which roles it painted with."""

    def __init__(self, scene: Scene, theme: Theme, fonts: Fonts) -> None:
        self.id = "vs-" + (_UNSAFE_ID.sub("-", scene.id) or "picture")
        self._colours, self._dark = theme.colours, theme.dark
        self._fonts = fonts
        self._used: dict[tuple[str, str], str] = {}
        self._ids = {"title", "desc"}

    def paint(self, **roles: str) -> str:
        """Attributes for colours; where readers may be in the dark, with classes that change them."""
        told, classes = "", []
        for attribute, role in roles.items():
            told += f' {attribute}="{self._colours.get(role, role)}"'
            if role != "none":
                name = f"{attribute[0]}-{_UNSAFE_ID.sub('-', role.replace('?', 'other'))}"
                classes.append(self._used.setdefault((attribute, role), name))
        return told + (f' class="{" ".join(classes)}"' if self._dark and classes else "")

    def style(self, on_page: bool) -> list[str]:
        """The colours for dark surroundings, valid inside this picture only."""
        if not self._dark:
            return []
        rules = ""
        for (attribute, role), name in self._used.items():
            light, dark = self._colours.get(role, role), self._dark.get(role, role)
            rules += f"#{self.id} .{name}{{{attribute}:{f'light-dark({light},{dark})' if on_page else dark}}}"
        return [f"<style>{rules if on_page else f'@media (prefers-color-scheme:dark){{{rules}}}'}</style>"]

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
        title = f"<title>{escape(group.title)}</title>" if group.title else ""
        body = "\n".join(filter(None, (title, *(self.draw(shape) for shape in group.shapes))))
        if safe(group.href):
            body = f'<a href="{escape(group.href)}">\n{body}\n</a>'
        return f'<g id="{self._own_id(group.node)}" data-node="{escape(group.node)}">\n{body}\n</g>'

    def _own_id(self, node: str) -> str:
        """An id that nothing else in the picture has: a node may be shown in several places."""
        plain = name = _UNSAFE_ID.sub("-", node)
        times = 1
        while name in self._ids:
            times += 1
            name = f"{plain}-{times}"
        self._ids.add(name)
        return f"{self.id}-{name}"

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
        light = self._light(text)
        if len(text.lines) == 1:
            x, y = next(places)
            return f'{light}<text x="{x}" y="{y}"{self._manner(text)}>{title}{_told(text)[0]}</text>'
        body = "".join(f'<text x="{x}" y="{y}">{line}</text>' for (x, y), line in zip(places, _told(text), strict=True))
        return f"{light}<g{self._manner(text)}>{title}{body}</g>"

    def _light(self, text: Text) -> str:
        """A patch behind each line, so that what crosses a text does not strike it out.

        An outline around the letters (`paint-order`) would spare more of the picture, but Word, Batik and sanitizers
        paint that over them.
        """
        if not text.halo:
            return ""
        patches = ""
        for place, line in enumerate(text.lines):
            broad = measure(line, text.size, text.bold)
            x = text.x - broad * {"start": 0, "middle": 0.5, "end": 1}[text.anchor] - _LIGHT
            y = text.y + text.leading * place - text.size * 0.8 - _LIGHT
            sides = f'width="{number(broad + 2 * _LIGHT)}" height="{number(text.size + 2 * _LIGHT)}"'
            patches += (
                f'<rect x="{number(x)}" y="{number(y)}" {sides} rx="3"{self.paint(fill=text.halo)}{_turn(text)}/>'
            )
        return patches

    def _manner(self, text: Text) -> str:
        """How a text is set: size, weight, side, and the light around it."""
        families = self._fonts(" ".join(text.lines))
        manner = f' font-family="{escape(families)}"' if families and families != self._fonts("") else ""
        manner += f' font-size="{number(text.size)}"{self.paint(fill=text.fill)}'
        manner += ' font-weight="bold"' if text.bold else ""
        return manner + (f' text-anchor="{text.anchor}"' if text.anchor != "start" else "") + _turn(text)

    def _path(self, path: Path) -> str:
        tip = path.points[-1]
        before = path.points[-2]
        points = [*path.points[:-1], toward(tip, before, _ARROW_LENGTH - 1)] if path.arrow else path.points
        dashes = _DASHES if path.dashed else ""
        line = f'<path d="{course(path, points)}"{self.paint(fill="none", stroke=path.stroke)}'
        line += f' stroke-width="{number(path.width)}"{dashes}/>'
        return line + self._head(before, tip, path.stroke) if path.arrow else line

    def _head(self, before: Point, tip: Point, colour: str) -> str:
        base = toward(tip, before, _ARROW_LENGTH)
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
