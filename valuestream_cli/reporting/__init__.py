"""Writers of reports: each module here that is named in `FORMATS` has `write(report) -> str`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from valuestream_cli.errors import VsError

if TYPE_CHECKING:
    from valuestream_cli.findings import Report

FORMATS = ("text", "json", "github")


def write(report: Report, format: str) -> str:
    """The report in one of the formats; only that one's module is imported."""
    demand_known(format)
    return import_module(f"valuestream_cli.reporting.{format}").write(report)  # type: ignore[no-any-return]


def demand_known(format: str) -> None:
    """Raises VsError for a format that does not exist."""
    if format not in FORMATS:
        raise VsError(f"there is no report format '{format}'", f"there are: {', '.join(FORMATS)}")
