"""`vs docs` as it is called."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Run
from tests.helpers import ERR_CASES
from valuestream_cli.site.matrices import KINDS

PAGES = 1 + len(KINDS)  # the register, and the tables over all streams
ASSETS = 3
BAD = next(path for path in ERR_CASES if path.name == "bad-ids.vs.yaml")


@pytest.fixture(autouse=True)
def _streams(tmp_path: Path) -> None:
    """Two streams in the folder of the test."""
    for name in ("incident-as-is", "email-migration"):
        shutil.copy(SAMPLES / f"{name}.vs.yaml", tmp_path)


def said(new: int, removed: int, streams: int = 2, place: str = "site") -> str:
    files = PAGES + ASSETS + streams
    return f"wrote {place}/index.html ({files} files, {new} written, {removed} removed)\n"


def test_a_site_of_the_streams_here(vs: Run) -> None:
    assert vs("docs") == (0, "", said(new=11, removed=0))
    assert Path("site/streams/incident-as-is.html").is_file()
    assert vs("docs") == (0, "", said(new=0, removed=0))


def test_a_stream_that_is_gone_has_no_page_any_more(vs: Run) -> None:
    vs("docs", "--out", "public")
    Path("email-migration.vs.yaml").unlink()
    status, _, err = vs("docs", "--out", "public")
    assert (status, err) == (0, said(new=5, removed=1, streams=1, place="public"))
    assert sorted(path.name for path in Path("public/streams").iterdir()) == ["incident-as-is.html"]


def test_a_page_that_somebody_changed_is_not_removed(vs: Run) -> None:
    vs("docs")
    Path("email-migration.vs.yaml").unlink()
    Path("site/streams/email-migration.html").write_text("mine")
    warning = (
        "warning: site/streams/email-migration.html is old, but was changed since vs made it: it is left as it is\n"
    )
    assert vs("docs")[2] == warning + said(new=5, removed=0, streams=1)
    assert vs("docs")[2] == warning + said(new=0, removed=0, streams=1)


def test_a_folder_that_is_not_ours(vs: Run) -> None:
    Path("site").mkdir()
    Path("site/mine").touch()
    assert vs("docs") == (
        2, "",
        "error: 'site' is not empty, and was not made by `vs docs`\n"
        "  help: choose another folder with --out, or say --force\n",
    )  # fmt: skip
    assert vs("docs", "--force")[0] == 0
    assert Path("site/mine").is_file()


def test_one_file(vs: Run) -> None:
    assert vs("docs", "--single-file", "all.html") == (0, "", "wrote all.html\n")
    first = Path("all.html").read_bytes()
    assert vs("docs", "--single-file", "all.html")[0] == 0
    status, out, err = vs("docs", "--single-file", "-")
    assert (status, out.encode(), err) == (0, first, "")


def test_one_file_replaces_none_of_somebody_else(vs: Run) -> None:
    Path("mine.html").write_text("mine")
    assert vs("docs", "--single-file", "mine.html") == (
        2, "",
        "error: 'mine.html' was not made by vs and is left alone\n  help: choose another place, or say --force\n",
    )  # fmt: skip
    assert vs("docs", "--single-file", "incident-as-is.vs.yaml", "--force")[0] == 2
    assert vs("docs", "--single-file", "mine.html", "--force")[0] == 0


def test_a_stream_with_errors_does_not_keep_the_others_from_the_site(vs: Run) -> None:
    shutil.copy(BAD, ".")
    warned = "warning: bad-ids.vs.yaml has errors: its page shows them instead of pictures\n"
    counted = "4 errors in the streams"
    status, _, err = vs("docs")
    told = f"warning: {counted}: the pages tell where; see `vs validate`\n"
    assert (status, err) == (0, said(new=12, removed=0, streams=3) + warned + told)
    status, _, err = vs("docs", "--strict")
    assert (status, err) == (
        1,
        said(new=0, removed=0, streams=3)
        + warned
        + f"error: {counted}\n  help: the pages tell where; see `vs validate`\n",
    )


def test_what_a_baseline_keeps_from_the_pages_is_told(vs: Run) -> None:
    shutil.copy(BAD, ".")
    vs("validate", "--write-baseline", "known.json")
    Path("vs.toml").write_text('baseline = "known.json"\n')
    assert "warning: 4 findings are in the baseline, so that no page tells them\n" in vs("docs")[2]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["--out", "a", "--single-file", "b"], "error: --out is for a folder and --single-file for one file\n"),
        (["--theme", "drak"], "error: there is no theme 'drak'\n  help: did you mean 'dark'?"),
        (["--lang", "xx"], "error: there is no language 'xx'\n"),
        (["nowhere"], "error: there is no file or folder 'nowhere'\n"),
        (["-"], "error: a site is made of files, not of stdin\n"),
    ],
)
def test_wrong_use(vs: Run, arguments: list[str], error: str) -> None:
    status, out, err = vs("docs", *arguments)
    assert (status, out) == (2, "")
    assert err.startswith(error)
    assert not Path("site").exists()


def test_a_day_that_is_none(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert vs("docs") == (
        2, "",
        "error: SOURCE_DATE_EPOCH is 'yesterday', which is no time\n"
        "  help: write seconds since 1970-01-01: 1767225600\n",
    )  # fmt: skip
