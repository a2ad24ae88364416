"""What the shell offers, asked as the shell asks."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("vs val", "validate"),
        ("vs new inc", "incident"),
        ("vs render --view sw", "swimlane"),
        ("vs render --format me", "mermaid"),
        ("vs explain unreach", "unreachable-step"),
        ("vs explain change-en", "change-enablement"),
        ("vs explain basel", "baseline"),
        ("vs explain topi", "topics"),
        ("vs validate --select no-o", "no-owner"),
        ("vs validate --fail-on w", "warning"),
        ("vs validate --format sa", "sarif"),
        ("vs new incident --state to", "to-be"),
        ("vs diff --format ma", "markdown"),
    ],
)
def test_the_shell_is_offered(line: str, offered: str) -> None:
    environment = {
        **os.environ, "_VS_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)
    }  # fmt: skip
    code = "import sys; sys.argv = ['vs']; from valuestream_cli.cli import run; run()"
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert offered in run.stdout.split()
