"""The pages of a site as files: whole, linked without gaps, silent towards the network, and never obeying a stream."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.helpers import ROOT
from tests.site.conftest import build
from tests.site.markup import Page
from valuestream_cli import site
from valuestream_cli.rendering.registry import VIEWS
from valuestream_cli.site.matrices import KINDS

FULL = "streams/full.html"
HOSTILE = """\
valuestream: 1
id: hostile
name: </title></script><script>alert(1)</script>
description: "<img src=x onerror=alert(1)> {{ 7 * 7 }} {% raw %} \\u202Ereversed"
owner: '"><svg onload=alert(1)>'
services: ["</style><style>*{display:none}"]
x-own: {"<b>key</b>": ["<i>value</i>", true, null, 3]}
demand: {trigger: "&lt;b&gt; <b>", from: ["' onmouseover='alert(1)"]}
value: {outcome: "]]> --> <!--", for: ["`"]}
governance: {approver: <script>x</script>, policies: ["</dl>"]}
improvements: [{id: a, title: "<script>y</script>", step: one}]
steps:
  - id: one
    name: "</a><a href=javascript:alert(1)>"
    activity: engage
    practices: [x-<script>]
    roles: {responsible: ["<role>"]}
    supplier: "</td>"
    inputs: ["<in>"]
    tools: ["</script>"]
    links:
      - {name: good, url: "https://example.org/?a&b"}
      - {name: here, url: "//example.org"}
      - {name: odd, url: "java\\u200Bscript:alert(1)"}
