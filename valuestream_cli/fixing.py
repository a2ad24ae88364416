"""Applies the fixes of findings, and keeps those that mend what they promise and break nothing else.

A round applies all fixes that do not overlap, and the result is checked: each finding must be gone, and no rule may
have more errors than before. Where that does not hold, the round's fixes are tried in halves, down to single ones;
one at fault is taken back, and tried again only when nothing else is left and the text has changed since.
"""

from __future__ import annotations

import codecs
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from valuestream_cli import source
from valuestream_cli.findings import Edit, Finding, Severity
from valuestream_cli.source import Document

Examine = Callable[[Document], list[Finding]]

_MOST_ROUNDS = 64
_MOST_TRIALS = 100
_MOST_READ = 10_000_000  # characters: a large file, made to keep us busy, gets fewer trials


class Fixed(NamedTuple):
    """A file after its fixes.

    text: what to write, with a byte order mark where the file has one; the file's own where nothing was applied.
    applied: what was mended, as it was found. remaining: what is found in the text.
    """

    text: str
    applied: list[Finding]
    remaining: list[Finding]


def fix(path: str, raw: bytes, examine: Examine, *, unsafe: bool = False) -> Fixed:
    """Apply the safe fixes of one file, with `unsafe` also those that are but likely; nothing is written.

    raw: the bytes of the file. examine: gives the findings of a document.
    Bytes that are not UTF-8 have no fixes; the text is then what can be shown of them.
    """
    run = _Run(source.read(path, raw), examine, unsafe=unsafe)
    for _ in range(_MOST_ROUNDS):
        group = run.fitting()
        if not group:
            break
        run.settle(run.document, [], group)
    mark = "\ufeff" if raw.startswith(codecs.BOM_UTF8) else ""
    return Fixed(mark + run.document.text, run.applied, run.findings)


class _Run:
    """One file on its way through the rounds."""

    def __init__(self, document: Document, examine: Examine, *, unsafe: bool) -> None:
        self.document = document
        self.applied: list[Finding] = []
        self._examine = examine
        self._unsafe = unsafe
        self._refused: dict[tuple[str, str, str], int] = {}  # how much had been applied when it was
        self._trials_left = min(_MOST_TRIALS, _MOST_READ // (len(document.text) or 1))
        self.findings = self._found(document)

    def _found(self, document: Document) -> list[Finding]:
        return sorted(self._examine(document), key=lambda finding: finding.sort_key)

    def fitting(self) -> list[Finding]:
        """The findings whose fixes can be applied side by side, first come first served."""
        fixable = [each for each in self.findings if each.fix and (each.fix.safe or self._unsafe)]
        fresh = [each for each in fixable if _key(each) not in self._refused]
        again = [each for each in fixable if self._refused.get(_key(each), 0) < len(self.applied)]
        return _side_by_side(fresh or again)

    def settle(self, base: Document, kept: list[Finding], group: Sequence[Finding]) -> None:
        """Apply fixes of the round's first text, on top of those kept; those at fault are refused."""
        if self._trials_left > 0:
            self._trials_left -= 1
            trial = source.read(base.path, _applied(base.text, [*kept, *group]).encode())
            found = self._found(trial)
            if _is_better(self.findings, found, group):
                self.document, self.findings = trial, found
                self.applied += group
                kept += group
                return
            if len(group) > 1:
                middle = len(group) // 2
                self.settle(base, kept, group[:middle])
                self.settle(base, kept, group[middle:])
                return
        self._refused |= dict.fromkeys(map(_key, group), len(self.applied))


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.route, finding.fix.title if finding.fix else ""


def _is_better(before: Sequence[Finding], after: Sequence[Finding], mended: Sequence[Finding]) -> bool:
    """Whether what was to be mended is gone, and no rule has more errors.

    A finding is gone where its rule has one less, or has none at its route: the fix may lay bare what it had hidden,
    and the route of another may have changed with an id that was mended.
    """
    was, now = Counter(each.code for each in before), Counter(each.code for each in after)
    told = {each.code for each in mended} | {each.code for each in after if each.severity is Severity.ERROR}
    fewer = {code for code, count in Counter(each.code for each in mended).items() if now[code] <= was[code] - count}
    left = Counter(map(_place, before))
    left.subtract(map(_place, mended))
    still = Counter(map(_place, after))
    gone = all(each.code in fewer or still[_place(each)] <= left[_place(each)] for each in mended)
    return gone and all(now[code] <= was[code] for code in told)


def _place(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.route


def _side_by_side(findings: Iterable[Finding]) -> list[Finding]:
    """Those whose edits do not touch each other; findings with the same fix go together."""
    chosen: list[Finding] = []
    taken: list[Edit] = []
    for finding in findings:
        fresh = [edit for edit in finding.fix.edits if edit not in _near(taken, edit)] if finding.fix else []
        if not any(_clash(edit, other) for edit in fresh for other in _near(taken, edit)):
            chosen.append(finding)
            for edit in fresh:
                insort(taken, edit)
    return chosen


def _near(edits: list[Edit], edit: Edit) -> list[Edit]:
    """Of edits in order that do not touch each other, those that another could touch."""
    at = bisect_left(edits, edit)
    return edits[max(at - 1, 0) : at + 1]


def _clash(one: Edit, other: Edit) -> bool:
    """Whether edits overlap, or an insertion touches the other: which comes first would make a difference."""
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end


def _applied(text: str, findings: Iterable[Finding]) -> str:
    """The text with all edits of some fixes."""
    pieces, at = [], 0
    for edit in sorted({edit for finding in findings if finding.fix for edit in finding.fix.edits}):
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])
