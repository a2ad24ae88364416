"""Which way each link of a lane picture takes through rows and columns, before anything has a coordinate."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator

from valuestream_cli.rendering.diagram import Graph, Link
from valuestream_cli.rendering.layout.lanes_model import HIGH, LOW, Cell, Column, Plan, Route

_NEAR = 8  # rows that a way back may span beside its boxes; a longer one runs outside


def plan(graph: Graph, columns: list[Column], stop: float) -> Plan:
    """Give each node a row and each link a way; `stop` is the breadth of the small end of a case that leaves."""
    picture = Plan(_rows(graph, columns), columns, [], len(columns), stop)
    _Router(picture, graph).route()
    return picture


def _rows(graph: Graph, columns: list[Column]) -> list[Cell]:
    place = {column.lane.id: number for number, column in enumerate(columns) if column.lane}
    bars = {node.id for node in graph.nodes if node.kind == "bar"}
    part = {"demand": 0, "step": 1, "value": 2}
    shown = [node for node in graph.nodes if node.kind in part]
    shown.sort(key=lambda node: 3 if node.after_value else part[node.kind])
    return [
        Cell(
            node,
            row,
            place[node.lane] if node.lane else None,
            fork=f"fork:{node.id}" in bars,
            join=f"join:{node.id}" in bars,
        )
        for row, node in enumerate(shown)
    ]


class _Router:
    """Chooses ways, the shortest and straightest first."""

    def __init__(self, picture: Plan, graph: Graph) -> None:
        self._plan, self._graph = picture, graph
        self._taken: list[list[int]] = [[] for _ in picture.columns]
        self._value = next(cell.row for cell in picture.rows if cell.node.kind == "value")
        self._spans: list[list[list[int]]] = [[] for _ in range(len(picture.columns) + 2)]
        self._exits: list[list[list[int]]] = [[] for _ in picture.rows]
        for cell in picture.rows:
            if cell.column is not None:
                self._taken[cell.column].append(cell.row)

    def route(self) -> None:
        """Route every link; cases that leave come first, because they take room in a column."""
        links = list(self._links())
        straight = [self._straight(one, two) for _, one, two in links if two]
        self._straights = [way for way in straight if way]
        routes = {link: self._stop(link, one) for link, one, two in links if not two}
        for route in routes.values():
            self._note(route)
        for back in (False, True):  # ways back come last, and look for a gutter that the others leave free
            for link, one, two in links:
                if two and self._is_round(one, two) == back:
                    routes[link] = self._round(link, one, two) if back else self._way(link, one, two)
                    self._note(routes[link])
        self._plan.routes = [routes[link] for link, _, _ in links]
        for route in self._plan.routes:
            self._attach(route)
        for cell in self._plan.rows:
            for exits in cell.exits.values():
                exits.sort(key=_nesting)

    def _links(self) -> Iterator[tuple[Link, Cell, Cell | None]]:
        """Links between cells (null: the end), as if the bars of forks and joins were part of their steps."""
        cells = {cell.node.id: cell for cell in self._plan.rows}
        ends = [node.id for node in self._graph.nodes if node.kind == "end"]
        for link in self._graph.links:
            source = cells.get(link.source.removeprefix("fork:"))
            target = cells.get(link.target.removeprefix("join:"))
            inside = link.target.startswith("fork:") or link.source.startswith("join:")
            if source and not inside and (target or link.target in ends):
                yield link, source, target

    def _straight(self, one: Cell, two: Cell) -> tuple[int, int, int] | None:
        """The column in which nothing stands between two cells, and the rows between which it is free."""
        column = one.column if two.column is None else two.column
        if column is None or one.row >= two.row or one.column not in (None, column):
            return None
        taken = self._taken[column]
        is_free = bisect_right(taken, one.row) == bisect_left(taken, two.row)
        return (column, one.row, two.row) if is_free and not self._past_value(one, two) else None

    def _past_value(self, one: Cell, two: Cell) -> bool:
        """Whether the bar of value stands between two cells."""
        return min(one.row, two.row) < self._value < max(one.row, two.row)

    def _stop(self, link: Link, source: Cell) -> Route:
        """An end in a column nearby that no straight line crosses, else outside."""
        assert source.column is not None
        near = [source.column + 1, source.column - 1]
        free = [
            column
            for column in near
            if 0 <= column < self._plan.lanes_end
            and self._plan.columns[column].size > self._plan.stop
            and not any(at == column and top < source.row < end for at, top, end in self._straights)
        ]
        column = free[0] if free else self._outside()
        insort(self._taken[column], source.row)
        return Route(link, source, source, "stop", column=column, side=HIGH if column > source.column else LOW)

    def _outside(self) -> int:
        """The column beyond the lanes, made when first needed."""
        if len(self._plan.columns) == self._plan.lanes_end:
            self._plan.columns.append(Column(None, self._plan.stop + 16))
            self._taken.append([])
        return self._plan.lanes_end

    def _way(self, link: Link, one: Cell, two: Cell) -> Route:
        straight = self._straight(one, two)
        if straight:
            return Route(link, one, two, "straight", column=straight[0])
        if one.column is not None and two.column is not None and two.row == one.row + 1:
            return Route(link, one, two, "next", column=two.column, side=_side(one.column, 2 * two.column + 1))
        gutter = self._gutter(one, two)
        return Route(link, one, two, "gutter", gutter=gutter, side=_side(one.column, 2 * gutter))

    def _is_round(self, one: Cell, two: Cell) -> bool:
        """Whether a way leads back to a step, or around the bar of value."""
        return self._past_value(one, two) or (one.row >= two.row and two.column is not None)

    def _round(self, link: Link, one: Cell, two: Cell) -> Route:
        """Beside the two boxes where they are near each other, on the freer side; else outside of everything."""
        outer, rows = self._plan.outer, abs(one.row - two.row)
        if one.column is None or two.column is None or rows > _NEAR or self._past_value(one, two):
            return Route(link, one, two, "round", gutter=outer, side=HIGH, entry=HIGH)
        beside = {one.column, one.column + 1, two.column, two.column + 1} - {0}
        gutter = min(sorted(beside, reverse=True), key=lambda place: self._cost(place, one, two))
        gutter = outer if gutter == self._plan.lanes_end else gutter
        side, entry = _side(one.column, 2 * gutter), _side(two.column, 2 * gutter)
        return Route(link, one, two, "round", gutter=gutter, side=side, entry=entry)

    def _cost(self, gutter: int, one: Cell, two: Cell) -> float:
        """How long a way back through a gutter is, and how many others it meets there."""
        length = sum(abs(2 * gutter - 2 * (cell.column or 0) - 1) for cell in (one, two))
        exits = (span for row in self._exits[two.row : one.row] for span in row)
        crossed = sum(low < 2 * gutter < high for low, high in exits)
        met = sum(low <= one.row and high >= two.row for low, high in self._spans[gutter])
        return length / 4 + crossed + met + (2 if gutter == self._plan.lanes_end else 0)

    def _note(self, route: Route) -> None:
        """Remember what runs where, for those that come later."""
        if route.way in ("gutter", "round"):
            self._spans[route.gutter].append(sorted((route.source.row, route.target.row)))
        if route.way != "straight" and route.source.column is not None:
            self._exits[route.source.row].append(sorted((2 * route.source.column + 1, route.place)))

    def _gutter(self, one: Cell, two: Cell) -> int:
        """The gutter beside the target, where the source is; beside the source where the target is a bar."""
        beside = one.column if two.column is None else two.column
        assert beside is not None
        if one.column is not None and two.column is not None and one.column < two.column:
            return beside
        return beside + 1 if beside + 1 < self._plan.lanes_end else beside

    def _attach(self, route: Route) -> None:
        """Note at the cells what leaves and enters at their sides."""
        if route.way != "straight" and route.source.column is not None and not route.uses_trunk:
            route.source.exits[route.side].append(route)
        if route.way == "round":
            route.target.entries[route.entry, route.link.kind] = 0
        if route.way == "gutter" and route.target.column is not None:
            route.target.arrivals.append(route)


def _side(column: int | None, place: int) -> int:
    return 0 if column is None else HIGH if place > 2 * column + 1 else LOW


def _nesting(route: Route) -> tuple[int, int]:
    """The order of exits along one side, so that few of them cross: back, out, onward; the farthest onward first."""
    distance = abs(route.place - 2 * (route.source.column or 0) - 1)
    if route.way == "stop":
        return 1, distance
    return (0, distance) if route.rises else (2, -distance)
