"""How to simulate."""

from __future__ import annotations

from dataclasses import dataclass

from valuestream_cli.errors import VsError

ARRIVALS = ("poisson", "even")
AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to simulate. cases: that the figures of each run rest on. warm_up: cases before those, a duration of
    working time, or auto: as a pilot run shows. confidence: of the intervals. arrivals: poisson | even.
    """

    seed: int = 1
    cases: int = 5000
    runs: int = 10
    warm_up: str = AUTO
    confidence: float = 0.95
    arrivals: str = "poisson"


def check(options: Options) -> None:
    """Raise VsError for options that make no sense."""
    for name, value in (("cases", options.cases), ("runs", options.runs)):
        if value < 1:
            raise VsError(f"--{name} must be at least 1, not {value}", f"leave --{name} out for the usual number")
    if not 0 < options.confidence < 1:
        raise VsError("the confidence must lie between 0% and 100%", "write for example --confidence 99%")
    if options.arrivals not in ARRIVALS:
        raise VsError(f"there are no arrivals '{options.arrivals}'", f"there are: {', '.join(ARRIVALS)}")
