"""What stands over the lanes of actors: how often work changes hands, and what the letters of steps mean."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Box, Lane, Link, Shape, Text
from valuestream_cli.rendering.text import measure
from valuestream_cli.rendering.views._roles_graph import Hands
from valuestream_cli.rendering.views._roles_paint import chip

_MARGIN, _SIZE, _LINE = 24.0, 11.5, 24.0
_SAMPLE, _BESIDE, _BETWEEN = 26.0, 8.0, 18.0


def legend(brief: Brief, flow: Flow, whose: Hands, top: float, right: float) -> tuple[list[Shape], float]:
    """The shapes below `top`, as far as `right`, and where they end."""
    shapes: list[Shape] = []
    x, y = _MARGIN, top + 12
    if any(lane.id != whose.unknown for lane in whose.graph.lanes):
        shapes.append(Box(x=x, y=y - 1.5, width=_SAMPLE, height=3, fill="ink"))
        shapes.append(_text(x + _SAMPLE + _BESIDE, y, handed(brief, flow, whose)))
    else:
        shapes.append(_text(x, y, brief.words("no_actors")))
    y += _LINE
    for activity in _activities(whose):
        wide = 15 + _BESIDE + measure(activity.name, _SIZE)
        if x > _MARGIN and x + wide > right:
            x, y = _MARGIN, y + _LINE
        shapes += chip(x + 7.5, y, activity.letter, f"{activity.tone}.strong")
        shapes.append(_text(x + 15 + _BESIDE, y, activity.name))
        x += wide + _BETWEEN
    return shapes, y + 24


def _text(x: float, middle: float, line: str) -> Text:
    return Text(x=x, y=middle + 4, lines=(line,), size=_SIZE, fill="ink", anchor="start")


def handed(brief: Brief, flow: Flow, whose: Hands) -> str:
    """How many ways change hands, and how often a case does, as far as that is known."""
    ways = dict.fromkeys(
        (edge.source, edge.target) for edge in flow.edges if edge.source in flow.steps and edge.target in flow.steps
    )
    count = sum(whose.changes(Link(source=source, target=target)) for source, target in ways)
    unknown = sum(whose.unknown in (whose.lanes[source], whose.lanes[target]) for source, target in ways)
    times = brief.numbers().handoffs
    often = "" if times is None else brief.words.amount(f"{times:.2f}".rstrip("0").rstrip("."))
    told = [
        brief.words("hands_ways", count=count, all=len(ways)),
        brief.words("hands_unknown", count=unknown) if unknown else "",
        brief.words("hands_case", times=often) if often else "",
    ]
    return "; ".join(filter(None, told))


def _activities(whose: Hands) -> Iterator[Lane]:
    """The activities of the stream, in the order in which pictures show them."""
    used = {activity.id for activity in whose.colours.values()}
    yield from (activity for activity in whose.activities if activity.id in used)
