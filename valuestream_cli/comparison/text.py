"""A comparison for people: what changed in effect, then the numbers, then steps, flow and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from valuestream_cli.comparison import figures, wording
from valuestream_cli.comparison.effect import sentence
from valuestream_cli.comparison.result import ADDED, CHANGED, LAYOUT, REMOVED, Comparison, StreamChange
from valuestream_cli.reporting.plain import columns, count, listed, safe

Piece = tuple[str, str]
_SIGNS = {ADDED: ("+", "green"), REMOVED: ("-", "red"), CHANGED: ("~", "yellow")}
_VERDICTS = {"better": "green", "worse": "red", "newly missed": "bold red", "newly met": "green", "same": "dim"}


def write(comparison: Comparison) -> str:
    """The whole comparison as plain text, without colour."""
    return "".join(piece for piece, _ in pieces(comparison))


def pieces(comparison: Comparison) -> Iterator[Piece]:
    """The comparison as stretches of text with the style they have on a terminal."""
    told = [stream for stream in comparison.streams if stream.differs]
    if len(comparison.streams) > 1 or not told:
        yield f"{overview(comparison)}\n{chr(10) * bool(told)}", "bold"
    for number, stream in enumerate(told):
        yield "\n" * (number > 0), ""
        yield from _stream(stream)


def overview(comparison: Comparison) -> str:
    """How many streams of a folder changed; of a single one that did not, just that."""
    if len(comparison.streams) == 1:
        return sentence(comparison.streams[0])
    words = {CHANGED: "changed", ADDED: "added", REMOVED: "removed", LAYOUT: "changed in nothing but layout"}
    said = [f"{number} {word}" for kind, word in words.items() if (number := len(comparison.of(kind)))]
    total = count(len(comparison.streams), "stream")
    return f"{total}: {listed(said)}" if said else f"{total}, none of them changed"


def _stream(change: StreamChange) -> Iterator[Piece]:
    paths = " → ".join(dict.fromkeys(filter(None, (change.old_path, change.new_path))))
    yield f"{safe(change.name)}", "bold"
    yield f"  {safe(paths)}\n\n", "dim"
    yield f"{safe(sentence(change))}\n", "bold"
    yield from _table(figures.table(change))
    for reason in figures.unknowns(change):
        yield f"  {safe(reason)}\n", "dim"
    if change.status == CHANGED:
        yield from _steps(change)
        yield from _section("Flow", (_signed(way.kind, wording.way_line(way)) for way in change.written_ways))
        yield from _section("The stream as a whole", (_signed(CHANGED, wording.field(each)) for each in change.fields))


def _table(rows: list[figures.Row]) -> Iterator[Piece]:
    if not rows:
        return
    rows = [figures.Row(*map(safe, row)) for row in rows]
    head = figures.Row("", "old", "new", "change", "")
    widths = [max(columns(row[place]) for row in (head, *rows)) for place in range(len(head) - 1)]
    yield "\n", ""
    for row in (head, *rows):
        cells = "   ".join(_padded(cell, width) for cell, width in zip(row[:-1], widths, strict=True))
        yield f"  {f'{cells}   ' if row.verdict else cells.rstrip()}", "dim" if row is head else ""
        yield f"{row.verdict}\n", _VERDICTS.get(row.verdict, "")


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _steps(change: StreamChange) -> Iterator[Piece]:
    if change.steps:
        yield "\nSteps\n", "bold"
    for step in change.steps:
        sign, style = _SIGNS[step.kind]
        number = step.new_number or step.old_number
        yield f"  {sign} {wording.step_kinds(step)}", style
        yield f"  {number} {safe(step.id)}: {safe(step.name)}\n", ""
        for note in filter(None, wording.step_notes(step, change)):
            yield f"      {safe(note)}\n", ""


def _signed(kind: str, text: str) -> Iterator[Piece]:
    sign, style = _SIGNS[kind]
    yield f"  {sign} {kind}", style
    yield f"  {safe(text)}\n", ""


def _section(title: str, lines: Iterable[Iterator[Piece]]) -> Iterator[Piece]:
    for number, line in enumerate(lines):
        if not number:
            yield f"\n{title}\n", "bold"
        yield from line
