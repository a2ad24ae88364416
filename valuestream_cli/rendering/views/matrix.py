"""What each step is and draws on, as a table: its activity, and a mark for each of its practices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.itil import catalogue
from valuestream_cli.model import Step
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Disc, Drawing, Graph, Group, Node, Scene, Shape, Text
from valuestream_cli.rendering.layout.grid import HEAD_LEADING, HEAD_SIZE, NUMBER, lay_out
from valuestream_cli.rendering.layout.grid_model import Bar, Block, Column, Head, Row, Sheet, Table
from valuestream_cli.rendering.text import wrap
from valuestream_cli.rendering.views import _grid as grid
from valuestream_cli.rendering.views import tag
from valuestream_cli.rendering.views.graph import stream_graph
from valuestream_cli.rendering.views.heading import MARGIN, heading

_ROOM, _LEAST = 1040.0, 420.0  # what a table may take, and where its heading ends at least
_AIR, _NOTE = 36.0, 12.0
_GROUPS = ("general", "service", "technical", "own")
_DOT = 5.6


def draw(brief: Brief) -> Drawing:
    """The stream as a table; its graph is that of every picture."""
    flow = Flow(brief.stream)
    graph = stream_graph(brief, flow, "right" if brief.direction == "right" else "down")
    return Drawing(graph, lambda: _scene(brief, flow, graph))


def _scene(brief: Brief, flow: Flow, graph: Graph) -> Scene:
    table = _table(brief, flow, graph)
    sheets = lay_out(table, MARGIN, 0, _ROOM, _AIR)
    width = max(_LEAST, *(sheet.right + MARGIN for sheet in sheets))
    shapes, top = heading(brief.stream.name, tag.state(brief), width)
    sheets = lay_out(table, MARGIN, top, _ROOM, _AIR)
    draws_on = any(step.practices for step in flow.steps.values())
    for sheet in sheets:
        shapes += grid.behind(sheet, table)
        shapes += _legend(brief.words("draws_on"), sheet) if draws_on else ()
    for row, parts in grid.rows(sheets, _mark):
        shapes.append(Group(node=row.id, shapes=tuple(parts), title=row.title, href=row.href))
    for sheet in sheets:
        shapes += grid.before(sheet, table)
    end = sheets[-1].end
    if not draws_on:
        end += 30
        shapes.append(_note(brief.words("no_practices"), end))
    return Scene(
        id=f"{graph.id}-matrix", title=graph.title, description=_description(brief, flow, graph),
        width=width, height=end + MARGIN, shapes=tuple(shapes),
    )  # fmt: skip


def _legend(text: str, sheet: Sheet) -> Iterator[Shape]:
    """What a dot means, in the empty corner over the names of steps."""
    room = next(sheet.columns()).x - sheet.left - NUMBER - 12
    lines, _ = wrap(text, room, HEAD_SIZE, 3)
    y = sheet.body - 14 - HEAD_LEADING * (len(lines) - 1)
    yield Disc(x=sheet.left + 14, y=y - 4, radius=_DOT, fill="quiet")
    yield Text(x=sheet.left + NUMBER, y=y, lines=lines, size=HEAD_SIZE, fill="quiet", anchor="start",
               leading=HEAD_LEADING)  # fmt: skip


def _note(text: str, y: float) -> Text:
    return Text(x=MARGIN, y=y, lines=(text,), size=_NOTE, fill="quiet", anchor="start")


def _table(brief: Brief, flow: Flow, graph: Graph) -> Table:
    nodes = {node.id: node for node in graph.nodes if node.number is not None}
    tones = {lane.id: lane.tone for lane in graph.lanes}
    cells = {name: _cells(flow.steps[name], node) for name, node in nodes.items()}
    totals = Counter(place for each in cells.values() for place in each)
    rows = [
        Row(
            id=name, number=node.number or 0, name=node.label, tone=tones[node.lane or ""], cells=cells[name],
            total=str(len(cells[name]) - 1 or "–"), title=_title(brief, node, flow.steps[name]),
            href=brief.link(node.nested) if node.nested else "",
        )
        for name, node in nodes.items()
    ]  # fmt: skip
    return Table(
        blocks=(_activities(brief, graph), *_practices(brief, flow)),
        rows=tuple(_with_bars(graph, flow, rows)),
        totals={place: str(count) for place, count in totals.items()},
        total_name=brief.words("number_of_steps"),
        row_total=brief.words("number_of_practices"),
    )


def _cells(step: Step, node: Node) -> dict[str, str]:
    """The columns in which a step has a mark; those of practices bear the practice's id."""
    return {f"activity:{node.lane}": ""} | dict.fromkeys(step.practices, "")


def _with_bars(graph: Graph, flow: Flow, rows: list[Row]) -> Iterator[Row | Bar]:
    """The rows between demand and value, and what follows value."""
    demand, value = (
        grid.bar_row(node.head, node.label) for kind in ("demand", "value") for node in graph.nodes if node.kind == kind
    )
    yield demand
    yield from (row for row in rows if row.id not in flow.tail)
    yield value
    yield from (row for row in rows if row.id in flow.tail)


def _activities(brief: Brief, graph: Graph) -> Block:
    used = {node.lane for node in graph.nodes}
    heads = tuple(
        Head(id=f"activity:{lane.id}", name=lane.name, tone=lane.tone, letter=lane.letter, is_used=lane.id in used)
        for lane in graph.lanes
    )
    name = brief.words("activities")
    return Block(name=name, brief=name, heads=heads, is_fixed=True)


def _practices(brief: Brief, flow: Flow) -> Iterator[Block]:
    """The practices that the stream draws on, in the groups of the framework and in its order; own ones last."""
    facts = catalogue(brief.stream.framework).practices
    used = {practice for step in flow.steps.values() for practice in step.practices}
    groups = {id: facts[id].group if id in facts else _GROUPS[-1] for id in (*facts, *sorted(used - facts.keys()))}
    for group in _GROUPS:
        heads = tuple(
            Head(id=id, name=brief.words.practice(id)) for id, where in groups.items() if where == group and id in used
        )
        if heads:
            yield Block(name=brief.words(f"practices_{group}"), brief=brief.words(f"brief_{group}"), heads=heads)


def _mark(row: Row, column: Column, y: float) -> Iterator[Shape]:
    """The letter of an activity on its colour; a dot for a practice."""
    if column.head.letter:
        return grid.letter(column.middle, y, column.head.letter, f"{row.tone}.strong")
    return iter((Disc(x=column.middle, y=y, radius=_DOT, fill=f"{row.tone}.strong"),))


def _title(brief: Brief, node: Node, step: Step) -> str:
    named = ", ".join(brief.words.practice(practice) for practice in step.practices)
    told = f"{node.number} {step.name} ({brief.words.activity(step.activity)})"
    return f"{told}: {named}" if named else told


def _description(brief: Brief, flow: Flow, graph: Graph) -> str:
    """The table in sentences, for those who cannot see it."""
    told = "; ".join(_title(brief, node, flow.steps[node.id]) for node in graph.nodes if node.number is not None)
    demand, value = (node for kind in ("demand", "value") for node in graph.nodes if node.kind == kind)
    return f"{demand.head}: {demand.label}. {brief.words('steps')}: {told}. {value.head}: {value.label}."
