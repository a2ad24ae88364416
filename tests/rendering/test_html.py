"""The HTML page of a drawing: whole, silent towards the network, and usable by mouse, keys, fingers and ears.

The second half needs a browser (`tests.browser`); what axe-core finds needs `VS_AXE`, a `node_modules` with it.
"""

from __future__ import annotations

import hashlib
import os
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.browser import opened
from tests.rendering.streams import ROOT
from valuestream_cli.analysis.flow import Flow
from valuestream_cli.itil.words import Words
from valuestream_cli.model import Demand, Duration, Reference, Role, Step, StepRoles, Value, ValueStream
from valuestream_cli.model import Link as Way
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Box, Drawing, Fact, Group, Scene, Text
from valuestream_cli.rendering.formats import html
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.theme import DARK, LIGHT
from valuestream_cli.rendering.views import facts, matrix
from valuestream_cli.rendering.views.graph import stream_graph
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

AXE = os.environ.get("VS_AXE", "")
VOID = {"meta", "br", "link", "img", "input"}


def stream() -> ValueStream:
    """Three steps, one of which has all that a step can have."""
    return ValueStream(
        valuestream=1,
        id="repair",
        name="Repair <it>",
        owner="Desk",
        demand=Demand(trigger="It is broken", from_=("user", "partner"), rate="4/d"),
        value=Value(outcome="It works", for_=("user",), next="ask"),
        roles={"agent": Role(name="Service desk agent")},
        steps=(
            Step(
                id="look", name="Look", activity="engage", description="Find out what is wrong.",
                practices=("service-desk", "x-own"), trigger="a call", inputs=("call",), outputs=("record", "plan"),
                information=("manual",), actions=("ask",), constraints=("within a day",), tools=("phone",),
                roles=StepRoles(responsible=("agent",), informed=("user",)), team="desk", supplier="agent",
                process_time=Duration(p50="5m", p90="9m", basis="measured", source="tool"),
                wait_time=Duration(text="1h"), complete_accurate="90%", capacity=2, value_class="value-adding",
                waste="waiting", stream="teams/look.vs.yaml",
                next=(Way(to="mend", share="70%"), Way(to="value", when="nothing is wrong", share="30%")),
                links=(Reference(name="How to look", url="https://example.org/?a&b"),
                       Reference(name="Trap", url="javascript:alert(1)")),
            ),
            Step(id="mend", name="Mend", activity="obtain-build", wait_time=Duration(text="2h"),
                 next=(Way(to="value", share="95%"), Way(to="look", when="not mended"))),
            Step(id="ask", name="Ask", activity="improve"),
        ),
    )  # fmt: skip


def drawing(size: int = 900) -> Drawing:
    """The stream as a picture: each step is a box, and those with streams of their own have links."""
    brief = Brief(stream=stream(), link=lambda path: path.replace(".vs.yaml", ".flow.html"))
    graph = stream_graph(brief, Flow(brief.stream), "down")
    shown = [node for node in graph.nodes if node.number is not None]
    shapes = []
    for place, node in enumerate([*shown, shown[0]]):  # the first one twice, as a view may do
        box = Box(x=20, y=20 + 80 * place, width=200, height=60, fill="paper", stroke="line", stroke_width=1)
        label = Text(x=120, y=55 + 80 * place, lines=(node.label,), size=12, fill="ink")
        href = brief.link(node.nested) if node.nested else ""
        shapes.append(Group(node=node.id, shapes=(box, label), title=node.label, href=href))
    scene = Scene(id="repair", title=graph.title, description=graph.description, width=size, height=size,
                  shapes=tuple(shapes))  # fmt: skip
    return Drawing(graph, lambda: scene)


def written(medium: Medium | None = None, **more: Any) -> str:
    return html.write(drawing(**more), medium).decode()


