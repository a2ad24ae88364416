"""Where boxes and lines of a lane picture stand along the flow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from valuestream_cli.rendering.layout.lanes_model import HIGH, LOW, Cell, Plan, Route
from valuestream_cli.rendering.layout.lanes_ports import spread
from valuestream_cli.rendering.layout.tracks import Jog, stack

LEAD = 12.0  # from the last turn of a line to the box that it enters
STOP_LEAD = 18.0  # from a box to the small end of a case that leaves
_TRACK = 11.0  # between lines at one side of a box
_FORK = 11.0  # what a bar after a box takes
_CHANNEL = 10.0  # from a row that several steps share to the first line behind it
_MARGIN = 9.0  # from a corner of a box to the first and last line at its side
_CLEAR = 6.0  # from a label or a small end to a line that passes
_GUTTER = 10.0  # what is between two columns at least, beside the line that a label stands at
_AHEAD = 8.0
_COLUMN = 100.0  # columns and gutters have no place yet when channels are filled: any will do


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Measures along the flow. `overlap`: how far neighbours in different lanes may stand side by side."""

    box: float
    overlap: float
    stop: float
    bar: float
    gap: float = 24
    pitch: float = 40
    join: float = 11  # what a bar before a box takes
    stop_side: int = LOW  # at which side of the line that leads on small ends stand


def place(plan: Plan, sizes: Sizes, origin: float) -> float:
    """Give every cell and every line its place along the flow; the result is where the last one ends."""
    spread(plan, sizes.stop_side)
    setter = _Setter(plan, sizes, origin)
    for row in plan.levels:
        setter.set(row)
    return setter.reached


class _Setter:
    """Sets row behind row. floors: the least start in each column; clear: from where lines may pass across it."""

    def __init__(self, plan: Plan, sizes: Sizes, origin: float) -> None:
        self._plan, self._sizes = plan, sizes
        self._floors = [origin] * len(plan.columns)
        self._clear = [origin] * len(plan.columns)
        self._labels = _labels_along(plan)
        self._before: list[Cell] = []
        self._done = origin  # where the last line of the rows so far turns
        self.reached = origin

    def set(self, row: list[Cell]) -> None:
        """Give the cells of a row, and the lines that leave them, their places."""
        for cell in row[1::2]:  # what comes out of a gutter between two cells turns to each at a place of its own
            cell.ahead = _AHEAD if cell.arrivals else 0.0
        spans = [max(_offsets(cell, LOW), _offsets(cell, HIGH)) for cell in row]
        starts = zip(row, spans, strict=True)
        body = max(self._start(cell, span, len(row) > 1) + self._lead_in(cell) for cell, span in starts)
        last = 0.0
        for cell, span in zip(row, spans, strict=True):
            self._size(cell, body, span, last)
            last = cell.window + span
        if len(row) > 1:
            _even(row)
        for cell in self._before:
            _settle(cell)
        for cell in sorted(row, key=lambda cell: cell.fork):
            if cell.fork and len(row) > 1:  # behind the small ends of those beside it
                cell.end = max(one.tail for one in row if one is not cell) + _CLEAR + _FORK
            self._note(cell)
        self._done = max(last, self._fill_channel(row))
        self._before = row

    def _lead_in(self, cell: Cell) -> float:
        return self._sizes.join if cell.join else 0.0

    def _start(self, cell: Cell, span: float, is_shared: bool) -> float:
        """The least start that leaves the row before its window, and this one enough of its own."""
        sizes, before = self._sizes, self._before
        floor = self._floors[cell.column] if cell.column is not None else max(self._floors)
        if not before:
            return floor
        ready = self._done + LEAD + cell.ahead + (_TRACK if cell.arrivals and not _ends_in_inlet(before, cell) else 0.0)
        free = max(0.0, sizes.box - 2 * _MARGIN - span)
        across = self._passable(cell) - (0.0 if cell.join else free)
        if is_shared or _is_apart(before, cell):
            beyond = max(one.end + one.reserve for one in before) + sizes.gap
        else:
            beyond = max(before[0].start + sizes.pitch, before[0].end - min(sizes.overlap, free))
        return max(floor, ready, across, beyond)

    def _passable(self, cell: Cell) -> float:
        """From where the lines of a cell may pass across the columns that are in their way."""
        is_wide = cell.join or cell.branches
        passed = range(len(self._clear)) if is_wide else {*_crossed(cell), *_covered(self._plan, cell)}
        return max((self._clear[column] for column in passed), default=0.0)

    def _size(self, cell: Cell, body: float, span: float, last: float) -> None:
        """How long a cell is, and where its window begins: behind that of the one before, which ends at `last`."""
        sizes = self._sizes
        length = max(sizes.bar if cell.column is None else sizes.box, cell.least)
        before = max((one.end for one in self._before), default=body) + 5 if self._before else body
        cell.start, cell.body, cell.span = body - self._lead_in(cell), body, span
        cell.window = max(body + _MARGIN, before, last + _TRACK, self._passable(cell))
        cell.body_end = max(body + length, cell.window + span + _MARGIN if span else 0.0)
        cell.end = cell.body_end + (_FORK if cell.fork else 0.0)
        for key in cell.entries:
            cell.entries[key] += cell.window
        for exits in cell.exits.values():
            for route in exits:
                route.level += cell.window

    def _note(self, cell: Cell) -> None:
        """Remember until where a cell, its end and the label of its line take their column."""
        label = self._labels.get(id(cell), 0.0)
        cell.has_label = label > 0
        cell.reserve = max(0.0, label + 18 - self._sizes.gap) if label else 0.0
        cell.tail = cell.end
        if cell.stop:
            cell.stop.level = cell.end + max(STOP_LEAD, cell.stop.label_along + 8) + self._sizes.stop / 2
            cell.tail = cell.stop.level + self._sizes.stop / 2
        last = max(cell.end + cell.reserve, cell.tail)
        self.reached = max(self.reached, last)
        columns = range(len(self._floors)) if cell.column is None else (cell.column,)
        floor = (self.reached if cell.column is None else last) + self._sizes.gap
        for column in columns:
            self._floors[column] = floor
            if label or cell.stop:
                self._clear[column] = max(cell.end + label, cell.tail) + _CLEAR

    def _fill_channel(self, row: list[Cell]) -> float:
        """Give the lines into the channel behind a row their levels; the result is the last one."""
        cursor = max(max(self._clear), *(cell.end for cell in row)) + _CHANNEL
        last = 0.0
        for route in _ordered([route for cell in row for route in cell.behind]):
            route.level = last = cursor + route.label_along
            cursor = last + _TRACK
        return last


