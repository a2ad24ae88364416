"""Writes a baseline: what a run has found, and of the one that stands there what the run cannot judge."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from valuestream_cli.baseline.entries import FORMAT, TEXTS, Baseline, Entry, Key, Paths, Run, WasRun, is_recordable
from valuestream_cli.findings import Report


class Refreshed(NamedTuple):
    """A baseline to be written: its text, how many findings it records, and how it differs from the one before.

    unchecked, unrun: findings that are kept, because their files were not checked, or their rules were not run.
    """

    text: str
    size: int
    new: int
    gone: int
    unchecked: int
    unrun: int


def refreshed(report: Report, old: Baseline, was_run: WasRun) -> Refreshed:
    """The baseline of a report, to be written where `old` stands. What the run could not judge is kept."""
    paths = Paths(old.path)
    run = Run(paths, report.paths, was_run)
    unchecked = counted(filter(run.passed_by, old.entries))
    unrun = counted(filter(run.left_out, old.entries))
    recordable = list(filter(is_recordable, report.findings))
    found = Counter(map(paths.key, recordable))
    recorded, counts = counted(old.entries), found | unchecked | unrun
    names = {entry.code: entry.rule for entry in old.entries} | {each.code: each.rule for each in recordable}
    return Refreshed(
        text=text_of(counts, names),
        size=counts.total(),
        new=(counts - recorded).total(),
        gone=(recorded - counts).total(),
        unchecked=unchecked.total(),
        unrun=unrun.total(),
    )


def counted(entries: Iterable[Entry]) -> Counter[Key]:
    """How many findings the entries stand for, by what these are known again by."""
    counts: Counter[Key] = Counter()
    for entry in entries:
        counts[entry.key] += entry.count
    return counts


def text_of(counts: Counter[Key], names: Mapping[str, str]) -> str:
    """A baseline as JSON, with one entry a line, in a fixed order. names: of the rules, by their codes."""
    some = sorted((key, count) for key, count in counts.items() if count)
    entries = [Entry(path, code, names[code], route, count) for (path, code, route), count in some]
    lines = ",".join(f"\n    {_line(entry)}" for entry in entries)
    return f'{{\n  "format": "{FORMAT}",\n  "findings": [{lines}\n  ]\n}}\n'


def _line(entry: Entry) -> str:
    """An entry as it is written; what a reader would not see in it is escaped."""
    said: dict[str, str | int] = {name: getattr(entry, name) for name in TEXTS}
    if entry.count > 1:
        said["count"] = entry.count
    line = json.dumps(said, ensure_ascii=False)
    return line if line.isprintable() else json.dumps(said)
