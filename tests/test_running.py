"""Many files: the same results whatever the processes, and nothing left behind however a run ends."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers import ERR_CASES, SAMPLES
from valuestream_cli import running
from valuestream_cli.errors import VsError, WorkerLost
from valuestream_cli.running import pool
from valuestream_cli.validation.checking import Check

PATHS = [str(path) for path in [*SAMPLES, *ERR_CASES]]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform cannot copy a process")
WAYS = [pytest.param("fork", marks=needs_fork), "spawn"]


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
def test_results_come_in_order(way: str, count: int) -> None:
    told: list[int] = []
    found = pool.spread(range(50), doubled, count, 4, told.append, method=way)
    assert found == [2 * number for number in range(50)]
    assert told == sorted(told)
    assert told[-1] == 50


@pytest.mark.parametrize("way", WAYS)
def test_more_workers_than_work(way: str) -> None:
    assert pool.spread([1], doubled, 3, 4, method=way) == [2]
    assert pool.spread([], doubled, 2, 4, method=way) == []


@pytest.mark.parametrize("way", WAYS)
def test_an_error_of_the_work_is_an_error_here(way: str) -> None:
    with pytest.raises(VsError) as error:
        pool.spread(range(20), refused, 2, 4, method=way)
    assert (error.value.message, error.value.hint) == ("seven is too much", "take six")
    assert "in refused" in str(error.value.__cause__)


@pytest.mark.parametrize("way", WAYS)
def test_an_error_that_cannot_be_sent_says_what_it_was(way: str) -> None:
    with pytest.raises(RuntimeError, match="Peculiar") as error:
        pool.spread([1, 2], peculiar, 2, 1, method=way)
    assert "in peculiar" in str(error.value.__cause__)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals to die of")
@pytest.mark.parametrize("way", WAYS)
def test_a_worker_that_dies_ends_the_run(way: str) -> None:
    with pytest.raises(WorkerLost) as error:
        pool.spread(range(20), fatal, 2, 4, method=way)
    assert error.value.message == "a process that did a part of the work died"
    assert error.value.hint == "often memory ran out: try again with `--jobs 1`"
    assert error.value.status == 3


@pytest.mark.parametrize("way", WAYS)
def test_what_a_worker_prints_is_no_data(way: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert pool.spread([1, 2], talkative, 2, 1, method=way) == [1, 2]
    printed, told = capfd.readouterr()
    assert (printed, told.count("a plugin says something")) == ("", 2)


SCRIPT = """
from valuestream_cli.running import pool

if __name__ == "__main__":
    print(pool.spread([1, -2], abs, 2, 1, method="spawn"))
"""


def test_a_spawned_worker_imports_nothing_from_the_folder(tmp_path: Path) -> None:
    strange = tmp_path / "strange"
    strange.mkdir()
    for name in ("pickle", "multiprocessing", "valuestream_cli"):
        (strange / f"{name}.py").write_text("raise SystemExit('a stranger was here')")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    done = subprocess.run([sys.executable, str(script)], cwd=strange, env=surroundings, capture_output=True, text=True,
                          check=False, timeout=60)  # fmt: skip
    assert (done.stdout, done.stderr) == ("[1, 2]\n", "")


def test_surroundings_stay_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("", "1"):
        monkeypatch.setenv("PYTHONSAFEPATH", value)
        pool.spread([1, 2], doubled, 2, 1, method="spawn")
        assert os.environ["PYTHONSAFEPATH"] == value
    monkeypatch.delenv("PYTHONSAFEPATH")
    pool.spread([1, 2], doubled, 2, 1, method="spawn")
    assert "PYTHONSAFEPATH" not in os.environ


def test_without_semaphores_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(pool, "ProcessPoolExecutor", refuse)
    assert pool.spread([1, 2], doubled, 2, 1, method="spawn") == [2, 4]


@pytest.mark.parametrize("jobs", [2, 5])
@pytest.mark.parametrize("can_fork", [pytest.param(True, marks=needs_fork), False])
def test_findings_do_not_depend_on_the_processes(jobs: int, can_fork: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "can_fork", lambda: can_fork)
    check = Check()
    assert running.run(PATHS, check, jobs=jobs) == running.run(PATHS, check, jobs=1)


def _open_files() -> int:
    gc.collect()  # tracebacks hold pools
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


@needs_fork
def test_nothing_is_left_open() -> None:
    before = _open_files()
    threads = threading.enumerate()
    for _ in range(3):
        pool.spread(range(20), doubled, 2, 4, method="fork")
        with pytest.raises(WorkerLost):
            pool.spread(range(20), fatal, 2, 4, method="fork")
    assert _open_files() == before
    assert multiprocessing.active_children() == []
    assert threading.enumerate() == threads


NUMBERS = {
    # files, jobs, cores, forks: processes
    "few": (100, 0, 8, True, 1),
    "too few for two": (599, 0, 8, True, 1),
    "enough for two": (600, 0, 8, True, 2),
    "many": (10_000, 0, 8, True, 8),
    "one core": (10_000, 0, 1, True, 1),
    "very many cores": (10_000, 0, 128, True, 16),
    "slow starts": (1_500, 0, 8, False, 1),
    "slow starts pay later": (2_000, 0, 8, False, 2),
    "asked for": (100, 3, 1, True, 3),
    "more than files": (2, 8, 8, True, 2),
    "more than can be": (10_000, 500, 8, True, 61),
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
    from valuestream_cli.running import pool

    def endless(number):
        os.write(1, f"{os.getpid()}\\n".encode())
        while True:
            time.sleep(0.01)

    def command(arguments):
        pool.spread([1, 2], endless, 2, 1, method="fork")

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
    from valuestream_cli.running import pool

    def slow(number):
        os.write(1, f"{os.getpid()}\\n".encode())
        time.sleep(0.2)
        return number

    pool.spread(range(1000), slow, 2, 1, method="fork")
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
