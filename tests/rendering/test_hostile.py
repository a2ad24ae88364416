"""Hostile text in every field of a stream: each format shows it or leaves it out, and none acts upon it.

A canary would sing if any of it ran or was loaded: `canary = 1` in markup, styles and addresses of all kinds, and
`canary.invalid` as a host. Parsers look at each format by itself, a real browser at those that a browser shows.
"""

from __future__ import annotations

import io
import os
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser import opened
from tests.rendering.test_html import Reader
from valuestream_cli.model import (
    Demand,
    Duration,
    Improvement,
    Link,
    Reference,
    Role,
    Step,
    StepRoles,
    Value,
    ValueStream,
)
from valuestream_cli.rendering.diagram import Box, Drawing, Fact, Graph, Group, Lane, Node, Scene, Text
from valuestream_cli.rendering.formats import html, svg
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.picture import Options, Subject, draw
from valuestream_cli.rendering.registry import VIEWS

TEXTS = (
    "<script>canary = 1</script>",
    "</title></desc></text></svg><script>canary = 1</script>",
    "</script></style></textarea></td></table><script>canary = 1</script>",
    "--><script>canary = 1</script><!--",
    "]]><script>canary = 1</script><![CDATA[",
    "<?xml-stylesheet href='http://canary.invalid/x.css'?><!DOCTYPE x [<!ENTITY y SYSTEM 'http://canary.invalid/y'>]>&y;",
    "<img src=x onerror=canary=1><svg onload=canary=1><image href='http://canary.invalid/i.png'/>",
    "<iframe srcdoc='<script>parent.canary=1</script>'><foreignObject><body onload=canary=1>",
    '" onmouseover="canary=1" onfocus="canary=1" autofocus="" x="',
    "' onmouseover='canary=1' style='background:url(http://canary.invalid/b)' x='",
    "&lt;script&gt;canary = 1&lt;/script&gt; &#60;img src=x onerror=canary=1&#62; &quot;&amp;amp;",
    "javascript:canary=1",
    "JaVa\tScRiPt:canary=1//https://example.org",
    "data:text/html,<script>canary=1</script>",
    "//canary.invalid/share",
    "\\\\canary.invalid\\share",
    "} @import 'http://canary.invalid/x.css'; * {background: url(http://canary.invalid/y)} {",
    "${canary = 1} {{constructor.constructor('canary = 1')()}} <%= canary %> $title $$ {0} %s",
    '"]; a [URL="javascript:canary=1", label=<<b>x</b>>, image="http://canary.invalid/i.png"]; b ["',
    "\\N \\G \\l &#34;]; digraph {",
    '"]\n  click step_a href "javascript:canary=1"\n  x["',
    "%%{init: {'securityLevel': 'loose', 'theme': 'dark'}}%% --> b; style a fill:url(http://canary.invalid/m)",
    "`**bold** [link](javascript:canary=1) <b>x</b>` $$x$$ fa:fa-car",
    '#let x = read("/etc/passwd"); #link("javascript:canary=1")[x] $ x $ @cite \\ ',
    "a\x00b\x07c\x1b[31md\x7fe\x85f\u2028g\ufffeh\ud800i",
    "\u202eevil\u2066x\u2069\u200b\u200e\u061c\ufeffgnp.exe",
    "x" * 10_000,
    "👩‍👩‍👧‍👦🏳️‍🌈👨🏿‍💻" * 20,
    "e\u0301\u0327\u0308" * 300,
)
SINGS = re.compile(r"canary *=|canary\.invalid")


def stream(text: str) -> ValueStream:
    """A stream that says this wherever something can be said."""
    roles = StepRoles(responsible=(text, "r"), accountable=(text,), consulted=(text,), informed=(text,))
    time = Duration(text="5m", basis="measured", source=text)  # the schema holds the rest to words and notations
    several = (text, text)

    def step(id: str, **more: Any) -> Step:
        return Step(
            id=id, name=text, description=text, trigger=text, practices=several, inputs=several, outputs=several,
            information=several, actions=several, constraints=several, roles=roles, team=text, supplier=text,
            tools=several, waste=text, stream=f"{text}.vs.yaml", links=(Reference(name=text, url=text),),
            process_time=time, wait_time=time, **more,
        )  # fmt: skip

    return ValueStream(
        valuestream=1, id=text, name=text, description=text, owner=text, state="as-is", services=several,
        demand=Demand(trigger=text, from_=several), value=Value(outcome=text, for_=several, next="c"),
        roles={"r": Role(name=text, kind="supplier", team=text), text: Role(name=text)},
        improvements=(Improvement(id="i", title=text, owner=text),),
        steps=(
            step("a", activity="engage", next=(Link(to="b", when=text, share="70%"), Link(to="end", when=text))),
            step("b", activity="obtain-build", next=(Link(to="a", when=text), Link(to="value", share="90%"))),
            step("c", activity=text, value_class=text, complete_accurate="90%"),
        ),
    )  # fmt: skip


