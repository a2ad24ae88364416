"""Which steps run side by side."""

from __future__ import annotations

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.rendering.layout.lanes_rows import Homes


def homes(flow: Flow) -> Homes:
    """The branch of a fork in which a step lies, if it lies in one."""
    if not any(step.fork for step in flow.steps.values()):
        return {}
    from valuestream_cli.analysis.forks import Parallel

    return Parallel(flow).homes
