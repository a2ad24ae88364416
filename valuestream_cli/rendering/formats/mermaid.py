"""Writes a graph as a Mermaid flowchart, as GitHub and wikis draw it; labels are data and never markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from valuestream_cli.rendering.diagram import Graph, Lane, Link, Node
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.text import clean
from valuestream_cli.rendering.theme import LIGHT

COLOURS = LIGHT.colours
_DIRECTION = {"right": "LR", "down": "TD"}
_SHAPE = {"demand": '(["{}"])', "value": '(["{}"])', "end": '(["{}"])', "bar": '((" "))'}
_NESTED = '[["{}"]]'
_ARROW = {"flow": "-->", "after": "-->", "rework": "-.->"}
# Everything but letters, digits and harmless punctuation is written as an entity: quotes, brackets, HTML,
# Markdown, directives, icons (`fa:`), links. Colons too: from `style ..:x#..;` Mermaid drops the `;`.
_UNSAFE = re.compile(
    r"""[^\w\s,'?!()/%.+-]     # anything else
      | _                       # Markdown's emphasis
      | %(?=%)                  # a comment or directive
      | \.(?=\S)                # a link: www.example.org
      | ^[+-]                   # a list
      | (?<=^\d)[.)]            # a numbered list
      | (?<=^\d\d)[.)]""",
    re.VERBOSE,
)


def write(graph: Graph, medium: Medium | None = None) -> bytes:  # noqa: ARG001
    """The graph as text for Mermaid 10 and later: a subgraph for each lane in use, a class for each."""
    return ("\n".join(_lines(graph)) + "\n").encode()


def _lines(graph: Graph) -> Iterator[str]:
    yield f"flowchart {_DIRECTION[graph.direction]}"
    for key, text in (("accTitle", _text(graph.title)), ("accDescr", _text(graph.description))):
        if text.strip():  # an empty one would swallow the next line
            yield f"  {key}: {text}"
    names = {node.id: _name(node) for node in graph.nodes}
    lanes = [lane for lane in graph.lanes if any(node.lane == lane.id for node in graph.nodes)]
    yield from (f"  {_node(node)}" for node in graph.nodes if node.lane is None)
    for lane in lanes:
        yield f'  subgraph {_lane(lane)}["{_text(lane.name)}"]'
        yield from (f"    {_node(node)}" for node in graph.nodes if node.lane == lane.id)
        yield "  end"
    for link in graph.links:
        label = f'|"{_text(link.label)}"|' if link.label else ""
        yield f"  {names[link.source]} {_ARROW[link.kind]}{label} {names[link.target]}"
    yield from _styles(graph, lanes)


def _styles(graph: Graph, lanes: list[Lane]) -> Iterator[str]:
    line, quiet, rework, dark = (COLOURS[name] for name in ("line", "quiet", "rework", "block"))
    yield f"  classDef dark fill:{dark},stroke:{dark},color:{COLOURS['on-block']}"
    yield f"  classDef bar fill:{line},stroke:{line}"
    yield f"  classDef stop fill:{COLOURS['paper']},stroke:{quiet},color:{quiet}"
    for lane in lanes:
        tint, strong = COLOURS[f"{lane.tone}.tint"], COLOURS[f"{lane.tone}.strong"]
        yield f"  classDef {_class(lane)} fill:{COLOURS['paper']},stroke:{strong},color:{COLOURS['ink']}"
        yield f"  style {_lane(lane)} fill:{tint},stroke:{tint},color:{strong}"
    members = {_class(lane): [node for node in graph.nodes if node.lane == lane.id] for lane in lanes}
    members = {name: [node for node in nodes if node.kind == "step"] for name, nodes in members.items()}
    for name, kinds in (("dark", ("demand", "value")), ("bar", ("bar",)), ("stop", ("end",))):
        members[name] = [node for node in graph.nodes if node.kind in kinds]
    yield from (f"  class {','.join(map(_name, nodes))} {name}" for name, nodes in members.items() if nodes)
    yield from _link_styles(graph.links, {"rework": rework, "after": quiet})


def _link_styles(links: tuple[Link, ...], colours: dict[str, str]) -> Iterator[str]:
    for kind, colour in colours.items():
        numbers = [str(number) for number, link in enumerate(links) if link.kind == kind]
        if numbers:
            yield f"  linkStyle {','.join(numbers)} stroke:{colour},color:{colour}"


def _node(node: Node) -> str:
    number = f"{node.number} · " if node.number is not None else ""
    prefix = {"demand": "Demand · ", "value": "Value · "}.get(node.kind, number)
    shape = _SHAPE.get(node.kind) or (_NESTED if node.nested else '["{}"]')
    return _name(node) + shape.format(prefix + _text(node.label))


def _name(node: Node) -> str:
    """An id that is no word of Mermaid's (`end`, `style`, ...), whatever the step's id is."""
    return f"{node.kind if node.kind in ('step', 'bar') else 'the'}_{_plain(node.id)}"


def _lane(lane: Lane) -> str:
    return f"lane_{_plain(lane.id)}"


def _class(lane: Lane) -> str:
    return f"in_{_plain(lane.id)}"


def _plain(id: str) -> str:
    return re.sub(r"\W", "_", id, flags=re.ASCII)


def _text(text: str) -> str:
    """Text between quotes, one line, with entity codes for all that Mermaid could act upon; never empty."""
    return _UNSAFE.sub(lambda found: f"#{ord(found.group())};", " ".join(clean(text).split())) or " "
