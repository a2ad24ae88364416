"""A portfolio that has everything once, and its site."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import ROOT
from tests.site.markup import Page
from valuestream_cli import site

PATHS = ("samples", "tests/cases/ok/full.vs.yaml", "tests/cases/ok/nested.vs.yaml", "tests/cases/err/bad-ids.vs.yaml")


def build(monkeypatch: pytest.MonkeyPatch, *paths: str, **options: object) -> site.Site:
    """The site of some paths below the root of the repository, without its history unless that is asked for."""
    monkeypatch.chdir(ROOT)
    return site.build(paths or PATHS, site.Options(**{"with_history": False, "jobs": 1} | options))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def folder() -> site.Site:
    """The site as a folder."""
    with pytest.MonkeyPatch.context() as patch:
        return build(patch)


@pytest.fixture(scope="session")
def single() -> bytes:
    """The site as one file."""
    with pytest.MonkeyPatch.context() as patch:
        return build(patch, is_single=True).files["index.html"]


@pytest.fixture(scope="session")
def pages(folder: site.Site) -> dict[str, Page]:
    """The pages of the folder by their path."""
    return {path: Page(content.decode()) for path, content in folder.files.items() if path.endswith(".html")}


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """Put a site on disk; the result is its first page."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder / "index.html"