@cache
def picture(place: int, view: str, format: str) -> bytes:
    """One of the texts as a picture."""
    subject = Subject(stream=stream(TEXTS[place]), text="", stem=TEXTS[place][:80])
    return draw(subject, Options(view=view, format=format)).content


each_text = pytest.mark.parametrize("place", range(len(TEXTS)))
each_view = pytest.mark.parametrize("view", VIEWS)


def is_safe(address: str) -> bool:
    return re.match(r"(https?://(?!canary)|mailto:|#|[^:/\\]+(/|$|[?#]))", address) is not None


@each_view
@each_text
def test_svg_is_made_of_shapes_and_text(place: int, view: str) -> None:
    for element in ET.fromstring(picture(place, view, "svg")).iter():
        tag = element.tag.removeprefix("{http://www.w3.org/2000/svg}")
        assert tag in {"svg", "title", "desc", "style", "g", "a", "rect", "circle", "path", "polygon", "text", "image"}
        assert tag != "style" or not SINGS.search(element.text or "")
        for name, value in element.items():
            assert not name.startswith("on")
            assert name != "style"
            assert "url(" not in value or name in ("data-node", "data-generator")
            assert name != "href" or is_safe(value), value


@each_view
@each_text
def test_html_is_made_of_what_every_page_is_made_of(place: int, view: str) -> None:
    text = picture(place, view, "html").decode()
    script = f"<script>{(Path(html.__file__).parent / 'page' / 'page.js').read_text(encoding='utf-8')}</script>"
    assert re.findall(r"<script.*?</script>", text, re.DOTALL) == [script]
    for tag, attributes in Reader(text).elements:
        assert tag not in {"img", "iframe", "object", "embed", "base", "form", "foreignobject", "link"}
        assert not {"src", "srcset", "style", "autofocus"} & attributes.keys()
        assert not [name for name in attributes if name.startswith("on")]
        assert is_safe(attributes.get("href") or "#"), attributes


@each_text
def test_dot_holds_no_address_and_no_markup(place: int) -> None:
    pygraphviz = pytest.importorskip("pygraphviz")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Graphviz, on characters that it does not know
        graph = pygraphviz.AGraph(string=picture(place, "flow", "dot").decode())
    assert len(graph.nodes()) == 6
    parts = [graph.graph_attr, *(part.graph_attr for part in graph.subgraphs())]
    parts += [part.attr for part in (*graph.nodes(), *graph.edges())]
    assert not {name.lower() for part in parts for name in dict(part)} & {"url", "href", "image", "target"}


@each_text
def test_mermaid_has_the_lines_that_it_always_has(place: int) -> None:
    plain = draw(Subject(stream=stream("x"), text="", stem="x"), Options(view="flow", format="mermaid")).content
    kinds = re.compile(r"[^\s|\[(]*\S")
    found = [[kinds.search(line)[0][:6] for line in text.decode().splitlines()]  # type: ignore[index]
             for text in (plain, picture(place, "flow", "mermaid"))]  # fmt: skip
    assert found[0] == found[1]


@each_text
def test_pdf_does_nothing_when_it_is_opened_and_leads_nowhere(place: int) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    written = picture(place, "swimlane", "pdf")
    reader = pypdf.PdfReader(io.BytesIO(written))
    assert not re.search(rb"/(JavaScript|JS|Launch|OpenAction|AA|EmbeddedFile|GoToR|SubmitForm)\b", written)
    links = [note.get_object()["/A"] for note in reader.pages[0].get("/Annots", [])]
    assert all(link["/S"] == "/URI" and is_safe(link["/URI"]) for link in links)


@each_text
def test_png_is_drawn(place: int) -> None:
    assert picture(place, "swimlane", "png").startswith(b"\x89PNG\r\n\x1a\n")


nasty = st.text(st.sampled_from("<>&\"'/=;:!-[]{}()#%`\\$ abscript\n\t\x00\u202e\ud800💥"), max_size=40)


