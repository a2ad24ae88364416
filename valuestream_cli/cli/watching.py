"""`--watch`: does the work again whenever a file is saved that it depends on.

All files are checked each time, since one file's findings can depend on others; what has not changed comes from the
cache, or is too little to matter.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from valuestream_cli import changes, discovery
from valuestream_cli.cli.console import complain, talk, tell
from valuestream_cli.errors import VsError
from valuestream_cli.validation import checking

INTERRUPTED = 130
_CLEARED = "\033[2J\033[3J\033[H"
_BEAT = 100  # milliseconds: how long a look for changes takes at most, and so how soon the first check begins
_CALM = 50  # milliseconds without a further change: an editor saves in several steps


def watch(paths: Sequence[str], work: Callable[[], int], rests_on: Callable[[], Collection[str]]) -> int:
    """Do the work now, and again after each change, until Ctrl-C; the result is the exit status.

    rests_on: says which files beside the streams the work reads, such as configuration, schemas and baselines.
    Raises VsError where the paths cannot be watched, and what the work raises when it is done first.
    """
    if discovery.STDIN in paths:
        raise VsError("stdin cannot be watched", "name files or folders, or leave `--watch` out")
    is_first = True
    try:
        also = _places(rests_on)
        while True:
            for _ in _changes(changes.folders(paths, also), also):
                _do(work, is_first=is_first)
                is_first = False
                talk("watching for changes: Ctrl-C ends it")
                if not _places(rests_on) <= also:  # they may have changed already: the work is done anew
                    also |= _places(rests_on)
                    break
    except KeyboardInterrupt:
        talk("")
    return INTERRUPTED


def _places(rests_on: Callable[[], Collection[str]]) -> frozenset[str]:
    """The files that the work reads, in full; none where a path or the configuration is gone for a moment."""
    with contextlib.suppress(VsError):
        return frozenset(str(Path(path).resolve()) for path in rests_on())
    return frozenset()


def _do(work: Callable[[], int], *, is_first: bool) -> None:
    """Do the work once more. A file that is gone or half written for a moment is no reason to end."""
    checking.forget()
    if is_first:
        work()
        return
    if sys.stdout.isatty():
        tell(_CLEARED)
    else:
        talk("")
    try:
        work()
    except VsError as error:
        complain(error.message, error.hint)


def _changes(folders: Collection[str], also: Collection[str]) -> Iterator[None]:
    """Once when the watch stands, so that no change is missed, and then after each change that matters."""
    from watchfiles import Change, watch

    def matters(change: Change, path: str) -> bool:
        return changes.matters(path, is_gone=change == Change.deleted, also=also)

    is_first = True
    beats = watch(
        *folders,
        watch_filter=matters,
        step=_CALM,
        rust_timeout=_BEAT,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    try:
        for beat in beats:
            if beat or is_first:
                is_first = False
                yield
    except OSError as error:
        raise VsError(f"the files cannot be watched: {error}", "raise the limit, or watch fewer folders") from None
