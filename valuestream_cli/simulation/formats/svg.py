"""Simulations as charts, written as SVG."""

from __future__ import annotations

from valuestream_cli import __version__
from valuestream_cli.rendering.formats import svg
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.picture import MARK
from valuestream_cli.simulation.formats import plots
from valuestream_cli.simulation.result import SimulationResult


def write(result: SimulationResult) -> str:
    """The charts of all streams in one picture."""
    return svg.write(plots.scene(result), Medium(mark=f"{MARK} {__version__} simulation")).decode()
