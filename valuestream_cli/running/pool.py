"""Spreads work over other processes, and leaves none of them behind, however it ends."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from valuestream_cli.errors import WorkerLost

Item = TypeVar("Item")
Result = TypeVar("Result")
Begin = Callable[[], object]

_job: tuple[Callable[[Any], Any], Sequence[Any]] = (repr, ())  # in a worker: the work, and all items


def spread(
    items: Sequence[Item],
    work: Callable[[Item], Result],
    number: int,
    stride: int,
    done: Callable[[int], object] = lambda _: None,
    *,
    method: str,
    begin: Begin = int,
) -> list[Result]:
    """The results of the work on each item, in order, from so many processes.

    stride: how many neighbours a worker is given at once. done: told how many items are done.
    method: `fork` (copies of this process, which must have no threads), or `spawn` (the work is pickled).
    begin: what a worker does before its first item. What it prints goes to stderr.
    Raises WorkerLost where a process died, and what the work raised, with the trace as its cause.
    """
    before = set(multiprocessing.active_children())
    context: Any = multiprocessing.get_context(method)
    workers: set[Any] = set()
    try:
        with _guarded():
            pool = ProcessPoolExecutor(number, context, _begin, (begin, work, items))
    except (NotImplementedError, OSError):  # a sandbox without semaphores: slower is better than not at all
        return [work(item) for item in items]
    try:
        with _guarded():
            shares = [pool.submit(_share, start, start + stride) for start in range(0, len(items), stride)]
            workers = set(multiprocessing.active_children()) - before
        for finished in _counted(shares):
            done(finished)
        return [result for share in shares for result in share.result()]
    except BrokenProcessPool:
        hint = "often memory ran out: try again with `--jobs 1`"
        raise WorkerLost("a process that did a part of the work died", hint) from None
    except BaseException:
        for worker in workers:
            worker.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _counted(shares: Sequence[Future[list[Any]]]) -> Iterator[int]:
    """How many items are done, whenever a share is; raises what went wrong in it."""
    arrived: queue.SimpleQueue[Future[list[Any]]] = queue.SimpleQueue()
    for share in shares:
        share.add_done_callback(arrived.put)
    finished = 0
    for _ in shares:
        finished += len(_next(arrived).result())
        yield finished


def _next(arrived: queue.SimpleQueue[Future[list[Any]]]) -> Future[list[Any]]:
    """The next arrival; on Windows only a wait with an end can be interrupted."""
    while True:
        try:
            return arrived.get(timeout=1)
        except queue.Empty:
            continue


def _begin(begin: Begin, work: Callable[[Any], Any], items: Sequence[Any]) -> None:
    """Make a worker ready. It has all items from the start, so that what it is sent never fills a pipe."""
    global _job
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    sys.stdout = sys.stderr  # what a plugin prints must not get between the data
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    begin()
    _job = work, items


def _leave_with_parent() -> None:
    """A worker of a pool waits for ever for a parent that was killed."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)


def _share(start: int, end: int) -> list[Any]:
    """What a worker does at once: the results for some neighbours."""
    work, items = _job
    try:
        return [work(item) for item in items[start:end]]
    except Exception as error:
        if _is_portable(error):
            raise
        raise RuntimeError(repr(error)) from error


def _is_portable(error: Exception) -> bool:
    """Whether an error arrives as it is sent: one that does not would break the pool."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return False
    return True


@contextlib.contextmanager
def _guarded() -> Iterator[None]:
    """While processes are started: Ctrl-C must not meet one that does not ignore it yet, nor may one that starts anew
    import modules of the folder that is checked.
    """
    safe = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    can_mask = hasattr(signal, "pthread_sigmask")
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]) if can_mask else ()
    try:
        yield
    finally:
        if safe is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = safe
        if can_mask:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
