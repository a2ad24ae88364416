"""Who is responsible, accountable, consulted and informed at each step, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.model import StepRoles
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Box, Shape, Text
from valuestream_cli.rendering.layout.grid import lay_out
from valuestream_cli.rendering.layout.grid_model import Block, Column, Head, Row, Table
from valuestream_cli.rendering.text import measure, wrap
from valuestream_cli.rendering.views import _grid as grid
from valuestream_cli.rendering.views._roles_graph import SIDES, Hands, role_name, role_side

_MARGIN, _ROOM, _ABOVE = 24.0, 1040.0, 48.0
_LETTER, _CAPTION, _LEADING, _LEAST = 11.0, 14.0, 18.0, 596.0
_FILLS = {"A": "block", "C": "paper", "I": "paper"}  # what is responsible has the colour of its step


class Raci(NamedTuple):
    """The table in its place: what lies behind its rows, the shapes of each step, what lies on them."""

    behind: list[Shape]
    rows: dict[str, list[Shape]]
    before: list[Shape]
    right: float


def raci(brief: Brief, flow: Flow, hands: Hands) -> Raci:
    """The table from the upper edge on; nothing where no step says more of roles than who does it."""
    said = [step.roles for step in flow.steps.values() if step.roles]
    if not any(roles.accountable or roles.consulted or roles.informed for roles in said):
        return Raci([], {}, [], 0)
    table = _table(brief, flow, hands)
    caption, _ = wrap(brief.words("raci"), _LEAST, _CAPTION, 2, bold=True)
    sheets = lay_out(table, _MARGIN, _ABOVE + _LEADING * (len(caption) - 1), _ROOM, _ABOVE)
    name = Text(x=_MARGIN, y=30, lines=caption, size=_CAPTION, fill="ink", anchor="start", bold=True, leading=_LEADING)
    return Raci(
        behind=[name, *(shape for sheet in sheets for shape in grid.behind(sheet, table))],
        rows={row.id: shapes for row, shapes in grid.rows(sheets, _mark)},
        before=[shape for sheet in sheets for shape in grid.before(sheet, table)],
        right=max(sheet.right for sheet in sheets),
    )


def _table(brief: Brief, flow: Flow, hands: Hands) -> Table:
    """Steps as rows, roles as columns: those of customers, of the organisation, and of suppliers."""
    numbers = {node.id: node for node in hands.graph.nodes if node.number is not None}
    rows = tuple(
        Row(
            id=name, number=numbers[name].number or 0, name=flow.steps[name].name, tone=hands.colours[name].tone,
            cells=dict(_letters(flow.steps[name].roles)),
        )
        for name in flow.order
    )  # fmt: skip
    return Table(blocks=tuple(_blocks(brief, flow)), rows=rows, totals={})


def _letters(roles: StepRoles | None) -> Iterator[tuple[str, str]]:
    """Each role with the letters of what it is to a step."""
    if roles:
        said = (("R", roles.responsible), ("A", roles.accountable), ("C", roles.consulted), ("I", roles.informed))
        for role in dict.fromkeys(roles.everybody):
            yield role, "".join(letter for letter, names in said if role in names)


def _blocks(brief: Brief, flow: Flow) -> Iterator[Block]:
    """The columns, a block for each side that has any."""
    for side, roles in by_side(brief, flow).items():
        heads = tuple(Head(id=role, name=role_name(brief, role)) for role in roles)
        if heads:
            yield Block(name=brief.words(f"side_{side}"), brief=brief.words(f"side_{side}"), heads=heads)


def by_side(brief: Brief, flow: Flow) -> dict[str, list[str]]:
    """Roles in the order in which the flow meets them, on the side of which they are."""
    met = [step.roles.everybody for step in map(flow.steps.__getitem__, flow.order) if step.roles]
    roles = dict.fromkeys(role for roles in met for role in roles)
    sides = {role: role_side(brief, role) for role in roles}
    return {side: [role for role in roles if sides[role] == side] for side in SIDES}


def _mark(row: Row, column: Column, y: float) -> Iterator[Shape]:
    """The letters of a role at a step: who answers for it and who does it are filled, the others outlined."""
    written = row.cells[column.head.id]
    size = min(_LETTER, (column.width - 6) / measure(written, 1, True))
    wide = max(18.0, measure(written, size, True) + 5)
    fill = next((colour for letter, colour in _FILLS.items() if letter in written and "R" not in written), "")
    fill = fill or ("block" if "A" in written else f"{row.tone}.strong")
    quiet = fill == "paper"
    edge, ink = ("quiet", "ink") if quiet else ("none", "on-block" if fill == "block" else "on-strong")
    yield Box(x=column.middle - wide / 2, y=y - 9, width=wide, height=18, radius=4, fill=fill, stroke=edge,
              stroke_width=1 if quiet else 0)  # fmt: skip
    yield Text(x=column.middle, y=y + size * 0.37, lines=(written,), size=size, fill=ink, bold=True)
