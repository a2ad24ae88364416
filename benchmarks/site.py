"""Prints how long `vs docs` takes for a portfolio: copies of the samples and templates, all views of each.

    .venv/bin/pip install . && .venv/bin/python benchmarks/site.py

Whole processes, by the clock and by the time that processors spend: on a shared machine the second says more. A bare
start of Python stands beside them, to compare machines by.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
VS = str(Path(sys.executable).parent / "vs")
STREAMS = 200
RUNS = 2


def main() -> None:
    """Measure, and print the table as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        steps = prepare(Path("streams"))
        one = cost([VS, "docs", "streams", "--out", "one", "--jobs", "1", "--no-history"])
        many = cost([VS, "docs", "streams", "--out", "many", "--no-history"])
        single = cost([VS, "docs", "streams", "--single-file", "all.html", "--no-history"])
        size = sum(path.stat().st_size for path in Path("many").rglob("*") if path.is_file())
        print("| what | figure |\n|---|---|")
        print(f"| streams, steps, megabytes | {STREAMS}, {steps:,}, {size / 1e6:.0f} |")
        print(f"| `vs docs`, one process | {one} |")
        print(f"| `vs docs`, as many as pay ({processors()} processors) | {many} |")
        print(f"| `vs docs --single-file` ({Path('all.html').stat().st_size / 1e6:.0f} MB) | {single} |")
        print(f"| bare start of Python | {cost([sys.executable, '-c', 'pass'])} |")


def prepare(folder: Path) -> int:
    """Write the streams, each with an id of its own; the result is how many steps they have in all."""
    folder.mkdir()
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "samples").rglob("*.vs.yaml"))]
    texts += [path.read_text(encoding="utf-8") for path in sorted((ROOT / "templates").glob("*/*.vs.yaml"))]
    steps = 0
    for number, text in zip(range(STREAMS), itertools.cycle(texts), strict=False):
        (folder / f"{number:03}.vs.yaml").write_text(text.replace("\nid: ", f"\nid: n{number}-", 1), encoding="utf-8")
        steps += text.count("\n  - id: ")
    return steps


def cost(command: list[str]) -> str:
    """The least that a whole process takes of a few runs, in seconds: by the clock, and of processors."""
    clock, cpu = [], []
    for _ in range(RUNS):
        before, began = os.times(), time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        clock.append(time.perf_counter() - began)
        after = os.times()
        cpu.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return f"{min(clock):.2g} s ({min(cpu):.2g} s of processor time)"


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    main()
