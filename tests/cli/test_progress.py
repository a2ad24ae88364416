"""The bar: on a terminal, for long work, and gone in the end."""

from __future__ import annotations

import contextlib
import io

import pytest

from valuestream_cli.cli import progress


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """A terminal, to stand in the place of stderr."""
    for name in ("CI", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "_PAUSE", 0)
    return Screen()


def work(screen: io.StringIO) -> None:
    with contextlib.redirect_stderr(screen), progress.bar() as step:
        for done in range(0, 8, 3):
            if step:
                step(done, 7)


def test_long_work_shows_how_far_it_is(screen: Screen) -> None:
    work(screen)
    shown = screen.getvalue()
    assert [part in shown for part in ("checking", "0/7", "3/7", "6/7")] == [True] * 4
    assert shown.endswith("\x1b[2K")  # the line is empty again


def test_short_work_shows_nothing(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 60)
    work(screen)
    assert screen.getvalue() == ""


def test_the_bar_is_gone_after_an_error(screen: Screen) -> None:
    with contextlib.redirect_stderr(screen), pytest.raises(KeyboardInterrupt), progress.bar() as step:
        assert step
        step(1, 7)
        raise KeyboardInterrupt
    assert screen.getvalue().endswith("\x1b[2K")


def test_looks_are_not_too_many(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PAUSE", 60)
    work(screen)
    assert "0/7" in screen.getvalue()
    assert "6/7" not in screen.getvalue()


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("TERM", "dumb")])
def test_a_log_gets_no_bar(name: str, value: str, screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    work(screen)
    assert screen.getvalue() == ""


def test_a_pipe_gets_no_bar() -> None:
    with contextlib.redirect_stderr(io.StringIO()), progress.bar() as step:
        assert step is None
