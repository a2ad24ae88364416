"""One stream in lines, for `git diff`: one fact a line, so that a change of a fact is a change of its line only.

Layout, comments, the order of keys and other spellings of the same leave no trace. Ways are told as they are, written
or not. Every line says in itself to which step it belongs, as a hunk shows little around it.
"""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.analysis.flow import Edge, Flow
from valuestream_cli.comparison.facts import Facts, label, of_stream
from valuestream_cli.comparison.subject import Subject
from valuestream_cli.reporting.plain import one_line


def write(subject: Subject) -> str:
    """The stream as lines."""
    return "".join(f"{one_line(line)}\n" for line in _lines(subject))


def _lines(subject: Subject) -> Iterator[str]:
    stream = subject.stream
    flow = Flow(stream)
    yield f"value stream {stream.id}"
    yield from _facts("", of_stream(stream, subject.own))
    yield from _ways("demand", flow.edges_out.get("demand", []))
    for place, step in enumerate(stream.steps):
        yield ""
        yield f"step {step.id}"
        yield from _facts(f"{step.id}: ", subject.step_facts(place))
        yield from _ways(step.id, flow.edges_out.get(step.id, []))
    if stream.value.next:
        yield ""
        yield from _ways("value", flow.edges_out.get("value", []))


def _facts(whose: str, facts: Facts) -> Iterator[str]:
    for route, fact in facts.items():
        name = label(route)
        if fact.items is None:
            yield f"  {whose}{name}: {fact.words}"
        else:
            yield from (f"  {whose}{name}: {item}" for item in fact.items)


def _ways(source: str, edges: list[Edge]) -> Iterator[str]:
    for edge in edges:
        said = [f"when {edge.when}" if edge.when else "", edge.share or "", "at once" * (edge.kind == "fork")]
        more = ", ".join(filter(None, said))
        yield f"  {source} -> {edge.target}{f' ({more})' if more else ''}"
