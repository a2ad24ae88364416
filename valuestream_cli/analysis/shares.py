"""Which share of the cases takes each way out of a step."""

from __future__ import annotations

from collections.abc import Sequence

from valuestream_cli.analysis.flow import Edge
from valuestream_cli.analysis.times import Impossible

_ROUNDING = 0.001  # of the computer's own arithmetic


def chances(edges: Sequence[Edge], tolerance: float) -> dict[str, float] | None:
    """Target -> probability, for the ways out of one step; null where the file leaves it open.

    One missing share is the remainder; with several, nobody can tell. tolerance: percentage points that each share may
    be off, for 33.33% is meant to be a third. Raises Impossible where they cannot be shares
    of one whole.
    """
    given = [float(edge.share[:-1]) for edge in edges if edge.share]
    total, missing = sum(given), len(edges) - len(given)
    if missing and given and total >= 100:
        raise Impossible(f"the shares of step '{edges[0].source}' leave nothing for the way without one")
    if not missing and abs(total - 100) > (tolerance + _ROUNDING) * len(given):
        raise Impossible(f"the shares of step '{edges[0].source}' come to {total:.12g}%, not to 100%")
    if missing > 1 and len({edge.target for edge in edges}) > 1:
        return None
    rest = (100 - total) / missing if missing else 0.0
    whole = total + rest * missing
    found: dict[str, float] = {}
    for edge in edges:
        part = float(edge.share[:-1]) if edge.share else rest
        found[edge.target] = found.get(edge.target, 0.0) + part / whole
    return found
