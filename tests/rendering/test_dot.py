"""DOT: the exact text of one graph, and that Graphviz reads every label as it was written."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.helpers import SAMPLES, TEMPLATES, name
from tests.rendering.streams import drawing_of
from valuestream_cli.itil.words import Words
from valuestream_cli.rendering.diagram import Graph, Lane, Link, Node
from valuestream_cli.rendering.formats import dot
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.text import clean
from valuestream_cli.rendering.theme import THEMES
from valuestream_cli.rendering.views import flow
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

HOSTILE = [
    r"\N \G \l \r \n \L \E \T \H",
    "\\",
    'a "quoted" \\" end\\',
    "<b>bold</b>",
    "<<table><tr><td>x</td></tr></table>>",
    "&lt;b&gt; &amp; &#34; & R&D; AT&T",
    "a -> b; } digraph { [label=x]",
    "graph",
    "a|b {c} [d]",
    "line\nbreak\ttab\x00nul",
    "日本語 العربية 👩‍💻",
    "// comment /* too */ # this",
    "%s {0}",
    "",
]


def graph(label: str = "Look", link: str = "no") -> Graph:
    return Graph(
        id="fix-it",
        title=label,
        description="",
        direction="right",
        lanes=(Lane(id="engage", name=label, tone="engage"), Lane(id="plan", name="Plan", tone="plan")),
        nodes=(
            Node(id="demand", label=label, kind="demand"),
            Node(id="node", label=label, lane="engage", number=1, nested="other.vs.yaml"),
            Node(id="fork:node", label="", kind="bar", lane="engage"),
            Node(id="value", label=label, kind="value"),
            Node(id="end", label="Ends", kind="end"),
        ),
        links=(
            Link(source="demand", target="node", label=link),
            Link(source="node", target="fork:node"),
            Link(source="fork:node", target="node", label=link, kind="rework"),
            Link(source="value", target="end", kind="after"),
        ),
    )


ROLES = ("page", "ink", "line", "block", "on-block", "quiet", "paper", "rework", "engage.tint", "engage.strong")
EXPECTED = r"""
digraph "fix-it" {
	graph [bgcolor="#ffffff" newrank=true nodesep=0.4 rankdir=LR]
	graph [fontname="Helvetica,Arial,sans-serif" fontsize=18 label=Look labelloc=t]
	graph [fontcolor="#1c2529"]
	node [fontname="Helvetica,Arial,sans-serif" fontsize=12 penwidth=1.5 shape=box style="rounded,filled"]
	edge [color="#37474f" fontcolor="#37474f" fontname="Helvetica,Arial,sans-serif" fontsize=10]
	demand [label="Demand\nLook" color="#263238" fillcolor="#263238" fontcolor="#ffffff"]
	value [label="Value\nLook" color="#263238" fillcolor="#263238" fontcolor="#ffffff"]
	end [label=Ends color="#526b77" fillcolor="#ffffff" fontcolor="#526b77" shape=oval]
	subgraph cluster_engage {
		graph [fontcolor="#2e7d32" fontsize=13 label=Look labeljust=l]
		graph [color="#e8f5e9" fillcolor="#e8f5e9" style="rounded,filled"]
		node [color="#2e7d32" fillcolor="#ffffff" fontcolor="#1c2529"]
		"node" [label="1. Look" peripheries=2]
		fork_node [label="" color="#37474f" fillcolor="#37474f" fixedsize=true height=0.08 style=filled width=0.8]
	}
	demand -> "node" [label=no]
	"node" -> fork_node
	"node" -> fork_node [label=no color="#b3261e" dir=back fontcolor="#b3261e" style=dashed]
	value -> end [color="#526b77"]
}
"""


def test_exact_text() -> None:
    assert dot.write(graph()).decode() == EXPECTED.lstrip()


@pytest.mark.parametrize("theme", THEMES)
def test_it_has_the_colours_of_its_theme_and_the_words_of_its_language(theme: str) -> None:
    text = dot.write(graph(), Medium(theme=THEMES[theme], words=Words("de"))).decode()
    assert set(re.findall("#[0-9a-f]{6}", text)) == {THEMES[theme].colours[role] for role in ROLES}
    assert re.findall(r'label="(\w+)\\n', text) == ["Bedarf", "Wert"]


@pytest.mark.parametrize("label", HOSTILE)
def test_graphviz_reads_every_label_as_written(label: str) -> None:
    pygraphviz = pytest.importorskip("pygraphviz", reason="pygraphviz is not installed")
    with pygraphviz.AGraph(string=dot.write(graph(label, label)).decode()) as read:
        groups = drawn(read.draw(format="svg", prog="dot"))
    told = "".join(clean(label).split())
    assert groups["graph", "fix-it"] == told
    assert groups["cluster", "cluster_engage"] == told
    assert groups["node", "demand"] == f"Demand{told}"
    assert groups["node", "node"] == f"1.{told}"
    assert groups["edge", "demand->node"] == told
    assert {title for kind, title in groups if kind == "node"} == {
        "demand",
        "node",
        "fork_node",
        "value",
        "end",
    }


def drawn(svg: bytes) -> dict[tuple[str, str], str]:
    """All text, without white space, that Graphviz draws for each object, by its kind and title."""
    space = "{http://www.w3.org/2000/svg}"
    groups = {}
    for group in ElementTree.fromstring(svg).iter(f"{space}g"):
        title = group.findtext(f"{space}title", "")
        texts = [text.text or "" for text in group.findall(f"{space}text")]
        groups[group.get("class", ""), title] = "".join("".join(texts).split())
    return groups


@pytest.mark.parametrize("path", SAMPLES + TEMPLATES, ids=name)
def test_samples_and_templates_are_read_by_graphviz(path: Path) -> None:
    pygraphviz = pytest.importorskip("pygraphviz", reason="pygraphviz is not installed")
    stream = examine(load(str(path))).stream
    assert stream is not None
    graph = drawing_of(flow.draw, stream).graph
    with pygraphviz.AGraph(string=dot.write(graph).decode()) as read:
        assert len(read.nodes()) == len(graph.nodes)
        assert len(read.edges()) == len(graph.links)
