"""Prints the performance table of the README: each figure as a ratio within one run.

    .venv/bin/pip install '.[bench]' && .venv/bin/python benchmarks/run.py

Times are those that a process spends computing (user and system), minimum of several runs: on a shared machine
they say more than the clock does. Tools that are compared get equally many runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
SOURCE = ROOT / "samples" / "cds-restore-service.vs.yaml"
FILES = 1000


def main() -> None:
    """Measure, and print the table as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        prepare(Path(folder))
        python = cost([sys.executable, "-c", "pass"], 20)
        vs, checker = str(BIN / "vs"), str(BIN / "check-jsonschema")
        schema = str(ROOT / "schemas" / "valuestream.v1.schema.json")
        one = cost([vs, "validate", "bad.vs.yaml"], 20)
        other_one = cost([checker, "--schemafile", schema, "bad.vs.yaml"], 20)
        many = cost([vs, "validate", "many"], 3)
        files = sorted(str(path) for path in Path("many").iterdir())
        other_many = cost([checker, "--schemafile", schema, *files], 3)
        small = cost([vs, "render", "twelve.vs.yaml"], 10)
        large = cost([vs, "render", "large.vs.yaml"], 3)
        flow = cost([vs, "render", "twelve.vs.yaml", "--view", "flow"], 10)
        new = cost([vs, "new", "incident", "--force"], 20)
    print("| what | figure |\n|---|---|")
    row("`vs validate` of one bad file, process start to exit", one / python, "bare Python starts")
    row("the same against check-jsonschema", one / other_one, "of its time")
    row(
        f"`vs validate` of {FILES:,} files, one process, all rules",
        other_many / many,
        "times as fast as check-jsonschema",
    )
    row("`vs render` of a 12-step stream to SVG", small / python, "bare Python starts")
    row("`vs render` of a 500-step stream", large / small, "times the 12-step one")
    row("`vs render --view flow` of the 12-step stream", flow / python, "bare Python starts")
    row("`vs new incident`", new / python, "bare Python starts")


def row(what: str, figure: float, unit: str) -> None:
    """Print one line of the table."""
    print(f"| {what} | {figure:.2g} {unit} |")


def cost(command: Sequence[str], runs: int) -> float:
    """Seconds of processor time of a whole process, the least of several runs."""
    spent = []
    for _ in range(runs):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        spent.append(usage.ru_utime + usage.ru_stime)
    return min(spent)


def prepare(folder: Path) -> None:
    """Write the streams to measure with: one bad one, a thousand of about 90 lines, one of 12 steps, one of 500."""
    text = SOURCE.read_text(encoding="utf-8")
    (folder / "bad.vs.yaml").write_text(text.replace("owner:", "ownr:", 1).replace("next:", "nxt:", 1))
    (folder / "many").mkdir()
    for number in range(FILES):
        (folder / "many" / f"{number:04}.vs.yaml").write_text(text.replace("\nid: ", f"\nid: n{number}-", 1))
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
