"""The results of earlier runs in one project."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self

from valuestream_cli import source
from valuestream_cli.cache import FOLDER, entries, store, trust
from valuestream_cli.cache.entries import Entry, Stamp
from valuestream_cli.config.places import seen_from
from valuestream_cli.validation import nested
from valuestream_cli.validation.checking import Check, Checked

_KEPT_DAYS = 30
_COARSE = 2_000_000_000  # nanoseconds: file systems differ in how finely they note times, FAT the least


class Seen(NamedTuple):
    """What a check found, and how the file was when it was read."""

    checked: Checked
    stamp: Stamp
    digest: str
    answers: tuple[nested.Answer, ...]


class Witness(NamedTuple):
    """Checks a file and notes what the result depends on."""

    check: Check

    def __call__(self, path: str) -> Seen:
        """Check one file. The times are taken before it is read: if it changes later, they are out of date."""
        stamp = entries.stamp(path)
        with nested.recorded() as answers:
            document = source.load(path)
            checked = self.check.document(document)
        return Seen(checked, stamp, entries.digest(document.text, stamp), tuple(answers))


class Cache:
    """The results of earlier runs in one project; to be used in a `with`, at the end of which it is written.

    A cache that cannot be written is no reason to fail: then the next run checks anew.
    """

    def __init__(self, root: Path, settings: Callable[[str], str], *, believes_times: bool) -> None:
        self._root = root
        self._settings = settings
        self._believes_times = believes_times
        self._store = store.Store(root / FOLDER)
        self._entries = self._store.read()
        self._is_changed = False
        self._today = int(time.time() // 86_400)
        self._keys: dict[str, str] = {}
        self._asked: dict[nested.Question, str] = {}
        self._prefix = _prefix(root)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._is_changed and kind is None and self._began:
            oldest = self._today - _KEPT_DAYS
            self._store.write({name: entry for name, entry in self._entries.items() if entry.day >= oldest})
        self._store.clean_up()

    def known(self, paths: Sequence[str]) -> dict[str, Checked]:
        """The results of those files that have not changed since."""
        found = {}
        for path in paths if self._entries else ():
            name = self._name(path)
            entry = self._entries.get(name)
            if entry and entry.settings == self._key(path) and self._is_current(name, entry, path):
                checked = entries.checked(entry, path)
                if checked:
                    found[path] = checked
        return found

    def witness(self, check: Check) -> Witness:
        """What to do with a file that is not known. To be called before the first of them is read."""
        self._began  # noqa: B018 (looked at now, not when results are kept)
        return Witness(check)

    def keep(self, path: str, seen: Seen) -> Checked:
        """Take over what was found in a file; the result is what was found."""
        if self._began and seen.digest and not seen.checked.crashes:
            stamp = self._lasting(seen.stamp)
            key = self._key(path)
            self._replace(
                self._name(path), entries.entry(seen.checked, stamp, seen.digest, key, self._today, seen.answers)
            )
        return seen.checked

    def _replace(self, name: str, entry: Entry) -> None:
        self._entries[name] = entry
        self._is_changed = True

    @cached_property
    def _began(self) -> int:
        """The file system's time before any file is read; 0 where the cache cannot be written."""
        return self._store.begin()

    def _lasting(self, stamp: Stamp) -> Stamp:
        """The stamp, if a later change of the file must show in it; else one that no file has.

        The times of a file that was changed just now may stay the same once more, as coarse as they are. All of them
        are times of files, so it does not matter which clock the file system goes by.
        """
        is_settled = max(stamp.modified, stamp.changed) < self._began - _COARSE
        return stamp if is_settled else entries.UNKNOWN_STAMP

    def _is_current(self, name: str, entry: Entry, path: str) -> bool:
        """Whether the file, and all that was asked of others, is as it was; if so, the entry is renewed."""
        stamp = entries.stamp(path)
        is_stamped_anew = self._believes_times and stamp != entry.stamp
        lasting = self._lasting(stamp) if is_stamped_anew else entry.stamp  # before the content is read
        if (is_stamped_anew or not self._believes_times) and not self._has_same_content(entry, path, stamp):
            return False
        if any(self._ask(question) != said for question, said in entry.answers):
            return False
        if is_stamped_anew or entry.day != self._today:
            self._replace(name, entry._replace(stamp=lasting, day=self._today))
        return True

    def _has_same_content(self, entry: Entry, path: str, stamp: Stamp) -> bool:
        if entry.stamp.size not in (stamp.size, entries.UNKNOWN_STAMP.size):
            return False
        return entries.content_digest(path) == entry.digest and self._may_believe_contents

    @cached_property
    def _may_believe_contents(self) -> bool:
        """A stranger can know them, other than times, and commit a cache that tells lies about them."""
        return not trust.may_be_committed(self._root, FOLDER)

    def _ask(self, question: nested.Question) -> str:
        if question not in self._asked:
            self._asked[question] = nested.answer(question)
        return self._asked[question]

    def _key(self, path: str) -> str:
        settings = self._settings(path)
        if settings not in self._keys:
            self._keys[settings] = entries.short(settings)
        return self._keys[settings]

    def _name(self, path: str) -> str:
        """The path from the root: what a file is known by, wherever `vs` is started."""
        if self._prefix is None or path.startswith((os.sep, os.curdir)) or os.path.isabs(path):  # noqa: PTH117
            return seen_from(str(self._root), os.path.abspath(path))  # noqa: PTH100
        return self._prefix + path


def _prefix(root: Path) -> str | None:
    """What a path from here begins with when seen from the root; null where this is outside of it."""
    here = seen_from(str(root), os.getcwd())  # noqa: PTH109
    if here.startswith(os.pardir) or os.path.isabs(here):  # noqa: PTH117
        return None
    return "" if here == os.curdir else here + os.sep
