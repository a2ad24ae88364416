"""Writes a graph as a Mermaid flowchart, as GitHub and wikis draw it; labels are data and never markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from valuestream_cli.itil.words import Words
from valuestream_cli.rendering.diagram import Graph, Lane, Link, Node
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.text import clean
from valuestream_cli.rendering.theme import Theme

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


def write(graph: Graph, medium: Medium | None = None) -> bytes:
    """The graph as text for Mermaid 10 and later: a subgraph for each lane in use, a class for each."""
    return ("\n".join(_lines(graph, medium or Medium())) + "\n").encode()


def _lines(graph: Graph, medium: Medium) -> Iterator[str]:
    yield from _surroundings(medium.theme)
    yield f"flowchart {_DIRECTION[graph.direction]}"
    for key, text in (("accTitle", _text(graph.title)), ("accDescr", _text(graph.description))):
        if text.strip():  # an empty one would swallow the next line
            yield f"  {key}: {text}"
    names = {node.id: _name(node) for node in graph.nodes}
    lanes = [lane for lane in graph.lanes if any(node.lane == lane.id for node in graph.nodes)]
    yield from (f"  {_node(node, medium.words)}" for node in graph.nodes if node.lane is None)
    for lane in lanes:
        yield f'  subgraph {_lane(lane)}["{_text(lane.name)}"]'
        yield from (f"    {_node(node, medium.words)}" for node in graph.nodes if node.lane == lane.id)
        yield "  end"
    for link in graph.links:
        label = f'|"{_text(link.label)}"|' if link.label else ""
        yield f"  {names[link.source]} {_ARROW[link.kind]}{label} {names[link.target]}"
    yield from _styles(graph, lanes, medium.theme)


def _surroundings(theme: Theme) -> Iterator[str]:
    """What no class can colour: arrows, and the ground of labels; nothing where a picture follows its reader."""
    if not theme.dark:
        line, page = theme.colours["line"], theme.colours["page"]
        own = {"background": page, "lineColor": line, "edgeLabelBackground": page}
        yield f"%%{{init: {json.dumps({'theme': 'base', 'themeVariables': own})}}}%%"


def _styles(graph: Graph, lanes: list[Lane], theme: Theme) -> Iterator[str]:
    colours, roles = theme.colours, ("line", "quiet", "rework", "block", "on-block", "paper", "ink")
    line, quiet, rework, block, on_block, paper, ink = (colours[role] for role in roles)
    yield f"  classDef dark fill:{block},stroke:{block},color:{on_block}"
    yield f"  classDef bar fill:{line},stroke:{line}"
    yield f"  classDef stop fill:{paper},stroke:{quiet},color:{quiet}"
    for lane in lanes:
        tint, strong = colours[f"{lane.tone}.tint"], colours[f"{lane.tone}.strong"]
        yield f"  classDef {_class(lane)} fill:{paper},stroke:{strong},color:{ink}"
        yield f"  style {_lane(lane)} fill:{tint},stroke:{tint},color:{strong}"
    yield from (f"  class {','.join(map(_name, nodes))} {name}" for name, nodes in _members(graph, lanes) if nodes)
    yield from _link_styles(graph.links, {"rework": rework, "after": quiet} | ({} if theme.dark else {"flow": line}))


def _members(graph: Graph, lanes: list[Lane]) -> Iterator[tuple[str, list[Node]]]:
    """The nodes of each class."""
    for lane in lanes:
        yield _class(lane), [node for node in graph.nodes if node.lane == lane.id and node.kind == "step"]
    for name, kinds in (("dark", ("demand", "value")), ("bar", ("bar",)), ("stop", ("end",))):
        yield name, [node for node in graph.nodes if node.kind in kinds]


def _link_styles(links: tuple[Link, ...], colours: dict[str, str]) -> Iterator[str]:
    for kind, colour in colours.items():
        numbers = [str(number) for number, link in enumerate(links) if link.kind == kind]
        if numbers:
            yield f"  linkStyle {','.join(numbers)} stroke:{colour},color:{colour}"


def _node(node: Node, words: Words) -> str:
    head = _text(words(node.kind)) if node.kind in ("demand", "value") else node.number
    prefix = "" if head is None else f"{head} · "
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
