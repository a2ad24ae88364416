"""A site in a real browser, opened from a disk: what a reader does by mouse and keys, and what axe-core finds.

Needs a browser (`tests.browser`); what axe-core finds needs `VS_AXE`, a `node_modules` with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import opened
from tests.site.conftest import write
from valuestream_cli.rendering.registry import VIEWS
from valuestream_cli.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

STREAMS = 19
ALL = ("index.html", "streams/full.html", "streams/international.onboarding-ar.html", "practices.html", "services.html",
       "streams/bad-ids.html")  # fmt: skip
AXE = Path(os.environ.get("VS_AXE", "")) / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory, folder: Site, single: bytes) -> Path:
    """The site on a disk, and beside it the one in a single file."""
    root = tmp_path_factory.mktemp("site")
    return write(root, {**folder.files, "single.html": single}).parent


@contextmanager
def shown(file: Path, **options: Any) -> Iterator[Page]:
    """A page of the site; nothing may go wrong in it, and nothing be refused by its own policy."""
    faults: list[str] = []
    with opened(**options) as page:
        page.on(
            "console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(file.as_uri())
        yield page
        assert faults == []


def rows(page: Page) -> list[str]:
    """The names of the streams that the register shows."""
    return [each.inner_text() for each in page.locator("table.register tbody tr:visible th a").all()]


def test_the_register_is_sorted_by_its_headings(place: Path) -> None:
    with shown(place / "index.html") as page:
        names = rows(page)
        assert names == sorted(names, key=str.casefold) and len(names) == STREAMS
        steps = page.get_by_role("columnheader", name="Steps")
        steps.locator("button").click()
        assert steps.get_attribute("aria-sort") == "ascending"
        page.keyboard.press("Enter")
        assert steps.get_attribute("aria-sort") == "descending"
        assert rows(page)[0] == "Deliver a capability of the developer platform"
        assert rows(page)[-1] == "Get a new laptop"  # it has errors, so that nobody knows


def test_the_register_is_filtered(place: Path) -> None:
    with shown(place / "index.html") as page:
        page.get_by_label("Filter").fill("SERVICE desk restore")
        assert rows(page) == [
            "Restore a business application",
            "Restore a business application",
            "Restore a live service",
        ]
        assert page.get_by_text(f"3 of {STREAMS} streams").is_visible()
        page.get_by_label("State").select_option("to-be")
        assert len(rows(page)) == 1
        page.get_by_label("Filter").fill("")
        page.get_by_label("State").select_option("")
        page.get_by_label("Findings").select_option("error")
        assert rows(page) == ["Get a new laptop"]


@pytest.mark.parametrize(("now", "overdue"), [("2028-01-01", 0), ("2040-01-01", 4)])
def test_a_review_is_overdue_on_the_day_of_reading(place: Path, now: str, overdue: int) -> None:
    with opened() as page:
        page.clock.set_fixed_time(now)
        page.goto((place / "index.html").as_uri())
        assert page.get_by_text("overdue", exact=True).locator("visible=true").count() == overdue
        page.get_by_label("Review by").select_option("overdue")
        assert len(rows(page)) == overdue


def test_streams_and_steps_are_found_from_every_page(place: Path) -> None:
    with shown(place / "index.html") as page:
        for name in ("index.html", "streams/full.html", "single.html"):
            page.goto((place / name).as_uri())
            page.get_by_label("Search all streams").fill("HOSTING deploy")
            page.locator(".results li").first.wait_for()
            assert page.locator(".results li").first.inner_text() == "4 Deploy the fix Restore a live service"
            page.locator(".results a").first.click()
            assert page.locator("tr:target").inner_text().startswith("4")
            page.get_by_label("Search all streams").fill("no such thing")
            page.get_by_text("Nothing found").wait_for()
            page.keyboard.press("Escape")
            assert page.locator(".results").is_hidden()


def test_views_are_tabs_that_arrow_keys_choose(place: Path) -> None:
    with shown(place / "streams" / "full.html") as page:
        tabs, panels = page.get_by_role("tab"), page.get_by_role("tabpanel")
        assert tabs.count() == len(VIEWS)
        assert panels.count() == 1
        tabs.first.focus()
        page.keyboard.press("ArrowRight")
        assert tabs.nth(1).get_attribute("aria-selected") == "true"
        assert panels.first.get_attribute("id") == f"full--view-{list(VIEWS)[1]}"
        page.keyboard.press("End")
        assert panels.first.get_attribute("id") == f"full--view-{list(VIEWS)[-1]}"
        page.keyboard.press("ArrowRight")
        assert panels.first.get_attribute("id") == "full--view-swimlane"


def test_on_paper_there_are_all_views_and_no_controls(place: Path) -> None:
    with shown(place / "streams" / "full.html") as page:
        page.emulate_media(media="print")
        assert page.locator(".picture svg:visible").count() == len(VIEWS)
        assert page.locator("nav:visible, [role=tab]:visible, .search:visible").count() == 0


def test_a_line_of_the_source_opens_it(place: Path) -> None:
    with shown(place / "streams" / "full.html") as page:
        assert page.locator("ol.source").is_hidden()
        page.goto(page.url + "#full--line-3")
        assert page.locator("li:target").inner_text() == "framework: itil4"


def head(page: Page, name: str) -> None:
    """Wait for the one heading of a page."""
    page.get_by_role("heading", level=1, name=name, exact=True).wait_for()
    assert page.locator("h1:visible").count() == 1


def test_the_single_file_shows_one_page_at_a_time(place: Path) -> None:
    with shown(place / "single.html") as page:
        assert page.locator(".page:visible").count() == 1
        page.locator("table.register a", has_text="Ask for feedback").click()
        head(page, "Ask for feedback as-is")
        assert page.title() == "Ask for feedback · Value streams"
        page.get_by_role("link", name="Restore a live service").click()
        head(page, "Restore a live service as-is")
        page.get_by_role("link", name="Practices", exact=True).first.click()
        head(page, "Practices")
        assert page.locator("[aria-current=page]").inner_text() == "Practices"
        page.go_back()
        head(page, "Restore a live service as-is")
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        head(page, "Restore a live service as-is")


def test_without_script_everything_is_there(place: Path) -> None:
    with shown(place / "index.html", java_script_enabled=False) as page:
        for name, pages in (
            ("index.html", 1),
            ("streams/full.html", 1),
            ("roles.html", 1),
            ("single.html", STREAMS + 6),
        ):
            page.goto((place / name).as_uri())
            assert page.locator("h1:visible").count() == pages
            assert page.locator(".search:visible, .filters:visible").count() == 0
        page.goto((place / "streams" / "full.html").as_uri())
        assert page.locator(".picture svg:visible").count() == len(VIEWS)


def test_a_small_screen_is_never_wider_than_itself(place: Path) -> None:
    with shown(place / "index.html") as page:
        for name in ALL:
            page.goto((place / name).as_uri())
            for width in (320, 390, 800):
                page.set_viewport_size({"width": width, "height": 700})
                assert page.evaluate("document.documentElement.scrollWidth") == width, (name, width)


def test_what_can_be_scrolled_can_be_reached_by_keys(place: Path) -> None:
    with shown(place / "streams" / "full.html", viewport={"width": 390, "height": 700}) as page:
        assert page.locator("table.steps").locator("..").get_attribute("tabindex") == "0"
        page.set_viewport_size({"width": 2400, "height": 700})
        page.locator(".scroll[tabindex='-1'] > table.steps").wait_for()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing(place: Path, scheme: str, width: int) -> None:
    if not AXE.is_file():
        pytest.skip("VS_AXE does not name a node_modules with axe-core")
    with shown(place / "index.html", color_scheme=scheme, viewport={"width": width, "height": 800}) as page:
        for name in ALL:
            page.goto((place / name).as_uri())
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate("axe.run({preload: false})")
            assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found["violations"]] == [], name
            assert len(found["passes"]) > 15
