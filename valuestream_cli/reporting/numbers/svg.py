"""The numbers as a chart: where the time of a case goes, or what a sweep changes."""

from __future__ import annotations

from valuestream_cli import __version__
from valuestream_cli.errors import VsError
from valuestream_cli.rendering.formats import svg
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.picture import MARK
from valuestream_cli.reporting.numbers import Sheet


def write(sheet: Sheet) -> str:
    """The chart as SVG. Raises VsError for several streams: each has a picture of its own."""
    from valuestream_cli.reporting.numbers import charts

    if len(sheet.analyses) > 1 and not sheet.sweep:
        raise VsError(f"{len(sheet.analyses)} charts do not fit into one picture", "name a single stream")
    scene = charts.sweep(sheet) if sheet.sweep else charts.ladder(sheet.analyses[0])
    return svg.write(scene, Medium(mark=f"{MARK} {__version__} analysis")).decode()
