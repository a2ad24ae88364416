"""Scalars as they are to be written: no quotes that nobody needs, blocks of text and long texts indented anew."""

from __future__ import annotations

from valuestream_cli.formatting.tree import Scalar
from valuestream_cli.source import scalar_text

STEP = 2  # the indentation of one level


def lines_of(node: Scalar, indent: int) -> list[str]:
    """The lines of a scalar: the first to be put behind a key or dash, the others complete.

    indent: of the lines below the first.
    """
    if node.is_block:
        return _block_lines(node, indent)
    first, *others = node.text.split("\n")
    if not others:
        return [_with_anchor(node, one_line(node))]
    ends = str if node.style == '"' else str.rstrip  # a backslash may stand before the blanks at the end
    folded = [" " * indent + line.lstrip(" \t") if line.strip(" \t") else "" for line in others]
    return [_with_anchor(node, ends(first)), *map(ends, folded)]


def one_line(node: Scalar) -> str:
    """A scalar on one line, without its anchor."""
    if "\n" in node.text:
        is_plain = not node.style and "\n" not in node.value
        return node.value if is_plain else scalar_text(node.value)
    if node.style in ('"', "'"):
        return _with_quotes_where_needed(node)
    return node.text


def _with_quotes_where_needed(node: Scalar) -> str:
    """A text in quotes, without them where every reader takes it for the same text; else in double ones if it can."""
    if node.style == '"' and node.text[1:-1] != node.value:
        return node.text  # the author chose to write something in escapes
    text = scalar_text(node.value)
    return node.text if text[0] == '"' and ("\\" in node.value or '"' in node.value) else text


def in_brackets(node: Scalar) -> str:
    """A scalar as it stands in brackets, on one line."""
    return _with_anchor(node, one_line(node))


def _with_anchor(node: Scalar, text: str) -> str:
    return f"{node.anchor} {text}".rstrip() if node.anchor else text


def _block_lines(node: Scalar, indent: int) -> list[str]:
    header, *lines = node.text.removesuffix("\n").split("\n")
    base = _base(node, lines)
    lines = [line[base:] for line in lines]
    if any(lines) and not node.value.endswith("\n"):
        header = header.replace("+", "").replace("-", "") + "-"  # the file may have ended here, without a line feed
    while "+" not in header and lines and not lines[-1]:
        lines.pop()
    header = "".join(str(STEP) if sign.isdigit() else sign for sign in header)
    return [_with_anchor(node, header), *(" " * indent + line if line else "" for line in lines)]


def _base(node: Scalar, lines: list[str]) -> int:
    """The column where the lines of a block of text begin."""
    if node.base >= 0:
        return node.base
    margins = (len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" "))
    return next(margins, max(map(len, lines), default=0))
