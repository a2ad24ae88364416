"""The steps of a graph as an HTML table: what a picture shows, for those who read it, print it or copy it."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.itil.words import Words
from valuestream_cli.rendering.diagram import Fact, Graph, Link, Node
from valuestream_cli.rendering.formats.svg import escape
from valuestream_cli.rendering.links import safe

_SHORT, _MOST = 16, 4  # characters that fit a column, and how many columns of facts a table has at most
_TOLD = ("step", "demand", "value")


class Table:
    """The cells of a table: `words` are those of pages."""

    def __init__(self, graph: Graph, words: Words) -> None:
        self._words = words
        self._nodes = {node.id: node for node in graph.nodes}
        self._links: dict[str, list[Link]] = {}
        for link in graph.links:
            self._links.setdefault(link.source, []).append(link)
        self._facts = {node.id: node.facts() for node in graph.nodes if node.kind in _TOLD}
        self._columns = self._chosen()

    def head(self) -> str:
        """The cells of the head."""
        heads = (self._words("number"), self._words("step"), *self._columns, self._words("details"))
        return "".join(f'<th role="columnheader" scope="col">{escape(each)}</th>' for each in heads)

    def rows(self) -> str:
        """Demand, the steps in their order, value where it comes, and what follows it."""
        told = [node for node in self._nodes.values() if node.kind in _TOLD]
        told.sort(key=lambda node: (node.kind != "demand", node.after_value, node.kind == "value"))
        return "\n".join(map(self._row, told))

    def _chosen(self) -> list[str]:
        """The activity, and what most steps have in a few characters, such as times: all that is compared by rows."""
        first, told = self._words("activity"), dict[str, list[Fact]]()
        steps = [facts for id, facts in self._facts.items() if self._nodes[id].kind == "step"]
        for fact in (fact for facts in steps for fact in facts):
            told.setdefault(fact.name, []).append(fact)
        usual = [name for name, facts in told.items() if 2 * len(facts) >= len(steps) and all(map(_is_short, facts))]
        return [first, *[name for name in usual if name != first][:_MOST]]

    def _row(self, node: Node) -> str:
        number = f"{node.number}" if node.number is not None else ""
        name = ". ".join(filter(None, (number, f"{node.head}: {node.label}" if node.head else node.label)))
        head = f'<span class="kind">{escape(node.head)}</span> ' if node.head else ""
        facts = self._facts[node.id]
        short = {fact.name: fact.text for fact in facts if fact.name in self._columns}
        ways = (Fact(self._words("leads_to"), way) for way in self._ways(node))
        listed = _list([*(fact for fact in facts if fact.name not in self._columns), *ways])
        return (
            f'<tr role="row" data-of="{escape(node.id)}" data-name="{escape(name)}">'
            f'<td role="cell">{number}</td><th role="rowheader" scope="row" dir="auto">{head}{escape(node.label)}</th>'
            + "".join(_cell(column, short.get(column, "")) for column in self._columns)
            + f'<td role="cell">{listed}</td></tr>'
        )

    def _ways(self, node: Node) -> Iterator[str]:
        """Where a node leads, past the bars of forks and joins."""
        for link in self._links.get(node.id, ()):
            target = self._nodes[link.target]
            if target.kind == "bar":
                yield from self._ways(target)
                continue
            number = f"{target.number}. " if target.number is not None else ""
            note = ", ".join(filter(None, (link.label, self._words("rework") if link.kind == "rework" else "")))
            yield f"{number}{target.label}" + (f" ({note})" if note else "")


def _is_short(fact: Fact) -> bool:
    return len(fact.text) <= _SHORT and not fact.address


def _cell(column: str, text: str) -> str:
    name = f' data-name="{escape(column)}"' if text else ""
    return f'<td role="cell" dir="auto"{name}>{escape(text)}</td>'


def _list(facts: list[Fact]) -> str:
    """Names and values; several of one name under each other."""
    items = ""
    for name in dict.fromkeys(fact.name for fact in facts):
        values = "".join(f'<dd dir="auto">{_value(fact)}</dd>' for fact in facts if fact.name == name)
        items += f"<div><dt>{escape(name)}</dt>{values}</div>"
    return f"<dl>{items}</dl>" if items else ""


def _value(fact: Fact) -> str:
    text = escape(fact.text)
    return f'<a href="{escape(fact.address)}" rel="noopener noreferrer">{text}</a>' if safe(fact.address) else text
