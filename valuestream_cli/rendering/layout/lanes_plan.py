"""Which way each link of a lane picture takes through rows and columns, before anything has a coordinate."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

from valuestream_cli.rendering.diagram import Graph, Link
from valuestream_cli.rendering.layout import lanes_rows
from valuestream_cli.rendering.layout.lanes_model import HIGH, LOW, Cell, Column, Plan, Route
from valuestream_cli.rendering.layout.lanes_rows import Homes, Rows

_NEAR = 8  # rows that a way back may span beside its boxes; a longer one runs outside
_NO_HOMES: Homes = {}


def plan(graph: Graph, columns: list[Column], stop: float, found: Rows | None = None, homes: Homes = _NO_HOMES) -> Plan:
    """Give each node a cell and each link a way; `stop` is the breadth of the small end of a case that leaves.

    found: the rows; each node in one of its own where they are not given. homes: the branches of forks.
    """
    found = found or [[node] for node in lanes_rows.shown(graph)]
    picture = Plan(_cells(graph, columns, found, homes), columns, [], stop)
    _Router(picture, graph).route()
    return picture


def _cells(graph: Graph, columns: list[Column], found: Rows, homes: Homes) -> list[Cell]:
    bars = {node.id for node in graph.nodes if node.kind == "bar"}
    own: dict[str | None, list[int]] = {}
    for number, column in enumerate(columns):
        own.setdefault(column.lane.id if column.lane else None, []).append(number)
    place: Mapping[str, int] = lanes_rows.places(found, homes, own)
    return [
        Cell(
            node,
            row,
            place[node.id] if node.lane else None,
            fork=f"fork:{node.id}" in bars,
            join=f"join:{node.id}" in bars,
            shares=len(nodes) > 1,
        )
        for row, nodes in enumerate(found)
        for node in sorted(nodes, key=lambda node: place.get(node.id, 0))
    ]


class _Router:
    """Chooses ways, the shortest and straightest first."""

    def __init__(self, picture: Plan, graph: Graph) -> None:
        self._plan, self._graph = picture, graph
        self._taken: list[list[int]] = [[] for _ in picture.columns]
        self._ends = {node.id for node in graph.nodes if node.kind == "end"}
        self._value = next(cell.row for cell in picture.rows if cell.node.kind == "value")
        self._spans: list[list[list[int]]] = [[] for _ in range(len(picture.columns) + 1)]
        self._along: list[list[tuple[int, int, Cell]]] = [[] for _ in picture.columns]
        self._exits: list[list[tuple[int, int, bool]]] = [[] for _ in range(picture.rows[-1].row + 1)]
        for cell in picture.rows:
            if cell.column is not None:
                self._taken[cell.column].append(cell.row)

    def route(self) -> None:
        """Route every link: the simplest ways first, so that others can look for one that these leave free."""
        links = list(self._links())
        routes: dict[Link, Route] = {}
        for way in (self._ahead, self._along_column, self._through_gutter, self._round):
            for link, one, two in links:
                if link not in routes and (route := way(link, one, two)):
                    routes[link] = route
                    self._note(route)
        self._plan.routes = [routes[link] for link, _, _ in links]
        for route in self._plan.routes:
            _attach(route)
        for cell in self._plan.rows:
            _finish(cell)

    def _links(self) -> Iterator[tuple[Link, Cell, Cell]]:
        """Links between cells (from a cell to itself: to an end), as if bars were part of their steps."""
        cells = {cell.node.id: cell for cell in self._plan.rows}
        for link in self._graph.links:
            source = cells.get(link.source.removeprefix("fork:"))
            target = source if link.target in self._ends else cells.get(link.target.removeprefix("join:"))
            inside = link.target.startswith("fork:") or link.source.startswith("join:")
            if source and target and not inside and (source is not target or source.column is not None):
                yield link, source, target

    def _ahead(self, link: Link, one: Cell, two: Cell) -> Route | None:
        """To an end, or straight on."""
        if link.target in self._ends:
            return Route(link, one, one, "stop", column=one.column or 0)
        column = self._straight(one, two)
        return None if column is None else Route(link, one, two, "straight", column=column)

    def _along_column(self, link: Link, one: Cell, two: Cell) -> Route | None:
        """With one turn, if the column of either cell is free."""
        if one.column is None or two.column is None or self._is_round(one, two):
            return None
        if self._drops(link, one.column, one, two):
            return Route(link, one, two, "drop", column=one.column)
        if self._is_free(two.column, one, two):
            side = _side(one.column, 2 * two.column + 1)
            return Route(link, one, two, "turn", column=two.column, side=side, behind=one.shares)
        return None

    def _through_gutter(self, link: Link, one: Cell, two: Cell) -> Route | None:
        if self._is_round(one, two):
            return None
        gutter = self._gutter(one, two)
        side, behind = _side(one.column, 2 * gutter), _is_behind(one, gutter)
        return Route(link, one, two, "gutter", gutter=gutter, side=side, behind=behind)

    def _straight(self, one: Cell, two: Cell) -> int | None:
        """The column in which nothing stands between two cells."""
        column = one.column if two.column is None else two.column
        if column is None or one.row >= two.row or one.column not in (None, column):
            return None
        return None if self._past_value(one, two) or self._between(column, one, two) else column

    def _between(self, column: int, one: Cell, two: Cell) -> bool:
        """Whether something stands in a column between the rows of two cells."""
        taken = self._taken[column]
        return bisect_right(taken, one.row) != bisect_left(taken, two.row)

    def _is_free(self, column: int, one: Cell, two: Cell) -> bool:
        """Whether a line may run along a column between two rows; those to or from the same cell run together."""
        if self._between(column, one, two):
            return False
        same = one if column == one.column else two
        return not any(
            first < two.row and one.row < last and cell is not same for first, last, cell in self._along[column]
        )

    def _drops(self, link: Link, column: int, one: Cell, two: Cell) -> bool:
        """Whether a way to a join may keep to its column until it is beside the bar."""
        is_beside = bisect_left(self._taken[column], two.row) != bisect_right(self._taken[column], two.row)
        return two.join and not link.source.startswith("fork:") and not is_beside and self._is_free(column, one, two)

    def _past_value(self, one: Cell, two: Cell) -> bool:
        """Whether the bar of value stands between two cells."""
        return min(one.row, two.row) < self._value < max(one.row, two.row)

    def _is_round(self, one: Cell, two: Cell) -> bool:
        """Whether a way leads back to a step, or around the bar of value."""
        return self._past_value(one, two) or (one.row >= two.row and two.column is not None)

    def _round(self, link: Link, one: Cell, two: Cell) -> Route:
        """Beside the two boxes where they are near each other, on the freer side; else outside of everything.

        One that shares its row is entered from the gutters beside it only.
        """
        outer, rows = self._plan.outer, abs(one.row - two.row)
        if (
            two.column is None
            or one.column is None
            or ((rows > _NEAR or self._past_value(one, two)) and not two.shares)
        ):
            gutter, entry = outer, HIGH
        else:
            beside = {two.column, two.column + 1} | (set() if two.shares else {one.column, one.column + 1})
            gutter = min(sorted(beside, reverse=True), key=lambda place: self._cost(place, one, two))
            entry = _side(two.column, 2 * gutter)
        side = HIGH if one.column is None else _side(one.column, 2 * gutter)
        return Route(link, one, two, "round", gutter=gutter, side=side, entry=entry, behind=_is_behind(one, gutter))

    def _cost(self, gutter: int, one: Cell, two: Cell) -> float:
        """How long a way back through a gutter is, and how many others it meets there."""
        length = sum(abs(2 * gutter - 2 * (cell.column or 0) - 1) for cell in (one, two))
        met = sum(low <= one.row and high >= two.row for low, high in self._spans[gutter])
        met += self._met(one, gutter) + self._met(two, gutter)
        return length / 4 + self._crossed(gutter, two, one) + met

    def _met(self, cell: Cell, gutter: int) -> int:
        """How many lines along columns stand between the side of a cell and a gutter."""
        low, high = sorted((cell.column or 0, gutter))
        between = (column for column in range(low, high) if column != cell.column)
        return sum(first < cell.row < last for column in between for first, last, _ in self._along[column])

    def _note(self, route: Route) -> None:
        """Remember what runs where, for those that come later."""
        one, two = route.source, route.target
        if route.way in ("gutter", "round"):
            self._spans[route.gutter].append(sorted((one.row, two.row)))
        if route.way in ("straight", "drop", "turn"):
            self._along[route.column].append((one.row, two.row, one if route.way == "drop" else two))
        if route.way in ("turn", "gutter", "round") and one.column is not None:
            low, high = sorted((2 * one.column + 1, route.place))
            self._exits[one.row].append((low, high, bool(route.link.label)))

    def _gutter(self, one: Cell, two: Cell) -> int:
        """The gutter beside the target, where the source is; where both are in one column, the freer one beside it."""
        beside = one.column if two.column is None else two.column
        assert beside is not None
        if one.column is not None and two.column is not None and one.column != two.column:
            return beside if one.column < beside else beside + 1
        has_bar = one.column is None or two.column is None  # a bar ends with the lanes
        gutters = [gutter for gutter in (beside + 1, beside) if not has_bar or gutter < self._plan.outer]
        return min(gutters, key=lambda gutter: self._crossed(gutter, one, two))

    def _crossed(self, gutter: int, one: Cell, two: Cell) -> float:
        """How many lines out of boxes cross a gutter between two rows, above all those that are labelled."""
        first, last = sorted((one.row, two.row))
        exits = (exit for row in self._exits[first:last] for exit in row)
        crossed = sum(1 + 2 * is_labelled for low, high, is_labelled in exits if low < 2 * gutter < high)
        return crossed + (2 if gutter in (0, self._plan.outer) else 0)


def _is_behind(one: Cell, gutter: int) -> bool:
    """Whether a line has to leave into the channel behind its row to come to a gutter."""
    return one.shares and one.column is not None and gutter not in (one.column, one.column + 1)


def _attach(route: Route) -> None:
    """Note at the cells what leaves and enters."""
    source, target = route.source, route.target
    if route.way == "stop":
        source.stop = route
    elif route.is_lengthwise:
        source.goes_on = True
    elif route.uses_trunk:
        source.branches.append(route)
    elif route.behind:
        source.behind.append(route)
    elif source.column is not None:
        source.exits[route.side].append(route)
    if route.way == "round":
        target.entries[route.entry, route.style] = 0
        target.returns.append(route)
    if route.way == "gutter" and target.column is not None:
        target.arrivals.append(route)


def _finish(cell: Cell) -> None:
    """Order what leaves at the sides, and see what a small end stands beside."""
    for exits in cell.exits.values():
        exits.sort(key=_nesting)
    if cell.stop:
        cell.stop.is_tight = cell.goes_on or bool(cell.behind)


def _side(column: int | None, place: int) -> int:
    return 0 if column is None else HIGH if place > 2 * column + 1 else LOW


def _nesting(route: Route) -> tuple[int, int]:
    """The order of exits along one side, so that few of them cross: back, then onward; the farthest onward first."""
    distance = abs(route.place - 2 * (route.source.column or 0) - 1)
    return (0, distance) if route.rises else (1, -distance)
