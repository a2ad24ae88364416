"""A change to one file of a repository, and the ways to come by one without harm to what is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuestream_cli.errors import VsError
from valuestream_cli.resources import folder

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be done about one file.

    deed: what to tell of it: wrote, updated, up to date, left as it is, not needed. text: what to write; null for
        nothing.
    advice: what the user may do about it.
    """

    path: Path
    deed: str
    text: str | None = None
    advice: tuple[str, ...] = ()


def starter(name: str) -> str:
    """A file to begin with, from `setup/`."""
    return (folder("setup") / name).read_text(encoding="utf-8")


def kept(path: Path, same: bool, *advice: str) -> Change:
    """Nothing to do, because the file says it already or because it is the user's."""
    return Change(path=path, deed="up to date") if same else Change(path=path, deed="left as it is", advice=advice)


def refreshed(path: Path, text: str) -> Change:
    """A file of ours, brought up to date."""
    old = read(path)
    return kept(path, same=True) if old == text else Change(path=path, deed=_deed(old), text=text)


def begun(path: Path, text: str, mark: str, how: tuple[str, ...], next_step: str) -> Change:
    """A file that is never edited once it is there, for it may be laid out in any way: there we say what to add.

    mark: what it says where it was added.
    """
    old = read(path)
    if old is None:
        return Change(path=path, deed="wrote", text=text, advice=(next_step,))
    return kept(path, mark in old, *how, next_step)


def replaced(path: Path, text: str, next_step: str, *, force: bool) -> Change:
    """A file that is the user's once it is written: replaced by force only."""
    old = read(path)
    if old is not None and (old == text or not force):
        return kept(path, old == text, "or say --force, and vs replaces it")
    return Change(path=path, deed=_deed(old), text=text, advice=(next_step,))


def merged(path: Path, old: str | None, new: str | None, advice: str, *, force: bool) -> Change:
    """Settings that were added to: `new` is the whole text, null where adding to it is not safe."""
    if old is not None and "\N{REPLACEMENT CHARACTER}" in old:  # not UTF-8: to write it would lose what it said
        new = None
    if old is not None and old == new:
        return kept(path, same=True)
    if new is not None and (old is None or force):
        return Change(path=path, deed=_deed(old), text=new)
    can_force = ("or say --force, and vs adds it",) if new is not None else ()
    return kept(path, False, f"add to it: {advice}", *can_force)


def _deed(old: str | None) -> str:
    return "wrote" if old is None else "updated"


def read(path: Path) -> str | None:
    """What a file holds; null where there is none.

    Raises VsError where it is there and cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise VsError(
            f"cannot read '{path}': {error.strerror or error}", "move what is in the way, or mend its rights"
        ) from None
