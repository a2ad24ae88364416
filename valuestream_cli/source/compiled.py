"""Data of plain texts from a compiled reader, in a third of the time; all other texts take the usual way.

The reader speaks another dialect of YAML. So it is asked only for a text of which every line has one of a few shapes
that mean the same in all dialects: no anchors, tags, escapes, block texts or odd numbers, nothing open at the end of
a line, no deep nesting. What it refuses, such as a key given twice, takes the usual way as well.
`tests/test_compiled.py` holds both ways equal (docs/decisions/0012-a-second-reader.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

# A value on one line: text or a whole or decimal number, quoted text, and lists and mappings of these.
_LETTER = r"(?:[A-HJ-MO-Za-hj-mo-z]|(?![nNiI][aAnN][nNfF]\b)[^\W\d_])"  # the start of `nan` and `inf` is none
_START = rf"(?:{_LETTER}|(?:[1-9]\d{{0,14}}+|0(?![\dxob]))(?:\.\d{{1,15}}+)?+(?![\d.eE_:+]))"
_QUOTED = r"""(?:"[^\x00-\x1f\x7f"\\]*+"|'[^\x00-\x1f\x7f'\\]*+')"""
_TEXT, _INNER = (
    rf"{each}(?::(?=\w){each})*+" for each in (r"[^\x00-\x1f\x7f:#\\]*+", r"[^\x00-\x1f\x7f:#,?\[\]{}\\]*+")
)
_NAME = r"(?![ntfi](?:ull|rue|alse|an|nf):)[a-z][a-z0-9_-]*+:"  # to the other reader `null` is no text even as a key
_ITEM = rf"(?:{_START}{_INNER}|{_QUOTED})"
_LIST = rf"\[(?:{_ITEM}(?:, |(?=\])))++\]"
_MAPPING = rf"\{{(?:{_NAME} (?:{_ITEM}|{_LIST})(?:, |(?=\}})))++\}}"
_ITEMS = rf"\[(?:(?:{_MAPPING}|{_ITEM})(?:, |(?=\])))++\]"
_VALUE = rf"(?:{_START}{_TEXT}|{_QUOTED}|{_ITEMS}|{_MAPPING})"

# A line: at most 30 blanks (so that 64 levels are out of reach), a dash, a key, or both, a value, and a comment.
_KEY = rf"{_NAME}(?: |(?=\n))"
_CONTENT = rf"(?:(?:- (?:{_KEY})?+|{_KEY})(?:{_VALUE})?+)"
_COMMENT = r"(?: *+(?<![^ \n])#[^\x00-\x09\x0b-\x1f\x7f\n]*+)"
_PLAIN = rf"(?: {{0,30}}+{_CONTENT}?+{_COMMENT}?+ *\n)*+"
_ODD = "[\x80-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"  # controls, and what some take for blanks or line ends


def _nothing(_: str) -> None:
    return None


_data: Callable[[str], Any] = _nothing


def prepare() -> None:
    """Use the compiled reader from now on, where it is installed; it costs what forty files save."""
    global _data
    try:
        import yaml_rs
    except ImportError:
        return
    _data = _reader(yaml_rs.loads, yaml_rs.YAMLDecodeError)


def data(text: str) -> Any:
    """The data of a plain text; null where the usual way has to be taken."""
    return _data(text)


def _reader(loads: Callable[..., Any], refusal: type[Exception]) -> Callable[[str], Any]:
    is_plain, odd = re.compile(_PLAIN).fullmatch, re.compile(_ODD).search

    def read(text: str) -> Any:
        if not is_plain(text) or (not text.isascii() and odd(text)):
            return None
        try:
            found = loads(text, parse_datetime=False)
        except refusal:
            return None
        return found or None  # it finds an empty mapping in an empty file

    return read
