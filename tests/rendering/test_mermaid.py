"""Mermaid: the exact text of one graph, and that no label is ever more than one, by Mermaid's own parser.

`VS_MERMAID` names a `node_modules` with `mermaid` and `jsdom` in it; without it, or without node, those tests
are skipped.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import SAMPLES, TEMPLATES
from tests.rendering.streams import drawing_of
from valuestream_cli.itil.words import Words
from valuestream_cli.rendering.diagram import Graph, Lane, Link, Node
from valuestream_cli.rendering.formats import mermaid
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.text import clean
from valuestream_cli.rendering.theme import THEMES
from valuestream_cli.rendering.views import flow
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

NODE, MODULES = shutil.which("node"), os.environ.get("VS_MERMAID")
PARSER = """
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
const require = createRequire(process.env.VS_MERMAID + '/');
const { JSDOM } = require('jsdom');
const page = new JSDOM('<body></body>');
globalThis.window = page.window;
globalThis.document = page.window.document;
const { default: mermaid } = await import(pathToFileURL(require.resolve('mermaid')).href);
mermaid.initialize({ startOnLoad: false, securityLevel: 'loose' });
let input = '';
for await (const chunk of process.stdin) input += chunk;
const found = [];
for (const text of JSON.parse(input)) {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const data = db.getData();
  found.push({
    title: db.getAccTitle(),
    description: db.getAccDescription(),
    config: (await mermaid.parse(text)).config?.theme ?? mermaid.mermaidAPI.getConfig().theme,
    nodes: data.nodes.map(n => ({ id: n.id, label: n.label, kind: n.labelType, link: n.link ?? null,
                                  parent: n.parentId ?? null, group: n.isGroup })),
    edges: data.edges.map(e => ({ source: e.start, target: e.end, label: e.label, pattern: e.pattern })),
  });
}
process.stdout.write(JSON.stringify(found), () => process.exit(0));
"""
HOSTILE = [
    "quotes \" and ' and `ticks`",
    "`markdown **bold** _it_`",
    "a]b[c)d(e}f{g>h<i|j",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; &#34; #quot; #35; #x",
    "%%{init: {'theme': 'dark'}}%%",
    "%% a comment",
    "end",
    'end\nclick step_a href "javascript:alert(1)"',
    "style step_a fill:#f00;",
    "classDef dark fill:#fff; style: x#quot;;",
    "1. a list",
    "12) another",
    "- a list",
    "+ a list",
    "* a list",
    "# a heading",
    "> a quote",
    "---",
    "see https://example.org or www.example.org or a@example.org",
    "[link](javascript:alert(1)) ![i](x)",
    "fa:fa-car :::dark --> b ==> c -.-> d ~~~ e",
    "$$x^2$$ \\alpha \\N \\n",
    "accTitle: x",
    "---\nconfig:\n  theme: dark\n---",
    "a  b\tc\u0000d\u001be\u202ef",
    "日本語 ಕನ್ನಡ العربية 👩‍💻 naïve ½",
    "50%% of 5% %{x}",
    "a;b;c",
    "   ",
    "",
    "ﬂ°°34¶ß",
]


def graph(label: str = "Look", link: str = "") -> Graph:
    return Graph(
        id="fix",
        title=label,
        description=f"About {label}",
        direction="down",
        lanes=(Lane(id="engage", name=label, tone="engage"), Lane(id="plan", name="Plan", tone="plan")),
        nodes=(
            Node(id="demand", label=label, kind="demand"),
            Node(id="a", label=label, lane="engage", number=1),
            Node(id="fork:a", label="", kind="bar", lane="engage"),
            Node(id="end-it", label=label, lane="engage", number=2, nested="other.vs.yaml"),
            Node(id="value", label=label, kind="value"),
            Node(id="end", label=label, kind="end"),
        ),
        links=(
            Link(source="demand", target="a"),
            Link(source="a", target="fork:a"),
            Link(source="fork:a", target="end-it", label=link),
            Link(source="end-it", target="a", label=link, kind="rework"),
            Link(source="end-it", target="value", label=link),
            Link(source="value", target="end", kind="after"),
        ),
    )


def test_exact_text() -> None:
    assert mermaid.write(graph("Look", "70%")).decode().splitlines() == [
        "flowchart TD",
        "  accTitle: Look",
        "  accDescr: About Look",
        '  the_demand(["Demand · Look"])',
        '  the_value(["Value · Look"])',
        '  the_end(["Look"])',
        '  subgraph lane_engage["Look"]',
        '    step_a["1 · Look"]',
        '    bar_fork_a((" "))',
        '    step_end_it[["2 · Look"]]',
        "  end",
        "  the_demand --> step_a",
        "  step_a --> bar_fork_a",
        '  bar_fork_a -->|"70%"| step_end_it',
        '  step_end_it -.->|"70%"| step_a',
        '  step_end_it -->|"70%"| the_value',
        "  the_value --> the_end",
        "  classDef dark fill:#263238,stroke:#263238,color:#ffffff",
        "  classDef bar fill:#37474f,stroke:#37474f",
        "  classDef stop fill:#ffffff,stroke:#526b77,color:#526b77",
        "  classDef in_engage fill:#ffffff,stroke:#2e7d32,color:#1c2529",
        "  style lane_engage fill:#e8f5e9,stroke:#e8f5e9,color:#2e7d32",
        "  class step_a,step_end_it in_engage",
        "  class the_demand,the_value dark",
        "  class bar_fork_a bar",
        "  class the_end stop",
        "  linkStyle 3 stroke:#b3261e,color:#b3261e",
        "  linkStyle 5 stroke:#526b77,color:#526b77",
    ]


def test_a_theme_that_is_asked_for_colours_what_no_class_can() -> None:
    first, second, *rest = mermaid.write(graph(), Medium(theme=THEMES["dark"], words=Words("de"))).decode().splitlines()
    assert first == (
        '%%{init: {"theme": "base", "themeVariables": {"background": "#11181c", "lineColor": "#a9bac3",'
        ' "edgeLabelBackground": "#11181c"}}}%%'
    )
    assert second == "flowchart TD"
    assert '  the_demand(["Bedarf · Look"])' in rest
    assert "  classDef dark fill:#cfd8dc,stroke:#cfd8dc,color:#11181c" in rest
    assert rest[-1] == "  linkStyle 0,1,2,4 stroke:#a9bac3,color:#a9bac3"


@pytest.mark.parametrize("label", HOSTILE)
def test_labels_hold_nothing_that_mermaid_acts_upon(label: str) -> None:
    text = mermaid.write(graph(label, label)).decode()
    assert all(line.count('"') in (0, 2) for line in text.splitlines())
    written = re.findall(r'"(.*)"|acc\w+: (.*)', text)
    assert len(written) == (12 if label.strip() else 11 if label else 8)
    for quoted, told in written:
        assert re.fullmatch(r"(?:[^\W_]|[ ,'?!()/.+·-]|%(?!%)|#\d+;)*", quoted or told)


def parsed(texts: list[str]) -> list[dict[str, Any]]:
    if not NODE or not MODULES:
        pytest.skip(
            "no node on the PATH" if not NODE else "VS_MERMAID does not name a node_modules with mermaid and jsdom"
        )
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", PARSER],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: list[dict[str, Any]] = json.loads(done.stdout)
    return result


def shown(text: str) -> str:
    """What a reader sees of a label: Mermaid has marks of its own for entities until the very end."""
    return html.unescape(re.sub("ﬂ°°(\\d+)¶ß", r"&#\1;", text))


def test_mermaid_takes_every_theme() -> None:
    texts = [mermaid.write(graph(), Medium(theme=theme)).decode() for theme in THEMES.values()]
    assert [found["config"] for found in parsed(texts)] == ["default", *["base"] * (len(THEMES) - 1)]


def test_mermaid_reads_every_label_as_written() -> None:
    for label, found in zip(HOSTILE, parsed([mermaid.write(graph(it, it)).decode() for it in HOSTILE]), strict=True):
        told = " ".join(clean(label).split())
        nodes = {node["id"]: node for node in found["nodes"]}
        assert sorted(nodes) == sorted(
            ["the_demand", "step_a", "bar_fork_a", "step_end_it", "the_value", "the_end", "lane_engage"]
        )
        assert shown(nodes["step_a"]["label"]).strip() == f"1 · {told}".strip()
        assert shown(nodes["the_end"]["label"]).strip() == told
        assert shown(nodes["lane_engage"]["label"]).strip() == told
        assert shown(found["title"]).strip() == told
        assert [shown(edge["label"] or "").strip() for edge in found["edges"]] == [
            "",
            "",
            told,
            told,
            told,
            "",
        ]
        assert found["edges"][3]["pattern"] == "dotted"
        assert not any(node["link"] for node in found["nodes"])
        assert not any(node["kind"] == "markdown" for node in found["nodes"])
        assert found["config"] == "default"


def test_mermaid_reads_all_samples_and_templates() -> None:
    graphs = [drawn(path, direction) for path in SAMPLES + TEMPLATES for direction in ("down", "right")]
    for graph, found in zip(graphs, parsed([mermaid.write(graph).decode() for graph in graphs]), strict=True):
        used = {node.lane for node in graph.nodes if node.lane}
        assert len(found["nodes"]) == len(graph.nodes) + len(used)
        assert len(found["edges"]) == len(graph.links)
        assert shown(found["title"]) == graph.title


def drawn(path: Path, direction: str) -> Graph:
    stream = examine(load(str(path))).stream
    assert stream is not None
    return drawing_of(flow.draw, stream, direction).graph
