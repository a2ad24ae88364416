"""Where lines leave the end of a box, and where the small ends of cases that leave the stream stand behind it.

A small end stands in the lane of its step: at one side of the line that leads on, with its label in between.
"""

from __future__ import annotations

from valuestream_cli.rendering.layout.lanes_model import HIGH, LOW, Cell, Column, Plan, Route

LABEL_AIR = 5.0  # between a line and its label
_APART = 18.0  # between lines that leave the end of a box
_CORNER = 10.0  # of a box and of a small end: no line there
_PADDING = 6.0  # of a lane beside its boxes
_BESIDE = 8.0  # from a small end to the line that leads on
_NUMBER, _CLOSE = 20.0, 3.0  # what the number of the next box takes; nearer to the edge of a lane it is in the way


def spread(plan: Plan, stop_side: int) -> None:
    """Give every line from the end of a box its place there; small ends stand at `stop_side`."""
    leaving = (route for cell in plan.rows for route in (*cell.behind, *cell.branches))
    entered = {(route.source.row, route.column) for route in leaving if route.way == "turn"}
    for cell in plan.rows:
        if cell.column is not None:
            column = plan.columns[cell.column]
            if cell.stop:
                _stand(cell.stop, column, plan.stop, stop_side)
            is_met = cell.goes_on or (cell.row, cell.column) in entered
            _part(cell, column, -stop_side if cell.stop else 0, is_met)


def _stand(stop: Route, column: Column, breadth: float, side: int) -> None:
    """Line and small end at one side; the column takes more air where they stand out of it."""
    half, lane = breadth / 2, column.size / 2 + _PADDING
    label, inward = stop.label_across + LABEL_AIR, -side
    if not stop.is_tight:
        line = end = max(0.0, lane - half - 2)
    else:
        line = max(lane - half - 4, label + LABEL_AIR + 1)
        end = max(half + _BESIDE, min(line, lane - half), line - half + _CORNER)
        if line > column.size / 2 - _CORNER / 2:  # no room for the label between the lines
            line, end, inward = _BESIDE + _CORNER, half + _BESIDE, side
    stop.port, stop.slot, stop.side = side * line, side * end, inward
    outer = max(end + half, line + label if inward == side else 0.0)
    inner = max(half - end, 0.0 if stop.is_tight else label - line)
    for way, out in ((side, outer), (-side, inner)):
        if out > lane - _CLOSE:
            column.air[way] = max(column.air[way], 2 * (out - lane), out - lane + _NUMBER)


def _part(cell: Cell, column: Column, only: int, is_met: bool) -> None:
    """Lines into the channel: one from the middle, several at the side to which they lead, or at the one left free.

    Where another line uses the middle of the column, as it leads on or comes in behind this row, it `is_met`.
    """
    if len(cell.behind) == 1 and not is_met:
        return
    counts = dict.fromkeys((LOW, HIGH), 0.0 if is_met else -0.5)
    most = column.bar_half - 3 if cell.fork else column.size / 2 - _CORNER
    for route in cell.behind:
        side = only or route.side or HIGH
        counts[side] += 1
        route.port = side * counts[side] * min(_APART, most / len(cell.behind))
