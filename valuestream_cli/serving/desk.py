"""What the preview shows: which streams there are, and of one of them a picture and its findings."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from valuestream_cli import api, discovery
from valuestream_cli.config import settings_for
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Finding, Report
from valuestream_cli.rendering.options import configured
from valuestream_cli.rendering.registry import views
from valuestream_cli.validation import checking


class Desk:
    """The streams below some paths. One thing is drawn at a time: libraries that draw are not made for threads.

    asked: options of pictures, as for `configured`.
    """

    def __init__(self, paths: list[str], asked: Mapping[str, Sequence[object]]) -> None:
        self.paths, self._asked = paths, asked
        self._lock = threading.Lock()
        self._sound: dict[tuple[str, str], str] = {}

    def files(self) -> list[str]:
        """The stream files there are now, none where even the folder is gone."""
        try:
            return discovery.stream_files(self.paths, lambda path: settings_for(path).excludes(path))
        except VsError:
            return []

    def overview(self) -> dict[str, Any]:
        """All streams by path, and the views that there are."""
        with self._lock:
            files = self.files()
            settings = settings_for(files[0] if files else self.paths[0])
            return {"streams": files, "views": {name: view.summary for name, view in views(settings.plugins).items()}}

    def sheet(self, path: str, view: str) -> dict[str, Any] | None:
        """A picture and the findings of one stream; null where there is no such stream.

        While a file has errors, the picture is the last one of it without; `problem` says why there is none.
        """
        with self._lock:
            if path not in self.files():
                return None
            report = api.validate([path])
            told: dict[str, Any] = {"findings": [_told(each, report) for each in report.findings], "problem": ""}
            try:
                self._sound[path, view] = self._picture(path, view)
                told["stale"] = False
            except api.UnsoundStream:
                told["stale"] = True
            except VsError as error:
                self._sound.pop((path, view), None)
                told |= {"stale": False, "problem": f"{error.message}: {error.hint}"}
            return told | {"picture": self._sound.get((path, view), "")}

    def _picture(self, path: str, view: str) -> str:
        asked: dict[str, Sequence[object]] = {**self._asked, "view": [view], "format": ["svg"]}
        options, *_ = configured(settings_for(path), **asked)
        return api.render(path, options).content.decode()

    def forget(self) -> None:
        """Read everything anew from now on."""
        with self._lock:
            checking.forget()


def _told(finding: Finding, report: Report) -> dict[str, Any]:
    lines = report.sources.get(finding.path, "").splitlines()
    line = finding.span.line
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity.label,
        "message": finding.message,
        "hint": finding.hint,
        "place": f"{Path(finding.path).name}:{line}:{finding.span.column}",
        "line": lines[line - 1].strip() if 0 < line <= len(lines) else "",
    }
