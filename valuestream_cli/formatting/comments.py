"""Comments in what stands between the parts of a text; and those that mute findings of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from valuestream_cli.formatting.tree import Comment
from valuestream_cli.source.events import events

_BLANKS = re.compile(r"(?:\s|#[^\n]*)*")
_TOKEN = re.compile(r"#[^\n]*|\S")
_INSTRUCTION = re.compile(r"(?i)#[ \t]*vs(?:[ \t]*:|[ \t-]+ignore\b)")
_FOR_THE_FILE = re.compile(r"(?i)#[ \t]*(yaml-language-server|vs:?[ \t-]*ignore[ \t_-]*file)")
_NO_CONTENT = re.compile(r"(?:[ \t-]*(?:#[^\n]*)?\n)*")


class Note(NamedTuple):
    """A comment as it is met: whether it has a line of its own, and whether it stands behind a dash."""

    comment: Comment
    start: int
    has_own_line: bool
    is_behind_dash: bool


def is_suppression(comment: Comment) -> bool:
    """Whether a comment mutes findings of its own line or the next one, so that it has to stay with that line."""
    return bool(_INSTRUCTION.search(comment.text)) and not is_for_the_file(comment)


def is_for_the_file(comment: Comment) -> bool:
    """Whether a comment speaks of the whole file, to `vs` or to an editor, and so has to stay on top."""
    return bool(_FOR_THE_FILE.search(comment.text))


def is_after_blank(text: str, offset: int) -> bool:
    """Whether what stands at an offset begins its line, and the line above is blank."""
    start = text.rfind("\n", 0, offset) + 1
    above = text.rfind("\n", 0, max(start - 1, 0)) + 1
    return start > 0 and not text[start:offset].strip() and not text[above:start].strip()


def blanks_end(text: str, start: int) -> int:
    """Where the next part begins, behind blanks and comments."""
    blanks = _BLANKS.match(text, start)
    return blanks.end() if blanks else start


def notes(text: str, start: int, end: int) -> Iterator[Note | tuple[str, int]]:
    """The comments in a stretch between two parts of a text, and the signs (such as a dash) as they come."""
    is_behind_dash = False
    for match in _TOKEN.finditer(text, start, end):
        at = match.start()
        if match[0][0] != "#":
            is_behind_dash = is_behind_dash or match[0] == "-"
            yield match[0], at
            continue
        line = text.rfind("\n", 0, at) + 1
        before = text[line:at]
        pad = len(before) - len(before.rstrip())
        comment = Comment(match[0].rstrip(), at - line, pad, is_after_blank(text, at))
        yield Note(comment, at, not before.strip(), is_behind_dash)


def muted_stretch(text: str, note: Note) -> tuple[int, int]:
    """The lines that a suppression speaks of, and itself: none of them may come apart."""
    line = text.rfind("\n", 0, note.start) + 1
    is_of_next = not text[line : note.start].strip(" \t-")
    code = _NO_CONTENT.match(text, line) if is_of_next else None
    end = text.find("\n", code.end() if code else note.start)
    return line, len(text) if end < 0 else end


def comments_of(text: str) -> list[str]:
    """Every comment of a text that could be read, in order."""
    found, position = [], 0
    for event in events(text):
        start, end = event.start_mark.index, event.end_mark.index
        if type(event) is yaml.ScalarEvent and start < end:
            begin = min(blanks_end(text, start + len(event.anchor) + 1), end) if event.anchor else start
            is_block = event.style in ("|", ">")  # a comment may follow the sign
            found += _comments_between(text, position, text.find("\n", begin, end) + 1 or end if is_block else begin)
            position = end
    return found + _comments_between(text, position, len(text))


def _comments_between(text: str, start: int, end: int) -> list[str]:
    return [note.comment.text for note in notes(text, start, end) if isinstance(note, Note)]
