"""The lean picture of a stream: what each step takes and waits, where the time of a case goes, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Drawing, Graph, Group, Lane, Node, Scene, Shape, Text
from valuestream_cli.rendering.text import clean, wrap
from valuestream_cli.rendering.views import _timeline_boxes as boxes
from valuestream_cli.rendering.views import _timeline_totals as totals
from valuestream_cli.rendering.views import small_print, tag
from valuestream_cli.rendering.views._timeline_course import Course, course, with_times
from valuestream_cli.rendering.views._timeline_ladder import Drawer, Ladder
from valuestream_cli.rendering.views._timeline_words import Teller
from valuestream_cli.rendering.views.graph import stream_graph
from valuestream_cli.rendering.views.heading import MARGIN, heading
from valuestream_cli.reporting.numbers import told

_WIDTH, _WIDE = 1070.0, 1640.0  # of a page, and of a slide where the flow is to run to the right
_HEAD, _ENDS = 14.0, 12.0


def draw(brief: Brief) -> Drawing:
    """The picture in rows that fit a page; `right` makes them longer, for slides and wide screens."""
    flow = Flow(brief.stream)
    graph = stream_graph(brief, flow, "right" if brief.direction == "auto" else brief.direction)
    return Drawing(graph, lambda: _Sheet(graph, brief, flow).scene())


@dataclass
class _Sheet:
    """Puts one picture together, from top to bottom."""

    graph: Graph
    brief: Brief
    flow: Flow

    def __post_init__(self) -> None:
        self.analysis = with_times(self.flow, self.brief.numbers())
        self.teller = Teller(self.analysis, self.brief.words)
        worst = told.worst_wait(self.analysis)
        self.worst = worst.id if worst and self.teller.is_long(worst) else ""
        self.width = _WIDE if self.brief.direction == "right" else _WIDTH
        self.room = self.width - 2 * MARGIN
        lanes = {lane.id: lane for lane in self.graph.lanes}
        steps = (node for node in self.graph.nodes if node.kind == "step")
        self.nodes: dict[str, tuple[Node, Lane]] = {node.id: (node, lanes[node.lane or ""]) for node in steps}

    def scene(self) -> Scene:
        """All shapes, those of each step in a group of its own."""
        shapes, top = heading(self.graph.title, tag.state(self.brief), self.width)
        top = self._ends(shapes, top)
        cards, top = boxes.placed(self._of(after=False), MARGIN + 4, top + 8, self.room - 4)
        found = course(self.flow, self.analysis)
        ladder, after = Ladder(), list[Shape]()
        if found.is_known:
            top = self._title("ladder_title", after, top)
            ladder = Drawer(self.nodes, self.teller, MARGIN, self.room).draw(found, self.worst, top + 4)
            top = ladder.bottom + 14
        top = self._told(found, ladder, after, top)
        tail, top = self._tail(after, top)
        shapes += ladder.behind
        shapes += (self._group(card, ladder) for card in (*cards, *tail))
        shapes += (*ladder.steps.get("", ()), *ladder.front, *after)
        return Scene(
            id=f"{self.graph.id}-timeline",
            title=self.graph.title,
            description=f"{self.graph.description} {self._summary()}",
            width=self.width,
            height=top + MARGIN,
            shapes=tuple(shapes),
        )

    def _ends(self, shapes: list[Shape], top: float) -> float:
        """From what to what: demand and value, a line each."""
        for node in self.graph.nodes:
            if node.kind in ("demand", "value"):
                rate = self.brief.stream.demand.rate if node.kind == "demand" else None
                said = f"{node.head}: {clean(node.label)}{f' ({self.brief.words.amount(rate)})' if rate else ''}"
                lines, _ = wrap(said, self.room, _ENDS, 2)
                shapes.append(
                    Text(
                        x=MARGIN, y=top + 11, lines=lines or ("",), size=_ENDS, fill="line", anchor="start", leading=16
                    )
                )
                top += 16 * len(lines)
        return top + 10

    def _of(self, *, after: bool) -> list[tuple[Node, Lane, list[boxes.Row]]]:
        numbers = {step.id: step for step in self.analysis.steps}
        steps, kinds = self.flow.steps, self._kinds(after=after)
        return [
            (node, lane, boxes.rows_of(steps[id], numbers.get(id), self.teller, self.worst, kinds))
            for id, (node, lane) in self.nodes.items()
            if node.after_value is after
        ]

    def _kinds(self, *, after: bool) -> set[str]:
        """Of what any step before value, or after it, says something."""
        steps = [step for step in self.analysis.steps if step.after_value is after]
        said = {
            "work": any(step.process_time for step in steps),
            "wait": any(step.wait_time or step.queue_wait is not None for step in steps),
            "quality": any(step.complete_accurate is not None for step in steps),
        }
        return {kind for kind, is_said in said.items() if is_said}

    def _title(self, key: str, shapes: list[Shape], top: float) -> float:
        lines, _ = wrap(self.brief.words(key), self.room, _HEAD, 2, bold=True)
        shapes.append(
            Text(x=MARGIN, y=top + 12, lines=lines, size=_HEAD, fill="ink", anchor="start", bold=True, leading=18)
        )
        return top + 4 + 18 * len(lines)

    def _told(self, found: Course, ladder: Ladder, shapes: list[Shape], top: float) -> float:
        """The totals, or what to add where no time is known; and the notes."""
        worst = told.worst_wait(self.analysis)
        if found.is_known:
            added, top = totals.paint(totals.tiles(self.teller, worst), MARGIN, top, self.room)
            shapes += added
        else:
            added, top = totals.missing(self.teller, MARGIN, top, self.room)
            shapes += added
        problems = totals.problems(self.teller) if found.is_known else []
        notes = list(totals.notes(self.teller, found, ladder.widened))
        top += 12
        for told_here, fill in ((problems, "rework"), (notes, "quiet")):
            added, top = totals.paint_notes(told_here, MARGIN, top, self.room, fill)
            shapes += added
        return top

    def _tail(self, shapes: list[Shape], top: float) -> tuple[list[boxes.Card], float]:
        """What happens once value exists, apart."""
        steps = self._of(after=True)
        if not steps:
            return [], top
        top = self._title("timeline_after", shapes, top + 18)
        cards, top = boxes.placed(steps, MARGIN + 4, top + 12, self.room - 4)
        return cards, top - 12

    def _group(self, card: boxes.Card, ladder: Ladder) -> Group:
        node = card.node
        href = self.brief.link(node.nested) if node.nested else ""
        shapes = (*boxes.paint(card), *ladder.steps.get(node.id, ()))
        return Group(node=node.id, shapes=shapes, title=small_print.title(node), href=href)

    def _summary(self) -> str:
        """The totals in words, for those who cannot see the picture."""
        tiles = totals.tiles(self.teller, told.worst_wait(self.analysis))
        return " ".join(f"{tile.name}: {', '.join((tile.value, *tile.notes, *tile.verdict))}." for tile in tiles)
