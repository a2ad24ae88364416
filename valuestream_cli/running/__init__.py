"""Checks many files: what is known from the cache is not checked again, and the rest is spread over processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from valuestream_cli import source

if TYPE_CHECKING:
    from valuestream_cli.cache.results import Cache
    from valuestream_cli.validation.checking import Check, Checked

__all__ = ["Progress", "each", "how_many", "prepare", "run", "spread"]

Progress = Callable[[int, int], None]
Item = TypeVar("Item")
Result = TypeVar("Result")

MANY = 60  # files: from here on preparing for many costs less than it saves
FORK_PAYS, SPAWN_PAYS = 300, 1_000  # files for each process: measured, see docs/decisions/0013-many-files.md
MOST = 16  # processes that are started unasked: a container may have fewer cores than it sees
MOST_AT_ALL = 61  # processes that can be asked for: Windows waits for no more
_STRIDE = 32  # files between two calls of `progress`, and those a process is given at once


def run(
    paths: Sequence[str],
    check: Check,
    *,
    jobs: int = 1,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> list[Checked]:
    """Check each path; the results are in the order of the paths, and the same whatever the jobs and the cache.

    check: with more than one process it is pickled where processes cannot be forked.
    jobs: how many processes; 0 for as many as pay, which for few files is this one alone.
    cache: what earlier runs found (`cache.opened`), or null.
    progress: told now and then how many files are done, and of how many.

    A result from the cache has an empty text: `source.text_of(path)` reads it for the few that are shown.
    Raises WorkerLost (exit 3) where a process ended before its work was done, and whatever `check` raises.
    """
    if cache is None:
        return each(paths, check.__call__, jobs, _steps(progress, 0, len(paths)))
    with cache:
        known = cache.known(paths)
        new = [path for path in paths if path not in known]
        seen = each(new, cache.witness(check).__call__, jobs, _steps(progress, len(known), len(paths)))
        known |= {path: cache.keep(path, each) for path, each in zip(new, seen, strict=True)}
    return [known[path] for path in paths]


def _steps(progress: Progress | None, before: int, total: int) -> Callable[[int], None]:
    """Tells the progress of the whole from the number of files done beyond those known before."""
    return (lambda done: progress(before + done, total)) if progress else (lambda _: None)


def how_many(files: int, jobs: int = 0) -> int:
    """How many processes to use for so many files: as many as asked for, or as many as pay."""
    if jobs:
        return max(1, min(jobs, files, MOST_AT_ALL))
    if files < 2 * FORK_PAYS:
        return 1
    return max(1, min(_cores(), MOST, files // (FORK_PAYS if can_fork() else SPAWN_PAYS)))


def prepare(files: int) -> None:
    """Make ready for so many files: what costs something once and saves a little on each."""
    if files >= MANY:
        source.prepare_for_many()


def can_fork() -> bool:
    """Whether a copy of this process is safe: elsewhere libraries hold threads and locks that a copy lacks."""
    try:
        return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 (of libraries, too)
    except OSError:
        return False


def _cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(
    paths: Sequence[str],
    work: Callable[[str], Result],
    jobs: int = 0,
    done: Callable[[int], object] = lambda _: None,
    *,
    weight: int = 1,
) -> list[Result]:
    """The results of the work on each path, in order. jobs: processes; 0 for as many as pay. done: told how many are.

    weight: how many times the work of checking a file this work is, about.
    Raises WorkerLost where a process died, and what the work raised.
    """
    prepare(len(paths))
    number = min(how_many(len(paths) * weight, jobs), max(1, len(paths)))
    stride = max(1, _STRIDE // weight)
    if number == 1:
        return list(_here(paths, work, done, stride))
    first = work(paths[0])  # what it loads is loaded once, for all copies
    ready = partial(prepare, len(paths))
    return [first, *spread(paths[1:], work, number, stride, lambda others: done(1 + others), begin=ready)]


def spread(
    items: Sequence[Item],
    work: Callable[[Item], Result],
    number: int,
    stride: int,
    done: Callable[[int], object] = lambda _: None,
    *,
    begin: Callable[[], object] = int,
) -> list[Result]:
    """The results of the work on each item, in order, from so many processes.

    stride: how many neighbours a process is given at once. done: told how many items are done.
    begin: what a process does before its first item. Where processes cannot be forked, the work is pickled.
    Raises WorkerLost where a process died, and what the work raised.
    """
    from valuestream_cli.running import pool

    return pool.spread(items, work, number, stride, done, method="fork" if can_fork() else "spawn", begin=begin)


def _here(
    paths: Sequence[str], work: Callable[[str], Result], done: Callable[[int], object], stride: int
) -> Iterator[Result]:
    for number, path in enumerate(paths):
        if not number % stride:
            done(number)
        yield work(path)
    done(len(paths))
