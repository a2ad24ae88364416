"""Writers of reports: each module here that is named in `FORMATS` has `write(report) -> str`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuestream_cli.findings import Report

FORMATS = ("text", "json", "github")


def write(report: Report, format: str) -> str:
    """The report in one of the formats; only that one's module is imported."""
    return import_module(f"valuestream_cli.reporting.{format}").write(report)  # type: ignore[no-any-return]
