"""Which share of the cases takes each way out of a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuestream_cli.analysis.flow import Edge

_ROUNDING = 0.001  # of the computer's own arithmetic


def contradiction(step: str, shares: Sequence[str | None], tolerance: float) -> str | None:
    """Why the shares of a step cannot be those of one whole; null where they can.

    shares: of each way, as written; of those without one, one alone takes the remainder, and of several nobody can
    tell. tolerance: percentage points that each share may be off, for 33.33% is meant to be a third.
    """
    given = [percent(share) for share in shares if share]
    total, missing = round(sum(given), 4), len(shares) - len(given)
    if missing and given and total >= 100:
        return f"the shares of step '{step}' come to {total:.12g}% and leave nothing for the way without one"
    if given and not missing and abs(total - 100) > (tolerance + _ROUNDING) * len(given):
        return f"the shares of step '{step}' come to {total:.12g}%, not to 100%"
    return None


def chances(edges: Sequence[Edge], tolerance: float) -> dict[str, float] | None:
    """Target -> probability, for the ways out of one step; null where the file leaves it open.

    Raises Impossible where they cannot be shares of one whole.
    """
    wrong = contradiction(edges[0].source, [edge.share for edge in edges], tolerance)
    if wrong:
        from valuestream_cli.analysis.times import Impossible  # rules on shares need nothing else of it

        raise Impossible(wrong)
    given = [percent(edge.share) for edge in edges if edge.share]
    total, missing = sum(given), len(edges) - len(given)
    if missing > 1 and len({edge.target for edge in edges}) > 1:
        return None
    rest = (100 - total) / missing if missing else 0.0
    whole = total + rest * missing
    found: dict[str, float] = {}
    for edge in edges:
        part = percent(edge.share) if edge.share else rest
        found[edge.target] = found.get(edge.target, 0.0) + part / whole
    return found


def percent(text: str) -> float:
    """The number of a percentage."""
    return float(text[:-1])
