"""Where a part belongs that comes next in the text, and where the comments before it do."""

from __future__ import annotations

from dataclasses import dataclass, field

from valuestream_cli.formatting.comments import Note, blanks_end, is_after_blank, is_suppression, muted_stretch, notes
from valuestream_cli.formatting.settling import levels, settle
from valuestream_cli.formatting.tree import Collection, Comment, Page, Slot


class CannotFormat(Exception):
    """A text is left as it is.

    reason: why, in a few words. offset: where in the text the reason stands.
    """

    def __init__(self, reason: str, offset: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


@dataclass(slots=True)
class Frame:
    """A collection that is being read: whose value it is, and which of its entries waits for a value."""

    collection: Collection
    owner: Slot
    waiting: Slot | None = None
    carried: list[Comment] = field(default_factory=list)


class Places:
    """The collections that are open at a position of a text, and what was met since the last part.

    position: the end of the last part; what stands from there to the next one are comments, signs and blanks.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.page = Page("", [], Slot(0, 0))
        self.position = 0
        self.frames: list[Frame] = []
        self._closed: list[Collection] = []
        self._line_of: Slot | None = None  # whose line we are on
        self._has_ended = False  # and whether its value stands on it

    def notes(self, end: int) -> list[Note]:
        """The comments up to the next part, at `end`; it must not be a key with a question mark."""
        found, self.position, start = [], end, self.position
        for note in notes(self.text, start, end):
            if isinstance(note, Note):
                found.append(note)
                if is_suppression(note.comment):
                    self._mute(note)
            elif note[0] == "?":
                raise CannotFormat("it has a key that begins with `?`", note[1])
        return found

    def _mute(self, note: Note) -> None:
        muted = self.page.muted
        if not muted or muted[-1][1] < note.start:  # else the one before speaks of the same line
            muted.append(muted_stretch(self.text, note))

    def slot(self, start: int) -> Slot:
        """The entry or item that the part at `start` belongs to; what stands before it finds its place."""
        before = self.position
        found = self.notes(start)
        if not self.frames:
            self.page.header = [note.comment for note in found]
            self.page.top.after_blank = is_after_blank(self.text, start)
            return self.page.top
        frame = self.frames[-1]
        if frame.collection.is_flow:
            return self._slot_in_brackets(frame, found, before, start)
        if frame.waiting:
            frame.waiting.is_below = "\n" in self.text[before:start]
            self.between(frame.waiting, found)
            return frame.waiting
        return self._new_slot(frame, found, before, start)

    def _slot_in_brackets(self, frame: Frame, found: list[Note], before: int, start: int) -> Slot:
        if frame.waiting:
            frame.waiting.above += [note.comment for note in found]
            return frame.waiting
        slots = frame.collection.slots
        slot = Slot(start, 0, on_new_line="\n" in self.text[before:start])
        for note in found:
            if note.has_own_line or not self._beside(note.comment, slots[-1] if slots else None, frame.collection):
                slot.above.append(note.comment)
        slots.append(slot)
        return slot

    @staticmethod
    def _beside(comment: Comment, last: Slot | None, collection: Collection) -> bool:
        """Put a comment at the end of a line in brackets; whether there was a place for it."""
        if last and not last.after:
            last.after = comment
        elif not last and not collection.beside:
            collection.beside = comment
        else:
            return False
        return True

    def _new_slot(self, frame: Frame, found: list[Note], before: int, start: int) -> Slot:
        """A new entry or item on a line of its own."""
        dash = None if frame.collection.is_mapping else self._dash(before, start)
        at = start if dash is None else dash
        slot = Slot(at, self._column(at), above=frame.carried, after_blank=is_after_blank(self.text, at))
        slot.is_below = "\n" in self.text[at:start]
        frame.carried = []
        if not frame.collection.slots:
            frame.collection.column = slot.column
        self._settle([note for note in found if not note.is_behind_dash], frame.collection, slot)
        frame.collection.slots.append(slot)
        self._line_of, self._has_ended = slot, False
        self.between(slot, [note for note in found if note.is_behind_dash])
        return slot

    def _dash(self, before: int, start: int) -> int:
        return next(
            note[1] for note in notes(self.text, before, start) if not isinstance(note, Note) and note[0] == "-"
        )

    def between(self, slot: Slot, found: list[Note]) -> None:
        """Comments between a key or dash and what belongs to it."""
        for note in found:
            if note.has_own_line or slot.beside:
                slot.between.append(note.comment)
            else:
                slot.beside = note.comment

    def open(self, collection: Collection, owner: Slot) -> None:
        """Go into a collection."""
        frame = Frame(collection, owner)
        if collection.is_flow:
            self._open_bracket(collection, owner)
        else:
            frame.carried, owner.between = owner.between, []
        if self.frames:
            self.frames[-1].waiting = None
        self.frames.append(frame)

    def _open_bracket(self, collection: Collection, owner: Slot) -> None:
        """Go behind the bracket that opens a collection; a pair in a list may have none."""
        bracket = blanks_end(self.text, self.position)
        self.between(owner, self.notes(bracket))
        collection.start = bracket
        self.position += self.text.startswith(("[", "{"), bracket)

    def close(self, start: int, end: int) -> None:
        """Leave the innermost collection; its end, as far as it has brackets, stands from `start` to `end`."""
        frame = self.frames.pop()
        closed = frame.collection
        closed.end = end
        if not closed.is_flow:
            self._closed.append(closed)
            return
        for note in self.notes(start):
            last = closed.slots[-1] if closed.slots else None
            if note.has_own_line or not self._beside(note.comment, last, closed):
                closed.foot.append(note.comment)
        closed.look_inside()
        self.position = end
        self.end_value(frame.owner)

    def end_value(self, slot: Slot) -> None:
        """Note that the value of an entry or item ends here."""
        self._line_of, self._has_ended = slot, True

    def end_text(self) -> None:
        """Find the place of the comments after all parts."""
        self._settle(self.notes(len(self.text)), None, None)

    def _settle(self, found: list[Note], collection: Collection | None, slot: Slot | None) -> None:
        """Find the place of comments before a new entry or item, or before the end."""
        own_lines = [note.comment for note in found if note.has_own_line or not self._at_line_end(note.comment)]
        settle(own_lines, levels(self._closed, collection), collection, slot, self.page.top)
        self._closed = []

    def _at_line_end(self, comment: Comment) -> bool:
        slot = self._line_of
        if slot is None:
            return False
        if self._has_ended and not slot.after:
            slot.after = comment
        elif not self._has_ended and not slot.beside:
            slot.beside = comment
        else:
            return False
        return True

    def _column(self, offset: int) -> int:
        return offset - self.text.rfind("\n", 0, offset) - 1
