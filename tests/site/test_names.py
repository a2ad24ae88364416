"""What pages are called: safe, unique, the same for everybody, and saying nothing of the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuestream_cli.site.matrices import KINDS
from valuestream_cli.site.names import RESERVED, names
from valuestream_cli.site.pages import REGISTER


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository to stand in."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def made(folder: Path, *paths: str) -> list[str]:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).touch()
    return list(paths)


def test_a_page_is_named_after_the_path_below_what_was_asked_for(here: Path) -> None:
    files = made(here, "streams/a.vs.yaml", "streams/deep/er/b.vs.yml", "c.vs.yaml")
    found = names(files, ["streams", "c.vs.yaml"])
    assert [name.id for name in found.values()] == ["a", "deep.er.b", "c"]
    assert [name.path for name in found.values()] == files


def test_no_two_pages_share_a_name_whatever_the_case_of_letters(here: Path) -> None:
    files = made(here, "x/a.vs.yaml", "y/A.vs.yaml", "y/a b.vs.yaml", "y/a-b.vs.yaml")
    assert [name.id for name in names(files, ["x", "y"]).values()] == ["a", "A-2", "a-b", "a-b-2"]


@pytest.mark.parametrize(
    ("path", "id"),
    [
        ("<b>&'\".vs.yaml", "b"),
        ("..vs.yaml", "stream"),
        ("#?%20.vs.yaml", "20"),
        ("申請.vs.yaml", "申請"),
        ("x" * 200 + ".vs.yaml", f"{'x' * 30}-aa20c23e3201"),
    ],
)
def test_a_name_is_safe_in_a_path_and_in_an_address(here: Path, path: str, id: str) -> None:
    (name,) = names(made(here, path), ["."]).values()
    assert name.id == id


def test_where_there_is_no_project_what_was_asked_for_is_its_root(tmp_path: Path) -> None:
    made(tmp_path, "a/b.vs.yaml")
    (name,) = names([str(tmp_path / "a/b.vs.yaml")], [str(tmp_path)]).values()
    assert name == ("a.b", "a/b.vs.yaml")


def test_no_stream_takes_the_place_of_a_page_of_the_site() -> None:
    assert {REGISTER, *KINDS} == set(RESERVED)
    found = names([f"streams/{page}.vs.yaml" for page in RESERVED], ["streams"])
    assert [name.id for name in found.values()] == [f"{page}-2" for page in RESERVED]