@settings(max_examples=60, deadline=None)
@given(nasty)
def test_any_text_is_data(text: str) -> None:
    box = Box(x=0, y=0, width=9, height=9, title=text)
    label = Text(x=0, y=0, lines=(text, text), size=9, fill="ink", title=text)
    group = Group(node=text, title=text, href=text, shapes=(box, label))
    scene = Scene(id=text, title=text, description=text, width=9, height=9, shapes=(group,))
    node = Node(id=text, label=text, lane=text, number=1, facts=lambda: (Fact(text, text, text),))
    lane = Lane(id=text, name=text, tone="plan")
    graph = Graph(id=text, title=text, description=text, direction="down", nodes=(node,), links=(), lanes=(lane,))
    medium = Medium(mark=text, author=text)
    tags = [element.tag.rpartition("}")[2] for element in ET.fromstring(svg.write(scene, medium)).iter()]
    assert [tag for tag in tags if tag not in ("a", "g", "text", "title")] == ["svg", "desc", "style", "rect", "rect"]
    reader = Reader(html.write(Drawing(graph, lambda: scene), medium).decode())
    assert [tag for tag, _ in reader.elements if tag in ("script", "table", "svg")] == ["svg", "table", "script"]


def singing(page: Any) -> Iterator[str]:
    """What a page did that it must not."""
    page.wait_for_timeout(50)
    if page.evaluate("'canary' in window"):
        yield "the canary sang"


def watched(page: Any, told: list[str]) -> None:
    def note(request: Any) -> None:
        if not request.url.startswith(("file:", "data:")):
            told.append(request.url)

    page.on("request", note)
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.on("pageerror", lambda error: told.append(str(error)))


@each_view
def test_nothing_sings_where_pictures_stand_in_a_page(tmp_path: Path, view: str) -> None:
    """Inline in a page without any policy, and as images."""
    told: list[str] = []
    inline = [picture(place, view, "svg").decode() for place in range(len(TEXTS))]
    for place, text in enumerate(inline):
        (tmp_path / f"{place}.svg").write_text(text, encoding="utf-8")
    images = [f'<img src="{place}.svg">' for place in range(len(inline))]
    (tmp_path / "page.html").write_text(f"<!doctype html><meta charset=utf-8>{''.join(inline)}{''.join(images)}")
    with opened() as page:
        watched(page, told)
        page.goto((tmp_path / "page.html").as_uri())
        assert page.evaluate("document.querySelectorAll('svg').length") == len(TEXTS)
        assert page.evaluate("document.body.querySelectorAll('script, iframe, foreignObject, [onload]').length") == 0
        assert page.evaluate("[...document.images].every(each => each.complete && each.naturalWidth > 100)")
        assert [*singing(page), *told] == []


def test_nothing_sings_in_a_page_of_ours(tmp_path: Path) -> None:
    told: list[str] = []
    with opened() as page:
        watched(page, told)
        page.on("console", lambda message: told.append(message.text))
        for place in range(len(TEXTS)):
            file = tmp_path / f"{place}.html"
            file.write_bytes(picture(place, "swimlane", "html"))
            page.goto(file.as_uri())
            for frame in page.locator("#view [role=button]").all()[:1]:
                frame.dispatch_event("click")
                assert page.is_visible("#let-go")
            assert [*singing(page), *told] == []


def test_nothing_sings_where_mermaid_draws(tmp_path: Path) -> None:
    """With Mermaid's own level of security, which is that of GitHub and GitLab."""
    script = Path(os.environ.get("VS_MERMAID", ""), "mermaid", "dist", "mermaid.min.js")
    if not script.is_file():
        pytest.skip("VS_MERMAID does not name a node_modules with mermaid")
    told: list[str] = []
    (tmp_path / "page.html").write_text("<!doctype html><meta charset=utf-8><div id=here></div>")
    with opened() as page:
        watched(page, told)
        page.goto((tmp_path / "page.html").as_uri())
        page.add_script_tag(path=script)
        page.evaluate("mermaid.initialize({startOnLoad: false})")
        for place in range(len(TEXTS)):
            text = picture(place, "flow", "mermaid").decode()
            drawn = "async ([text, n]) => { here.innerHTML = (await mermaid.render('m' + n, text)).svg; }"
            page.evaluate(drawn, [text, place])
            assert page.evaluate("here.querySelectorAll('script, iframe, img, a').length") == 0
            assert [*singing(page), *told] == []
