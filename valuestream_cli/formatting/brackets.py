"""Mappings and lists in brackets: on one line where that is short enough, else filled line by line.

Where there are comments inside, or a suppression speaks of one of the lines, the author's lines are kept.
"""

from __future__ import annotations

from valuestream_cli.formatting.scalars import in_brackets
from valuestream_cli.formatting.tree import Collection, Comment, Scalar, Slot

LONGEST = 120  # what fits in this stays on one line
WIDTH = 110  # what does not is filled up to this, so that no single word is left for the last line
_NOTHING = Scalar("", "", "", 0, 0)


def fits(node: Collection, column: int) -> bool:
    """Whether a collection that begins at a column can stay on one line."""
    return column + _width(node) <= LONGEST


def _width(node: Collection | Scalar) -> int:
    """How long a part is on one line; found once, as it is asked for on each level of what is too long."""
    if isinstance(node, Scalar):
        return len(in_brackets(node))
    if node.width is None:
        parts = sum(len(key_of(slot)) + bool(slot.key) + _width(slot.value or _NOTHING) + 2 for slot in node.slots)
        node.width = len("".join(_signs(node))) + max(parts - 2, 0)
    return node.width


def filled(node: Collection, column: int) -> list[str]:
    """The lines of a collection of scalars without comments; it begins at a column."""
    if fits(node, column):
        return [on_one_line(node)]
    opening, closing = _signs(node)
    lines, inner = [opening], column + len(opening)
    last = len(node.slots) - 1
    for number, slot in enumerate(node.slots):
        part = _part(slot) + ("," if number < last else closing)
        if number and _end(lines, column) + 1 + len(part) > WIDTH:
            lines.append(" " * inner + part)
        else:
            lines[-1] += f" {part}" if number else part
    return lines


def on_one_line(node: Collection | Scalar) -> str:
    """A scalar or a collection on one line, whatever its length."""
    if isinstance(node, Scalar):
        return in_brackets(node)
    opening, closing = _signs(node)
    return f"{opening}{', '.join(map(_part, node.slots))}{closing}"


def kept(node: Collection, column: int) -> list[str]:
    """The lines of a collection as the author broke them, one below the other, with the comments in it."""
    pen = _Pen(column)
    _write_kept(node, pen)
    return "".join(pen.pieces).split("\n")


class _Pen:
    """Writes piece by piece, and knows the column where it stands."""

    def __init__(self, column: int) -> None:
        self.pieces: list[str] = []
        self.column = column

    def write(self, text: str) -> None:
        self.pieces.append(text)
        self.column += len(text)

    def start_line(self, inner: int, note: Comment | None, above: list[Comment]) -> None:
        """Begin a line, after a comment at the end of the one before and comments on their own."""
        beside = " " * max(2, note.pad) + note.text if note else ""
        self.pieces += [beside, *(f"\n{' ' * inner}{comment.text}" for comment in above), f"\n{' ' * inner}"]
        self.column = inner


def _write_kept(node: Collection, pen: _Pen) -> None:
    opening, closing = _signs(node)
    pen.write(opening)
    inner, note = pen.column, node.beside
    for number, slot in enumerate(node.slots):
        above = [*slot.above, *([slot.beside] if slot.beside else []), *slot.between]
        if note or above or (number and slot.on_new_line):
            pen.start_line(inner, note, above)
        elif number:
            pen.write(" ")
        _write_part(slot, pen)
        pen.write("," if slot is not node.slots[-1] else "")
        note = slot.after
    if note or node.foot:
        pen.start_line(inner, note, node.foot)
    pen.write(closing)


def _write_part(slot: Slot, pen: _Pen) -> None:
    if isinstance(slot.value, Collection):
        pen.write(f"{key_of(slot)} " if slot.key else "")
        _write_kept(slot.value, pen)
    else:
        pen.write(_part(slot))


def _signs(node: Collection) -> tuple[str, str]:
    opening, closing = "{}" if node.is_mapping else "[]"
    return f"{node.anchor} {opening}" if node.anchor else opening, closing


def _end(lines: list[str], column: int) -> int:
    """The column where the last line ends; the first begins at `column`."""
    return len(lines[-1]) + (column if len(lines) == 1 else 0)


def key_of(slot: Slot) -> str:
    """The key of an entry with its colon; nothing for an item."""
    if slot.key is None:
        return ""
    text = in_brackets(slot.key) or '""'
    return f"{text} :" if slot.key.style == "*" else f"{text}:"


def _part(slot: Slot) -> str:
    """An entry or item on one line; a key without a value needs no colon."""
    value, key = on_one_line(slot.value or _NOTHING), key_of(slot)
    return f"{key} {value}".strip() if value else key.removesuffix(":").rstrip()