class Reader(HTMLParser):
    """Notes the elements of a page, and that each one is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in {tag}"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def rows(text: str) -> list[list[str]]:
    """What the table says, cell by cell."""
    table = text.partition("<tbody")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<(?:td|th)[^>]*>(.*?)</(?:td|th)>", row) for row in table.split("</tr>")[:-1]]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def test_a_whole_page_with_ids_of_its_own() -> None:
    reader = Reader(written(Medium(mark="made-by-vs 1")))
    assert reader.open == []
    ids = [attributes["id"] for _, attributes in reader.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert ("meta", {"name": "generator", "content": "made-by-vs 1"}) in reader.elements
    assert {tag for tag, _ in reader.elements} >= {"svg", "table", "h1", "script"}


def test_nothing_runs_or_is_loaded_but_what_the_page_holds() -> None:
    text = written()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    held = {kind: re.findall(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL) for kind in ("script", "style")}
    digests = {kind: [f"'sha256-{b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in texts]
               for kind, texts in held.items()}  # fmt: skip
    assert (len(held["script"]), len(held["style"])) == (1, 2)
    assert policy[1] == (
        f"default-src 'none'; script-src {digests['script'][0]}; style-src {' '.join(digests['style'])};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )
    for _, attributes in Reader(text).elements:
        assert not {name for name in attributes if name.startswith("on") or name in ("src", "style", "srcset")}
    assert "url(" not in text
    assert "@import" not in text


def test_the_table_says_what_the_picture_shows() -> None:
    text = written()
    heads = re.findall(r'<th role="columnheader" scope="col">(.*?)</th>', text)
    assert heads == ["No.", "Step", "Activity", "Wait time", "Details"]
    first, look, mend, value, ask = rows(text)
    assert first == ["", "Demand It is broken", "", "", "From user, partner Rate 4/d Leads to 1. Look"]
    assert look[:4] == ["1", "Look", "Engage", "1h"]
    assert look[4] == (
        "Description Find out what is wrong. Practices Service desk, x-own Trigger a call Inputs call"
        " Outputs record, plan Information manual Actions ask Constraints within a day Tools phone"
        " Responsible Service desk agent Informed user Team desk Supplier Service desk agent"
        " Process time p50 5m, p90 9m (measured, tool) %C&amp;A 90% Capacity 2 Kind of work value-adding Waste waiting"
        " Described in teams/look.vs.yaml See How to look Trap"
        " Leads to 2. Mend (70%) It works (nothing is wrong 30%)"
    )
    assert mend == ["2", "Mend", "Obtain/build", "2h", "Leads to It works (95%) 1. Look (not mended, rework)"]
    assert value == ["", "Value It works", "", "", "For user Leads to 3. Ask (once value exists)"]
    assert ask == ["3", "Ask", "Improve", "", "Leads to end"]


def test_links_lead_to_pages_only() -> None:
    links = [attributes["href"] for tag, attributes in Reader(written()).elements if tag == "a"]
    assert links == ["#steps", "teams/look.flow.html", "teams/look.flow.html", "teams/look.flow.html",
                     "https://example.org/?a&b"]  # fmt: skip


def test_a_stream_that_says_next_to_nothing() -> None:
    bare = ValueStream(valuestream=1, id="x", name="X", demand=Demand(trigger="d"),
                       value=Value(outcome="v", for_=()), steps=(Step(id="a", name="A", activity="plan"),))  # fmt: skip
    assert facts.of_step(bare.steps[0], Brief(stream=bare)) == (Fact("Activity", "Plan"),)
    brief = Brief(stream=bare)
    text = html.write(Drawing(stream_graph(brief, Flow(bare), "down"), drawing().scene)).decode()
    assert rows(text) == [
        ["", "Demand d", "", "Leads to 1. A"],
        ["1", "A", "Plan", "Leads to v"],
        ["", "Value v", "", ""],
    ]


def test_facts_are_told_in_the_language_of_the_reader() -> None:
    brief = Brief(stream=stream(), words=Words("en"))
    assert facts.of_demand(brief) == (Fact("From", "user, partner"), Fact("Rate", "4/d"))
    assert '<html lang="en">' in written()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_theme_that_does_not_follow_its_reader_has_no_switch(theme: Any) -> None:
    text = written(Medium(theme=theme))
    assert 'id="dark"' not in text
    assert f"--page: light-dark({theme.colours['page']}, {theme.colours['page']})" in text
    assert 'id="dark"' in written()


def test_the_same_bytes_each_time() -> None:
    assert written() == written()


@contextmanager
def shown(folder: Path, text: str | None = None, **options: Any) -> Iterator[Any]:
    """The page in a browser, which must neither complain nor ask the network for anything."""
    file = folder / "page.html"
    file.write_text(text or written(), encoding="utf-8")
    told: list[str] = []
    with opened(viewport={"width": 1000, "height": 700}, **options) as page:
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: told.append(request.url))
        page.goto(file.as_uri())
        yield page
        assert told == [file.as_uri()]


def scale(page: Any) -> float:
    width: float = page.evaluate("document.querySelector('#view svg').getBoundingClientRect().width")
    return round(width / 900, 3)


def detail(page: Any) -> str:
    text: str = page.inner_text("#details").replace("\n", " ")
    return text


def test_keys_zoom_and_move_the_picture(tmp_path: Path) -> None:
    with shown(tmp_path) as page:
        fitted = scale(page)
        page.focus("#view")
        page.keyboard.press("+")
        page.keyboard.press("+")
        assert scale(page) == pytest.approx(fitted * 1.5625, abs=0.002)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        page.wait_for_function("document.getElementById('view').scrollTop > 0")
        page.keyboard.press("-")
        assert scale(page) == pytest.approx(fitted * 1.25, abs=0.002)
        page.keyboard.press("Control+-")  # the browser's own zoom, not ours
        page.keyboard.press("0")
        assert scale(page) == fitted


def test_wheel_buttons_and_mouse_zoom_and_move_the_picture(tmp_path: Path) -> None:
    with shown(tmp_path) as page:
        fitted = scale(page)
        page.mouse.move(300, 300)
        page.mouse.wheel(0, 30)
        assert scale(page) == fitted
        page.keyboard.down("Control")
        page.mouse.wheel(0, -300)
        page.keyboard.up("Control")
        page.wait_for_function(f"document.querySelector('#view svg').getBoundingClientRect().width > {1000 * fitted}")
        page.click("#zoom-fit")
        for _ in range(20):
            page.click("#zoom-in")
        assert scale(page) == 8
        page.click("#zoom-out")
        before = page.evaluate("document.getElementById('view').scrollLeft")
        page.mouse.move(300, 300)
        page.mouse.down()
        page.mouse.move(250, 280)
        page.mouse.up()
        assert page.evaluate("document.getElementById('view').scrollLeft") == before + 50
        assert page.is_hidden("#let-go"), "a drag is no click"


def test_two_fingers_zoom(tmp_path: Path) -> None:
    pinch = """apart => {
      const view = document.getElementById('view'), at = (x, id) => new Touch({identifier: id, target: view, clientX: x,
        clientY: 200});
      const send = (kind, far) => view.dispatchEvent(new TouchEvent(kind, {cancelable: true,
        touches: [at(200, 0), at(200 + far, 1)]}));
      send('touchstart', 100);
      send('touchmove', apart);
    }"""
    with shown(tmp_path, has_touch=True) as page:
        fitted = scale(page)
        page.evaluate(pinch, 200)
        assert scale(page) == pytest.approx(2 * fitted, abs=0.002)


def test_pointing_tells_and_a_click_keeps(tmp_path: Path) -> None:
    with shown(tmp_path) as page:
        assert detail(page).startswith("Point at a step")
        steps, frames = page.locator("#view g.step"), page.locator("#view [role=button]")
        assert steps.count() == frames.count() == 4
        steps.nth(1).hover()
        assert detail(page) == (
            "2. Mend Activity Obtain/build Wait time 2h Leads to It works (95%) 1. Look (not mended, rework)"
        )
        steps.nth(0).click()
        assert page.url.endswith("page.html")
        steps.nth(1).hover()
        assert detail(page).startswith("Let go 1. Look Activity Engage Wait time 1h Description Find out")
        assert [frame.get_attribute("aria-pressed") for frame in frames.all()] == ["true", "false", "false", "false"]
        links = page.locator("#details a")
        assert [link.get_attribute("href") for link in links.all()] == [
            "teams/look.flow.html",
            "https://example.org/?a&b",
        ]
        page.click("#let-go")
        steps.nth(2).hover()
        assert detail(page) == "3. Ask Activity Improve Leads to end"
        frames.nth(1).dispatch_event("click")  # as a screen reader does
        assert detail(page).startswith("Let go 2. Mend")


def test_all_of_it_by_keyboard(tmp_path: Path) -> None:
    def focused(page: Any) -> str:
        name: str = page.evaluate(
            "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"
        )
        return name

    with shown(tmp_path) as page:
        seen = []
        for _ in range(9):
            page.keyboard.press("Tab")
            seen.append(focused(page))
        assert seen[:5] == ["Skip to the table of steps", "Zoom out", "Fit", "Zoom in", "Dark"]
        assert seen[5].startswith("Picture.")
        assert seen[6:] == ["1. Look", "2. Mend", "3. Ask"]
        assert detail(page).startswith("3. Ask")
        page.keyboard.press("Enter")
        assert page.is_visible("#let-go")
        page.keyboard.press("Shift+Tab")
        assert detail(page).startswith("Let go 3. Ask")
        page.keyboard.press("Escape")
        page.keyboard.press(" ")
        assert detail(page).startswith("Let go 2. Mend")
        for _ in range(9):
            page.keyboard.press("+")
        page.keyboard.press("Tab")
        frame, window = (page.locator(each).bounding_box() for each in ("#view [role=button]:focus", "#view"))
        assert window["y"] - 5 <= frame["y"] < window["y"] + window["height"], "what has the focus is in sight"
        page.focus("a.skip")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "steps"


def colour(page: Any, selector: str, name: str) -> str:
    told: str = page.evaluate(f"getComputedStyle(document.querySelector('{selector}')).{name}")
    return told


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_as_the_reader_has_it_until_they_switch(tmp_path: Path, scheme: str) -> None:
    pages = {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 24, 28)"}
    other = "dark" if scheme == "light" else "light"
    with shown(tmp_path, color_scheme=scheme) as page:
        for wanted in (scheme, other, scheme):
            assert colour(page, "body", "backgroundColor") == pages[wanted]
            assert colour(page, "#view svg rect", "fill") == pages[wanted]
            assert page.get_attribute("#dark", "aria-pressed") == str(wanted == "dark").lower()
            page.click("#dark")
        page.emulate_media(media="print")
        assert colour(page, "#view svg rect", "fill") == pages["light"]
        assert page.is_hidden("#details")


@pytest.mark.parametrize("high", [200, 3000])
def test_on_paper_the_picture_is_whole_on_the_first_page(tmp_path: Path, high: int) -> None:
    with shown(tmp_path) as page:
        page.evaluate(f"document.querySelector('#view > svg').setAttribute('viewBox', '0 0 900 {high}')")
        page.emulate_media(media="print")
        frame = page.locator("#view > svg").bounding_box()
        assert frame["y"] + frame["height"] <= 700
        assert frame["width"] <= 1000
        assert page.evaluate("getComputedStyle(document.querySelector('.stage')).breakInside") == "avoid"


def test_without_script_there_is_the_picture_and_the_table(tmp_path: Path) -> None:
    with shown(tmp_path, java_script_enabled=False) as page:
        assert page.is_hidden(".tools")
        assert page.is_hidden("#details")
        assert page.locator("#view a").count() == 2
        assert page.locator("tbody tr").count() == 5


@pytest.mark.parametrize("width", [320, 390, 800])
def test_a_small_screen_is_never_wider_than_itself(tmp_path: Path, width: int) -> None:
    with shown(tmp_path) as page:
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.locator("#view [role=button]").nth(1).focus()
        assert detail(page).startswith("2. Mend")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1300), ("dark", 390)])
def test_axe_finds_nothing(tmp_path: Path, scheme: str, width: int) -> None:
    script = Path(AXE, "axe-core", "axe.min.js")
    if not AXE or not script.is_file():
        pytest.skip("VS_AXE does not name a node_modules with axe-core")
    sample = examine(load(str(ROOT / "samples" / "onboarding-parallel.vs.yaml"))).stream
    assert sample is not None
    for text in (written(), html.write(matrix.draw(Brief(stream=sample))).decode()):
        with shown(tmp_path, text, color_scheme=scheme) as page:
            page.set_viewport_size({"width": width, "height": 800})
            page.locator("#view [role=button]").first.focus()
            page.keyboard.press("Enter")
            page.evaluate(script.read_text(encoding="utf-8"))
            found = page.evaluate("axe.run()")
            assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found["violations"]] == []
            assert len(found["passes"]) > 15
