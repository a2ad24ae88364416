"""Every console block of README and guide is run, in order, in one empty folder a document."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from valuestream_cli.scaffolding import templates
from valuestream_cli.validation.rules import ALL_RULES

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=^```$)", re.M | re.S)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_console_blocks(document: Path, tmp_path: Path, golden) -> None:
    text = document.read_text(encoding="utf-8")
    shell = Shell(tmp_path)
    golden(document, BLOCK.sub(lambda block: shell.replay(block[0]), text))


class Shell:
    """An empty folder and a PATH on which `vs` is this checkout."""

    def __init__(self, folder: Path) -> None:
        programs = folder / "bin"
        programs.mkdir()
        vs = programs / "vs"
        vs.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m valuestream_cli "$@"\n')
        vs.chmod(0o755)
        self.home = folder / "work"
        self.home.mkdir()
        clean = {name: value for name, value in os.environ.items() if name != "CI"}
        self.environment = {
            **clean, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
            "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb",
        }  # fmt: skip

    def replay(self, block: str) -> str:
        """The block as it should be: each command, then what it prints; a line `...` stands for any lines."""
        parts = re.split(r"^\$ ", block, flags=re.M)
        return parts[0] + "".join(self._command(part) for part in parts[1:])

    def _command(self, part: str) -> str:
        command, expected = _split(part)
        run = subprocess.run(
            command, shell=True, cwd=self.home, env=self.environment, text=True, encoding="utf-8",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        printed = "".join(f"{line.rstrip()}\n" for line in run.stdout.splitlines())
        shown = command.replace("\n", "\n> ")
        return f"$ {shown}\n{expected if _matches(expected, printed) else printed}"


def _split(part: str) -> tuple[str, str]:
    """A command with its continuation lines (they begin with `> `), and what it is expected to print."""
    first, *rest = part.splitlines(keepends=True)
    more = list(itertools.takewhile(lambda line: line.startswith("> "), rest))
    return first.rstrip("\n") + "".join("\n" + line[2:].rstrip("\n") for line in more), "".join(rest[len(more) :])


def _matches(expected: str, printed: str) -> bool:
    pattern = "".join(".*" if line == "...\n" else re.escape(line) for line in expected.splitlines(keepends=True))
    return re.fullmatch(pattern, printed, re.S) is not None


SILENT = {"editors.md"}  # documents that show nothing to run in a shell


def test_documents_have_blocks() -> None:
    without = {document.name for document in DOCUMENTS if not BLOCK.search(document.read_text(encoding="utf-8"))}
    assert without == SILENT
    assert shutil.which("sh")


def test_the_readme_counts_right() -> None:
    """Figures in prose are held to what they count."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{len(ALL_RULES)} rules on format, flow" in text
    assert len(templates()) == 15
    assert "fifteen templates" in text
