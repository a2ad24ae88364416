"""Decides at which point of its boxes each wire leaves and arrives, and how far the bars of forks and joins reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from valuestream_cli.rendering.layout.graphviz_engine import Blank, Wire
from valuestream_cli.rendering.layout.rows import CLEAR, Rows

_INSET = 24.0  # how near to a corner of a box a line may leave or arrive
_BAR_INSET = 10.0
_BESIDE = 12.0  # a line this far to the right of a box may use its side
_APART = 14.0  # between lines at one side

Box = tuple[float, float, float]  # centre, width and height


class Ports:
    """For each wire its columns from end to end, and the offset from the middle of a side where it uses one."""

    def __init__(self, blanks: Sequence[Blank], wires: Sequence[Wire], rows: Rows) -> None:
        self._wires, self._rows = wires, rows
        self._bars = {it.id for it in blanks if it.is_bar}
        centres = rows.placement.centres
        self.boxes: dict[str, Box] = {it.id: (centres[it.id][0], it.width, it.height) for it in blanks}
        self.beside: list[tuple[float | None, float | None]] = [(None, None)] * len(wires)
        self._use_sides()
        self._lines = self._count()
        for bar in sorted(self._bars):
            self.boxes[bar] = self._stretched(bar)
        self.columns = [self._columns(number) for number in range(len(wires))]
        self._ends = Counter(
            end
            for wire, xs in zip(wires, self.columns, strict=True)
            if xs
            for end in ((wire.upper, "out", xs[0]), (wire.lower, "in", xs[-1]))
        )

    def shared(self, id: str, way: str, x: float) -> bool:
        """Whether several lines leave (out) or enter (in) a box at the column `x`."""
        return self._ends[id, way, x] > 1

    def _use_sides(self) -> None:
        """Lines that lead back use the right side of a box where nothing stands in their way."""
        ends: dict[str, list[tuple[bool, float, int]]] = {}
        for number, wire in enumerate(self._wires):
            course = self._rows.courses[number]
            if wire.back and course and course.xs:
                for is_lower, id, x in ((False, wire.upper, course.xs[0]), (True, wire.lower, course.xs[-1])):
                    if self._side_is_free(id, x, number):
                        ends.setdefault(id, []).append((not is_lower, x if is_lower else -x, number))
        for found in ends.values():
            for place, (is_upper, _, number) in enumerate(sorted(found)):
                offset = (place - (len(found) - 1) / 2) * _APART
                first, last = self.beside[number]
                self.beside[number] = (offset, last) if is_upper else (first, offset)

    def _side_is_free(self, id: str, x: float, wire: int) -> bool:
        centre, width, _ = self.boxes[id]
        right = centre + width / 2
        row = self._rows.rows[self._rows.row_of[id]]
        return x >= right + _BESIDE and not any(right < room.right and room.left < x for room in row.rooms)

    def _count(self) -> Counter[tuple[str, str]]:
        """How many lines use the lower (out) and the upper (in) edge of each box."""
        lines: Counter[tuple[str, str]] = Counter()
        for wire, (upper, lower) in zip(self._wires, self.beside, strict=True):
            lines[wire.upper, "out"] += upper is None
            lines[wire.lower, "in"] += lower is None
        return lines

    def _stretched(self, bar: str) -> Box:
        """A bar as wide as the lines at it ask for, as far as its row is free."""
        centre, width, height = self.boxes[bar]
        row = self._rows.row_of[bar]
        others = [(room.left, room.right) for room in self._rows.rows[row].rooms if room.wire >= 0]
        others += [(x - w / 2, x + w / 2) for id, (x, w, _) in self.boxes.items() if self._rows.row_of[id] == row and id != bar]
        others += [(c.xs[row - c.first - 1],) * 2 for c in self._rows.courses if c and c.first < row < c.last]
        least = max((right + 2 * CLEAR for _, right in others if right <= centre), default=float("-inf"))
        most = min((left - 2 * CLEAR for left, _ in others if left >= centre), default=float("inf"))
        wanted = list(self._asked(bar))
        left = max(min([centre - width / 2, *(x - _BAR_INSET for x in wanted)]), least)
        right = min(max([centre + width / 2, *(x + _BAR_INSET for x in wanted)]), most)
        return (left + right) / 2, right - left, height

    def _asked(self, bar: str):
        for wire, course in zip(self._wires, self._rows.courses, strict=True):
            if course and bar in (wire.upper, wire.lower):
                other = wire.lower if bar == wire.upper else wire.upper
                yield (course.xs[0 if bar == wire.upper else -1]) if course.xs else self.boxes[other][0]

    def _columns(self, number: int) -> list[float]:
        wire, course = self._wires[number], self._rows.courses[number]
        if course is None:
            return []
        xs = course.xs
        upper, lower = self.beside[number]
        first = xs[0] if upper is not None else self._port(wire.upper, "out", xs[0] if xs else self.boxes[wire.lower][0])
        last = xs[-1] if lower is not None else self._port(wire.lower, "in", xs[-1] if xs else first)
        return [first, *xs, last]

    def _port(self, id: str, way: str, x: float) -> float:
        """Straight on where the box reaches so far; else from its middle, or from its nearer end where it is one of many."""
        centre, width, _ = self.boxes[id]
        reach = max(width / 2 - (_BAR_INSET if id in self._bars else _INSET), 0)
        if abs(x - centre) <= reach:
            return x
        if self._lines[id, way] == 1:
            return centre
        return centre + reach if x > centre else centre - reach
