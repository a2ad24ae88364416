"""Another text of a file as few edits, so that cursors and folds stay where they are; such as the canonical layout."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import accumulate

from lsprotocol.types import TextEdit

from valuestream_cli.errors import VsError
from valuestream_cli.lsp.sheets import Sheet

_MOST_LINES = 5000  # beyond this, comparing costs more than an edit of the whole is worth


def layout(sheet: Sheet) -> list[TextEdit]:
    """The edits that give a file its canonical layout.

    Raises VsError where it cannot have that, with the reason.
    """
    from valuestream_cli.formatting import CannotFormat, formatted

    try:
        return edits_to(sheet, formatted(sheet.text))
    except CannotFormat as error:
        line = sheet.document.span(error.offset, error.offset).line
        raise VsError(f"left as it is: {error.reason} (line {line})", "mend that first") from None


def edits_to(sheet: Sheet, new: str) -> list[TextEdit]:
    """The edits that make a text of a file's: whole lines, and none where nothing changes."""
    old_lines, new_lines = sheet.text.splitlines(keepends=True), new.splitlines(keepends=True)
    if max(len(old_lines), len(new_lines)) > _MOST_LINES:
        return [TextEdit(sheet.positions.range(0, len(sheet.text)), new)] if new != sheet.text else []
    starts = list(accumulate(map(len, old_lines), initial=0))
    compared = SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_opcodes()
    return [
        TextEdit(sheet.positions.range(starts[first], starts[last]), "".join(new_lines[new_first:new_last]))
        for kind, first, last, new_first, new_last in compared
        if kind != "equal"
    ]
