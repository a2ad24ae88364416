"""Writers of reports: each module here that is named in `FORMATS` has `write(report) -> str`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from valuestream_cli import plugins

if TYPE_CHECKING:
    from valuestream_cli.findings import Report

# Name of the format and of its module, and what it is for, in a few words.
FORMATS = {
    "text": "for people: each finding with its line of the file",
    "json": "for programs: report.v1, with a published schema",
    "sarif": "SARIF 2.1.0, for code scanning and editors",
    "github": "annotations of a GitHub workflow run",
    "gitlab": "Code Quality report of GitLab",
    "junit": "JUnit XML, for Jenkins, GitLab and Azure: a file is a test",
    "markdown": "a comment on a merge request",
}


def write(report: Report, format: str, names: Collection[str] = ()) -> str:
    """The report in one of the formats; only that one's module is imported. Plugins, by their names, add formats.

    Raises VsError for a format that does not exist.
    """
    demand_known(format, names)
    if format not in FORMATS:
        return plugins.loaded(format, "reports")[0](report)  # type: ignore[no-any-return]
    return import_module(f"valuestream_cli.reporting.{format}").write(report)  # type: ignore[no-any-return]


def demand_known(format: str, names: Collection[str] = ()) -> None:
    """Raises VsError for a format that does not exist, with the closest one that does."""
    if format in FORMATS or (format in names and plugins.loaded(format, "reports")[0]):
        return
    from valuestream_cli.suggest import unknown

    known = [name for name in (*FORMATS, *of_plugins(names)) if name != format]
    raise unknown(f"there is no report format '{format}'", format, known)


def of_plugins(names: Iterable[str]) -> list[str]:
    """The formats that plugins add, as far as one can tell without importing them."""
    return [name for name in names if "reports" in plugins.installed(name)]
