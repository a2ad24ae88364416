"""Where boxes and lines of a lane picture stand along the flow."""

from __future__ import annotations

from dataclasses import dataclass

from valuestream_cli.rendering.layout.lanes_model import HIGH, LOW, Cell, Plan, Route

LEAD = 12.0  # from the last turn of a line to the box that it enters
_TRACK = 11.0  # between lines at one side of a box
_FORK = 11.0  # what a bar after a box takes
APART = 8.0  # between lines that turn towards the bar of a join
_STOP_AIR = 14.0  # after the small end of a case that leaves
_MARGIN = 9.0  # from a corner of a box to the first and last line at its side


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


def place(plan: Plan, sizes: Sizes, origin: float) -> float:
    """Give every cell and every line its place along the flow; the result is where the last one ends."""
    floors = [origin] * len(plan.columns)  # the least start in each column
    straights = _labelled_straights(plan)
    reached = origin
    before: Cell | None = None
    for cell in plan.rows:
        spans = {side: _offsets(plan, cell, side, sizes) for side in (LOW, HIGH)}
        cell.start = max(_start(before, cell, max(spans.values()), sizes), _floor(cell, floors) + _crowd(cell))
        if before:
            _settle(before, cell)
        _size(cell, before, max(spans.values()), sizes)
        label = max((route.label_along for route in straights.get(cell.row, ())), default=0.0)
        cell.has_label = label > 0
        cell.reserve = max(0.0, label + 18 - sizes.gap) if label else 0.0
        reached = max(reached, cell.end + cell.reserve)
        _raise(floors, cell, cell.end + cell.reserve + sizes.gap, reached + sizes.gap)
        before = cell
    return reached


def _labelled_straights(plan: Plan) -> dict[int, list[Route]]:
    found: dict[int, list[Route]] = {}
    for route in plan.routes:
        if route.way == "straight" and route.label:
            found.setdefault(route.source.row, []).append(route)
    return found


def _floor(cell: Cell, floors: list[float]) -> float:
    return floors[cell.column] if cell.column is not None else max(floors)


def _raise(floors: list[float], cell: Cell, column: float, everywhere: float) -> None:
    if cell.column is not None:
        floors[cell.column] = column
    else:
        floors[:] = [everywhere] * len(floors)


def _offsets(plan: Plan, cell: Cell, side: int, sizes: Sizes) -> float:
    """Stack what enters and leaves at one side; the result is how much of the window that takes."""
    cursor = 8.0 if side == LOW else 3.0  # below the number at the corner
    for entry, kind in list(cell.entries):
        if entry == side:
            cell.entries[entry, kind] = cursor
            cursor += _TRACK
    for route in cell.exits[side]:
        half = sizes.stop / 2 if route.way == "stop" else 0.0
        beside = plan.columns[route.column].size - plan.stop - 4
        route.lift = half if route.label_across > beside else 0.0
        cursor += max(route.label_along + route.lift, half + 7 if half else 0.0)
        route.level = cursor
        cursor += max(_TRACK, half + _STOP_AIR if half else 0.0)
    return max(0.0, cursor - _TRACK) if cell.exits[side] or cell.entries else 0.0


def _start(before: Cell | None, cell: Cell, span: float, sizes: Sizes) -> float:
    """The least start that leaves the row before its window, and this one enough of its own."""
    if before is None:
        return 0.0
    last = before.window + before.span
    ready = last + LEAD + _crowd(cell) + (_TRACK if cell.arrivals and not _ends_in_inlet(before, cell) else 0.0)
    if before.column is None or cell.column is None or before.has_label or before.fork or before.column == cell.column:
        return max(ready, before.end + before.reserve + sizes.gap)
    overlap = min(sizes.overlap, max(0.0, sizes.box - 2 * _MARGIN - span))
    return max(ready, before.start + sizes.pitch, before.end - overlap)


def _crowd(cell: Cell) -> float:
    """The room in front of a join in which its lines part, each to a place of its own at the bar."""
    sides = [route.arrival for route in cell.arrivals]
    return APART * (max(sides.count(LOW), sides.count(HIGH)) + 1) if cell.join and sides else 0.0


def _ends_in_inlet(before: Cell, cell: Cell) -> bool:
    """Whether the last line that leaves the row before leads to this cell: then it may share its inlet."""
    lowest = [exits[-1] for exits in before.exits.values() if exits]
    return bool(lowest) and all(route.way == "next" and route.target is cell for route in lowest)


def _size(cell: Cell, before: Cell | None, span: float, sizes: Sizes) -> None:
    """How long a cell is, and where its window begins."""
    face = cell.start + (sizes.join if cell.join else 0.0)
    length = max(sizes.bar if cell.column is None else sizes.box, cell.least)
    cell.body, cell.span = face, span
    cell.window = max(face + _MARGIN, before.end + 5 if before else 0.0)
    cell.body_end = max(face + length, cell.window + span + _MARGIN)
    cell.end = cell.body_end + (_FORK if cell.fork else 0.0)
    for key in cell.entries:
        cell.entries[key] += cell.window
    for exits in cell.exits.values():
        for route in exits:
            route.level += cell.window


def _settle(before: Cell, cell: Cell) -> None:
    """Let the line into the next row turn right above its box, where its way along the side is free."""
    for exits in before.exits.values():
        if exits and exits[-1].way == "next":
            route = exits[-1]
            route.level = max(route.level, min(cell.inlet, before.body_end - _MARGIN))
