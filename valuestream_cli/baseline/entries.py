"""What a baseline is made of: entries, and the paths in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from valuestream_cli.discovery import STDIN
from valuestream_cli.findings import Finding

FORMAT = "vs-baseline/v1"
TEXTS = ("path", "code", "rule", "route")
ANEW = "remove it and write it anew with `--write-baseline`"

Key = tuple[str, str, str]
WasRun = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is recorded, in the order that it is written in; `number` is its place in the file."""

    path: str
    code: str
    rule: str
    route: str
    count: int = 1
    number: int = 0

    @property
    def key(self) -> Key:
        """What findings are known again by."""
        return (self.path, self.code, self.route)


class Baseline(NamedTuple):
    """A baseline that was read; `faults` are findings about itself, and a broken one has nothing else."""

    path: str
    text: str
    entries: tuple[Entry, ...] = ()
    faults: tuple[Finding, ...] = ()
    is_broken: bool = False


def can_be_recorded(code: str) -> bool:
    """Whether a baseline may hide the findings of a rule: not those about `vs`, which say what is hidden.

    A file that cannot be read today may be recorded, as all else that is wrong on the first day: its entry says so,
    and is stale once the file can be read.
    """
    return not code.startswith("VS9")


def is_recordable(finding: Finding) -> bool:
    """Whether a baseline can hide a finding: it has a file, and is not about `vs`."""
    return can_be_recorded(finding.code) and finding.path != STDIN


class Paths:
    """Paths as a baseline writes them: relative to its folder, with forward slashes."""

    def __init__(self, baseline: str) -> None:
        self.root = str(Path(baseline).parent)
        self._folders: dict[str, str] = {}

    def key(self, finding: Finding) -> Key:
        """What a finding is known again by."""
        return (self.relative(finding.path), finding.code, finding.route)

    def relative(self, path: str) -> str:
        """A path as a baseline writes it."""
        folder, name = os.path.split(path)
        if folder not in self._folders:
            self._folders[folder] = _prefix(folder or os.curdir, self.root)
        return self._folders[folder] + name

    def exists(self, written: str) -> bool:
        """Whether there is a file at a path as a baseline writes it."""
        return os.path.lexists(os.path.join(self.root, written))


class Run:
    """What a run can tell of entries.

    checked: its files. was_run: whether a rule, by its code, was run on one of them.
    """

    def __init__(self, paths: Paths, checked: Iterable[str], was_run: WasRun) -> None:
        self._paths = paths
        self._files = {paths.relative(path): path for path in checked}
        self._was_run = was_run

    def has(self, entry: Entry) -> bool:
        """Whether the file of an entry was checked."""
        return entry.path in self._files

    def passed_by(self, entry: Entry) -> bool:
        """Whether an entry is of a file that is there, and was not checked."""
        return not self.has(entry) and self._paths.exists(entry.path)

    def left_out(self, entry: Entry) -> bool:
        """Whether an entry is of a rule that was not run on its file."""
        return self.has(entry) and not self._was_run(self._files[entry.path], entry.code)


def _prefix(folder: str, root: str) -> str:
    """The way from one folder to another, with its last slash; along links where it would lead out of the root."""
    try:
        way = os.path.relpath(folder, root)
        if way.startswith(os.pardir):
            way = os.path.relpath(os.path.realpath(folder), os.path.realpath(root))
    except ValueError:  # another drive of Windows
        way = str(Path(folder).absolute())
    return "" if way == os.curdir else way.replace(os.sep, "/") + "/"
