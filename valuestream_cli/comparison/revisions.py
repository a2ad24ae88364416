"""Files as a revision of git has them. What users type reaches git as data only, and no filter of git's is run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from typing import IO, NamedTuple

from valuestream_cli.discovery import SUFFIXES, is_left_out
from valuestream_cli.errors import MissingTool, VsError
from valuestream_cli.source import MAX_BYTES

_LINK, _LONGEST_PATH = "120000", 4096
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
LAST = "HEAD"


class Entry(NamedTuple):
    """One file of a revision: its path below what was asked for, and its object."""

    relative: str
    object: str


def is_revision(word: str, folder: str = ".") -> bool:
    """Whether a word names a revision of the repository around a folder."""
    return bool(word) and _parsed(f"{word}^{{commit}}", folder) is not None


def demand_commit(folder: str = ".") -> None:
    """Raise VsError where there is no repository around a folder, or nothing in it yet."""
    _demand_repository(folder)
    if not is_revision(LAST, folder):
        raise VsError("nothing is committed yet", "commit, or name two files or folders")


def find(revision: str, path: str, folder: str = ".") -> str | None:
    """The object at a path of a revision, as git reads `REVISION:PATH`; null where the revision has no such path.

    Raises VsError where there is no such revision, or no repository around the folder; MissingTool without git.
    """
    if not is_revision(revision, folder):
        _demand_repository(folder)
        raise VsError(
            f"git knows no revision '{revision}'", "name a branch, a tag or a commit; `git log` lists commits"
        )
    return _parsed(f"{revision}:{path}", folder)


def file(revision: str, path: str, folder: str = ".") -> str | None:
    """The object of a file at a path of a revision, from the top of the repository on; null for folders and links."""
    if "\0" in path or len(path) > _LONGEST_PATH:
        return None
    name = f"{revision}^{{commit}}"
    commit = _parsed(name, folder)
    listed = ask(folder, "ls-tree", "-z", "--full-tree", commit, "--", path) if commit else None
    mode, kind, found = (listed or b"").partition(b"\t")[0].decode().split(" ") if listed else ("", "", "")
    return found if kind == "blob" and mode != _LINK else None


def root(folder: str = ".") -> str | None:
    """The folder at the top of the working tree around a folder; null where there is none."""
    found = ask(folder, "rev-parse", "--show-toplevel")
    return os.fsdecode(found).rstrip("\n") if found else None


def is_folder(object: str, folder: str = ".") -> bool:
    """Whether an object is a folder."""
    return ask(folder, "cat-file", "-t", object) == b"tree\n"


def stream_files(object: str, folder: str = ".") -> Iterator[Entry]:
    """The stream files below a folder of a revision, as a search of the same folder on disk would find them."""
    listed = ask(folder, "ls-tree", "-r", "-z", "--full-tree", object) or b""
    for line in listed.split(b"\0")[:-1]:
        about, _, name = line.partition(b"\t")
        mode, _, found = about.decode().split(" ")
        relative = os.fsdecode(name)
        above = relative.split("/")[:-1]
        if mode != _LINK and relative.endswith(SUFFIXES) and not any(is_left_out(part) for part in above):
            yield Entry(relative, found)


def contents(objects: list[str], folder: str = ".") -> list[bytes]:
    """The content of files, at most one byte beyond the limit of each."""
    if not objects:
        return []
    with _started(folder, "cat-file", "--batch") as git:
        assert git.stdin and git.stdout
        found = [_content(git.stdin, git.stdout, each) for each in objects]
        git.stdin.close()
    return found


def _content(to_git: IO[bytes], from_git: IO[bytes], object: str) -> bytes:
    to_git.write(f"{object}\n".encode())
    to_git.flush()
    about = from_git.readline().split()
    if len(about) != 3:
        raise VsError(f"git cannot read the object {object}", "the repository may be damaged; see `git fsck`")
    left = int(about[2])
    kept = from_git.read(min(left, MAX_BYTES + 1))
    left -= len(kept)
    while left > 0:  # what is too large is skipped, not kept
        left -= len(from_git.read(min(left, MAX_BYTES)))
    from_git.read(1)
    return kept


def _parsed(name: str, folder: str) -> str | None:
    """The object that a name stands for. A name that begins with a dash is none: it would be an option."""
    if name.startswith("-") or "\0" in name or "\n" in name:
        return None
    found = ask(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    return found.decode().strip() if found else None


def _demand_repository(folder: str) -> None:
    if ask(folder, "rev-parse", "--git-dir") is None:
        raise VsError(f"there is no git repository around '{folder}'", "name two files or folders instead")


def ask(folder: str, *arguments: str) -> bytes | None:
    """What git says about the repository around a folder; null where it fails.

    Raises MissingTool without git.
    """
    with _started(folder, *arguments) as git:
        said = git.communicate()[0]
    return said if git.returncode == 0 else None


def _started(folder: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = ["git", "-C", folder, "--no-pager", "--literal-pathspecs", *arguments]
    # In a hook git names its folder, perhaps relative to the place of the call: elsewhere it has to be found anew.
    around = {name: value for name, value in os.environ.items() if folder == "." or name not in _OF_A_HOOK}
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=around)
    except OSError:
        raise MissingTool("git is not installed, and only git knows revisions", "compare two files instead") from None
