"""What a check asks of the files around a stream; never outside the project.

All of it is noted, so that a result can be remembered until an answer changes. Rules have no other way to the disk.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path

from valuestream_cli import project
from valuestream_cli.analysis import zones
from valuestream_cli.modeline import local_schema
from valuestream_cli.source import Document, bytes_of, load

_OUTSIDE = "//"  # no list of names, joined by slashes, looks like this


# Something that is asked of the files around a stream: a key of `_ABOUT`, the place, and a word; and what they said.
# A result that depends on an answer holds as long as it is the same. Plain tuples: every start would pay for classes.
Question = tuple[str, str, str]
Answer = tuple[Question, str]

_recorder: ContextVar[list[Answer] | None] = ContextVar("recorder", default=None)


@contextlib.contextmanager
def recorded() -> Iterator[list[Answer]]:
    """A list that gets all that is asked of other files meanwhile, also what was not found."""
    answers: list[Answer] = []
    token = _recorder.set(answers)
    try:
        yield answers
    finally:
        _recorder.reset(token)


def answer(question: Question) -> str:
    """What the files around say now."""
    about, place, word = question
    return _ABOUT[about](place, word)


def _note(about: str, place: Path, word: str, said: Callable[[], str]) -> None:
    answers = _recorder.get()
    if answers is not None:
        answers.append(((about, str(place), word), said()))


class Nested:
    """Finds and reads the files around a stream, first of all those that its steps refer to."""

    def __init__(self, path: str | None) -> None:
        self._home = Path(path).resolve() if path else None
        self._read: dict[Path, Document] = {}

    @property
    def is_possible(self) -> bool:
        """Whether the stream has a place of its own that paths can be relative to."""
        return self._home is not None

    def find(self, reference: str, home: Path | None = None) -> Path | None:
        """The file referred to, links followed; null where there is none inside the project."""
        home = home or self._home
        if home is None:
            return None
        found = _target(home, reference)
        _note("target", home, reference, lambda: str(found or ""))
        return found

    def neighbours(self, reference: str) -> list[str] | None:
        """The names of the stream files where a reference leads to, but this one; null outside the project."""
        if self._home is None:
            return None
        said = _neighbours(str(self._home), reference)
        _note("neighbours", self._home, reference, lambda: said)
        return None if said == _OUTSIDE else [name for name in said.split("/") if name]

    def text(self, reference: str) -> str | None:
        """The text of a file, by its path from this one; null where there is none inside the project."""
        found = self.find(reference)
        content = bytes_of(str(found)) if found else None
        if found:
            _note("content", found, "", lambda: _digest_or_absent(content))
        return None if content is None else content.decode("utf-8", "replace")

    def schema(self) -> str | None:
        """The schema for editors that stands near, as this file would name it; null where there is none."""
        if self._home is None:
            return None
        said = _schema(str(self._home))
        _note("schema", self._home, "", lambda: said)
        return said or None

    def is_zone(self, name: str) -> bool:
        """Whether this machine knows a time zone."""
        known = zones.is_zone(name)
        _note("zone", Path(), name, lambda: _yes_or_no("", name))
        return known

    def references(self, path: Path) -> list[str]:
        """The `stream:` values of a file's steps, as far as they can be read."""
        if path not in self._read:
            self._read[path] = load(str(path))
            _note("content", path, "", lambda: _digest_of(self._read[path]))
        data = self._read[path].data
        steps = data.get("steps") if isinstance(data, dict) else None
        steps = steps if isinstance(steps, list) else []
        found = [step.get("stream") for step in steps if isinstance(step, dict)]
        return [reference for reference in found if isinstance(reference, str)]

    def cycle(self, reference: str) -> list[Path]:
        """The files on the way from a reference back to this stream; empty where it does not come back."""
        start = self.find(reference)
        if start is None or self._home is None:
            return []
        ways: list[list[Path]] = [[start]]
        seen = {start}
        while ways:
            way = ways.pop()
            if way[-1] == self._home:
                return way
            for further in self.references(way[-1]):
                target = self.find(further, way[-1])
                if target and target not in seen:
                    seen.add(target)
                    ways.append([*way, target])
        return []


def _target(home: Path, reference: str) -> Path | None:
    try:
        target = (home.parent / reference).resolve()
        return target if target.is_file() and target.is_relative_to(project.root(home.parent)) else None
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name too long for the file system
        return None


def _neighbours(home: str, reference: str) -> str:
    file = Path(home)
    folder = (file.parent / reference).parent.resolve()
    if not folder.is_relative_to(project.root(file.parent)):
        return _OUTSIDE
    return "/".join(each.name for each in sorted(folder.glob("*.vs.y*ml")) if each != file)


def _digest_of(document: Document) -> str:
    """The digest of a file as it was read; one that no file has where the text is not all that it holds."""
    return "" if document.faults else _digest(document.text.encode())


def _digest(content: bytes) -> str:
    from hashlib import blake2b  # it brings OpenSSL along

    return blake2b(content, digest_size=16).hexdigest()


def _digest_or_absent(content: bytes | None) -> str:
    return "absent" if content is None else _digest(content)


def _schema(home: str, _: str = "") -> str:
    return local_schema(Path(home).parent) or ""


def _yes_or_no(_: str, zone: str) -> str:
    return "yes" if zones.is_zone(zone) else "no"


_ABOUT: dict[str, Callable[[str, str], str]] = {
    "target": lambda home, reference: str(_target(Path(home), reference) or ""),
    "neighbours": _neighbours,
    "content": lambda path, _: _digest_or_absent(bytes_of(path)),
    "schema": _schema,
    "zone": _yes_or_no,
}
