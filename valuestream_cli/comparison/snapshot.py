"""The files around a stream as a revision of git has them: those that its steps refer to."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

from valuestream_cli import project, source
from valuestream_cli.comparison import revisions
from valuestream_cli.source import Document


class Snapshot:
    """What a revision has, by the places that its files have, or would have, in the working tree.

    folder: where git is asked. Links are not followed: what they lead to is no part of the revision.
    """

    def __init__(self, revision: str, folder: str) -> None:
        self._revision, self.folder = revision, folder

    @cached_property
    def _top(self) -> Path | None:
        found = revisions.root(self.folder)
        return Path(found).resolve() if found else None

    @property
    def is_possible(self) -> bool:
        """Whether its files have a place of their own that paths can be relative to: a bare repository gives none."""
        return self._top is not None

    def home(self, place: str) -> Path | None:
        """The place of a file, with the links above it followed, but not one that stands there today."""
        return Path(place).parent.resolve() / Path(place).name

    def find(self, reference: str, home: Path) -> Path | None:
        """The place of the file referred to; null where the revision has none inside the project."""
        target = Path(os.path.normpath(home.parent / reference))
        if not self._top or not all(map(target.is_relative_to, (self._top, project.root(home.parent)))):
            return None
        return target if self._object(target) else None

    def load(self, place: Path) -> Document:
        """A file that was found, as read."""
        object = self._object(place)
        assert object is not None
        return source.read(str(place), revisions.contents([object], self.folder)[0])

    def _object(self, place: Path) -> str | None:
        assert self._top is not None
        return revisions.file(self._revision, place.relative_to(self._top).as_posix(), self.folder)
