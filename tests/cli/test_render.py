"""`vs render` as it is called: where pictures go, what is replaced, what is refused."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import REFUSED, SAMPLES, Run
from tests.cli.test_validate import ERROR, GOOD, write
from valuestream_cli.itil.words import languages
from valuestream_cli.rendering.registry import VIEWS


def test_pictures_stand_beside_their_source(vs: Run) -> None:
    write("a/reset.vs.yaml", GOOD)
    assert vs("render") == (0, "", "wrote a/reset.swimlane.svg\n")
    assert vs("render") == (0, "", "unchanged a/reset.swimlane.svg\n")
    assert vs("render", "a", "-v", "flow", "-f", "png") == (0, "", "wrote a/reset.flow.png\n")
    assert Path("a/reset.flow.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("view", ["swimlane", "flow"])
@pytest.mark.parametrize(("format", "suffix"), [("svg", "svg"), ("png", "png"), ("dot", "dot"), ("mermaid", "mmd")])
def test_every_view_in_every_format(vs: Run, view: str, format: str, suffix: str) -> None:
    write("reset.vs.yaml", GOOD)
    assert vs("render", "--view", view, "--format", format) == (0, "", f"wrote reset.{view}.{suffix}\n")
    assert vs("render", "--view", view, "--format", format, "--check")[0] == 0


def test_only_pictures_of_ours_are_replaced(vs: Run) -> None:
    write("reset.vs.yaml", GOOD)
    write("reset.swimlane.svg", "<svg>drawn by hand</svg>")
    status, _, err = vs("render")
    assert status == 2
    assert err.startswith("error: 'reset.swimlane.svg' was not made by vs and is left alone\n")
    assert Path("reset.swimlane.svg").read_text(encoding="utf-8") == "<svg>drawn by hand</svg>"


def test_check_tells_stale_and_missing_pictures(vs: Run) -> None:
    write("reset.vs.yaml", GOOD)
    help = "  help: draw it again with `vs render` and the same options\n"
    assert vs("render", "--check") == (1, "", f"error: reset.swimlane.svg is missing\n{help}")
    vs("render")
    write("reset.vs.yaml", GOOD.replace("Reset it", "Reset it now"))
    assert vs("render", "--check") == (1, "", f"error: reset.swimlane.svg is stale\n{help}")
    vs("render")
    assert vs("render", "--check") == (0, "", "")


def test_a_folder_of_pictures_mirrors_the_streams(vs: Run) -> None:
    write("in/one.vs.yaml", GOOD)
    write("in/deep/two.vs.yaml", GOOD)
    assert vs("render", "in", "--out", "out/") == (
        0,
        "",
        "wrote out/one.swimlane.svg\nwrote out/deep/two.swimlane.svg\n",
    )


def test_several_pictures_do_not_fit_into_one_file(vs: Run) -> None:
    write("one.vs.yaml", GOOD)
    write("two.vs.yaml", GOOD)
    help = "  help: name a folder with --out, or a single stream\n"
    assert vs("render", "--out", "x.svg") == (2, "", f"error: 2 pictures do not fit into 'x.svg'\n{help}")
    assert vs("render", "--out", "-") == (2, "", f"error: 2 pictures do not fit into stdout\n{help}")


def test_stdin_to_stdout() -> None:
    command = [sys.executable, "-m", "valuestream_cli", "render", "-"]
    run = subprocess.run(command, input=GOOD.encode(), capture_output=True, check=True)
    assert run.stdout.startswith(b"<svg ")
    assert run.stderr == b""


def test_structural_errors_are_refused_other_findings_are_not(vs: Run) -> None:
    write("bad.vs.yaml", ERROR)
    write("good.vs.yaml", GOOD.replace("id: register,", "id: register, next: nowhere,"))
    status, out, err = vs("render")
    assert status == 1
    assert out.startswith("error[VS101] unknown-key")
    assert err == REFUSED.format("bad.vs.yaml") + "wrote good.swimlane.svg\n"
    assert not Path("bad.swimlane.svg").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--view", "swimlan"], "error: there is no view 'swimlan'\n  help: did you mean 'swimlane'?\n"),
        (["--format", "pngg"], "error: there is no format 'pngg'\n  help: did you mean 'png'?\n"),
        (
            ["--format", "bmp2000"],
            "error: there is no format 'bmp2000'\n  help: there are: svg, png, pdf, html, dot, mermaid\n",
        ),
    ],
)
def test_unknown_views_and_formats_get_a_suggestion(vs: Run, arguments: list[str], said: str) -> None:
    write("reset.vs.yaml", GOOD)
    assert vs("render", *arguments) == (2, "", said)


@pytest.mark.parametrize("view", ["swimlane", "flow"])
def test_the_same_bytes_whatever_the_hash_seed(view: str) -> None:
    """Fresh processes, different hash seeds: one picture."""
    sample = str(SAMPLES / "onboarding-parallel.vs.yaml")
    command = [sys.executable, "-m", "valuestream_cli", "render", sample, "--view", view, "--out", "-"]
    pictures = {
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(pictures) == 1


def test_the_name_of_a_picture_says_its_format(vs: Run) -> None:
    write("reset.vs.yaml", GOOD)
    assert vs("render", "--out", "x.png") == (0, "", "wrote x.png\n")
    assert Path("x.png").read_bytes().startswith(b"\x89PNG")
    assert vs("render", "--out", "x.mmd")[0] == 0
    assert vs("render", "--out", "x.png", "--format", "svg") == (
        2,
        "",
        "error: 'x.png' is not the name of a svg picture\n  help: say --format png, or choose another name\n",
    )
    assert vs("render", "--out", "x.gif") == (
        2,
        "",
        "error: no format has the suffix '.gif'\n  help: there are: svg, png, pdf, html, dot, mermaid\n",
    )


def test_all_views_and_several_formats_in_one_call(vs: Run) -> None:
    write("reset.vs.yaml", GOOD)
    status, _, err = vs("render", "--view", "all", "-f", "svg,dot", "-f", "mermaid")
    assert status == 0
    made = [f"reset.{view}.{suffix}" for view in VIEWS for suffix in ("svg", "dot", "mmd")]
    assert err == "".join(f"wrote {name}\n" for name in made)
    assert {path.name for path in Path().glob("reset.*.*")} == {*made, "reset.vs.yaml"}


def test_a_library_that_is_missing_costs_only_its_own_pictures(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    monkeypatch.setenv("PATH", "")
    write("one.vs.yaml", GOOD)
    write("two.vs.yaml", GOOD)
    status, _, err = vs("render", "-v", "flow", "-v", "swimlane")
    assert status == 2
    assert err.startswith("wrote one.swimlane.svg\nwrote two.swimlane.svg\nerror: ")
    assert err.count("error: ") == 1


def test_many_unchanged_pictures_are_counted(vs: Run) -> None:
    for number in range(21):
        write(f"{number}.vs.yaml", GOOD)
    vs("render")
    assert vs("render") == (0, "", "unchanged: 21 pictures\n")
    assert vs("render", "--check") == (0, "", "")


def test_a_link_that_leads_nowhere_is_not_written_through(vs: Run) -> None:
    write("reset.vs.yaml", GOOD)
    Path("reset.swimlane.svg").symlink_to("elsewhere.svg")
    said = "error: 'reset.swimlane.svg' is a link that leads nowhere\n"
    assert vs("render") == (2, "", f"{said}  help: remove it, or choose another place with --out\n")
    assert not Path("elsewhere.svg").exists()


def test_two_files_beside_each_other_never_share_a_picture(vs: Run) -> None:
    write("one.vs.yaml", GOOD)
    write("one.vs.yml", GOOD)
    said = "error: the pictures of 'one.vs.yaml' and 'one.vs.yml' would have one name in './'\n"
    assert vs("render", "one.vs.yaml", "one.vs.yml") == (2, "", f"{said}  help: rename one\n")


def test_a_foreign_picture_is_told_as_one(vs: Run) -> None:
    write("reset.vs.yaml", GOOD)
    write("reset.swimlane.svg", "<svg>drawn by hand</svg>")
    said = "error: reset.swimlane.svg is not made by vs\n"
    assert vs("render", "--check") == (1, "", f"{said}  help: remove it, or choose another place with --out\n")


def test_two_streams_never_share_a_picture(vs: Run) -> None:
    write("a/one.vs.yaml", GOOD)
    write("b/one.vs.yaml", GOOD)
    said = "error: the pictures of 'a/one.vs.yaml' and 'b/one.vs.yaml' would have one name in 'out/'\n"
    assert vs("render", "a", "b", "--out", "out/") == (2, "", f"{said}  help: rename one\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--check", "--watch"], "error: --check and --watch exclude each other\n  help: leave one of them out\n"),
        (["--check", "--open"], "error: --check and --open exclude each other\n  help: leave one of them out\n"),
        (
            ["--open", "--out", "-"],
            "error: --open needs a file to stand by\n  help: name a file, and a place with --out\n",
        ),
        (
            ["--check", "--out", "-"],
            "error: --check needs a file to stand by\n  help: name a file, and a place with --out\n",
        ),
        (["--theme", "drak"], "error: there is no theme 'drak'\n  help: did you mean 'dark'?\n"),
        (["--lang", "xx"], f"error: there is no language 'xx'\n  help: there are: {', '.join(languages())}\n"),
    ],
)
def test_what_makes_no_sense_is_refused(vs: Run, arguments: list[str], said: str) -> None:
    write("reset.vs.yaml", GOOD)
    assert vs("render", *arguments) == (2, "", said)


def test_themes_languages_and_scales(vs: Run) -> None:
    write("reset.vs.yaml", GOOD)
    vs("render", "--out", "auto.svg")
    vs("render", "--theme", "dark", "--out", "dark.svg")
    assert "prefers-color-scheme" in Path("auto.svg").read_text(encoding="utf-8")
    assert "prefers-color-scheme" not in Path("dark.svg").read_text(encoding="utf-8")
    vs("render", "--scale", "1", "--out", "small.png")
    vs("render", "--out", "large.png")
    sizes = [struct.unpack(">I", Path(name).read_bytes()[16:20])[0] for name in ("small.png", "large.png")]
    assert sizes[1] == 2 * sizes[0]


def test_the_picture_is_opened_with_what_the_desktop_has(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("typer.launch", lambda path: opened.append(path) or 1)
    write("reset.vs.yaml", GOOD)
    status, _, err = vs("render", "--view", "all", "--open")
    assert status == 0
    assert opened == [str(Path("reset.swimlane.svg").resolve())]
    assert err.endswith("warning: nothing here opens reset.swimlane.svg\n")


def test_pictures_follow_the_file_on_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("reset.vs.yaml", GOOD)
    command = [sys.executable, "-m", "valuestream_cli", "render", "--watch"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        try:
            assert run.stderr.readline() == "wrote reset.swimlane.svg\n"
            assert run.stderr.readline() == "watching for changes: Ctrl-C ends it\n"
            write("reset.vs.yaml", GOOD.replace("Reset it", "Reset it now"))
            lines = iter(run.stderr.readline, "")
            assert "wrote reset.swimlane.svg\n" in (next(lines) for _ in range(3))
        finally:
            run.send_signal(signal.SIGINT)
        assert run.wait(30) == 130


def test_the_same_pictures_from_one_process_and_from_two(vs: Run) -> None:
    for number in range(6):
        write(f"in/{number}.vs.yaml", GOOD.replace("Reset it", f"Reset it {number}"))
    vs("render", "in", "--view", "all", "--out", "one/", "--jobs", "1")
    vs("render", "in", "--view", "all", "--out", "two/", "--jobs", "2")
    names = sorted(path.name for path in Path("one").iterdir())
    assert len(names) == 6 * len(VIEWS)
    assert all(Path("one", name).read_bytes() == Path("two", name).read_bytes() for name in names)
