"""A process that works for this one: how it starts, what it does, and how its end is noticed.

A worker reads requests from one pipe and answers on another. When this process is gone, whatever the cause, the
pipe ends and so does the worker.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from typing import IO, Any, NamedTuple, NoReturn

from valuestream_cli.errors import WorkerLost

Work = Callable[[Any], Any]


class Worker(NamedTuple):
    """A process at the other end of two pipes; `kill` ends it now, `wait` is its exit status once it has ended."""

    requests: IO[bytes]
    answers: IO[bytes]
    kill: Callable[[], object]
    wait: Callable[[], int]

    def ask(self, items: Sequence[Any]) -> list[Any]:
        """The results for some items.

        Raises WorkerLost where the worker has died, and what the work raised.
        """
        try:
            _put(self.requests, items)
            answer = pickle.load(self.answers)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise _lost(self.wait()) from None
        if isinstance(answer, _Failure):
            answer.error.add_note(answer.trace)
            raise answer.error
        return answer  # type: ignore[no-any-return]

    def dismiss(self) -> None:
        """Close the pipes, so that the worker ends by itself."""
        for pipe in (self.requests, self.answers):
            with contextlib.suppress(OSError):
                pipe.close()


class _Failure(NamedTuple):
    """What the work raised, and where."""

    error: Exception
    trace: str


def _lost(status: int) -> WorkerLost:
    how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
    return WorkerLost(
        f"a process that checked some of the files {how}",
        "often memory ran out: try again with `--jobs 1`",
    )


def fork(work: Work, others: Sequence[Worker]) -> Worker:
    """A worker that is a copy of this process: it knows all that is known here."""
    request_end, requests = os.pipe()
    answers, answer_end = os.pipe()
    child = os.fork()
    if not child:
        for pipe in (requests, answers, *(pipe.fileno() for other in others for pipe in other[:2])):
            os.close(pipe)
        _serve_and_leave(work, request_end, answer_end)
    os.close(request_end)
    os.close(answer_end)
    return Worker(
        os.fdopen(requests, "wb"), os.fdopen(answers, "rb"), lambda: _kill(child), _once(lambda: _reap(child))
    )


def _kill(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def _reap(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _once(wait: Callable[[], int]) -> Callable[[], int]:
    """A child can be waited for but once, and two threads may want to know how it ended."""
    lock = threading.Lock()
    known: list[int] = []

    def waited() -> int:
        with lock:
            if not known:
                known.append(wait())
            return known[0]

    return waited


def _serve_and_leave(work: Work, requests: int, answers: int) -> NoReturn:
    """All that a copy does: nothing of what this process had in mind for later must happen twice."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
        with os.fdopen(requests, "rb") as incoming, os.fdopen(answers, "wb") as outgoing:
            _serve(work, incoming, outgoing)
    except BaseException:
        os._exit(1)
    os._exit(0)


def spawn(work: Work, _: Sequence[Worker]) -> Worker:
    """A worker that starts anew and is sent the work: for platforms where copies are not safe."""
    import subprocess

    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # out of reach of Ctrl-C
    code = f"from {__name__} import main; main()"
    command = [sys.executable, "-P", "-c", code]  # -P: a module of the folder that is checked must not be imported
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=flags)
    assert process.stdin
    assert process.stdout
    with contextlib.suppress(OSError):  # a worker that is gone already shows when it is asked
        _put(process.stdin, [folder for folder in sys.path if folder])
        _put(process.stdin, work)
    return Worker(process.stdin, process.stdout, process.kill, process.wait)


def main() -> None:
    """What a spawned worker runs. Its pipes are stdin and stdout, which nothing else may use."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    from valuestream_cli import source

    source.prepare_for_many()
    with contextlib.suppress(EOFError, OSError):
        sys.path[:] = pickle.load(requests)  # what the work refers to is found where its sender found it
        _serve(pickle.load(requests), requests, answers)
    os._exit(0)


def _serve(work: Work, requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each request, until the pipe ends."""
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            items = pickle.load(requests)
            try:
                answer: Any = [work(item) for item in items]
            except Exception as error:
                answer = _Failure(_portable(error), traceback.format_exc())
            _put(answers, answer)


def _portable(error: Exception) -> Exception:
    """The error, or what it says where it cannot be sent."""
    try:
        return pickle.loads(pickle.dumps(error))  # type: ignore[no-any-return]
    except Exception:
        return RuntimeError(repr(error))


def _put(pipe: IO[bytes], thing: Any) -> None:
    pickle.dump(thing, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()
