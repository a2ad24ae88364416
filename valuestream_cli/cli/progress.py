"""The bar that long work shows on a terminal, and nowhere else."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from valuestream_cli.running import Progress

PATIENCE = 0.5  # seconds before a bar appears: most runs are over by then
_PAUSE = 0.1  # seconds between two looks of it


@contextlib.contextmanager
def bar(doing: str = "checking") -> Iterator[Progress | None]:
    """Something to tell of work done; null where nobody looks. The bar is gone when the work ends, however it does."""
    if not _is_watched():
        yield None
        return
    meter = _Meter(doing)
    try:
        yield meter
    finally:
        meter.stop()


def _is_watched() -> bool:
    """Whether stderr is a terminal that can move its cursor, and no log of a CI run."""
    return sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"


class _Meter:
    """Draws the bar once the work has taken long, and not too often."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._next = time.monotonic() + PATIENCE

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _PAUSE
        if self._bar is None:
            self._bar = _new_bar()
            self._task = self._bar.add_task(self._doing, total=total)
            self._bar.start()
        assert self._task is not None
        self._bar.update(self._task, completed=done, refresh=True)

    def stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()


def _new_bar() -> Bar:
    """A bar without a thread of its own: processes are copied while it stands."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
