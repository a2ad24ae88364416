"""Which part a comment on a line of its own belongs to, by its column: the next one, or one that has just ended."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from valuestream_cli.formatting.comments import is_suppression
from valuestream_cli.formatting.tree import Collection, Comment, Scalar, Slot

Level = tuple[int, list[Comment]]


def levels(closed: list[Collection], around: Collection | None) -> list[Level]:
    """Where comments after the last part can belong, from the deepest: the least column for it, and the place.

    closed: the collections that have ended, innermost first. around: the one that goes on.
    """
    found: list[Level] = []
    for inner, outer in pairwise([*closed, around]):
        assert inner
        found += _below_last(inner)
        if outer is None or inner.column > outer.column:  # a list may stand right below its key
            found.append((inner.column, inner.foot))
    return [*found, *(_below_last(around) if around and around.slots else ())]


def _below_last(collection: Collection) -> Iterator[Level]:
    """Below the last entry, deeper than it; not below a block of text, of which it would become a line."""
    last = collection.slots[-1]
    if not (isinstance(last.value, Scalar) and last.value.is_block):
        yield collection.column + 1, last.below


def settle(
    comments: list[Comment], found: list[Level], around: Collection | None, slot: Slot | None, top: Slot
) -> None:
    """Put each comment to the level that its column says, never deeper than the one before it; else above `slot`.

    A suppression speaks of what comes next and belongs there, whatever its column, with all that follows it.
    """
    margin = around.column if around else -1
    mute = (number for number, comment in enumerate(comments) if slot and is_suppression(comment))
    free = next(mute, len(comments))
    level = 0
    for comment in comments[:free]:
        while level < len(found) and (comment.column < found[level][0] or comment.column <= margin):
            level += 1
        if level < len(found):
            found[level][1].append(comment)
        else:
            (slot.above if slot else top.below).append(comment)
    if slot:
        slot.above += comments[free:]
