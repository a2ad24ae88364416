"""Wrong use and wrong surroundings, as opposed to wrong content, which is always a finding."""

from __future__ import annotations

import os

POINTS_NOWHERE, IS_FOLDER = "this link points nowhere", "it is a folder"


class VsError(Exception):
    """The caller asked for something that cannot be done; the command line shows it and exits with 2.

    message: what is wrong, in one sentence.
    hint: what to do about it, or empty.
    """

    status = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class MissingTool(VsError):
    """A library or program that this one job needs is not installed."""


class WorkerLost(VsError):
    """A process that did a part of the work died: the run failed, and not by anything that the caller did."""

    status = 3


def why_unreadable(path: str, error: OSError) -> str:
    """Why a path cannot be read, in plain words where the operating system has none that help."""
    if os.path.islink(path) and not os.path.exists(path) and isinstance(error, FileNotFoundError):  # noqa: PTH110, PTH114
        return POINTS_NOWHERE
    return IS_FOLDER if os.path.isdir(path) else error.strerror or str(error)  # noqa: PTH112