def _labels_along(plan: Plan) -> dict[int, float]:
    """What the labels of the lines along its column take behind each cell."""
    found: dict[int, float] = {}
    for route in plan.routes:
        if route.is_lengthwise and route.label:
            found[id(route.source)] = max(found.get(id(route.source), 0.0), route.label_along)
    return found


def _offsets(cell: Cell, side: int) -> float:
    """Stack what enters and leaves at one side; the result is how much of the window that takes."""
    cursor = 8.0 if side == LOW else 3.0  # below the number at the corner
    for entry, kind in list(cell.entries):
        if entry == side:
            cell.entries[entry, kind] = cursor
            cursor += _TRACK
    for route in cell.exits[side]:
        cursor += route.label_along
        route.level = cursor
        cursor += _TRACK
    return max(0.0, cursor - _TRACK) if cell.exits[side] or cell.entries else 0.0


def _is_apart(before: Sequence[Cell], cell: Cell) -> bool:
    """Whether a cell may not stand beside the one before it."""
    one = before[0]
    are_bars = one.column is None or cell.column is None
    return are_bars or len(before) > 1 or one.has_label or one.fork or cell.join or one.column == cell.column


def _crossed(cell: Cell) -> Iterator[int]:
    """The columns that lines to and from the sides of a cell pass or end in."""
    if cell.column is not None:
        exits = (route.place for exits in cell.exits.values() for route in exits)
        for place in (*exits, *(2 * route.gutter for route in cell.returns)):
            low, high = sorted((2 * cell.column + 1, place))
            yield from (column for column in range(low // 2, (high + 1) // 2) if column != cell.column)


def _covered(plan: Plan, cell: Cell) -> Iterator[int]:
    """The columns over which the labels beside a cell reach."""
    if cell.column is not None:
        for side, exits in cell.exits.items():
            reach = max((route.label_across for route in exits), default=0.0) - _GUTTER
            column = cell.column + side
            while reach > 0 and 0 <= column < len(plan.columns):
                yield column
                reach -= plan.columns[column].size
                column += side


def _ends_in_inlet(before: Sequence[Cell], cell: Cell) -> bool:
    """Whether the last line that leaves the row before leads to this cell: then it may share its inlet."""
    lowest = [exits[-1] for one in before for exits in one.exits.values() if exits]
    return bool(lowest) and all(route.way == "turn" and route.target is cell for route in lowest)


def _even(row: Sequence[Cell]) -> None:
    """Cells that share a row end alike."""
    last = max(cell.body_end for cell in row)
    for cell in row:
        cell.body_end = cell.end = last


def _settle(before: Cell) -> None:
    """Let the line into the next row turn right above its box, where its way along the side is free."""
    for exits in before.exits.values():
        if exits and exits[-1].way == "turn" and exits[-1].target.row == before.row + 1:
            route = exits[-1]
            route.level = max(route.level, min(route.target.start - LEAD, before.body_end - _MARGIN))


def _ordered(routes: Sequence[Route]) -> list[Route]:
    """The lines into a channel in an order in which few of them cross."""
    jogs = [
        Jog(number, _COLUMN * (2 * (route.source.column or 0) + 1) + route.port, _COLUMN * route.place, number)
        for number, route in enumerate(routes)
    ]
    tracks, _ = stack(jogs)
    return [routes[number] for number in sorted(tracks, key=lambda number: (tracks[number], number))]
