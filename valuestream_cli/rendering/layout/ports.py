"""Decides where on its boxes each wire leaves and arrives, and how far the bars of forks and joins reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from valuestream_cli.rendering.layout.graphviz_engine import Blank, Wire
from valuestream_cli.rendering.layout.rows import CLEAR, Rows, reach_of

_BAR_INSET = 10.0
_EVEN = 0.6  # columns nearer than this are one
_NEXT = 9.0  # from a line that leads on to one that leads back
_BESIDE = 12.0  # a line this far to the right of a box may use its side
_APART, _EDGE = 14.0, 4.0  # between lines at one side, and from its corners

Box = tuple[float, float, float]  # centre, width and height


class Ports:
    """For each wire its columns from end to end, and where it uses a side, how far from its middle."""

    def __init__(self, blanks: Sequence[Blank], wires: Sequence[Wire], rows: Rows) -> None:
        self._wires, self._rows = wires, rows
        self._bars = {it.id for it in blanks if it.is_bar}
        self._looped = {it.source for it in wires if it.source == it.target}
        centres = rows.placement.centres
        self.boxes: dict[str, Box] = {it.id: (centres[it.id][0], it.width, it.height) for it in blanks}
        self.beside: list[tuple[float | None, float | None]] = [(None, None)] * len(wires)
        self._aside: dict[int, list[tuple[float, float]]] = {}  # what lines at sides take of each row
        self._use_sides()
        self._lines = self._count()
        for bar in sorted(self._bars):
            self.boxes[bar] = self._stretched(bar)
        self.columns = [self._columns(number) for number in range(len(wires))]
        self._part()
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
        """Lines that lead back use the right side of a box where nothing, such as a loop on it, is in their way."""
        ends: dict[str, list[tuple[bool, float, int]]] = {}
        for number, wire in enumerate(self._wires):
            xs = self._rows.inner(number)
            if wire.back and xs:
                for is_lower, id, x in ((False, wire.upper, xs[0]), (True, wire.lower, xs[-1])):
                    if id not in self._bars | self._looped and self._side_is_free(id, x, number):
                        ends.setdefault(id, []).append((not is_lower, x if is_lower else -x, number))
        for id, found in ends.items():
            apart = min(_APART, (self.boxes[id][2] - 2 * _EDGE) / len(found))
            for place, (is_upper, _, number) in enumerate(sorted(found)):
                offset = (place - (len(found) - 1) / 2) * apart
                x = self._rows.inner(number)[0 if is_upper else -1]
                self._aside.setdefault(self._rows.row_of[id], []).append((self.boxes[id][0], x))
                first, last = self.beside[number]
                self.beside[number] = (offset, last) if is_upper else (first, offset)

    def _side_is_free(self, id: str, x: float, wire: int) -> bool:
        """Whether a line can come from the side of a box to `x` and on, past boxes, labels and other lines."""
        centre, width, _ = self.boxes[id]
        right = centre + width / 2
        row = self._rows.rows[self._rows.row_of[id]]
        if any(abs(line - x) < CLEAR for other, line in row.lines.items() if other != wire):
            return False
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
        row = self._rows.rows[self._rows.row_of[bar]]
        others = [(room.left, room.right) for room in row.rooms if not room.left <= centre <= room.right]
        others += [(x, x) for x in row.lines.values()]
        others += [(x - wide / 2, x + wide / 2) for x, wide, _ in self._bars_beside(bar)]
        others += self._aside.get(self._rows.row_of[bar], [])
        least = max((right + 2 * CLEAR for _, right in others if right <= centre), default=float("-inf"))
        most = min((left - 2 * CLEAR for left, _ in others if left >= centre), default=float("inf"))
        wanted = list(self._asked(bar))
        left = max(min([centre - width / 2, *(x - _BAR_INSET for x in wanted)]), least)
        right = min(max([centre + width / 2, *(x + _BAR_INSET for x in wanted)]), most)
        return (left + right) / 2, right - left, height

    def _bars_beside(self, bar: str) -> Iterator[Box]:
        """The other bars in its row, which may be stretched already."""
        row_of = self._rows.row_of
        return (self.boxes[other] for other in sorted(self._bars) if other != bar and row_of[other] == row_of[bar])

    def _asked(self, bar: str) -> Iterator[float]:
        """The columns of a bar's lines in the rows next to it."""
        for number, wire in enumerate(self._wires):
            xs = self._rows.inner(number)
            if bar == wire.upper:
                yield xs[0] if xs else self.boxes[wire.lower][0]
            elif bar == wire.lower:
                yield xs[-1] if xs else self.boxes[wire.upper][0]

    def _columns(self, number: int) -> list[float]:
        wire, course, xs = self._wires[number], self._rows.courses[number], self._rows.inner(number)
        if course is None:
            return []
        upper, lower = self.beside[number]
        onward = xs[0] if xs else self.boxes[wire.upper if wire.lower in self._bars else wire.lower][0]
        first = xs[0] if upper is not None else self._port(wire.upper, "out", onward)
        last = xs[-1] if lower is not None else self._port(wire.lower, "in", xs[-1] if xs else first)
        return list(_evened([first, *xs, last]))

    def _part(self) -> None:
        """Lines that lead back leave and arrive beside the others, never on them."""
        taken: dict[tuple[str, str], list[float]] = {}
        order = sorted(range(len(self._wires)), key=lambda number: self._wires[number].back)
        for number in order:
            wire, xs = self._wires[number], self.columns[number]
            ends = ((wire.upper, "out", 0), (wire.lower, "in", -1)) if xs else ()
            for (id, way, at), beside in zip(ends, self.beside[number], strict=False):
                if beside is None:
                    used = taken.setdefault((id, way), [])
                    if wire.back:
                        xs[at] = self._beside_others(id, xs[at], used)
                    else:  # where another arrives nearby, they arrive together
                        xs[at] = next((other for other in used if abs(other - xs[at]) < CLEAR), xs[at])
                    used.append(xs[at])

    def _beside_others(self, id: str, x: float, used: list[float]) -> float:
        """`x`, or the nearest place on the edge that keeps clear of others; where none does, the one farthest off."""
        centre, width, _ = self.boxes[id]
        reach = max(width / 2 - _EDGE, 0)
        steps = [x, *(x + turn * way * _NEXT for turn in range(1, 9) for way in (1, -1))]
        places = [*(it for it in steps if abs(it - centre) <= reach), centre + reach, centre - reach]
        return max(places, key=lambda it: min([CLEAR, *(abs(it - other) for other in used)]))

    def _port(self, id: str, way: str, x: float) -> float:
        """Straight on where the box reaches so far; else its middle, or its nearer end for one of many."""
        centre, width, _ = self.boxes[id]
        reach = max(width / 2 - _BAR_INSET, 0) if id in self._bars else reach_of(width)
        if abs(x - centre) <= reach:
            return x
        if self._lines[id, way] == 1:
            return centre
        return centre + reach if x > centre else centre - reach


def _evened(xs: list[float]) -> Iterator[float]:
    """The columns without differences that nobody would see as meant."""
    before = xs[0]
    for x in xs:
        before = before if abs(x - before) < _EVEN else x
        yield before
