"""The graph of a stream by who does its steps: a lane for each actor, in the notion of the analysis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.analysis.reading import actor
from valuestream_cli.model import Step
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Graph, Lane, Link
from valuestream_cli.rendering.views.graph import stream_graph, without_plain_ends

Actor = tuple[str, ...]
_NOBODY: Actor = ()
_NEUTRAL = "?"
SIDES = ("customer", "internal", "supplier")  # from left to right: customers and suppliers are outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Whose hands a case goes through. graph: its lanes are actors. sides: lane -> one of `SIDES`.

    lanes: node -> its lane. activities: as lanes of other pictures. colours: step -> its activity. unknown: the lane
    of steps of which nobody says who does them.
    """

    graph: Graph
    sides: dict[str, str]
    lanes: dict[str, str]
    activities: tuple[Lane, ...]
    colours: dict[str, Lane]
    unknown: str

    def changes(self, link: Link) -> bool:
        """Whether a case passes to another actor on a way."""
        one, other = self.lanes.get(link.source), self.lanes.get(link.target)
        return None not in (one, other) and self.unknown not in (one, other) and one != other


def hands(brief: Brief, flow: Flow, direction: str) -> Hands:
    """The stream with a lane for each actor: customers, the organisation, suppliers, each along the flow."""
    graph = without_plain_ends(stream_graph(brief, flow, direction))
    actors = {name: actor(flow.steps[name]) or _NOBODY for name in flow.order}
    sides = dict(_sides(brief, flow, actors))
    ordered = sorted(sides, key=lambda who: (SIDES.index(sides[who]), who == _NOBODY))
    ids = {who: f"actor-{number}" for number, who in enumerate(ordered, start=1)}
    lanes = tuple(Lane(id=ids[who], name=_name(brief, who), tone=_NEUTRAL) for who in ordered)
    nodes = tuple(
        replace(node, lane=ids[actors[node.id.removeprefix("fork:").removeprefix("join:")]], supplier="", times=())
        if node.lane
        else node
        for node in graph.nodes
    )
    activities = {lane.id: lane for lane in graph.lanes}
    return Hands(
        graph=replace(graph, lanes=lanes, nodes=nodes),
        lanes={node.id: node.lane for node in nodes if node.lane},
        sides={ids[who]: sides[who] for who in ordered},
        activities=graph.lanes,
        colours={node.id: activities[node.lane] for node in graph.nodes if node.number is not None and node.lane},
        unknown=ids.get(_NOBODY, ""),
    )


def _sides(brief: Brief, flow: Flow, actors: dict[str, Actor]) -> Iterator[tuple[Actor, str]]:
    """On which side each actor stands, in the order in which the flow meets them."""
    seen: set[Actor] = set()
    for name, who in actors.items():
        if who not in seen:
            seen.add(who)
            yield who, _side(brief, flow.steps[name], who)


def _side(brief: Brief, step: Step, who: Actor) -> str:
    """Outside is who is a supplier, or of whom every role is that of a supplier, or of a customer."""
    if step.supplier:
        return "supplier"
    sides = {"internal" if step.team else role_side(brief, role) for role in who}
    return next(iter(sides)) if len(sides) == 1 else "internal"


def role_side(brief: Brief, role: str) -> str:
    """On which side a role stands: as the file lists it, else with whom it shares its name."""
    stream = brief.stream
    if role in stream.roles:
        kind = stream.roles[role].kind
        return kind if kind in SIDES else "internal"
    name = role.strip().casefold()
    if name in {step.supplier.strip().casefold() for step in stream.steps if step.supplier}:
        return "supplier"
    asking = (*stream.demand.from_, *stream.value.for_)
    return "customer" if name in {who.strip().casefold() for who in asking} else "internal"


def _name(brief: Brief, who: Actor) -> str:
    return " + ".join(role_name(brief, role) for role in who) or brief.words("actor_not_said")


def role_name(brief: Brief, role: str) -> str:
    """What a role is called; where the file does not list it, as it is written."""
    listed = brief.stream.roles.get(role)
    return (listed.name if listed else None) or role
