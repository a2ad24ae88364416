"""Where findings are, for programs that know files by their place in the repository."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path, PurePath

from valuestream_cli.findings import Edit, Report, Span
from valuestream_cli.source.document import Document


def relative(path: str) -> str:
    """A path below the current folder as seen from there, any other as it is; with forward slashes."""
    return _relative(path, os.getcwd())  # noqa: PTH109 (asked for each finding, and half the price)


@lru_cache(maxsize=4096)
def _relative(path: str, here: str) -> str:
    pure = PurePath(os.path.normpath(path))
    return (pure.relative_to(here) if pure.is_relative_to(here) else pure).as_posix()


def uri(path: str) -> str:
    """A path as a URI: a relative one below the current folder, else that of a file; percent-encoded."""
    from urllib.parse import quote

    seen = PurePath(relative(path))
    is_outside = seen.is_absolute() or seen.parts[:1] == ("..",)
    return Path(os.path.abspath(path)).as_uri() if is_outside else quote(os.fsencode(seen.as_posix()))  # noqa: PTH100


class Edits:
    """Says at which lines and columns the edits of fixes are."""

    def __init__(self, report: Report) -> None:
        self._documents = {path: Document(path, text) for path, text in report.sources.items()}

    def span(self, path: str, edit: Edit) -> Span:
        """What the edit replaces; an insertion has its end where it begins."""
        document = self._documents.get(path) or Document(path, "")
        span = document.span(edit.start, edit.end)
        return span if edit.end > edit.start else Span(span.line, span.column, span.line, span.column)
