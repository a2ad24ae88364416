"""A stream file as it is written: mappings, lists and scalars with the comments and blank lines around them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from operator import itemgetter


@dataclass(slots=True, eq=False)
class Comment:
    """A comment, from its `#` on.

    column: where it stood, from 0.
    pad: how many blanks stood before it on its line.
    after_blank: whether the line above it was blank.
    """

    text: str
    column: int
    pad: int
    after_blank: bool


@dataclass(slots=True, eq=False)
class Scalar:
    """A scalar or an alias, as it is written; a `|` or `>` with all its lines.

    style: empty (plain), a quote, `|`, `>`, or `*` for an alias.
    base: the column that the lines of a block of text are indented from; -1 where they start at the margin.
    """

    text: str
    value: str
    style: str
    start: int
    end: int
    anchor: str = ""
    base: int = -1

    @property
    def is_block(self) -> bool:
        """Whether it is a block of text below a `|` or `>`."""
        return self.style in ("|", ">")


@dataclass(slots=True, eq=False)
class Slot:
    """One entry of a mapping, or one item of a list (which has no key), with what stands around it.

    column: where its key or its dash stood; 0 in brackets.
    above: comments on the lines above it. between: on lines between its key, or dash, and its value.
    beside: at the end of the line of its key, or dash, where the value begins below. after: at the end of its last
    line. below: on the lines below it, and deeper than itself.
    after_blank: whether the line above it was blank. on_new_line: in brackets, whether it began a line.
    is_below: whether its value began on a line below its key or dash.
    """

    start: int
    column: int
    key: Scalar | None = None
    value: Node | None = None
    above: list[Comment] = field(default_factory=list)
    beside: Comment | None = None
    between: list[Comment] = field(default_factory=list)
    after: Comment | None = None
    below: list[Comment] = field(default_factory=list)
    after_blank: bool = False
    on_new_line: bool = False
    is_below: bool = False

    @property
    def lead(self) -> Comment | Slot:
        """What comes first of it, on the way down the page."""
        return self.above[0] if self.above else self

    @property
    def spread(self) -> Collection | None:
        """Its value, if that is a mapping or a list on lines of its own."""
        return self.value if isinstance(self.value, Collection) and not self.value.is_flow else None

    @property
    def is_held_apart(self) -> bool:
        """Whether its value cannot begin on the line of its dash: a comment or an anchor stands there."""
        return bool(self.beside or self.between or (self.value and self.value.anchor))


@dataclass(slots=True, eq=False)
class Collection:
    """A mapping or a list, in brackets (`is_flow`) or on lines of its own.

    column: of its first part; 0 in brackets. has_breaks, has_comments: between its brackets.
    foot: comments on the lines after its last part. beside: after the bracket that opens it.
    width: how long it is on one line, once that is known.
    """

    is_mapping: bool
    is_flow: bool
    start: int
    column: int = 0
    end: int = 0
    anchor: str = ""
    slots: list[Slot] = field(default_factory=list)
    beside: Comment | None = None
    foot: list[Comment] = field(default_factory=list)
    has_breaks: bool = False
    width: int | None = None
    has_comments: bool = False

    def look_inside(self) -> None:
        """Find out whether there are comments between its brackets, or parts that begin lines."""
        inner = [slot.value for slot in self.slots if isinstance(slot.value, Collection)]
        self.has_comments = bool(self.beside or self.foot) or any(
            slot.above or slot.beside or slot.between or slot.after for slot in self.slots
        )
        self.has_comments = self.has_comments or any(part.has_comments for part in inner)
        begins_line = any(slot.on_new_line for slot in self.slots[1:])
        self.has_breaks = self.has_comments or begins_line or any(part.has_breaks for part in inner)


Node = Scalar | Collection


@dataclass(slots=True, eq=False)
class Page:
    """A whole file.

    prologue: all up to the `---` line, where there is one. header: the comments that stay first.
    top: holds the outermost mapping as its value, and what stands around it.
    muted: from where to where, in the text, suppressions and the lines that they speak of reach; in order.
    """

    prologue: str
    header: list[Comment]
    top: Slot
    is_anchored: bool = False
    muted: list[tuple[int, int]] = field(default_factory=list)

    def is_muted(self, start: int, end: int) -> bool:
        """Whether a suppression speaks of any line between two offsets."""
        number = bisect_right(self.muted, end, key=itemgetter(0))
        return number > 0 and self.muted[number - 1][1] >= start
