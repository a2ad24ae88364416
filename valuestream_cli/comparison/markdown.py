"""A comparison as a comment on a merge request: the sentence and the numbers first, details folded, never too long."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.comparison import figures, text, wording
from valuestream_cli.comparison.effect import sentence
from valuestream_cli.comparison.result import CHANGED, Comparison, StreamChange
from valuestream_cli.reporting.markdown import LARGEST_COMMENT, code, fitting, prose
from valuestream_cli.reporting.plain import count

# A bot finds its earlier comment by this line, which nobody sees, and replaces it.
MARK = "<!-- vs diff -->"
_HEAD = "| | old | new | change | |\n|---|---:|---:|---:|---|\n"
_FOLD, _FOLD_END = "<details><summary>{}</summary>\n\n", "\n</details>\n\n"
_BOLD = ("better", "worse", "newly missed", "newly met")
_ROOM_BELOW = 300  # characters that closing what is open, and saying what is left out, may take


def write(comparison: Comparison) -> str:
    """The comparison as Markdown."""
    told = [stream for stream in comparison.streams if stream.differs]
    opening = f"{MARK}\n### Value streams: {_verdict(comparison)}\n\n"
    if len(comparison.streams) > 1 or not told:
        opening += f"{prose(text.overview(comparison))}\n\n"
    blocks = [list(_stream(stream)) for stream in told]
    return opening + _bounded(blocks, LARGEST_COMMENT - len(opening) - _ROOM_BELOW)


def _verdict(comparison: Comparison) -> str:
    missed = sum(len(stream.newly_missed) for stream in comparison.streams)
    if missed:
        return f"{count(missed, 'target')} newly missed"
    return "what changed" if comparison.differs else "nothing changed"


def _bounded(blocks: list[list[str]], room: int) -> str:
    """As many parts as there is room for: all sentences and numbers go before any details."""
    heads = list(fitting((block[0] for block in blocks), room))
    room -= sum(map(len, heads))
    said, cut = [], 0
    for head, block in zip(heads, blocks, strict=False):
        details = list(fitting(block[1:], room))
        room -= sum(map(len, details))
        said += [head, *details]
        cut += len(details) < len(block) - 1
    return "".join(said) + _left_out(len(blocks) - len(heads), cut)


def _left_out(streams: int, cut: int) -> str:
    """What did not fit."""
    told = [f"{count(streams, 'more stream')} changed" if streams else ""]
    told.append(f"details of {count(cut, 'stream')} do not fit here" if cut else "")
    said = "; ".join(filter(None, told))
    return f"{said[:1].upper()}{said[1:]}: `vs diff` tells it all.\n" if said else ""


def _stream(change: StreamChange) -> Iterator[str]:
    """The sentence with the numbers, then a folded list for each kind of details."""
    paths = " → ".join(code(path) for path in dict.fromkeys(filter(None, (change.old_path, change.new_path))))
    yield f"**{prose(change.name)}** ({paths})\n\n{prose(sentence(change))}\n\n{_table(change)}"
    if change.status == CHANGED:
        yield from _fold("Steps", list(_steps(change)))
        yield from _fold("Flow", [_item(way.kind, wording.way_line(way)) for way in change.written_ways])
        yield from _fold("The stream as a whole", [_item(CHANGED, wording.field(each)) for each in change.fields])


def _table(change: StreamChange) -> str:
    rows = [_row(row) for row in figures.table(change)]
    reasons = [f"{prose(reason)}\n\n" for reason in figures.unknowns(change)]
    return "".join([_HEAD, *rows, "\n", *reasons]) if rows else ""


def _row(row: figures.Row) -> str:
    verdict = f"**{row.verdict}**" if row.verdict in _BOLD else row.verdict
    return f"| {' | '.join([*(prose(cell) for cell in row[:-1]), verdict])} |\n"


def _fold(title: str, items: list[str]) -> Iterator[str]:
    """A list that opens where one asks for it; one that would be too long on its own is cut."""
    if items:
        shown = list(fitting(items, LARGEST_COMMENT // 4))
        left_out = len(items) - len(shown)
        more = f"- and {left_out:,} more\n" if left_out else ""
        yield f"{_FOLD.format(f'{title} ({len(items):,})')}{''.join(shown)}{more}{_FOLD_END}"


def _steps(change: StreamChange) -> Iterator[str]:
    for step in change.steps:
        notes = "".join(f"  - {prose(note)}\n" for note in wording.step_notes(step, change) if note)
        yield f"- **{wording.step_kinds(step)}** {code(step.id)}: {prose(step.name)}\n{notes}"


def _item(kind: str, words: str) -> str:
    return f"- **{kind}** {prose(words)}\n"
