"""Which stream of OLD is which of NEW: files of the same bytes and path, then the same id, then the same path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from valuestream_cli.comparison import streams
from valuestream_cli.comparison.result import SAME, Comparison, StreamChange
from valuestream_cli.comparison.sides import File, Side
from valuestream_cli.comparison.subject import Subject
from valuestream_cli.model import ValueStream
from valuestream_cli.source import Document

Sound = Callable[[Sequence[Document]], list[ValueStream]]
_Couple = tuple[Subject | None, Subject | None]


def compare_sides(old: Side, new: Side, sound: Sound) -> Comparison:
    """How all streams differ. `sound` gives the streams of documents, or refuses those with errors.

    Of a folder, a file that did not change is not even read.
    """
    is_folder = old.is_folder or new.is_folder
    unchanged = _unchanged(old, new) if is_folder else {}
    subjects = [[file for file in side.files if file.relative not in unchanged] for side in (old, new)]
    read = _read([*subjects[0], *subjects[1]], sound)
    ones, others = read[: len(subjects[0])], read[len(subjects[0]) :]
    couples = _couples(ones, others) if is_folder else [(next(iter(ones), None), next(iter(others), None))]
    found = [_same(*files) for files in unchanged.values()]
    found += [_compared(*couple) for couple in couples if any(couple)]
    if not is_folder and _unchanged(old, new):
        found = [replace(each, status=SAME) for each in found]
    return Comparison(old=old.label, new=new.label, streams=tuple(sorted(found, key=lambda stream: stream.path)))


def _unchanged(old: Side, new: Side) -> dict[str, tuple[File, File]]:
    before = {file.relative: file for file in old.files if file.content is not None}
    return {
        file.relative: (before[file.relative], file)
        for file in new.files
        if file.relative in before and before[file.relative].content == file.content
    }


def _same(old: File, new: File) -> StreamChange:
    return StreamChange(status=SAME, id="", name="", old_path=old.label, new_path=new.label)


def _read(files: list[File], sound: Sound) -> list[Subject]:
    documents = [file.document() for file in files]
    return [
        Subject.of(stream, file.label, document.data, relative=file.relative, place=file.place, snapshot=file.snapshot)
        for stream, file, document in zip(sound(documents), files, documents, strict=True)
    ]


def _couples(old: list[Subject], new: list[Subject]) -> list[_Couple]:
    """By id and path, by an id that each side has once, by path; the rest stand alone."""
    once = _once(old) & _once(new)
    found: list[_Couple] = []
    for key in (_both, lambda one: one.stream.id if one.stream.id in once else "", _path):
        known = {key(one): one for one in old if key(one)}
        pairs = [(known[key(other)], other) for other in new if key(other) in known]
        taken = {id(each) for pair in pairs for each in pair}
        old, new = ([each for each in side if id(each) not in taken] for side in (old, new))
        found += pairs
    return [*found, *((one, None) for one in old), *((None, other) for other in new)]


def _once(subjects: list[Subject]) -> set[str]:
    return {name for name, count in Counter(each.stream.id for each in subjects).items() if count == 1}


def _both(one: Subject) -> str:
    return f"{one.stream.id} {one.relative}"


def _path(one: Subject) -> str:
    return one.relative


def _compared(old: Subject | None, new: Subject | None) -> StreamChange:
    if old and new:
        return streams.compare(old, new)
    if new:
        return streams.added(new)
    assert old
    return streams.removed(old)
