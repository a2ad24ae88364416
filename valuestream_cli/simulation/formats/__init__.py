"""Writers of simulations: each module here that is named in `FORMATS` has `write(result) -> str`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuestream_cli.simulation.result import SimulationResult

# Name of the format and of its module, and what it is for, in a few words.
FORMATS = {
    "text": "for people: the worst wait first, lead times with their intervals, and a table of the steps",
    "json": "for programs: simulation.v1, with a published schema",
    "csv": "for spreadsheets: a line for each figure",
    "markdown": "for wikis and merge requests",
    "svg": "charts: how lead times are spread, and the queues over time",
}


def write(result: SimulationResult, format: str) -> str:
    """The result in one of the formats; only that one's module is imported."""
    demand_known(format)
    return import_module(f"valuestream_cli.simulation.formats.{format}").write(result)  # type: ignore[no-any-return]


def demand_known(format: str) -> None:
    """Raises VsError for a format that does not exist, with the closest one that does."""
    if format not in FORMATS:
        from valuestream_cli.suggest import unknown

        raise unknown(f"there is no format '{format}' for simulations", format, FORMATS)
