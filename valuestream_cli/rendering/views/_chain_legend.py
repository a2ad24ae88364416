"""The legend of a journey: what each number stands for, in which activity, and where a choice leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from valuestream_cli.analysis.flow import Edge, Flow
from valuestream_cli.itil.words import Words
from valuestream_cli.model import END, VALUE
from valuestream_cli.rendering.diagram import Box, Disc, Group, Lane, Node, Shape, Text
from valuestream_cli.rendering.text import clean, measure, wrap
from valuestream_cli.rendering.views._chain_journey import Stop

SIZE, LEADING, _SMALL, _SMALL_LEADING = 12.5, 16.0, 11.0, 14.0
_LINES, _NOTE_LINES, _NUMBERS = 2, 4, 4
_TEXT, _BETWEEN, _AIR = 54.0, 30.0, 7.0  # where texts begin, and what is between columns and entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is told of one step, or of an activity with all of its steps: a number, a name, and a note."""

    id: str
    lane: Lane
    mark: str
    name: tuple[str, ...]
    note: tuple[str, ...]
    title: str
    order: int
    nested: str = ""
    after_value: bool = False

    @property
    def height(self) -> float:
        """In pixels, with the air below it."""
        return LEADING * len(self.name) + _SMALL_LEADING * len(self.note) + _AIR + (4 if self.nested else 0)


def of_steps(stops: tuple[Stop, ...], flow: Flow, words: Words, room: float) -> list[Entry]:
    """An entry for each step."""
    numbers = {step: str(number) for number, step in enumerate(flow.order, start=1)}
    numbers |= {VALUE: words("value"), END: words("no_value")}
    told = {node.id: _onward(flow, node.id, numbers, words) for stop in stops for node in stop.nodes}
    return [_of_step(node, stop.lane, told[node.id], room) for stop in stops for node in stop.nodes]


def _of_step(node: Node, lane: Lane, note: str, room: float) -> Entry:
    lines, was_cut = wrap(node.label, room - _TEXT, SIZE, _LINES)
    notes, note_cut = wrap(note, room - _TEXT, _SMALL, _NOTE_LINES)
    title = f"{node.number} {clean(node.label)} ({clean(lane.name)})"
    return Entry(
        id=node.id, lane=lane, mark=str(node.number), name=lines or ("",), note=notes,
        title=f"{title} {clean(note)}" if was_cut or note_cut else title,
        order=node.number or 0, nested=node.nested, after_value=node.after_value,
    )  # fmt: skip


def _onward(flow: Flow, step: str, numbers: dict[str, str], words: Words) -> str:
    """The ways from a step where there are several or one leads back, each with its share and condition."""
    edges, back = flow.edges_out.get(step, []), {(edge.source, edge.target) for edge in flow.rework}
    if flow.steps[step].fork:
        return words("at_once", steps=", ".join(numbers.get(edge.target, "?") for edge in edges))
    if len(edges) < 2 and not any((edge.source, edge.target) in back for edge in edges):
        return ""
    keys = ("back_to" if (edge.source, edge.target) in back else "on_to" for edge in edges)
    return "; ".join(_way(edge, key, numbers, words) for key, edge in zip(keys, edges, strict=True))


def _way(edge: Edge, key: str, numbers: dict[str, str], words: Words) -> str:
    told = ", ".join(part for part in (words.amount(edge.share or ""), clean(edge.when or "")) if part)
    to = words(key, step=numbers.get(edge.target, "?"))
    return f"{to} ({told})" if told else to


def of_activities(stops: tuple[Stop, ...], words: Words, room: float) -> list[Entry]:
    """An entry for each activity, with the numbers of its steps."""
    return [_of_activity(stop, words, room) for stop in stops]


def _of_activity(stop: Stop, words: Words, room: float) -> Entry:
    ranges = list(_ranges([node.number or 0 for node in stop.nodes]))
    note = words("visits", visits=len(ranges), steps=", ".join(ranges))
    lines, was_cut = wrap(note, room - _TEXT, _SMALL, _NUMBERS)
    name = clean(stop.lane.name)
    return Entry(
        id=f"activity:{stop.lane.id}", lane=stop.lane, mark=stop.mark, name=(name,), note=lines,
        title=f"{name}: {note}" if was_cut else name, order=stop.nodes[0].number or 0,
    )  # fmt: skip


def _ranges(numbers: list[int]) -> Iterator[str]:
    """Numbers that follow one another as ranges."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        yield str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}"


def in_columns(entries: list[Entry], count: int) -> list[list[Entry]]:
    """The entries in columns of about the same height."""
    columns: list[list[Entry]] = [[] for _ in range(count)]
    rest, place = sum(entry.height for entry in entries), 0
    left = rest / count
    for entry in entries:
        if left < entry.height / 2 and place + 1 < count:
            place += 1
            left = rest / (count - place)
        columns[place].append(entry)
        left -= entry.height
        rest -= entry.height
    return columns


def width(room: float, columns: int) -> float:
    """The width of one of several columns."""
    return (room - _BETWEEN * (columns - 1)) / columns


def height(columns: list[list[Entry]]) -> float:
    """The height of the highest column."""
    return max((sum(entry.height for entry in column) for column in columns), default=0.0)


def paint(
    columns: list[list[Entry]], left: float, top: float, room: float, beside: Callable[[str], list[Shape]],
    link: Callable[[str], str],
) -> Iterator[Shape]:  # fmt: skip
    """All entries as groups; `beside` are the shapes of a step elsewhere, `link` leads to the picture of a stream."""
    for place, column in enumerate(columns):
        x, y = left + place * (width(room, len(columns)) + _BETWEEN), top
        for entry in column:
            shapes = (*beside(entry.id), *_entry(entry, x, y))
            href = link(entry.nested) if entry.nested else ""
            yield Group(node=entry.id, shapes=shapes, title=entry.title, href=href)
            y += entry.height


def _entry(entry: Entry, x: float, y: float) -> Iterator[Shape]:
    strong = f"{entry.lane.tone}.strong"
    size = 10.5 if len(entry.mark) < 3 else 9.0
    yield Disc(x=x + 10, y=y + 8, radius=10, fill=strong)
    if entry.after_value:
        yield Disc(x=x + 10, y=y + 8, radius=8.4, fill="paper")
    ink = strong if entry.after_value else "on-strong"
    yield Text(x=x + 10, y=y + 8 + size * 0.36, lines=(entry.mark,), size=size, fill=ink, bold=True)
    yield Box(x=x + 27, y=y, width=16, height=16, radius=4, fill=f"{entry.lane.tone}.tint")
    yield Text(x=x + 35, y=y + 12, lines=(entry.lane.letter,), size=11, fill=strong, bold=True)
    if entry.nested:
        wide = max(measure(line, SIZE) for line in entry.name)
        yield Box(x=x + _TEXT - 4, y=y - 2, width=wide + 8, height=LEADING * len(entry.name) + 4, radius=4,
                  stroke=strong, stroke_width=0.9, title=clean(entry.nested))  # fmt: skip
    yield Text(x=x + _TEXT, y=y + 12.5, lines=entry.name, size=SIZE, fill="ink", anchor="start", leading=LEADING)
    if entry.note:
        below = y + 12.5 + LEADING * (len(entry.name) - 1) + _SMALL_LEADING + (5 if entry.nested else 1)
        yield Text(x=x + _TEXT, y=below, lines=entry.note, size=_SMALL, fill="quiet", anchor="start",
                   leading=_SMALL_LEADING)  # fmt: skip
