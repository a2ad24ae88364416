"""Small streams that tests of the simulation share, and a simulation of them in this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.helpers import read
from valuestream_cli import simulating
from valuestream_cli.simulation import loop
from valuestream_cli.simulation.options import Options
from valuestream_cli.simulation.plan import Plan
from valuestream_cli.simulation.result import Interval, SimulationResult
from valuestream_cli.validation.engine import examine
from valuestream_cli.validation.rules import is_structural

HEAD = """\
valuestream: 1
id: a
name: A
value: {{outcome: o, for: [u]{value}}}
{calendar}demand: {{trigger: t{rate}}}
steps:
"""


def text(steps: Sequence[str], rate: str | None = "1/h", calendar: str = "", value: str = "") -> str:
    """A stream of steps in flow style, without braces, name and activity."""
    head = HEAD.format(
        rate=f", rate: {rate}" if rate else "", calendar=f"calendar: {calendar}\n" if calendar else "", value=value
    )
    return head + "".join(f"  - {{name: N, activity: engage, {step}}}\n" for step in steps)


def plan(written: str, path: str = "-", settings: Mapping[str, str] | None = None) -> Plan:
    """The plan of a stream given as text."""
    outcome = examine(read(written, path), is_structural)
    assert outcome.stream is not None
    assert outcome.is_sound, outcome.findings
    return simulating.plan(outcome.stream, path, dict(settings or {}))


def simulated(*streams: str, jobs: int = 1, **options: Any) -> SimulationResult:
    """The result of one or two streams given as text."""
    return simulating.simulate([plan(each) for each in streams], Options(**options), jobs)


def once(written: str, **order: Any) -> loop.Run:
    """One run of a stream given as text."""
    asked = {"seed": 1, "number": 0, "share": 0.0, "cases": 300, "warm_up": 0, "arrivals": "poisson"}
    return loop.simulate(plan(written), loop.Order(**(asked | order)))


def exponential(id: str, hours: float, capacity: int | None = None, more: str = "") -> str:
    """A step with exponential times."""
    limit = f", capacity: {capacity}" if capacity else ""
    return f"id: {id}, process_time: {{mean: {hours * 3600:.10g}s, distribution: exponential}}{limit}{more}"


def covers(interval: Interval | None, truth: float) -> bool:
    """Whether an interval holds a truth."""
    assert interval is not None
    assert interval.low is not None
    assert interval.high is not None
    return interval.low <= truth <= interval.high
