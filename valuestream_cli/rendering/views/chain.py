"""The service value chain of ITIL as a map, and on it the journey of a stream from demand to value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.itil.words import Words
from valuestream_cli.model import DEMAND, VALUE
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Drawing, Graph, Point, Scene, Shape, Text
from valuestream_cli.rendering.layout.curves import Field
from valuestream_cli.rendering.text import wrap
from valuestream_cli.rendering.views import _chain_legend as legend
from valuestream_cli.rendering.views import _chain_paint as paint
from valuestream_cli.rendering.views import tag
from valuestream_cli.rendering.views._chain_journey import ACTIVITIES, RUNS, Journey, Shares, Stop, journeys
from valuestream_cli.rendering.views._chain_map import BAR, BELOW, WIDTH, Chart, chart, fits
from valuestream_cli.rendering.views._chain_ways import AIR, Way, ways
from valuestream_cli.rendering.views.graph import stream_graph
from valuestream_cli.rendering.views.heading import MARGIN, heading
from valuestream_cli.rendering.views.parallel import homes

_IN_A_ROW = 6  # with more steps, formats that lay out by themselves turn the flow downward
_MOST_NAMED = 60  # steps in the legend; of more, it tells the numbers by activity
_MESS = 12.0  # when lines meet each other more often in the mean, nobody can follow them
_ROOM = WIDTH - 2 * MARGIN
_SIZE, _LEADING = 11.0, 14.0


def draw(brief: Brief) -> Drawing:
    """The map; its areas lie where ITIL draws them, so that `direction` is one of the graph alone."""
    flow, direction = Flow(brief.stream), brief.direction
    if direction == "auto":
        direction = "right" if len(flow.order) <= _IN_A_ROW else "down"
    graph = stream_graph(brief, flow, direction)
    return Drawing(graph, lambda: _scene(graph, brief, flow))


def _scene(graph: Graph, brief: Brief, flow: Flow) -> Scene:
    shapes, top = heading(graph.title, tag.state(brief), WIDTH)
    routed = _routed(graph, brief, flow, top + 6)
    shapes += _map(graph, brief, routed)
    told, bottom = _legend(brief, flow, routed)
    return Scene(
        id=f"{graph.id}-chain",
        title=graph.title,
        description=graph.description,
        width=WIDTH,
        height=bottom + MARGIN,
        shapes=(*shapes, *told),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Routed:
    """A journey on its map, with the ways of its hops."""

    journey: Journey
    chart: Chart
    field: Field
    labels: list[Shape]
    exits: list[tuple[Stop, Point]]
    ways: list[Way]


def _routed(graph: Graph, brief: Brief, flow: Flow, top: float) -> _Routed:
    """The finest journey that has room on the map, with a way for each hop that keeps clear of all else."""
    for found in journeys(graph, _shares(flow, brief.words), homes(flow)):
        if found.level == ACTIVITIES or fits(found):
            where = chart(graph.lanes, found, top)
            field = _field(found, where)
            labels = list(paint.areas(where, brief.words, brief.stream.services, field))
            exits = list(paint.exits(found.stops, where, field))
            drawn = ways(found, where, field)
            mess = sum(way.mess for way in drawn) / max(1, len(drawn))
            if found.level == ACTIVITIES or (len(drawn) == len(found.hops) and mess < _MESS):
                return _Routed(journey=found, chart=where, field=field, labels=labels, exits=exits, ways=drawn)
    raise AssertionError("the coarsest journey is drawn as it is")


def _shares(flow: Flow, words: Words) -> Shares:
    """The shares of the ways between two nodes, as written."""
    found: dict[tuple[str, str], list[str]] = {}
    for edge in flow.edges:
        if edge.share:
            found.setdefault((edge.source, edge.target), []).append(words.amount(edge.share))
    return {pair: " / ".join(shares) for pair, shares in found.items()}


def _map(graph: Graph, brief: Brief, routed: _Routed) -> Iterator[Shape]:
    """The areas, the lines and what is written on them; stops that are no single step are painted here as well."""
    where, found = routed.chart, routed.journey
    yield from routed.labels
    yield from paint.blocks(where, graph, brief.words)
    yield from paint.lines(routed.ways)
    yield from paint.exit_signs(routed.exits, where, routed.field)
    for stop in found.stops:
        if found.level == ACTIVITIES or len(stop.nodes) > 1:
            yield from paint.stop(stop, where, brief.words, found.level)
    yield from paint.labels(routed.ways, routed.field)


def _field(found: Journey, where: Chart) -> Field:
    """What lines keep clear of: the stops with their bars, and the edges of the picture's parts."""
    field = Field()
    for stop in found.stops:
        x, y = where.places[stop.id]
        reach, bar = where.radius + AIR, where.radius + 4 + BAR / 2
        field.block(x - reach, y - reach, x + reach, y + reach, stop.id)
        for is_there, owner, middle in ((stop.is_join, "join", x - bar), (stop.is_fork, "fork", x + bar)):
            if is_there:
                field.block(middle - BAR, y - 17, middle + BAR, y + 17, f"{owner}:{stop.id}")
    for owner, block in ((DEMAND, where.demand), (VALUE, where.value)):
        field.block(block.x - 2, block.y - 4, block.right + 2, block.bottom + 4, owner)
    chain, end = where.chain, WIDTH
    for top, bottom in ((chain.y - 60, chain.y - 1), (max(chain.bottom, where.level - BELOW) + 1, where.level + 12)):
        field.block(0, top, end, bottom, "outside")
    return field


def _legend(brief: Brief, flow: Flow, routed: _Routed) -> tuple[list[Shape], float]:
    """The legend below the map, and where it ends."""
    found, where = routed.journey, routed.chart
    top = where.level + 24
    shapes = list(paint.key(found, brief.words, MARGIN, top))
    top += 24 if shapes else 0
    for note in _notes(brief, flow, found):
        lines, _ = wrap(note, _ROOM, _SIZE, 3)
        shapes.append(
            Text(x=MARGIN, y=top + 9, lines=lines, size=_SIZE, fill="quiet", anchor="start", leading=_LEADING)
        )
        top += _LEADING * len(lines) + 4
    room = legend.width(_ROOM, 2)
    is_named = found.level != ACTIVITIES or len(flow.order) <= _MOST_NAMED
    entries = (
        legend.of_steps(found.stops, flow, brief.words, room)
        if is_named
        else legend.of_activities(found.stops, brief.words, room)
    )
    columns = legend.in_columns(sorted(entries, key=lambda entry: entry.order), 2)
    single = {stop.id: stop for stop in found.stops if found.level != ACTIVITIES and len(stop.nodes) == 1}

    def beside(step: str) -> list[Shape]:
        return list(paint.stop(single[step], where, brief.words, found.level)) if step in single else []

    shapes += legend.paint(columns, MARGIN, top + 8, _ROOM, beside, brief.link)
    return shapes, top + 8 + legend.height(columns)


def _notes(brief: Brief, flow: Flow, found: Journey) -> Iterator[str]:
    """What the reader must know of a journey whose stops are no single steps."""
    if found.level == RUNS:
        yield brief.words("chain_runs")
    if found.level == ACTIVITIES:
        yield brief.words("chain_activities", steps=f"{len(flow.order):,}")
        if any(step.fork or step.join for step in flow.steps.values()):
            yield brief.words("chain_no_bars")
    if found.left_out:
        yield brief.words("chain_left_out", passages=found.left_out)
