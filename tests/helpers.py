"""Files and small tools that several tests use."""

from __future__ import annotations

from pathlib import Path

from valuestream_cli import source
from valuestream_cli.config import DEFAULTS
from valuestream_cli.findings import Finding
from valuestream_cli.source import Document
from valuestream_cli.validation.engine import examine
from valuestream_cli.validation.selection import choice

TESTS = Path(__file__).parent
ROOT = TESTS.parent
OK_CASES = sorted((TESTS / "cases" / "ok").glob("*.vs.yaml"))
ERR_CASES = sorted((TESTS / "cases" / "err").glob("*.vs.yaml"))
SAMPLES = sorted((ROOT / "samples").rglob("*.vs.yaml"))
TEMPLATES = sorted((ROOT / "templates").rglob("stream.vs.yaml"))
FULL = TESTS / "cases" / "ok" / "full.vs.yaml"


def name(path: Path) -> str:
    """A short name of a file, for the ids of parametrised tests."""
    return path.name.partition(".")[0] if path.name != "stream.vs.yaml" else path.parent.name


def read(text: str | bytes, path: str = "a.vs.yaml") -> Document:
    """A document from text or bytes."""
    return source.read(path, text.encode() if isinstance(text, str) else text)


EVERYDAY = choice(DEFAULTS, "-").chosen


def findings(text: str | bytes, path: str = "a.vs.yaml") -> list[Finding]:
    """All findings of a text under the usual profile, in report order."""
    return sorted(examine(read(text, path), EVERYDAY).findings, key=lambda finding: finding.sort_key)


def place(finding: Finding) -> tuple[int, int]:
    """Line and column of a finding."""
    return finding.span.line, finding.span.column
