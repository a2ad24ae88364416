"""How often a case gets through without anything to correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from valuestream_cli.analysis import paths
from valuestream_cli.analysis.areas import Area
from valuestream_cli.model import END, VALUE


@dataclass(frozen=True)
class Quality:
    """Quality of one stream. back: the edges that lead back. accuracy: %C&A of each step as a ratio, null where unsaid.

    visited: the steps that a case comes to.
    """

    area: Area
    back: paths.Back
    accuracy: Mapping[str, float | None]
    visited: list[str]

    @property
    def unsaid(self) -> list[str]:
        """The steps on the way without a %C&A."""
        return [step for step in self.visited if self.accuracy[step] is None]

    def rolled(self) -> float | None:
        """%C&A of all steps on the way to value multiplied, without rework; at most, where some step says none.

        Null where the way depends on shares that are not known.
        """
        if self.area.is_open:
            return None
        factors = {step: ratio for step, ratio in self.accuracy.items() if ratio is not None}
        return paths.Forward(self.back).survival(self.area, factors)

    @property
    def _can_return(self) -> bool:
        """Whether any case is ever sent back."""
        taken = {(step, to) for area in self.area.everywhere() for step in area.ways for to in area.targets[step]}
        return bool(taken & self.back)

    def first_pass_yield(self) -> float | None:
        """The share of the cases that reach value and are never sent back; null where that is not known."""
        if not self._can_return:
            return (self.area.ends or {}).get(VALUE, 0.0) if self.area.ends is not None else None
        return None if self.area.is_open else paths.first_pass(self.area, self.back).get(VALUE, 0.0)

    def rework(self) -> float | None:
        """How many visits to steps a case makes beyond the first; null where that is not known."""
        if not self._can_return:
            return 0.0
        if self.area.is_open:
            return None
        first = paths.ever(self.area)
        return sum((self.area.visits[step] or 0.0) - chance for step, chance in first.items()) if first else None

    def reaches_value(self) -> float | None:
        """The share of the cases that reach value; null where that is not known."""
        ends = self.area.ends
        return None if ends is None else ends.get(VALUE, 0.0) if END in ends or VALUE in ends else None
