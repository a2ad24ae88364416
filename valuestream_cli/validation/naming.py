"""What messages call the parts of a stream."""

from __future__ import annotations

from collections.abc import Collection

from valuestream_cli.model import Step
from valuestream_cli.suggest import closest
from valuestream_cli.validation.subject import is_unknown
from valuestream_cli.validation.wording import shown


def called(step: Step) -> str:
    """`step 'verify'`, or `this step` where its id could not be read."""
    return "this step" if is_unknown(step.id) else f"step '{shown(step.id)}'"


_MOST_COMPARISONS = 100_000  # two seconds: below a thousand names, at least a hundred guesses


class Guesses:
    """Which of some known names was most likely meant, as long as comparing does not take too long."""

    def __init__(self, known: Collection[str], cutoff: float = 0.7) -> None:
        self._known = tuple(known)
        self._cutoff = cutoff
        self._left = _MOST_COMPARISONS

    def of(self, name: str) -> str | None:
        """The known name that is most like `name`, if one is."""
        self._left -= len(self._known)
        return closest(name, self._known, self._cutoff) if self._left > 0 else None
