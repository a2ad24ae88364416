"""Prints the performance table of the README: each figure as a ratio within one run.

    .venv/bin/pip install '.[bench]' && .venv/bin/python benchmarks/run.py

Times are those that a process spends computing (user and system), minimum of several runs: on a shared machine
they say more than the clock does. The clock counts where work is shared between processes, or not done at all: for
these rows the machine should be quiet. Tools that are compared get equally many runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
SOURCE = ROOT / "samples" / "cds-restore-service.vs.yaml"
FILES = 1000
LARGE = 10_000  # files, for the cache
ANEW = ["--cache", "off"]
SETTLED = 3  # seconds: the times of a file that was written just now are not believed yet


class Cost(NamedTuple):
    """Seconds of a whole process: of processor time, its children's included, and by the clock."""

    cpu: float
    clock: float


def main() -> None:
    """Measure, and print the table as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        prepare(Path(folder))
        python = cost([sys.executable, "-c", "pass"], 20).cpu
        vs, checker = str(BIN / "vs"), str(BIN / "check-jsonschema")
        schema = str(ROOT / "schemas" / "valuestream.v1.schema.json")
        one = cost([vs, "validate", "bad.vs.yaml"], 20).cpu
        other_one = cost([checker, "--schemafile", schema, "bad.vs.yaml"], 20).cpu
        many = cost([vs, "validate", "many", "--jobs", "1", *ANEW], 3)
        shared = cost([vs, "validate", "many", "--jobs", "2", *ANEW], 3)
        files = sorted(str(path) for path in Path("many").iterdir())
        other_many = cost([checker, "--schemafile", schema, *files], 3)
        cold, by_times, by_contents = cached([vs, "validate", "large"])
        small = cost([vs, "render", "twelve.vs.yaml"], 10).cpu
        large = cost([vs, "render", "large.vs.yaml"], 3).cpu
        flow = cost([vs, "render", "twelve.vs.yaml", "--view", "flow"], 10).cpu
        new = cost([vs, "new", "incident", "--force"], 20).cpu
    print("| what | figure |\n|---|---|")
    row("`vs validate` of one bad file, process start to exit", one / python, "bare Python starts")
    row("the same against check-jsonschema", one / other_one, "of its time")
    figure = "times as fast as check-jsonschema"
    row(f"`vs validate` of {FILES:,} files, one process, all rules", other_many.cpu / many.cpu, figure)
    row("the same with two processes, by the clock", other_many.clock / shared.clock, figure)
    row(f"`vs validate` of {LARGE:,} files for the first time, {processors()} processors", cold, "s")
    row("the same unchanged, known by their times (locally)", by_times, "s")
    row("the same unchanged, known by their contents (in CI)", by_contents, "s")
    row("`vs render` of a 12-step stream to SVG", small / python, "bare Python starts")
    row("`vs render` of a 500-step stream", large / small, "times the 12-step one")
    row("`vs render --view flow` of the 12-step stream", flow / python, "bare Python starts")
    row("`vs new incident`", new / python, "bare Python starts")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def cached(command: Sequence[str]) -> tuple[float, float, float]:
    """Seconds by the clock for many files: unknown, known by their times, and known by their contents."""
    time.sleep(SETTLED)
    cold = cost([*command, "--cache", "stat"], 1).clock
    return cold, cost([*command, "--cache", "stat"], 5).clock, cost([*command, "--cache", "content"], 5).clock


def row(what: str, figure: float, unit: str) -> None:
    """Print one line of the table."""
    print(f"| {what} | {figure:.2g} {unit} |")


def cost(command: Sequence[str], runs: int) -> Cost:
    """The least that a whole process costs, of several runs. Compiled modules are used, as they are installed."""
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    cpu, clock = [], []
    for _ in range(runs):
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=surroundings)
        _, _, usage = os.wait4(process.pid, 0)
        clock.append(time.perf_counter() - began)
        cpu.append(usage.ru_utime + usage.ru_stime)
    return Cost(min(cpu), min(clock))


def prepare(folder: Path) -> None:
    """Write the streams to measure with: a bad one, many of about 110 lines, one of 12 steps, and one of 500."""
    text = SOURCE.read_text(encoding="utf-8")
    (folder / "bad.vs.yaml").write_text(text.replace("owner:", "ownr:", 1).replace("next:", "nxt:", 1))
    for name, files in (("many", FILES), ("large", LARGE)):
        (folder / name).mkdir()
        for number in range(files):
            (folder / name / f"{number:05}.vs.yaml").write_text(text.replace("\nid: ", f"\nid: n{number}-", 1))
    (folder / ".git").mkdir()  # contents are believed only where git can say that the cache was not committed
    (folder / "twelve.vs.yaml").write_text(stream(12))
    (folder / "large.vs.yaml").write_text(stream(500))


def stream(steps: int) -> str:
    """A stream of so many steps over all activities, with a choice, a skip and rework every six steps."""
    activities = ["engage", "plan", "design-and-transition", "obtain-build", "deliver-and-support", "improve"]
    lines = ["valuestream: 1", "id: generated", "name: Generated stream", "demand: {trigger: A need arises}"]
    lines += ["value: {outcome: The need is met, for: [user]}", "steps:"]
    for number in range(1, steps + 1):
        lines.append(f"  - {{id: s{number}, name: Do the work of step {number}, activity: {activities[number % 6]},")
        lines.append(f"     practices: [service-desk, project-management]{ways(number, steps)}}}")
    return "\n".join(lines) + "\n"


def ways(number: int, steps: int) -> str:
    """Every sixth step goes on, or skips one, or goes back two."""
    if number % 6 or number + 2 > steps:
        return ""
    onward = f"{{to: s{number + 1}, share: 80%}}, {{to: s{number + 2}, when: simple, share: 15%}}"
    return f", next: [{onward}, {{to: s{number - 2}, when: faulty, share: 5%}}]"


if __name__ == "__main__":
    main()
