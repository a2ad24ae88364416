"""A real browser for tests of pages: Chromium, driven by Playwright.

`VS_CHROMIUM` names it, else it is looked for on the PATH; without it, or without Playwright, such tests are skipped.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("VS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
NO_CHROMIUM = f"no Chromium: VS_CHROMIUM is not set and none of {', '.join(NAMES)} is on the PATH"


@contextmanager
def opened(**options: Any) -> Iterator[Page]:
    """An empty page in a new window; `options` are those of a context, such as `viewport` or `color_scheme`."""
    if not CHROMIUM:
        pytest.skip(NO_CHROMIUM)
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser.new_context(**options).new_page()
        finally:
            browser.close()
