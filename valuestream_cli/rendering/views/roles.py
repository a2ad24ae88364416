"""Who does what, and who hands on to whom: a lane for each actor, handoffs drawn strong; below it the RACI table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.model import END, VALUE
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Drawing, Graph, Group, Node, Scene, Shape, Text, moved
from valuestream_cli.rendering.text import wrap
from valuestream_cli.rendering.views import _roles_paint as paint
from valuestream_cli.rendering.views import _swimlane_paint as front
from valuestream_cli.rendering.views import tag
from valuestream_cli.rendering.views._roles_graph import Hands, hands
from valuestream_cli.rendering.views._roles_layout import (
    MARGIN,
    NAMES,
    NOTE_SIZE,
    Places,
    is_compact,
    lay_out,
    short_end,
)
from valuestream_cli.rendering.views._roles_legend import handed, legend
from valuestream_cli.rendering.views._roles_raci import Raci, raci
from valuestream_cli.rendering.views.extent import extent
from valuestream_cli.rendering.views.graph import label_of
from valuestream_cli.rendering.views.heading import heading
from valuestream_cli.rendering.views.parallel import homes

_PAGE, _LEAST = 1100.0, 620.0
_MOST_ACROSS, _LEAST_LANES = 8, 2  # steps beyond which no page is broad enough for a picture to the right


def draw(brief: Brief) -> Drawing:
    """The stream with a lane for each actor; `auto` turns one downward that would not fit the width of a page."""
    flow = Flow(brief.stream)
    whose = hands(brief, flow, "down" if brief.direction == "down" else "right")
    if brief.direction == "auto" and not _fits(whose, flow):
        whose = hands(brief, flow, "down")
    return Drawing(whose.graph, lambda: _scene(brief, flow, whose))


def _fits(whose: Hands, flow: Flow) -> bool:
    """Whether a picture to the right fits a page, and is high enough for what stands in the blocks at its ends."""
    if len(flow.order) > _MOST_ACROSS or len(whose.graph.lanes) < _LEAST_LANES:
        return False
    return lay_out(whose.graph, homes(flow), {}).right + MARGIN <= _PAGE


def _scene(brief: Brief, flow: Flow, whose: Hands) -> Scene:
    """Heading and legend, the lanes, and the table where there is something to tell in it."""
    beside = _beside(brief, flow) if is_compact(whose.graph) else {}
    places = lay_out(whose.graph, homes(flow), beside, is_noted=set(whose.sides.values()) != {"internal"})
    table = raci(brief, flow, whose)
    labels = list(front.labels(places.layout))
    right = max(places.right, table.right, _LEAST)
    shapes, top = heading(brief.stream.name, tag.state(brief), right + MARGIN)
    explained, top = legend(brief, flow, whose, top, right)
    top -= min(0.0, *(label.y - label.size for label in labels if isinstance(label, Text)), 0.0)
    steps = list(_steps(brief, flow, whose, places))
    shapes += [
        *explained,
        *_lower(paint.lanes(whose, places, brief), top),
        *_lower(paint.rules(places), top),
        *_lower(table.behind, top + places.bottom),
        *_lower(paint.ends(places), top),
        *_lower(paint.lines(whose, places), top),
        *(_with_row(step, top, table, top + places.bottom) for step in steps),
        *_lower(front.stops(places.layout, _ends(whose.graph, places.is_compact)), top),
        *_lower(labels, top),
        *_lower(table.before, top + places.bottom),
    ]
    wide, high = extent(shapes)
    return Scene(
        id=f"{whose.graph.id}-roles", title=whose.graph.title, description=_description(brief, flow, whose),
        width=wide + MARGIN, height=high + MARGIN, shapes=tuple(shapes),
    )  # fmt: skip


def _lower(shapes: Iterable[Shape], by: float) -> Iterator[Shape]:
    return (moved(shape, 0, by) for shape in shapes)


def _steps(brief: Brief, flow: Flow, whose: Hands, places: Places) -> Iterator[Group]:
    """Each step in its lane."""
    for cell in places.layout.plan.rows:
        if cell.column is not None:
            yield Group(
                node=cell.node.id,
                shapes=tuple(paint.step(whose, places, cell, places.layout.plan.columns[cell.column])),
                title=_title(brief, flow, whose, cell.node),
                href=brief.link(cell.node.nested) if cell.node.nested else "",
            )


def _with_row(step: Group, top: float, table: Raci, below: float) -> Group:
    """A step in its lane and its row of the table, each in its place."""
    shapes = (*_lower(step.shapes, top), *_lower(table.rows.get(step.node, ()), below))
    return replace(step, shapes=shapes)


def _ends(graph: Graph, compact: bool) -> dict[str, Node]:
    """Where cases end, by their ids."""
    ends = {node.id: node for node in graph.nodes if node.kind == "end"}
    return {id: replace(node, head=short_end(node.head)) for id, node in ends.items()} if compact else ends


def _beside(brief: Brief, flow: Flow) -> dict[str, tuple[str, ...]]:
    """Below the name of each step where it leads, as far as its lines do not tell."""
    names = {VALUE: brief.words("value"), END: brief.words("no_value")}
    names |= {step: brief.words("on_to", step=place) for place, step in enumerate(flow.order, start=1)}
    notes: dict[str, list[str]] = {step: [] for step in flow.order}
    for edge in flow.edges:
        if edge.source in notes and label_of(edge):
            told = f"{names.get(edge.target, edge.target)}: {label_of(edge)}"
            notes[edge.source] += wrap(told, NAMES - 36, NOTE_SIZE, 2)[0]
    return {step: tuple(lines) for step, lines in notes.items()}


def _title(brief: Brief, flow: Flow, whose: Hands, node: Node) -> str:
    """A step with its activity and all who take part in it."""
    who = next(lane.name for lane in whose.graph.lanes if lane.id == node.lane)
    return f"{node.number} {node.label} ({brief.words.activity(flow.steps[node.id].activity)}): {who}"


def _description(brief: Brief, flow: Flow, whose: Hands) -> str:
    """The picture in sentences, for those who cannot see it."""
    told = "; ".join(_title(brief, flow, whose, node) for node in whose.graph.nodes if node.number is not None)
    words = brief.words
    return (
        f"{words('demand')}: {brief.stream.demand.trigger}. {words('steps')}: {told}. "
        f"{words('value')}: {brief.stream.value.outcome}. {handed(brief, flow, whose)}."
    )
