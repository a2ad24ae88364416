"""Many files: the same results whatever the processes, and nothing left behind however a run ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import ERR_CASES, SAMPLES
from valuestream_cli import running
from valuestream_cli.errors import VsError, WorkerLost
from valuestream_cli.running import processes, workers
from valuestream_cli.validation.checking import Check

PATHS = [str(path) for path in [*SAMPLES, *ERR_CASES]]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform cannot copy a process")
WAYS = [pytest.param(processes.fork, id="fork", marks=needs_fork), pytest.param(processes.spawn, id="spawn")]


def doubled(number: int) -> int:
    return 2 * number


def refused(number: int) -> int:
    if number == 7:
        raise VsError("seven is too much", "take six")
    return number


class Peculiar(Exception):
    """One that cannot be sent."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"{first} and {second}")


def peculiar(number: int) -> int:
    raise Peculiar(number, number)


def fatal(number: int) -> int:
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def talkative(number: int) -> int:
    print("a plugin says something")
    return number


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_results_come_in_order(way: Any, count: int) -> None:
    told: list[int] = []
    found = workers.spread(list(range(50)), doubled, [way] * count, 4, told.append)
    assert found == [2 * number for number in range(50)]
    assert told == sorted(told)
    assert told[-1] == 50


@pytest.mark.parametrize("way", WAYS)
def test_more_workers_than_work(way: Any) -> None:
    assert workers.spread([1], doubled, [way] * 3, 4) == [2]
    assert workers.spread([], doubled, [way] * 2, 4) == []


@pytest.mark.parametrize("way", WAYS)
def test_an_error_of_the_work_is_an_error_here(way: Any) -> None:
    with pytest.raises(VsError) as error:
        workers.spread(list(range(20)), refused, [way] * 2, 4)
    assert (error.value.message, error.value.hint) == ("seven is too much", "take six")
    assert "in refused" in error.value.__notes__[0]


@pytest.mark.parametrize("way", WAYS)
def test_an_error_that_cannot_be_sent_says_what_it_was(way: Any) -> None:
    with pytest.raises(RuntimeError, match="Peculiar"):
        workers.spread([1, 2], peculiar, [way], 1)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals to die of")
@pytest.mark.parametrize("way", WAYS)
def test_a_worker_that_dies_ends_the_run(way: Any) -> None:
    with pytest.raises(WorkerLost) as error:
        workers.spread(list(range(20)), fatal, [way] * 2, 4)
    assert error.value.message == "a process that checked some of the files was ended by signal 9"
    assert error.value.hint == "often memory ran out: try again with `--jobs 1`"
    assert error.value.status == 3


def test_a_spawned_worker_may_print() -> None:
    assert workers.spread([1, 2], talkative, [processes.spawn], 1) == [1, 2]


def test_a_spawned_worker_imports_nothing_from_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit('a stranger was here')")
    (tmp_path / "valuestream_cli.py").write_text("raise SystemExit('a stranger was here')")
    monkeypatch.chdir(tmp_path)
    assert workers.spread([1, 2], abs, [processes.spawn], 1) == [1, 2]


@pytest.mark.parametrize("jobs", [2, 5])
@pytest.mark.parametrize("can_fork", [pytest.param(True, marks=needs_fork), False])
def test_findings_do_not_depend_on_the_processes(jobs: int, can_fork: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "can_fork", lambda: can_fork)
    check = Check()
    assert running.run(PATHS, check, jobs=jobs) == running.run(PATHS, check, jobs=1)


@needs_fork
def test_nothing_is_left_open() -> None:
    folder = Path("/proc/self/fd")
    before = len(list(folder.iterdir())) if folder.is_dir() else 0
    for _ in range(3):
        workers.spread(list(range(20)), doubled, [processes.fork] * 2, 4)
        with pytest.raises(WorkerLost):
            workers.spread(list(range(20)), fatal, [processes.fork] * 2, 4)
    assert (len(list(folder.iterdir())) if folder.is_dir() else 0) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


NUMBERS = {
    # files, jobs, cores, forks: processes
    "few": (100, 0, 8, True, 1),
    "enough for two": (400, 0, 8, True, 2),
    "many": (10_000, 0, 8, True, 8),
    "one core": (10_000, 0, 1, True, 1),
    "very many cores": (10_000, 0, 128, True, 16),
    "slow starts": (1_500, 0, 8, False, 1),
    "slow starts pay later": (2_000, 0, 8, False, 2),
    "asked for": (100, 3, 1, True, 3),
    "more than files": (2, 8, 8, True, 2),
    "nothing to do": (0, 4, 8, True, 1),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_how_many_processes(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files, jobs, cores, can_fork, expected = NUMBERS[case]
    monkeypatch.setattr(running, "_cores", lambda: cores)
    monkeypatch.setattr(running, "can_fork", lambda: can_fork)
    assert running.how_many(files, jobs) == expected


def test_cores_are_those_of_this_process() -> None:
    assert 1 <= running._cores() <= (os.cpu_count() or 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_is_told(jobs: int) -> None:
    told: list[tuple[int, int]] = []
    running.run(PATHS, Check(), jobs=jobs, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (len(PATHS), len(PATHS))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {total for _, total in told} == {len(PATHS)}


# Runs for ever in two workers; says who they are.
ENDLESS = """
    import os, sys, time
    from valuestream_cli import cli
    from valuestream_cli.running import processes, workers

    def endless(number):
        os.write(1, f"{os.getpid()}\\n".encode())
        while True:
            time.sleep(0.01)

    def command(arguments):
        workers.spread([1, 2], endless, [processes.fork] * 2, 1)

    cli._command = command
    cli.run()
"""


def _is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def _is_soon(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
@pytest.mark.parametrize("how", ["terminal", "parent alone"])
def test_an_interrupted_run_leaves_nobody_behind(how: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(ENDLESS)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    assert process.stdout
    children = [int(process.stdout.readline()) for _ in range(2)]
    if how == "terminal":  # Ctrl-C reaches every process of the group
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert (process.returncode, told) == (130, "error: interrupted\n")
    assert _is_soon(lambda: not any(_is_alive(child) for child in children))


ORPHANS = """
    import os, signal, time
    from valuestream_cli.running import processes, workers

    def slow(number):
        os.write(1, f"{os.getpid()}\\n".encode())
        time.sleep(0.2)
        return number

    workers.spread(list(range(1000)), slow, [processes.fork] * 2, 1)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_workers_end_when_their_parent_is_killed() -> None:
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(ORPHANS)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    children = {int(process.stdout.readline()) for _ in range(2)}
    process.kill()
    process.wait(20)
    process.stdout.close()
    assert len(children) == 2
    assert _is_soon(lambda: not any(_is_alive(child) for child in children))
