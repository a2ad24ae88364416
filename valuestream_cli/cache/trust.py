"""Whether a folder can have come with a commit: what strangers wrote there must not be believed."""

from __future__ import annotations

from pathlib import Path

from valuestream_cli import project

_PLAIN_VERSIONS = (2, 3)  # those that hold each path in full


def may_be_committed(root: Path, folder: str) -> bool:
    """Whether git knows a path with this name, or cannot be asked.

    Git's index is read, not its program called: that obeys settings of the repository, which may name commands.
    """
    repository = project.repository(root)
    return _is_listed(repository / ".git", folder) if repository else True


def _is_listed(mark: Path, folder: str) -> bool:
    try:
        git = _git_folder(mark)
        index = (git / "index").read_bytes()
    except FileNotFoundError:  # nothing was ever added or checked out
        return False
    except (OSError, ValueError):
        return True
    is_plain = index[:4] == b"DIRC" and int.from_bytes(index[4:8], "big") in _PLAIN_VERSIONS
    is_whole = not any(git.glob("sharedindex.*"))
    return not (is_plain and is_whole) or folder.encode() in index.lower()


def _git_folder(mark: Path) -> Path:
    """The folder that a `.git` file of a worktree or a submodule names."""
    if mark.is_dir():
        return mark
    return mark.parent / mark.read_text(encoding="utf-8").strip().removeprefix("gitdir: ")
