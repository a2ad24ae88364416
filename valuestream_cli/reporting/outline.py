"""A stream for the terminal: which step stands in which lane, where it leads, how long it takes and waits."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.analysis.duration import typical
from valuestream_cli.analysis.flow import Edge, Flow
from valuestream_cli.itil import catalogue
from valuestream_cli.model import END, VALUE, Duration, Step, ValueStream
from valuestream_cli.reporting.plain import columns, safe

Piece = tuple[str, str]
_WIDEST_NAME = 52


def pieces(stream: ValueStream) -> Iterator[Piece]:
    """The stream as stretches of text with the style they have on a terminal."""
    flow = Flow(stream)
    yield f"{safe(stream.name)}", "bold"
    yield f"  {_identity(stream)}\n\n", ""
    yield "Demand  ", "bold"
    yield f"{safe(stream.demand.trigger)}{f' ({stream.demand.rate})' if stream.demand.rate else ''}\n\n", ""
    yield from _steps(flow)
    yield "\nValue   ", "bold"
    yield f"{safe(stream.value.outcome)} (for {safe(', '.join(stream.value.for_))})\n", ""
    yield from _targets(stream)
    yield from _longest_wait(stream, flow)


def _identity(stream: ValueStream) -> str:
    said = [stream.state, f"owner: {stream.owner}" if stream.owner else None]
    return safe(", ".join(part for part in said if part))


def _steps(flow: Flow) -> Iterator[Piece]:
    """One line a step, with its number in the column of its activity."""
    activities = catalogue().lanes
    names = [flow.steps[step].name for step in flow.order]
    width = min(_WIDEST_NAME, max(columns(name) for name in names))
    yield f"  {'  '.join(f'{activity.letter:>2}' for activity in activities)}\n", "bold"
    for number, step in enumerate((flow.steps[step] for step in flow.order), 1):
        cells = (f"{number:>2}" if activity.id == step.activity else " ·" for activity in activities)
        yield f"  {'  '.join(cells)}", "cyan"
        yield f"   {_padded(step.name, width)}{_times(step)}".rstrip() + "\n", ""
        yield from _ways(step, flow)


def _padded(name: str, width: int) -> str:
    shown = safe(name)
    while columns(shown) > width:
        shown = shown[:-2] + "…"
    return shown + " " * (width - columns(shown))


def _times(step: Step) -> str:
    said = [("wait", step.wait_time), ("work", step.process_time)]
    text = "   ".join(f"{word} {_written(time):<8}" for word, time in said if time)
    return f"   {text}".rstrip() if text else ""


def _written(time: Duration) -> str:
    """A duration as briefly as its author gave it."""
    if time.text or time.mean:
        return time.text or f"~{time.mean}"
    return f"{time.p50 or time.low}-{time.p90 or time.high}"


def _ways(step: Step, flow: Flow) -> Iterator[Piece]:
    """Where a step leads, if that is more than the next line."""
    edges = [edge for edge in flow.edges if edge.source == step.id]
    number = {name: position for position, name in enumerate(flow.order, 1)}
    if len(edges) == 1 and (edges[0].target == VALUE or number.get(edges[0].target) == number[step.id] + 1):
        return
    for edge in edges:
        if step.id not in flow.tail or edge.target != END:
            yield f"{' ' * 26}   -> {_target(edge, number)}\n", "red" if edge in flow.rework else "dim"


def _target(edge: Edge, number: dict[str, int]) -> str:
    names = {VALUE: "value", END: "end, without value"}
    said = [names.get(edge.target) or f"{number[edge.target]} {edge.target}", edge.share]
    where = " ".join(part for part in said if part)
    return safe(f"{where}: {edge.when}" if edge.when else where)


def _targets(stream: ValueStream) -> Iterator[Piece]:
    targets = stream.value.targets
    said = {
        "lead time": targets and targets.lead_time,
        "process time": targets and targets.process_time,
        "flow efficiency": targets and targets.flow_efficiency,
        "rolled %C&A": targets and targets.rolled_complete_accurate,
        "handoffs": targets and targets.handoffs,
    }
    listed = ", ".join(f"{name} {value}" for name, value in said.items() if value is not None)
    if listed:
        yield f"        targets: {listed}\n", ""


def _longest_wait(stream: ValueStream, flow: Flow) -> Iterator[Piece]:
    """The wait that costs most: where to look first."""
    waits = {
        step.id: typical(step.wait_time, stream.calendar)
        for step in stream.steps
        if step.wait_time and step.id not in flow.tail
    }
    if any(waits.values()):
        worst = flow.steps[max(waits, key=lambda step: waits[step])]
        yield "\nLongest wait: ", "bold red"
        wait = _written(worst.wait_time or Duration())
        yield f"{wait} before step {flow.rank[worst.id] + 1}, {safe(worst.name)}\n", ""