# vs: ignore-file[VS301] "</code><script>z</script>"
"""


def test_every_file_has_its_place(folder: site.Site) -> None:
    paths = set(folder.files)
    assert {"index.html", "assets/site.css", "assets/site.js", "assets/index.js"} <= paths
    assert {f"{kind}.html" for kind in KINDS} <= paths
    streams = {path for path in paths if path.startswith("streams/")}
    assert len(streams) == len(folder.report.paths)
    assert {FULL, "streams/large.platform-delivery.html", "streams/international.onboarding-ar.html"} <= streams


def test_every_link_leads_somewhere(folder: site.Site, pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("http", "https", "mailto")
                continue
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
            )
            if target in ("streams/questions.md",):  # a link of the stream itself
                continue
            assert target in folder.files, (path, link)
            assert not parts.fragment or unquote(parts.fragment) in pages[target].ids, (path, link)


def test_every_id_is_there_once(pages: dict[str, Page], single: bytes) -> None:
    for page in (*pages.values(), Page(single.decode())):
        assert len(page.ids) == len(set(page.ids))


def test_the_single_file_is_whole_and_its_links_lead_somewhere(single: bytes, pages: dict[str, Page]) -> None:
    page = Page(single.decode())
    inside = [unquote(link[1:]) for link in page.links if link.startswith("#")]
    assert set(inside) <= set(page.ids)
    assert {link for link in page.links if not link.startswith("#")} == {
        "https://wiki.example.org/register",
        "questions.md",
    }
    assert not page.named("link")[1:]
    assert len([each for each in page.elements if each.attributes.get("class") == "page"]) == len(pages)
    assert [each.attributes.get("src") for each in page.elements if each.tag == "script"] == [None]


def policy(page: Page) -> str:
    (found,) = (each["content"] for each in page.named("meta") if each.get("http-equiv") == "Content-Security-Policy")
    return found


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_no_page_may_load_or_run_what_is_not_ours(pages: dict[str, Page], single: bytes) -> None:
    for page in pages.values():
        (style,) = page.styles or [""]
        assert policy(page) == (
            "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; script-src 'self' file:; "
            f"style-src 'self' file: {digest(style)}"
        )
        assert page.scripts == []
    page = Page(single.decode())
    (style,), (script,) = page.styles, page.scripts
    assert f"script-src {digest(script)}; style-src {digest(style)}" in policy(page)
    for each in (*pages.values(), page):
        for element in each.elements:
            assert not any(name.startswith("on") or name == "style" for name in element.attributes), element
            assert urlsplit(element.attributes.get("src", "")).netloc == ""


def test_a_stream_has_all_its_sections(pages: dict[str, Page]) -> None:
    page = pages[FULL]
    sections = ["pictures", "demand_and_value", "numbers", "steps", "raci", "passed", "governance", "improvements",
                "principles", "own_data", "findings", "source"]  # fmt: skip
    assert [id for id in page.ids if id in {f"full--{name}" for name in sections}] == [
        f"full--{name}" for name in sections
    ]
    assert [id for id in page.ids if id.startswith("full--view-")] == [f"full--view-{view}" for view in VIEWS]
    assert len(page.named("svg")) == len(VIEWS)
    for told in ("Restore a live service", "as-is", "120/d", "mon-fri · 08:00-18:00 · Europe/Berlin", "incident@1",
                 "The agent takes the call", "Greet the user, Write the record", "Acme Hosting",
                 "70%: fixed at first contact",
                 "(rework) 5%: not fixed", "measured", "at most 3d", "x-cost-centre", "4711", "Focus on value",
                 "Offer password reset as self-service", "R responsible"):  # fmt: skip
        assert told in page.text, told


def test_nested_streams_are_linked_both_ways(pages: dict[str, Page]) -> None:
    assert pages[FULL].links.count("nested.html") >= 2  # in the table of steps, and in pictures
    assert "Part of Restore a live service" in pages["streams/nested.html"].text
    assert "full.html" in pages["streams/nested.html"].links


def test_a_stream_with_errors_has_them_in_the_place_of_pictures(folder: site.Site, pages: dict[str, Page]) -> None:
    page = pages["streams/bad-ids.html"]
    assert not page.named("svg")
    assert "'New Laptop' is no kebab-case id write `new-laptop` VS105 malformed-text" in page.text
    assert "#bad-ids--line-2" in page.links
    assert folder.warnings == ("tests/cases/err/bad-ids.vs.yaml has errors: its page shows them instead of pictures",)


@pytest.mark.parametrize("single_file", [False, True])
def test_nothing_in_a_stream_is_obeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, single_file: bool) -> None:
    (tmp_path / "a<b>&'.vs.yaml").write_text(HOSTILE, encoding="utf-8")
    built = build(monkeypatch, str(tmp_path), is_single=single_file, title="<script>title</script>")
    for path, content in built.files.items():
        if path.endswith(".html"):
            page = Page(content.decode())
            assert len(page.named("script")) == 1, path
            assert not {"img", "b-key", "role", "in", "i"} & {each.tag for each in page.elements}
            assert all(re.match(r"(https:|[\w./%-]*#|[\w./%-]+\.html)", link) for link in page.links), page.links
            assert not any(name.startswith("on") for each in page.elements for name in each.attributes)
            assert "\u202e" not in content.decode()
    script = built.files["index.html" if single_file else "assets/index.js"].decode()
    index = script[script.index("window.vsIndex=") :].partition("\n")[0]
    assert "<" not in index


def test_what_a_stream_says_is_told_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.vs.yaml").write_text(HOSTILE, encoding="utf-8")
    text = Page(build(monkeypatch, str(tmp_path)).files["streams/a.html"].decode()).text
    for told in ("</title></script><script>alert(1)</script>", "{{ 7 * 7 }} {% raw %}", "<b>key</b>", "]]> --> <!--"):
        assert told in text, told


def test_the_same_bytes_for_any_number_of_processes_and_from_any_place(
    folder: site.Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(monkeypatch, jobs=2).files == folder.files
    inside = build(monkeypatch, "samples/large")
    monkeypatch.chdir(tmp_path)
    again = site.build([str(ROOT / "samples" / "large")], site.Options(with_history=False, jobs=1))
    assert again.files == inside.files


def test_no_page_knows_where_it_was_made(folder: site.Site, single: bytes) -> None:
    for content in (*folder.files.values(), single):
        assert str(ROOT).encode() not in content


def test_every_file_that_can_be_wrong_has_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    built = build(monkeypatch, "tests/cases/err", "tests/cases/ok", "tests/cases/analysis")
    for path, content in built.files.items():
        if path.endswith(".html"):
            Page(content.decode())
    assert len([path for path in built.files if path.startswith("streams/")]) == len(built.report.paths)


def test_a_language_and_a_theme_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    built = build(monkeypatch, "samples/large", theme="dark", title="Ours")
    style = built.files["assets/site.css"].decode()
    assert style.startswith(":root{--page:#") and "prefers-color-scheme" not in style
    assert "<title>Register · Ours</title>" in built.files["index.html"].decode()
    assert "prefers-color-scheme" not in built.files["streams/platform-delivery.html"].decode()


@pytest.mark.parametrize(("epoch", "told"), [("1767225600", "As of 2026-01-01."), ("", "Made by vs")])
def test_the_day_of_a_build_is_told_where_builders_agree_on_it(
    monkeypatch: pytest.MonkeyPatch, epoch: str, told: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    text = Page(build(monkeypatch, "samples/large").files["index.html"].decode()).text
    assert told in text
    assert ("As of" in text) == bool(epoch)
