"""A tree to its canonical order; comments and blank lines go with what they stand at."""

from __future__ import annotations

from valuestream_cli.formatting.brackets import fits, key_of
from valuestream_cli.formatting.comments import is_for_the_file
from valuestream_cli.formatting.order import Shape, stream_shape
from valuestream_cli.formatting.scalars import STEP
from valuestream_cli.formatting.tree import Collection, Comment, Page, Scalar, Slot


def arrange(page: Page) -> None:
    """Put the keys of a page in order, and its blank lines where they belong.

    A file with anchors keeps its order: an alias has to stay below its anchor, and the nearest anchor counts.
    """
    root = page.top.value
    if isinstance(root, Collection):
        if root.is_flow and root.slots and _is_free(root, page):
            page.top.below[:0] = [page.top.after] if page.top.after else []
            root.is_flow, page.top.after = False, None
        _split_header(page, root)
        _arrange(root, stream_shape(), page, 0)
        _set_sections_apart(root)


def _split_header(page: Page, root: Collection) -> None:
    """Comments at the top stay first, but the last of several paragraphs belongs to the key right below it.

    Not where it speaks of the whole file.
    """
    start = max((number for number, comment in enumerate(page.header) if comment.after_blank), default=0)
    if not start or root.is_flow or root.slots[0].after_blank or any(map(is_for_the_file, page.header[start:])):
        return
    page.header, root.slots[0].above[:0] = page.header[:start], page.header[start:]
    page.top.after_blank = True


def _arrange(collection: Collection, shape: Shape, page: Page, indent: int) -> None:
    if collection.is_mapping and not page.is_anchored:
        _put_in_order(collection, shape, page)
    for slot in collection.slots[:1]:
        slot.lead.after_blank = False
    for slot in collection.slots:
        value = slot.value
        if isinstance(value, Collection):
            if not collection.is_flow and _needs_lines(slot, value, page, indent):
                _unfold(slot, value)
            _arrange(value, shape.below(slot), page, indent + STEP)
            if slot.spread and slot.key is None and not slot.is_held_apart:
                _lift(value.slots[0].above, slot)
        elif isinstance(value, Scalar) and value.is_block:
            _lift(slot.between, slot)


def _is_free(value: Collection, page: Page) -> bool:
    """Whether the lines of brackets may change: no comment is inside, no suppression speaks of them."""
    return not value.has_comments and not page.is_muted(value.start, value.end)


def _needs_lines(slot: Slot, value: Collection, page: Page, indent: int) -> bool:
    """Whether parts in brackets get lines of their own: where there are brackets inside, and one line is not enough."""
    if not value.is_flow or not any(isinstance(part.value, Collection) for part in value.slots):
        return False
    has_room = not value.has_breaks and fits(value, indent + len(key_of(slot) or "-") + 1)
    return not has_room and _is_free(value, page)


def _unfold(slot: Slot, value: Collection) -> None:
    """Take the brackets away; comments around them go to the line of the key, and above the first part."""
    value.is_flow = False
    first = value.slots[0]
    if slot.after:
        slot.after.column = 0  # it stood far to the right
    if slot.beside and slot.after:
        first.above.append(slot.after)
    first.above += slot.between
    slot.beside, slot.between, slot.after = slot.beside or slot.after, [], None


def _put_in_order(collection: Collection, shape: Shape, page: Page) -> None:
    """Sort the entries of a mapping, as far as no suppression speaks of where they stand.

    What is missing is told at the first key, so one that is muted stays first; and nothing that is muted in brackets
    comes to another line.
    """
    slots = collection.slots
    ordered = shape.in_order(slots)
    if ordered == slots or (collection.has_breaks and page.is_muted(collection.start, collection.end)):
        return
    if not collection.is_flow and page.is_muted(slots[0].start, slots[0].start):
        ordered = [slots[0], *shape.in_order(slots[1:])]
    before = dict(zip(map(id, slots), [None, *slots], strict=False))
    for above, slot in zip([None, *ordered], ordered, strict=False):
        if above is not before[id(slot)]:
            slot.lead.after_blank = False
            slot.on_new_line = collection.has_breaks
    collection.slots = ordered


def _lift(comments: list[Comment], slot: Slot) -> None:
    """Put comments that have no line where they stood above an entry or item: they stood behind its key or dash."""
    if comments:
        comments[0].after_blank |= slot.after_blank
        slot.after_blank = False
        slot.above += comments
        comments.clear()


def _set_sections_apart(root: Collection) -> None:
    """One blank line around each part that has lines of its own; elsewhere it is the author's choice."""
    above: Slot | None = None
    for slot in root.slots:
        if above and (above.spread or slot.spread):
            slot.lead.after_blank = True
        above = slot
