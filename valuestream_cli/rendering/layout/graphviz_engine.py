"""Asks Graphviz where things stand: sizes go in, positions and curves come out, and no text ever reaches it.

Without text it needs no fonts, so that a picture is the same on every machine. Sizes and positions are pixels
(Graphviz's points), y grows downward. The Graphviz inside `pygraphviz` is asked first; `VS_GRAPHVIZ=dot` or
`engine="dot"` asks the program `dot` of the system instead.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from valuestream_cli.errors import MissingTool, VsError
from valuestream_cli.rendering.diagram import Point

ENGINES = ("auto", "library", "dot")
_RANKDIR = {"right": "LR", "down": "TB"}
_ASIDE = 18.0  # air at the sides of a box, as Graphviz keeps its own distance only between most of them
_SIDE = {"right": "s", "down": "e"}
_SPACE = (
    "<<TABLE FIXEDSIZE='TRUE' WIDTH='{0:.0f}' HEIGHT='{1:.0f}' BORDER='0' CELLBORDER='0' CELLPADDING='0' "
    "CELLSPACING='0'><TR><TD></TD></TR></TABLE>>"
)
_TOO_FEW = "the view 'flow' needs Graphviz, which is not installed"
_INSTALL = (
    "install it with 'pip install pygraphviz', or install Graphviz itself so that 'dot' is on the PATH "
    "(https://graphviz.org/download); the view 'swimlane' works without it"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A rectangle that wants a place; a bar may be made wider."""

    id: str
    width: float
    height: float
    is_bar: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A connection that wants a route; `label` is the room that its text needs.

    One that leads `back` is laid out from its target to its source, and along the side of both.
    """

    source: str
    target: str
    weight: int = 1
    label: tuple[float, float] | None = None
    back: bool = False

    @property
    def upper(self) -> str:
        """The end in the earlier layer."""
        return self.target if self.back else self.source

    @property
    def lower(self) -> str:
        """The end in the later layer."""
        return self.source if self.back else self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Centres of blanks by id; for each wire a cubic spline from `upper` to `lower`, and its label."""

    centres: dict[str, Point]
    routes: list[tuple[Point, ...]]
    labels: list[Point | None]


def place(blanks: Sequence[Blank], wires: Sequence[Wire], direction: str, engine: str = "") -> Placement:
    """Lay out in layers along `direction` (right or down).

    Raises MissingTool where there is no Graphviz.
    """
    names = {blank.id: f"n{number}" for number, blank in enumerate(blanks)}
    source = _dot(blanks, wires, direction, names)
    return _read(json.loads(_run(source, engine or os.environ.get("VS_GRAPHVIZ", "auto"))), names, len(wires))


def _dot(blanks: Sequence[Blank], wires: Sequence[Wire], direction: str, names: dict[str, str]) -> str:
    lines = [
        f"digraph {{ graph [rankdir={_RANKDIR[direction]} nodesep=0.22 ranksep=0.48 splines=spline]",
        'node [shape=box fixedsize=true label=""] edge [arrowhead=none]',
    ]
    aside = (0.0, _ASIDE) if direction == "right" else (_ASIDE, 0.0)
    for it in blanks:
        width, height = (it.width + aside[0]) / 72, (it.height + aside[1]) / 72
        lines.append(f"{names[it.id]} [width={width:.4f} height={height:.4f}]")
    for number, wire in enumerate(wires):
        attributes = [f"id={number}", f"weight={wire.weight}"]
        if wire.back and wire.source != wire.target:
            attributes.append(f"tailport={_SIDE[direction]} headport={_SIDE[direction]}")
        if wire.label:
            attributes.append(f"label={_SPACE.format(*wire.label)}")
        lines.append(f"{names[wire.upper]} -> {names[wire.lower]} [{' '.join(attributes)}]")
    return "\n".join([*lines, "}"])


def _run(source: str, engine: str) -> bytes:
    if engine not in ENGINES:
        raise VsError(f"unknown layout engine '{engine}'", f"VS_GRAPHVIZ may be {', '.join(ENGINES)}")
    if engine != "dot":
        try:
            return _by_library(source)
        except ImportError:
            if engine == "library":
                raise MissingTool(_TOO_FEW, _INSTALL) from None
    return _by_program(source)


def _by_library(source: str) -> bytes:
    import pygraphviz

    with _quiet(), pygraphviz.AGraph(string=source) as drawing:
        result: bytes = drawing.draw(format="json0", prog="dot")
    return result


def _by_program(source: str) -> bytes:
    import graphviz

    try:
        return bytes(graphviz.pipe("dot", "json0", source.encode(), quiet=True))
    except graphviz.ExecutableNotFound:
        raise MissingTool(_TOO_FEW, _INSTALL) from None
    except subprocess.CalledProcessError as error:
        raise VsError(f"Graphviz failed: {error}", "report it together with the stream file") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps warnings that C code writes straight to the process's stderr from the user."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # no stderr at all
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _read(data: dict[str, Any], names: dict[str, str], count: int) -> Placement:
    left, _, _, top = (float(number) for number in data["bb"].split(","))

    def point(text: str) -> Point:
        x, y = text.split(",")[:2]
        return round(float(x) - left, 2), round(top - float(y), 2)

    found = {item["name"]: point(item["pos"]) for item in data["objects"]}
    routes: list[tuple[Point, ...]] = [()] * count
    labels: list[Point | None] = [None] * count
    for edge in data.get("edges", ()):
        number = int(edge["id"])
        routes[number] = tuple(point(pair) for pair in edge["pos"].partition(";")[0].split(" "))
        labels[number] = point(edge["lp"]) if "lp" in edge else None
    centres = {id: found[name] for id, name in names.items()}
    return Placement(centres=centres, routes=routes, labels=labels)
