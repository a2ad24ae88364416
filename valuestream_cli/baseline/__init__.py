"""The baseline: a file that records the findings a team leaves for later, so that only new ones fail a run.

An entry is a file, a rule and a structural route, with a count where several findings share these: moved lines and
reordered steps change none of them, nor does another wording of the rule. Paths are relative to the baseline, so it
holds from any folder and on any machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from valuestream_cli.baseline.entries import Baseline, Entry, Paths, Run, WasRun, is_recordable
from valuestream_cli.baseline.reading import findings, read
from valuestream_cli.baseline.writing import Refreshed, counted, refreshed, text_of
from valuestream_cli.findings import Finding, Report
from valuestream_cli.validation.rules import baseline as rules
from valuestream_cli.validation.suppressions import MUTING
from valuestream_cli.validation.wording import Wording

__all__ = ["Baseline", "Entry", "Refreshed", "apply", "left_out", "read", "refreshed", "without_stale", "written"]

_STALE = rules.stale_baseline_entry.name
# What is wrong with a file that is checked all the same; all else of VS0 means that nothing of it was checked.
_READ_ON = ("duplicate-key", "several-documents", "yaml-tag", "merge-key")


def _always(_path: str, _code: str) -> bool:
    return True


def written(report: Report, path: str) -> str:
    """The baseline of a report, to be written to `path` where none stands: JSON, one entry a line, in a fixed order."""
    return refreshed(report, Baseline(path, ""), _always).text


def left_out(report: Report) -> tuple[Finding, ...]:
    """The findings that no baseline can record: about `vs`, or in a text without a name."""
    return tuple(finding for finding in report.findings if not is_recordable(finding))


def apply(report: Report, baseline: Baseline, checked: Iterable[str], was_run: WasRun = _always) -> Report:
    """The report without the findings that the baseline has, and with what is wrong with the baseline.

    checked: the files of this run. was_run: whether a rule, by its code, was run on one of them; entries for others
    are not judged. Of a broken baseline only the fault is told, beside what no baseline could hide.
    """
    if baseline.is_broken:
        return _with(report, [*left_out(report), *baseline.faults], baseline)
    comparison = _Comparison(baseline, checked, was_run)
    hidden: list[Finding] = []
    new: list[Finding] = []
    for finding in report.findings:
        (hidden if comparison.takes(finding) else new).append(finding)
    stale = comparison.stale(new)
    can_be_pruned = stale and not baseline.faults
    return _with(report, [*new, *baseline.faults, *comparison.told(stale)], baseline)._replace(
        baselined=report.baselined + len(hidden),
        unread=report.unread + len({finding.path for finding in hidden if _stops_the_reading(finding)}),
        pruned={**report.pruned, **({baseline.path: comparison.without(stale)} if can_be_pruned else {})},
    )


def without_stale(report: Report) -> Report:
    """The report without the stale entries of baselines that are to be replaced by `Report.pruned`."""
    left = [each for each in report.findings if not (each.rule == _STALE and each.path in report.pruned)]
    return report._replace(findings=tuple(left))


def _stops_the_reading(finding: Finding) -> bool:
    return finding.code.startswith("VS0") and finding.rule not in _READ_ON


def _with(report: Report, found: list[Finding], baseline: Baseline) -> Report:
    """The report with other findings, and the texts of the files that have any."""
    texts = {**report.sources, baseline.path: baseline.text}
    shown = {finding.path for finding in found}
    sources = {path: text for path, text in texts.items() if path in shown}
    return report._replace(findings=tuple(sorted(found, key=lambda finding: finding.sort_key)), sources=sources)


class _Comparison:
    """What a baseline has, and how much of it was not found yet."""

    def __init__(self, baseline: Baseline, checked: Iterable[str], was_run: WasRun) -> None:
        self._baseline = baseline
        self._paths = Paths(baseline.path)
        self._run = Run(self._paths, checked, was_run)
        self._recorded = counted(baseline.entries)
        self._left = self._recorded.copy()

    def takes(self, finding: Finding) -> bool:
        """Whether the baseline has a finding, as often as it was found until now."""
        key = self._paths.key(finding)
        if not self._left[key] or not is_recordable(finding):
            return False
        self._left[key] -= 1
        return True

    def stale(self, new: list[Finding]) -> list[Entry]:
        """The entries that stand for more than was found: where a new error may mute it, none."""
        muted = {self._paths.relative(finding.path) for finding in new if finding.code in MUTING}
        last = {entry.key: entry for entry in self._baseline.entries if self._left[entry.key]}
        return [
            entry
            for entry in last.values()
            if entry.path not in muted and not self._run.passed_by(entry) and not self._run.left_out(entry)
        ]

    def told(self, stale: list[Entry]) -> Iterator[Finding]:
        """A finding for each entry that is stale."""
        said = [(entry.number, self._wording(entry), f"findings[={' '.join(entry.key)}]") for entry in stale]
        return findings(self._baseline.path, self._baseline.text, rules.stale_baseline_entry, said)

    def without(self, stale: list[Entry]) -> tuple[str, int]:
        """The baseline without what is gone, and how many findings that are."""
        gone = Counter({entry.key: self._left[entry.key] for entry in stale})
        names = {entry.code: entry.rule for entry in self._baseline.entries}
        return text_of(self._recorded - gone, names), gone.total()

    def _wording(self, entry: Entry) -> Wording:
        recorded = self._recorded[entry.key]
        found = recorded - self._left[entry.key]
        is_gone = not self._run.has(entry)
        wording: Wording = rules.stale_baseline_entry.check(entry.rule, entry.path, recorded, found, is_gone=is_gone)
        return wording
