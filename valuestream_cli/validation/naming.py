"""What messages call the parts of a stream."""

from __future__ import annotations

from valuestream_cli.model import Step
from valuestream_cli.validation.subject import is_unknown
from valuestream_cli.validation.wording import shown


def called(step: Step) -> str:
    """`step 'verify'`, or `this step` where its id could not be read."""
    return "this step" if is_unknown(step.id) else f"step '{shown(step.id)}'"
