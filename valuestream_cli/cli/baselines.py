"""`vs validate --write-baseline` and `--prune-baseline`: files written, and in plain words what has changed in them."""

from __future__ import annotations

import os
from collections.abc import Iterator

from valuestream_cli import baseline, gate
from valuestream_cli.baseline import Baseline, Refreshed
from valuestream_cli.cli import gating
from valuestream_cli.cli.console import talk, write_file
from valuestream_cli.config import Settings
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Finding, Report
from valuestream_cli.reporting.plain import count, listed
from valuestream_cli.validation.rules.configuration import path_not_found


def write(path: str, asked: gating.Asked) -> int:
    """Record all findings, and keep of what stands there whatever this run could not judge; the exit status.

    Nothing is written where some findings could not be found, for they would be told as new later. Raises VsError,
    before anything is checked, where something else than a baseline stands there.
    """
    exists = os.path.isfile(path)  # noqa: PTH113 (a Path raises where it may not look)
    old = _sound(path) if exists else Baseline(path, "")
    found = gating.report(asked._replace(scope=asked.scope._replace(baseline="")))
    if found.crashes:
        return gating.status(found)
    new = baseline.refreshed(found, old, gate.was_run(asked.check, asked.paths))
    write_file(path, new.text.encode())
    changes = f": {', '.join(_changes(new, len(old.faults)))}" if exists else ""
    talk(f"wrote {count(new.size, 'finding')} to {path}{changes}")
    naming = [each for each in gate.settings_of(found.paths, asked.check) if _is_same(each.baseline, path)]
    left = [each for each in baseline.left_out(found) if not _is_mended(each, naming)]
    if left:
        talk(f"{count(len(left), 'finding')} cannot be recorded: about vs itself, its configuration or its comments")
    if exists and new.new:
        talk("what is new is recorded, too; --prune-baseline only takes out what is gone")
    elif not exists and not naming:
        talk(f"from now on: vs validate --baseline {path}")
    return 0


def prune(asked: gating.Asked, found: Report) -> Report:
    """Take what is gone out of the baselines of a run; what is left to be told.

    Raises VsError where there is no baseline, or it cannot be written to.
    """
    given = asked.scope.baseline
    named = [each.baseline for each in gate.settings_of(found.paths, asked.check)] if given is None else [given]
    if not any(named):
        raise VsError("there is no baseline to prune", "name one with --baseline, or as `baseline` in vs.toml")
    for path, (text, number) in found.pruned.items():
        write_file(path, text.encode())
        talk(f"removed {count(number, 'finding')} from {path}: no longer found")
    return baseline.without_stale(found)


def _sound(path: str) -> Baseline:
    old = baseline.read(path)
    if old.is_broken:
        fault = old.faults[0]
        raise VsError(f"'{path}' is not replaced: {fault.message} (line {fault.span.line})", fault.hint)
    return old


def _changes(new: Refreshed, malformed: int) -> Iterator[str]:
    """How a baseline differs from the one before."""
    yield f"{new.new:,} new"
    yield f"{new.gone:,} gone"
    kept = {"of files that were not checked": new.unchecked, "of rules that were not run": new.unrun}
    said = [f"{number:,} {why}" for why, number in kept.items() if number]
    if said:
        yield f"{listed(said)} kept"
    if malformed:
        yield f"{count(malformed, 'malformed entry', 'malformed entries')} dropped"


def _is_same(one: str | None, other: str) -> bool:
    return one is not None and os.path.realpath(one) == os.path.realpath(other)


def _is_mended(finding: Finding, naming: list[Settings]) -> bool:
    """Whether a finding says that there is no such baseline as was just written."""
    files = {file for settings in naming for file in (settings.source, *settings.extends)}
    return finding.code == path_not_found.code and finding.path in files and finding.route.endswith("baseline")
