"""The data boxes of a timeline: each step with its times, its quality, and what else is said about its work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from valuestream_cli.analysis.result import Figure, StepNumbers
from valuestream_cli.model import Step
from valuestream_cli.rendering.diagram import Box, Disc, Lane, Node, Shape, Text
from valuestream_cli.rendering.text import clean, measure, wrap
from valuestream_cli.rendering.views._timeline_words import Teller
from valuestream_cli.reporting.numbers import told

GAP = 18.0  # between boxes
_LEAST, _MOST, _PAD = 140.0, 240.0, 8.0
_NAME, _LEADING, _LINES = 12.5, 15.0, 4
_KICKER, _LABEL, _VALUE, _NOTE, _NOTE_LEADING = 9.5, 10.5, 12.0, 9.5, 12.0
_ROW, _AIR = 18.0, 26.0  # a line of values; between rows of boxes
_NOTE_LINES = 2
_FRAME = 5.0  # of air that the frame around a row adds to its height


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a data box: what it is called, how much it is, and small print below. `is_worst` marks it."""

    label: str
    value: str
    notes: tuple[str, ...] = ()
    is_worst: bool = False

    @property
    def height(self) -> float:
        """In pixels."""
        return (
            _ROW * bool(self.label or self.value)
            + _NOTE_LEADING * len(self.notes)
            + (3 if self.notes else 0)
            + _FRAME * self.is_worst
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A data box in its place; `head` is the height of its upper part."""

    node: Node
    lane: Lane
    kicker: str
    name: tuple[str, ...]
    rows: list[Row]
    x: float
    y: float
    width: float
    head: float
    height: float


def rows_of(step: Step, numbers: StepNumbers | None, teller: Teller, worst: str, kinds: set[str]) -> list[Row]:
    """What a data box says of a step. worst: the step with the longest wait. kinds: what any step says something of."""
    if numbers is None:
        return []
    words, found = teller.words, []
    if "work" in kinds:
        found.append(_time(words("work"), numbers.process_time, teller))
    if "wait" in kinds:
        is_queue = numbers.wait_time is None and numbers.queue_wait is not None
        wait = Figure(numbers.queue_wait) if is_queue else numbers.wait_time
        row = _time(words("queue" if is_queue else "wait"), wait, teller)
        all_visits = teller.time(told.waiting(numbers))
        mark = words("longest_of_case", time=all_visits) if teller.passes(numbers) else words("longest")
        found.append(_marked(row, mark) if numbers.id == worst else row)
    if "quality" in kinds:
        quality = numbers.complete_accurate
        found.append(
            Row(label=words("ca"), value=words("not_said") if quality is None else words.amount(f"{quality:.0%}"))
        )
    if kinds and teller.passes(numbers):
        found.append(Row(label=words("a_case"), value=teller.passes(numbers)))
    if numbers.capacity is not None:
        busy = () if numbers.load is None else (words("busy", share=words.amount(f"{numbers.load:.0%}")),)
        found.append(Row(label=words("capacity"), value=f"{numbers.capacity:,}", notes=busy))
    if step.supplier:
        found.append(Row(label="", value="", notes=(words("done_by", name=clean(step.supplier)),)))
    return found


def _time(label: str, figure: Figure | None, teller: Teller) -> Row:
    if figure is None or figure.mean is None:
        return Row(label=label, value=teller.words("not_said"))
    basis = teller.basis(figure) if teller.tells_bases else ""
    notes = tuple(filter(None, (teller.range(figure), basis)))
    return Row(label=label, value=teller.time(figure.mean), notes=notes)


def _marked(row: Row, mark: str) -> Row:
    return Row(label=row.label, value=row.value, notes=(mark, *row.notes), is_worst=True)


def per_row(count: int, room: float) -> tuple[int, float]:
    """How many boxes stand side by side, evenly over all rows, and how wide each is."""
    most = int((room + GAP) // (_LEAST + GAP))
    rows = -(-count // most)
    side_by_side = -(-count // rows)
    return side_by_side, min(_MOST, (room + GAP) / side_by_side - GAP)


def placed(
    steps: Sequence[tuple[Node, Lane, list[Row]]], left: float, top: float, room: float
) -> tuple[list[Card], float]:  # fmt: skip
    """The boxes in rows that fit the room, those of a row equally high; and where they end."""
    if not steps:
        return [], top
    count, width = per_row(len(steps), room)
    cards: list[Card] = []
    for first in range(0, len(steps), count):
        row = [_card(step, width) for step in steps[first : first + count]]
        head = max(card.head for card in row)
        height = head + max(sum(it.height for it in card.rows) + (4 if card.rows else 0) for card in row)
        for place, card in enumerate(row):
            x = left + place * (width + GAP)
            cards.append(_at(card, x, top, head, height))
        top += height + _AIR
    return cards, top


def _card(step: tuple[Node, Lane, list[Row]], width: float) -> Card:
    node, lane, rows = step
    inner = width - 2 * _PAD
    name, _ = wrap(node.label, inner, _NAME, _LINES)
    kicker, _ = wrap(lane.name, inner - 8, _KICKER, 1, bold=True)
    folded = [
        Row(label=row.label, value=row.value, is_worst=row.is_worst, notes=_folded(row.notes, inner)) for row in rows
    ]
    head = 22 + _LEADING * max(1, len(name)) + 4
    return Card(
        node=node, lane=lane, kicker=kicker[0] if kicker else "", name=name, rows=folded, x=0, y=0, width=width,
        head=head, height=0,
    )  # fmt: skip


def _folded(notes: tuple[str, ...], width: float) -> tuple[str, ...]:
    return tuple(line for note in notes for line in wrap(note, width, _NOTE, _NOTE_LINES)[0])


def _at(card: Card, x: float, y: float, head: float, height: float) -> Card:
    return Card(
        node=card.node, lane=card.lane, kicker=card.kicker, name=card.name, rows=card.rows, x=x, y=y,
        width=card.width, head=head, height=height,
    )  # fmt: skip


def paint(card: Card) -> Iterator[Shape]:
    """A box: activity and name above, then its rows; after value it is pale."""
    strong = f"{card.lane.tone}.strong"
    fill = "paper" if card.node.after_value else f"{card.lane.tone}.tint"
    yield Box(
        x=card.x,
        y=card.y,
        width=card.width,
        height=card.height,
        radius=8,
        fill="paper",
        stroke=strong,
        stroke_width=1.4,
    )
    yield Box(
        x=card.x + 1,
        y=card.y + 1,
        width=card.width - 2,
        height=card.head - (1 if card.rows else 2),
        radius=7,
        fill=fill,
    )
    if card.node.nested:
        yield Box(x=card.x + 3, y=card.y + 3, width=card.width - 6, height=card.height - 6, radius=6, stroke=strong,
                  stroke_width=0.8, title=clean(card.node.nested))  # fmt: skip
    middle = card.x + card.width / 2
    yield Text(x=middle + 4, y=card.y + 16, lines=(card.kicker,), size=_KICKER, fill=strong, bold=True)
    y = card.y + 22 + (card.head - 26 - _LEADING * len(card.name)) / 2 + 11
    yield Text(x=middle, y=y, lines=card.name or ("",), size=_NAME, fill="ink", leading=_LEADING)
    y = card.y + card.head
    for row in card.rows:
        yield from _row(card, row, y)
        y += row.height
    yield from disc(card.x + 2, card.y + 2, card.node, card.lane)


def disc(x: float, y: float, node: Node, lane: Lane, radius: float = 10.5) -> Iterator[Shape]:
    """The number of a step, hollow after value."""
    number = str(node.number)
    size = (11.0 if len(number) < 3 else 9.0) * radius / 10.5
    yield Disc(x=x, y=y, radius=radius, fill=f"{lane.tone}.strong")
    if node.after_value:
        yield Disc(x=x, y=y, radius=radius - 1.6, fill="paper")
    fill = f"{lane.tone}.strong" if node.after_value else "on-strong"
    yield Text(x=x, y=y + size * 0.36, lines=(number,), size=size, fill=fill, bold=True)


def _row(card: Card, row: Row, y: float) -> Iterator[Shape]:
    left, right = card.x + _PAD, card.x + card.width - _PAD
    yield Box(x=card.x + 1.5, y=y, width=card.width - 3, height=0.8, fill="quiet")
    if row.is_worst:
        yield Box(x=card.x + 2.5, y=y + 2.5, width=card.width - 5, height=row.height - 4, radius=3, stroke="rework",
                  stroke_width=1.5)  # fmt: skip
        left, right, y = left + 2, right - 2, y + _FRAME / 2 + 0.5
    fill = "rework" if row.is_worst else "ink"
    if row.label:
        label, _ = wrap(row.label, right - left - measure(row.value, _VALUE, True) - 6, _LABEL, 1)
        yield Text(x=left, y=y + 13, lines=label or ("",), size=_LABEL, fill="quiet", anchor="start")
        yield Text(x=right, y=y + 13, lines=(row.value,), size=_VALUE, fill=fill, anchor="end", bold=True)
        y += _ROW
    if row.notes:
        yield Text(x=right, y=y + 9.5, lines=row.notes, size=_NOTE, fill=fill if row.is_worst else "quiet",
                   anchor="end", leading=_NOTE_LEADING)  # fmt: skip
