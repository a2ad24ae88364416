"""The canonical layout of a stream file: order of keys, indentation, blank lines, quotes; comments stay.

What is normalised and what is left to the author: docs/decisions/0007-formatting.md.
"""

from __future__ import annotations

import json
import re

from valuestream_cli import source
from valuestream_cli.formatting.arranging import arrange
from valuestream_cli.formatting.comments import comments_of
from valuestream_cli.formatting.places import CannotFormat
from valuestream_cli.formatting.reading import read_page
from valuestream_cli.formatting.writing import text_of
from valuestream_cli.source import Document

__all__ = ["CannotFormat", "Damaged", "formatted"]

_BOM = "\ufeff"
_OTHER_LINE_BREAKS = re.compile("[\x85\u2028\u2029]")


class Damaged(Exception):
    """Formatting would have changed what a file says, or lost a comment of it: a bug, and the text is not used."""


def formatted(text: str) -> str:
    """A text in canonical layout: same data, same comments, same kind of line ends.

    Raises CannotFormat where the text has a fault of YAML, is no mapping, or is written in a way that is not known
    here; and Damaged for a bug.
    """
    content = text.removeprefix(_BOM)
    try:
        result = _formatted(re.sub("\r\n?", "\n", content))
    except CannotFormat as error:
        cut = len(text) - len(content)
        raise CannotFormat(error.reason, cut + _with_returns(content, error.offset)) from None
    ends = re.search("\r\n|[\r\n]", content)
    result = result.replace("\n", "\r\n") if ends and ends[0] == "\r\n" else result
    return _BOM * (len(text) - len(content)) + result


def _with_returns(text: str, offset: int) -> int:
    """An offset counted without carriage returns before line feeds, in the text with them."""
    for match in re.finditer("\r\n", text):
        if match.start() >= offset:
            break
        offset += 1
    return offset


def _formatted(text: str) -> str:
    document = source.read("-", text.encode("utf-8", "surrogatepass"))
    _demand_formattable(document)
    page = read_page(text)
    arrange(page)
    result = text_of(page)
    if len(result.encode()) > source.MAX_BYTES:
        raise CannotFormat("it would be larger than a stream file may be")
    if result != text:
        _demand_same(document, result)
    return result


def _demand_formattable(document: Document) -> None:
    if document.faults:
        raise CannotFormat("it cannot be read as YAML", document.faults[0].start)
    if not isinstance(document.data, dict):
        raise CannotFormat("it is not a mapping of keys to values")
    odd = _OTHER_LINE_BREAKS.search(document.text)
    if odd:
        raise CannotFormat(f"it has U+{ord(odd[0]):04X}, which YAML 1.1 takes for the end of a line", odd.start())


def _demand_same(before: Document, text: str) -> None:
    """Raise Damaged unless a text says what the document said, comments included."""
    after = source.read("-", text.encode())
    if after.faults or _plain(after) != _plain(before):
        raise Damaged("formatting would have changed the data")
    if sorted(comments_of(text)) != sorted(comments_of(before.text)):
        raise Damaged("formatting would have changed a comment")


def _plain(document: Document) -> str:
    """The data as text in which the order of keys does not matter, and 1, 1.0 and true differ."""
    return json.dumps(document.data, sort_keys=True)
