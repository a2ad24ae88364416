"""Where in the structure of a stream file a cursor stands, told from the lines around it: the file may be broken."""

from __future__ import annotations

from dataclasses import dataclass

from valuestream_cli.findings import Route
from valuestream_cli.lsp.brackets import Stand
from valuestream_cli.lsp.lines import COMMENT, QUOTED, Line, Lines


@dataclass(frozen=True)
class Spot:
    """A cursor's place.

    keys_of: the mapping in which a key may be written here; null where none may.
    value_of: the place whose value may be written here; null where none may.
    start, end: offsets of the word that the cursor touches, without its quotes.
    has: the keys or items that stand beside it.
    """

    keys_of: Route | None = None
    value_of: Route | None = None
    start: int = 0
    end: int = 0
    has: frozenset[str] = frozenset()
    is_key: bool = False
    is_quoted: bool = False
    is_comment: bool = False
    in_brackets: bool = False


def spot_at(text: str, cursor: int) -> Spot:
    """The place of a cursor; where nothing can be written and nothing is known, all of the result is empty."""
    found = _spot_at(text, cursor)
    return found if found.start <= cursor <= found.end else Spot()  # on a quote, say


def _spot_at(text: str, cursor: int) -> Spot:
    lines = Lines(text, cursor)
    line = lines.all[lines.number]
    column = cursor - line.start
    if lines.stand:
        return _between(text, lines.stand, lines.around(lines.opening))
    if line.goes_on:
        return Spot()
    if _is_comment(line, column):
        return Spot(is_comment=True, start=line.start, end=line.start + len(line.text))
    if line.key is None:
        return _entry(lines, column)
    if column >= line.value:
        start, end, is_quoted = _word(line, line.value, column)
        return Spot(value_of=lines.around(lines.number), start=start, end=end, is_quoted=is_quoted)
    return _key(lines, column, *line.key)


def _is_comment(line: Line, column: int) -> bool:
    quoted = QUOTED.match(line.text, line.value)
    comment = COMMENT.search(line.text, quoted.end() if quoted else 0)
    return comment is not None and comment.start() < column


def _key(lines: Lines, column: int, key_column: int, key: str) -> Spot:
    line = lines.all[lines.number]
    quotes = int(line.text[key_column] in "\"'")
    if not key_column <= column <= key_column + len(key) + 2 * quotes:
        return Spot()
    has = frozenset(lines.beside(lines.number, key_column)) - {key}
    start = line.start + key_column + quotes
    return Spot(lines.around(lines.number, key_column), None, start, start + len(key), has, is_key=True)


def _entry(lines: Lines, column: int) -> Spot:
    """A line without a key: what stands here may become one, or be the value of what is around it."""
    line = lines.all[lines.number]
    begin = line.value if line.rest else max(column, line.value)
    if column < begin:
        return Spot()
    start, end, is_quoted = _word(line, begin, column)
    route = lines.around(lines.number, begin)
    keys = frozenset(lines.beside(lines.number, begin))
    if keys:
        return Spot(route, None, start, end, keys, is_quoted=is_quoted)
    if line.tokens:
        items = frozenset(lines.items(lines.number, line.tokens[-1][0]))
        return Spot(route, route, start, end, items, is_quoted=is_quoted)
    if lines.goes_on_above(lines.number, begin):
        return Spot()
    return Spot(route, route, start, end, is_quoted=is_quoted)


def _word(line: Line, begin: int, column: int) -> tuple[int, int, bool]:
    """Offsets of the text from one column to behind another, without quotes and comment, and whether it has quotes."""
    quoted = QUOTED.match(line.text, begin)
    if quoted:
        is_closed = len(quoted[0]) > 1 and quoted[0][-1] == quoted[0][0]
        return line.start + begin + 1, line.start + quoted.end() - is_closed, True
    comment = COMMENT.search(line.text, begin)
    end = len(line.text[: comment.start() if comment else None].rstrip())
    return (line.start + (begin if end > begin else column), line.start + max(end, column), False)


def _between(text: str, stand: Stand, around: Route) -> Spot:
    """The spot of a cursor between brackets; `around` leads to the value that the outermost one opens."""
    if stand.kind == "comment":
        return Spot(is_comment=True, start=stand.start, end=stand.end)
    level, key = stand.levels[-1], stand.keys[-1]
    is_quoted = stand.kind == "quoted"
    is_closed = is_quoted and stand.end - stand.start > 1 and text[stand.end - 1] == text[stand.start]
    start, end = stand.start + is_quoted, stand.end - is_closed
    has = frozenset(level.has) - {text[start:end]}
    route = (*around, *stand.route)
    if level.opener == "{" and key is None:
        is_key = start < end and text[stand.end :].lstrip(" \t").startswith(":")
        return Spot(route, None, start, end, has, is_key, is_quoted, in_brackets=True)
    place = (*route, key or 0)
    return Spot(None, place, start, end, has if place[-1] == 0 else frozenset(), False, is_quoted, in_brackets=True)
