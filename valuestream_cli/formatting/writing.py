"""Tree to text: two blanks a level, items below their key's first letter, and comments where they were."""

from __future__ import annotations

from valuestream_cli.formatting import brackets
from valuestream_cli.formatting.brackets import LONGEST, key_of
from valuestream_cli.formatting.scalars import STEP, lines_of
from valuestream_cli.formatting.tree import Collection, Comment, Page, Scalar, Slot


def text_of(page: Page) -> str:
    """The text of a page, as it stands in the tree."""
    return _Writer(page).text()


class _Writer:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._lines: list[str] = []
        self._dashes = ""  # of list items whose first line is still to come
        self._is_open_ended = False  # below a block of text that keeps its last blank lines

    def text(self) -> str:
        """The whole text."""
        page = self._page
        self._lines = [line.rstrip() for line in page.prologue.splitlines()]
        self._comments(page.header, 0)
        self._blank_if(page.top.after_blank and bool(page.header))
        if page.top.spread:
            self._block(page.top.spread, 0)
        else:
            self._inline(page.top, "", 0)
        self._comments(page.top.below, 0)
        return "\n".join(self._lines) + "\n"

    def _block(self, block: Collection, indent: int) -> None:
        for slot in block.slots:
            self._blank_if(slot.lead.after_blank)
            self._comments(slot.above, indent)
            self._blank_if(slot.after_blank and bool(slot.above))
            self._slot(slot, indent)
            self._comments(slot.below, indent + STEP)
        self._comments(block.foot, indent)

    def _slot(self, slot: Slot, indent: int) -> None:
        head, spread = key_of(slot) or "-", slot.spread
        if spread and slot.key is None and not slot.is_held_apart:
            self._dashes = (self._dashes or " " * indent) + "- "
            self._block(spread, indent + STEP)
        elif spread:
            self._line(f"{head} {spread.anchor}".rstrip(), slot, slot.beside, indent)
            self._block(spread, indent + STEP)
        else:
            self._inline(slot, head, indent)

    def _inline(self, slot: Slot, head: str, indent: int) -> None:
        """An entry or item whose value is a text or stands in brackets."""
        column = indent + len(head) + 1 if head else 0
        inner = indent + STEP if head else 0
        first, *others = self._value(slot, column, inner)
        if isinstance(slot.value, Scalar) and slot.value.is_block:
            self._line(f"{head} {first}", slot, slot.beside, indent)
            self._add(others)
            self._is_open_ended = "+" in first
            return
        if self._stays_below(slot, len(others), column + len(first)):
            self._line(head, slot, slot.beside, indent)
            self._comments(slot.between, inner)
            first, *others = self._value(slot, inner, inner)
            self._add([" " * inner + first, *others])
        else:
            code = f"{head} {first}" if head and first else head or first
            self._line(code, slot, None if others else slot.after, indent)
            self._add(others)
            if not others:
                return
        if slot.after:
            self._lines[-1] += " " * max(2, slot.after.pad) + slot.after.text

    def _value(self, slot: Slot, column: int, indent: int) -> list[str]:
        """The lines of a value in one piece; it begins at a column, what is below is indented."""
        value = slot.value
        if not isinstance(value, Collection):
            return lines_of(value, indent) if value else [""]
        is_fixed = value.has_comments or self._page.is_muted(value.start, value.end)
        return brackets.kept(value, column) if is_fixed else brackets.filled(value, column)

    def _stays_below(self, slot: Slot, more: int, end: int) -> bool:
        """Whether a value stays on the line below its key: what fits on the line of the key goes up.

        more: how many lines it would have below that one. end: the column where it would end there.
        """
        if slot.beside or slot.between:
            return True
        if not slot.is_below or not slot.value or slot.value.start == slot.value.end:
            return False
        is_muted = self._page.is_muted(slot.start, slot.value.end)
        return is_muted or (isinstance(slot.value, Scalar) and (more > 0 or end > LONGEST))

    def _line(self, code: str, slot: Slot, comment: Comment | None, indent: int) -> None:
        """One line with the comment at its end, which keeps its column where there is room."""
        line = (self._dashes or " " * indent) + code
        self._dashes = ""
        if comment:
            column = comment.column + indent - slot.column
            line = line.ljust(max(column, len(line) + 2)) + comment.text
        self._add([line])

    def _comments(self, comments: list[Comment], indent: int) -> None:
        for comment in comments:
            self._blank_if(comment.after_blank)
            self._add([" " * indent + comment.text])

    def _blank_if(self, wanted: bool) -> None:
        if wanted and self._lines and self._lines[-1].strip() and not self._is_open_ended:
            self._lines.append("")

    def _add(self, lines: list[str]) -> None:
        self._lines += lines
        self._is_open_ended = self._is_open_ended and not lines
