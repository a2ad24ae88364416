"""Globs of a configuration file: relative to its folder, with forward slashes, and never slow.

`*` and `?` stay within a name, `**` crosses folders, `[abc]` is one of some characters. A glob without a slash means
that name in any folder. What matches a folder matches all that is in it.
"""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

_LONGEST = 300
_ANY_FOLDERS = "**"


class Glob(NamedTuple):
    """A glob and the folder that it is relative to."""

    root: str
    pattern: str

    def matches(self, path: str) -> bool:
        """Whether a file, or a folder that it is in, is meant; `path` as seen from here."""
        below = _below(path, self.root)
        return below is not None and _match(below.split(os.sep), _parts(self.pattern))  # noqa: PTH206 (a Path is slow)


EVERYTHING = Glob(".", "**")


@lru_cache(maxsize=256)
def _parts(pattern: str) -> tuple[str, ...]:
    parts = tuple(part for part in pattern.removeprefix("./").split("/") if part)
    return parts if "/" in pattern.removeprefix("./").rstrip("/") else (_ANY_FOLDERS, *parts)


def _below(path: str, root: str) -> str | None:
    """A path as seen from a folder; null where there is no way. Most paths need no look at where we are."""
    path = os.path.normpath(path)
    if root == "." and not os.path.isabs(path):  # noqa: PTH117
        return path
    if path.startswith(root + os.sep):
        return path[len(root) + 1 :]
    try:
        return os.path.relpath(path, root)
    except (OSError, ValueError):  # on another drive
        return None


def _match(names: list[str], parts: tuple[str, ...]) -> bool:
    """Whether the parts of a glob match the first of the names, or all: one pass over the names for each part."""
    reached = {0}  # how many names the parts so far may have used up
    for part in parts:
        if part == _ANY_FOLDERS:
            reached = set(range(min(reached), len(names) + 1)) if reached else reached
        else:
            reached = {at + 1 for at in reached if at < len(names) and fnmatchcase(names[at], part)}
    return bool(reached)


def fault(pattern: str) -> str | None:
    """Why a text is no glob that can be used, as the end of a sentence; null where it can."""
    if not pattern.strip("/. "):
        return "is empty"
    if len(pattern) > _LONGEST:
        return f"is longer than {_LONGEST} characters"
    if "\\" in pattern:
        return "has a backslash; folders are set apart by '/'"
    if pattern.startswith(("/", "~")) or re.match(r"[A-Za-z]:", pattern):
        return "is an absolute path; it must be relative to the folder of this file"
    if ".." in pattern.split("/"):
        return "leads out of the folder of this file"
    return _unusable(pattern)


def _unusable(pattern: str) -> str | None:
    if "{" in pattern or "}" in pattern:
        return "has braces, which stand for themselves here; write one glob for each case"
    if any("**" in part and part != "**" for part in pattern.split("/")):
        return "has '**' beside other characters; it must stand alone between slashes"
    if re.search(r"\[(?!!?\]?[^\]/]*\])", pattern):
        return "has a '[' without its ']'"
    return None
