"""A stream for the terminal: its path through the lanes, where its time goes, and the totals."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.model import ValueStream
from valuestream_cli.reporting.numbers import told
from valuestream_cli.reporting.plain import columns, one_line
from valuestream_cli.reporting.terminal import time
from valuestream_cli.reporting.terminal.lanes import Lanes, lanes_of
from valuestream_cli.reporting.terminal.lines import hanging, wrapped
from valuestream_cli.reporting.terminal.look import BOXES, Look, Piece
from valuestream_cli.reporting.terminal.steps import Steps

__all__ = ["DRAWN", "Look", "pieces"]

DRAWN = "".join(BOXES)  # all characters of pictures that are not plain
_LEAST_WIDTH = 40


def pieces(stream: ValueStream, analysis: StreamAnalysis, look: Look) -> Iterator[Piece]:
    """The stream as stretches of text with the style they have on a terminal; at least 40 columns broad."""
    look = Look(width=max(_LEAST_WIDTH, look.width), plain=look.plain, words=look.words)
    flow = Flow(stream)
    lanes = lanes_of(flow, look.glyphs, look.width)
    worst = told.worst_wait(analysis)
    steps = Steps(flow, lanes, look, worst.id if worst else None)
    yield from _heading(stream, look)
    yield "\n", ""
    yield from _end(stream.demand.trigger, stream.demand.rate or "", look.words("demand"), look)
    yield "\n", ""
    yield from _legend(lanes, look)
    yield from steps.head()
    yield from steps.rows([step for step in flow.order if step not in flow.tail])
    yield "\n", ""
    whom = look.words("for_whom", who=", ".join(stream.value.for_)) if stream.value.for_ else ""
    yield from _end(stream.value.outcome, whom, look.words("value"), look)
    if flow.tail:
        yield "\n", ""
        yield from steps.rows([step for step in flow.order if step in flow.tail])
    yield "\n", ""
    yield from time.pieces(analysis, look)


def _heading(stream: ValueStream, look: Look) -> Iterator[Piece]:
    """The name, whether it is as it is or to be, and who owns it."""
    yield "\n".join(wrapped(stream.name, look.width)) + "\n", "bold"
    state = [look.words(stream.state)] if stream.state else []
    said = ", ".join([*state, *([look.words("owned_by", owner=stream.owner)] if stream.owner else [])])
    if said:
        yield "\n".join(wrapped(said, look.width)) + "\n", "dim"


def _end(text: str, more: str, name: str, look: Look) -> Iterator[Piece]:
    """Demand or value: its name, its text, and in brackets what belongs to it."""
    told = f"{text} ({more})" if more else text
    first, *others = hanging(f"{name}  ", told, look.width).splitlines()
    yield name, "bold"
    yield "\n".join((first[len(name) :].rstrip(), *others)) + "\n", ""


def _legend(lanes: Lanes, look: Look) -> Iterator[Piece]:
    """What the letters of the lanes mean, as far as the stream has steps in them."""
    line = ""
    for letter, name in lanes.named(look.words):
        said = one_line(f"{letter} {name}")
        if line and columns(line) + 2 + columns(said) > look.width - 3:
            yield f"  {line},\n", "dim"
            line = said
        else:
            line = f"{line}, {said}" if line else said
    yield f"  {line}\n", "dim"
