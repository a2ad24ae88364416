"""Writers of analyses: each module here that is named in `FORMATS` has `write(sheet) -> str`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from valuestream_cli.analysis.result import StreamAnalysis

# Name of the format and of its module, and what it is for, in a few words.
FORMATS = {
    "text": "for people: the worst wait first, totals, a ladder, and a table of the steps",
    "json": "for programs: analysis.v1, with a published schema",
    "csv": "for spreadsheets: a line for each stream, and one for each of its steps",
    "markdown": "for wikis and merge requests",
    "svg": "a chart: where the time of a case goes, or what a sweep changes",
}


class Sheet(NamedTuple):
    """What is to be written. sweep: the place that was given one value after the other, or nothing.

    width: columns of the terminal. plain: whether only ASCII can be shown.
    """

    analyses: Sequence[StreamAnalysis]
    sweep: str = ""
    width: int = 100
    plain: bool = False


def write(sheet: Sheet, format: str) -> str:
    """The analyses in one of the formats; only that one's module is imported."""
    demand_known(format)
    return import_module(f"valuestream_cli.reporting.numbers.{format}").write(sheet)  # type: ignore[no-any-return]


def demand_known(format: str) -> None:
    """Raises VsError for a format that does not exist, with the closest one that does."""
    if format not in FORMATS:
        from valuestream_cli.suggest import unknown

        raise unknown(f"there is no format '{format}' for numbers", format, FORMATS)
