"""The neutral drawing between views and formats: what is connected (`Graph`) and where it stands (`Scene`).

Formats that lay out by themselves (DOT, Mermaid) read the graph; those that draw (SVG, PNG) read the scene.
Nothing here knows ITIL, files or markup; colours are names of the theme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A group of nodes that share a colour: `tone` names it in the theme."""

    id: str
    name: str
    tone: str
    letter: str = ""


class Fact(NamedTuple):
    """Something known about a node: what it is called, what it is, and the address of more about it."""

    name: str
    text: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Something to connect. `kind`: step | demand | value | end | bar (a fork or join).

    `nested` is the file that describes the node as a stream of its own, if there is one. A node without a number is
    no step of the stream any more. `head` says in a word what it is, where no lane does. `mark` is a word at its
    corner, `notes` are written below its label; `times` tells of wait, work and quality in few words, `supplier` who
    outside the organisation does it. `facts` tell more about it where there is room.
    """

    id: str
    label: str
    kind: str = "step"
    lane: str | None = None
    number: int | None = None
    after_value: bool = False
    nested: str = ""
    head: str = ""
    mark: str = ""
    notes: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    supplier: str = ""
    facts: Callable[[], tuple[Fact, ...]] = field(default=tuple, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A directed connection. `kind`: flow | rework | after (what follows value). `mark`: "" | added | removed.

    share: what its label ends with, where that is a share.
    """

    source: str
    target: str
    label: str = ""
    share: str = ""
    kind: str = "flow"
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """What is connected to what. `direction`: right or down."""

    id: str
    title: str
    description: str
    direction: str
    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle with rounded corners; `title` is what a pointer shows, where text had to be cut."""

    x: float
    y: float
    width: float
    height: float
    radius: float = 0
    fill: str = "none"
    stroke: str = "none"
    stroke_width: float = 0
    dashed: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A filled circle around a centre."""

    x: float
    y: float
    radius: float
    fill: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Lines of text; `x`, `y` is the baseline of the first line. `anchor`: start | middle | end.

    A `turned` text of one line runs upward.
    """

    x: float
    y: float
    lines: tuple[str, ...]
    size: float
    fill: str
    anchor: str = "middle"
    bold: bool = False
    leading: float = 15
    halo: str = ""
    title: str = ""
    turned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A line through points, corners rounded by `radius` (or a cubic spline: `curved`), with an arrow at its end.

    It is broken at `gaps`, points on it where another line crosses.
    """

    points: tuple[Point, ...]
    stroke: str
    width: float = 1.6
    dashed: bool = False
    arrow: bool = True
    radius: float = 9
    curved: bool = False
    gaps: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Shapes that show one node: `node` is its id. `title` is what a pointer shows, `href` where a click leads."""

    node: str
    shapes: tuple[Shape, ...]
    title: str = ""
    href: str = ""


Shape = Box | Disc | Text | Path | Group


def flat(shapes: Iterable[Shape]) -> Iterator[Box | Disc | Text | Path]:
    """All shapes in drawing order, those of groups one by one."""
    for shape in shapes:
        if isinstance(shape, Group):
            yield from flat(shape.shapes)
        else:
            yield shape


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    """The shape at another place."""
    if isinstance(shape, Group):
        return replace(shape, shapes=tuple(moved(each, dx, dy) for each in shape.shapes))
    if isinstance(shape, Path):
        points, crossed = (tuple((x + dx, y + dy) for x, y in places) for places in (shape.points, shape.gaps))
        return replace(shape, points=points, gaps=crossed)
    return replace(shape, x=shape.x + dx, y=shape.y + dy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A raster image in a rectangle of its own proportions. `media` is its type, as in image/png."""

    x: float
    y: float
    width: float
    height: float
    media: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Shapes in drawing order on a canvas in pixels, and a logo that nothing lies on."""

    id: str
    title: str
    description: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    logo: Image | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a view makes of a stream; the scene is laid out only when a format asks for it."""

    graph: Graph
    scene: Callable[[], Scene]
