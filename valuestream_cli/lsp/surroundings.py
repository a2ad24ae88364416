"""The files that findings depend on by way of the settings: which they are, and what is wrong with the settings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from lsprotocol.types import Diagnostic

from valuestream_cli.config import Settings, settings_for
from valuestream_cli.findings import Finding
from valuestream_cli.lsp.diagnostics import diagnostic
from valuestream_cli.lsp.sheets import Sheet, uri_of


class Surroundings:
    """What is known of the settings that count for the open files."""

    def __init__(self) -> None:
        self._settings: set[Settings] = set()
        self._told: set[str] = set()
        self._lock = Lock()

    def news(self, paths: Iterable[str], encoding: str) -> dict[str, list[Diagnostic]]:
        """What is to be told of configuration files, by URI; nothing where settings are those of the last time.

        paths: of the open files. Settings are other objects once their files were read anew.
        """
        with self._lock:
            settings = set(map(settings_for, paths))
            if settings == self._settings:
                return {}
            self._settings = settings
            found = _by_file(settings)
            told = {uri_of(file): _diagnostics(file, findings, encoding) for file, findings in found.items()}
            gone, self._told = self._told - set(told), set(told)
            return told | {uri: [] for uri in gone}

    def files(self) -> set[str]:
        """The names of the files beside those in TOML."""
        return {Path(file).name for each in self._settings for file in each.files if not file.endswith(".toml")}


def _by_file(settings: Iterable[Settings]) -> dict[Path, list[Finding]]:
    """The findings about the configuration files of some settings; two may extend the same one."""
    from valuestream_cli.validation.configuration import check_config

    found: dict[Path, dict[Finding, None]] = {}
    for source in sorted({each.source for each in settings if each.source}):
        for finding in check_config(source):
            found.setdefault(Path(finding.path).resolve(), {})[finding] = None
    return {file: list(findings) for file, findings in found.items()}


def _diagnostics(file: Path, findings: Iterable[Finding], encoding: str) -> list[Diagnostic]:
    """The findings about one file for its editor, at their places in the text on disk."""
    try:
        text = file.read_bytes().decode("utf-8", "replace")
    except OSError:
        text = ""
    sheet = Sheet(uri_of(file), text, None, encoding)
    return [diagnostic(sheet, finding) for finding in findings]
