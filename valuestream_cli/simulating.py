"""Streams under load, from their files: what a simulation needs to know of them, and the processes that share it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from valuestream_cli import analyzing, running
from valuestream_cli.config import settings_for
from valuestream_cli.discovery import STDIN
from valuestream_cli.model import ValueStream
from valuestream_cli.simulation import replications
from valuestream_cli.simulation.loop import Run
from valuestream_cli.simulation.options import Options
from valuestream_cli.simulation.plan import Plan, compiled
from valuestream_cli.simulation.result import SimulationResult

_A_FILE = 1000  # steps of cases take as long as checking one file


def plan(stream: ValueStream, path: str, settings: dict[str, str]) -> Plan:
    """A sound stream made ready to be simulated; steps without times have those of their own stream.

    settings: what was set over the file, to be told with the result.
    Raises NotSimulable, with the reason, where a figure that is needed is missing or impossible.
    """
    tolerance = settings_for("." if path == STDIN else path).thresholds.share_tolerance
    return compiled(stream, analyzing.analyze(stream, path, settings), tolerance)


def simulate(
    plans: Sequence[Plan], options: Options, jobs: int = 1, progress: running.Progress | None = None
) -> SimulationResult:
    """Simulate one stream, or two with the same luck, in so many processes; 0 for as many as pay."""
    steps = sum(plan.visits for plan in plans) * options.cases * options.runs
    number = min(running.how_many(int(steps / _A_FILE), jobs), options.runs * len(plans))

    def done(runs: int) -> None:
        if progress:
            progress(runs, options.runs * len(plans))

    def spread(items: Sequence[int], work: Callable[[int], Run]) -> list[Run]:
        done(0)
        if number == 1:
            return [_told(work(item), place, done) for place, item in enumerate(items, 1)]
        return running.spread(items, work, number, 1, done)

    return replications.simulate(plans, options, spread)


def _told(run: Run, place: int, done: Callable[[int], None]) -> Run:
    done(place)
    return run
