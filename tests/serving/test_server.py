"""`vs serve` as it is used: started, looked at in a real browser, followed on save, ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import opened
from tests.cli.test_validate import ERROR, GOOD, write
from valuestream_cli.rendering.registry import VIEWS

pytest.importorskip("uvicorn", reason="uvicorn is not installed")
COMMAND = [sys.executable, "-m", "valuestream_cli", "serve", "--port"]


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a preview of two streams."""
    monkeypatch.chdir(tmp_path)
    write("reset.vs.yaml", GOOD)
    write("deep/part.vs.yaml", GOOD.replace("Reset it", "Part <b>of</b> it"))
    with subprocess.Popen([*COMMAND, "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout and run.stderr
        yield run.stdout.readline().strip()
        run.send_signal(signal.SIGINT)
        assert run.wait(20) == 130
        assert run.stderr.read() == "serving 2 streams, to you alone: Ctrl-C ends it\nerror: interrupted\n"


def test_the_page_follows_the_file(served: str) -> None:
    with opened(viewport={"width": 1300, "height": 900}) as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(served)
        page.select_option("#stream", "reset.vs.yaml")
        page.wait_for_selector("#paper text:text('Reset it')")
        assert "token" not in page.url
        write("reset.vs.yaml", GOOD.replace("Reset it", "Reset it now"))
        page.wait_for_selector("#paper text:text('Reset it now')")
        write("reset.vs.yaml", ERROR)
        page.wait_for_selector("#findings li")
        assert page.inner_text("#notice") == "The file has errors. The picture shows how it was before them."
        assert page.inner_text("#found") == "Findings: 1"
        assert "Reset it now" in page.inner_text("#paper")
        write("reset.vs.yaml", GOOD)
        page.wait_for_selector("#notice", state="hidden")
        assert page.inner_text("#found") == "No findings"
        assert page.inner_text("#state") == "live"
        Path("reset.vs.yaml").unlink()
        page.wait_for_selector("#stream:not(:has(option:nth-child(2)))")
        assert said == []


def test_every_view_by_keyboard_and_zoom(served: str) -> None:
    with opened(color_scheme="dark") as page:
        page.goto(served)
        page.wait_for_selector("#paper svg")
        page.focus("[aria-selected=true]")
        for view in [*list(VIEWS)[1:], next(iter(VIEWS))]:
            page.keyboard.press("ArrowRight")
            page.wait_for_selector(f"[aria-selected=true]:focus:text-is('{view}')")
            page.wait_for_selector(f"#paper svg[id$='-{view}']")
        assert page.eval_on_selector_all("#paper b", "found => found.length") == 0
        wide = "document.querySelector('#paper svg').getBoundingClientRect().width"
        before = page.evaluate(wide)
        page.keyboard.press("+")
        assert page.evaluate(wide) == pytest.approx(1.25 * before)
        page.keyboard.press("0")
        assert page.evaluate(wide) == pytest.approx(before)


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    write(str(tmp_path / "reset.vs.yaml"), GOOD)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = subprocess.run([*COMMAND, port], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 2
    assert run.stderr == (
        f"error: cannot listen on port {port}: Address already in use\n"
        "  help: choose another one with --port; 0 takes any free one\n"
    )


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    write(str(tmp_path / "reset.vs.yaml"), GOOD)
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "uvicorn.py").write_text("raise ImportError(name='uvicorn')", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(hidden)}
    run = subprocess.run(COMMAND[:-1], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (
        2,
        "error: `vs serve` needs 'uvicorn', which is not installed\n  help: pip install 'valuestream-cli[serve]'\n",
    )
