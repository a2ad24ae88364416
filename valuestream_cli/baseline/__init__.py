"""The baseline: a file that records the findings a team leaves for later, so that only new ones fail a run.

An entry is a file, a rule and a structural route, with a count where several findings share these: moved lines and
reordered steps change none of them, nor does another wording of the rule. Paths are relative to the baseline, so it
holds from any folder and on any machine.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from valuestream_cli.baseline.entries import FORMAT, TEXTS, Baseline, Entry, Key, Paths, can_be_recorded
from valuestream_cli.baseline.reading import findings, read
from valuestream_cli.discovery import STDIN
from valuestream_cli.findings import Finding, Report
from valuestream_cli.validation.rules import baseline as rules
from valuestream_cli.validation.suppressions import MUTING
from valuestream_cli.validation.wording import Wording

__all__ = ["Baseline", "Entry", "apply", "left_out", "read", "written"]


def written(report: Report, path: str) -> str:
    """The baseline of a report, to be written to `path`: JSON with one entry a line, in a fixed order."""
    paths = Paths(path)
    names: dict[str, str] = {}
    counts: Counter[Key] = Counter()
    for finding in filter(_is_recordable, report.findings):
        names[finding.code] = finding.rule
        counts[paths.key(finding)] += 1
    entries = [Entry(file, code, names[code], route, count) for (file, code, route), count in sorted(counts.items())]
    lines = ",".join(f"\n    {_line(entry)}" for entry in entries)
    return f'{{\n  "format": "{FORMAT}",\n  "findings": [{lines}\n  ]\n}}\n'


def left_out(report: Report) -> tuple[Finding, ...]:
    """The findings that no baseline can record: about `vs`, or in a text without a name."""
    return tuple(finding for finding in report.findings if not _is_recordable(finding))


def _is_recordable(finding: Finding) -> bool:
    return can_be_recorded(finding.code) and finding.path != STDIN


def _line(entry: Entry) -> str:
    """An entry as it is written; what a reader would not see in it is escaped."""
    said: dict[str, str | int] = {name: getattr(entry, name) for name in TEXTS}
    if entry.count > 1:
        said["count"] = entry.count
    line = json.dumps(said, ensure_ascii=False)
    return line if line.isprintable() else json.dumps(said)


def apply(
    report: Report,
    baseline: Baseline,
    checked: Iterable[str],
    was_run: Callable[[str, str], bool] = lambda _path, _code: True,
) -> Report:
    """The report without the findings that the baseline has, and with what is wrong with the baseline.

    checked: the files of this run. was_run: whether a rule, by its code, was run on one of them; entries for others
    are not judged. Of a broken baseline only the fault is told, beside what no baseline could hide.
    """
    if baseline.is_broken:
        return _with(report, [*left_out(report), *baseline.faults], baseline)
    comparison = _Comparison(baseline)
    new = [finding for finding in report.findings if not comparison.takes(finding)]
    stale = comparison.stale(new, checked, was_run)
    hidden = len(report.findings) - len(new)
    return _with(report, [*new, *baseline.faults, *stale], baseline)._replace(baselined=report.baselined + hidden)


def _with(report: Report, found: list[Finding], baseline: Baseline) -> Report:
    """The report with other findings, and the texts of the files that have any."""
    texts = {**report.sources, baseline.path: baseline.text}
    shown = {finding.path for finding in found}
    sources = {path: text for path, text in texts.items() if path in shown}
    return report._replace(findings=tuple(sorted(found, key=lambda finding: finding.sort_key)), sources=sources)


class _Comparison:
    """What a baseline has, and how much of it was not found yet."""

    def __init__(self, baseline: Baseline) -> None:
        self._baseline = baseline
        self._paths = Paths(baseline.path)
        self._recorded: Counter[Key] = Counter()
        for entry in baseline.entries:
            self._recorded[entry.key] += entry.count
        self._left = self._recorded.copy()

    def takes(self, finding: Finding) -> bool:
        """Whether the baseline has a finding, as often as it was found until now."""
        key = self._paths.key(finding)
        if not self._left[key] or not _is_recordable(finding):
            return False
        self._left[key] -= 1
        return True

    def stale(
        self, new: list[Finding], checked: Iterable[str], was_run: Callable[[str, str], bool]
    ) -> Iterator[Finding]:
        """A finding for each entry that stands for more than was found: where a new error may mute it, none."""
        files = {self._paths.relative(path): path for path in checked}
        muted = {self._paths.relative(finding.path) for finding in new if finding.code in MUTING}
        last = {entry.key: entry for entry in self._baseline.entries if self._left[entry.key]}
        said = []
        for key, entry in last.items():
            is_gone = entry.path not in files and not self._paths.exists(entry.path)
            is_judged = entry.path in files and entry.path not in muted and was_run(files[entry.path], entry.code)
            if is_gone or is_judged:
                said.append((entry.number, self._wording(entry, is_gone=is_gone), f"findings[={' '.join(key)}]"))
        return findings(self._baseline.path, self._baseline.text, rules.stale_baseline_entry, said)

    def _wording(self, entry: Entry, *, is_gone: bool) -> Wording:
        recorded = self._recorded[entry.key]
        found = recorded - self._left[entry.key]
        wording: Wording = rules.stale_baseline_entry.check(entry.rule, entry.path, recorded, found, is_gone=is_gone)
        return wording
