"""What the tests of commands share."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from valuestream_cli import cli

Run = Callable[..., tuple[int, str, str]]
# What is said after the findings of a file that cannot be shown or drawn.
REFUSED = (
    "error: nothing is shown of a file with such errors: 1 file checked: 1 error; 1 fixable with --fix\n"
    "  help: mend {}, then try again\n"
)
SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def vs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `vs` in an empty folder: exit status, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["vs", *arguments])
        with pytest.raises(SystemExit) as exit:
            cli.run()
        out, err = capsys.readouterr()
        return int(exit.value.code or 0), out, err

    return run


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Give `vs` these bytes on stdin."""

    def give(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))

    return give
