"""Applies the suppressions of one document, and judges them (see `suppressions`)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from valuestream_cli.findings import Edit, Finding, Fix, Severity
from valuestream_cli.source import Document, Place
from valuestream_cli.validation.naming import Guesses
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.rules import suppressions
from valuestream_cli.validation.suppressions import FILE, MUTING, Chosen, Filtered, Suppressed, may_be_silenced
from valuestream_cli.validation.suppressions.lines import Lines
from valuestream_cli.validation.suppressions.reading import Instruction, Name, instructions, well_written
from valuestream_cli.validation.wording import Wording


def apply(document: Document, findings: list[Finding], chosen: Chosen, known: Iterable[Rule[Any]]) -> Filtered:
    """What `suppressions.apply` does, for a document that may have suppressions."""
    spoken = instructions(document)
    if not spoken:
        return Filtered(findings)
    comments = _Comments(document, spoken, tuple(known))
    remaining, silenced = comments.filtered(findings)
    comments.judge(remaining, chosen)
    told = [finding for rule, finding in comments.flaws if chosen(rule)]
    return Filtered(remaining + told, len(silenced), tuple(silenced))


class _Entry:
    """One rule that a comment silences; `word` is its name or code, as it was named."""

    def __init__(self, instruction: Instruction, name: Name, rule: Rule[Any]) -> None:
        self.instruction = instruction
        self.name = name
        self.rule = rule
        self.word = rule.name if name.text == rule.name else rule.code
        self.line = 0 if instruction.verb == FILE else instruction.line
        self.is_used = False


class _Comments:
    """The suppressions of one document, and what is wrong with them."""

    def __init__(self, document: Document, spoken: list[Instruction], known: tuple[Rule[Any], ...]) -> None:
        self.flaws: list[tuple[Rule[Any], Finding]] = []
        self._document = document
        self._lines = Lines(document)
        self._rules = {word: rule for rule in known for word in (rule.code, rule.name)}
        self._guesses = Guesses([rule.name for rule in known])
        self._entries: list[_Entry] = []
        for instruction in spoken:
            self._take(instruction)
        self._by_word: dict[str, list[_Entry]] = {}
        for entry in sorted(self._entries, key=lambda entry: entry.line):
            self._by_word.setdefault(entry.word, []).append(entry)

    def _take(self, instruction: Instruction) -> None:
        """Note which rules an instruction silences, or why it silences none."""
        place = (instruction.start, instruction.end)
        is_low = instruction.verb == FILE and not self._is_on_top(instruction)
        if is_low or not instruction.verb:
            right = well_written(instruction, self._may_be_named)
            malformed = suppressions.malformed_suppression
            self._flaw(malformed, malformed.check(right, is_low=is_low), place)
        elif not instruction.reason:
            names = [name.text for name in instruction.names]
            unreasoned = suppressions.suppression_without_reason
            self._flaw(unreasoned, unreasoned.check(instruction.verb, names), place)
        else:
            for name in instruction.names:
                self._take_name(instruction, name)

    def _may_be_named(self, word: str) -> bool:
        return word in self._rules and may_be_silenced(self._rules[word].code)

    def _is_on_top(self, instruction: Instruction) -> bool:
        return instruction.is_alone and instruction.start < self._document.marks.start

    def _take_name(self, instruction: Instruction, name: Name) -> None:
        rule = self._rules.get(name.text) or self._rules.get(name.text.upper())
        place = (name.start, name.end)
        if rule is None:
            meant = self._guesses.of(name.text)
            fix = Fix(f"write `{meant}`", False, (Edit(*place, meant),)) if meant else None
            unknown = suppressions.unknown_rule_suppressed
            self._flaw(unknown, unknown.check(name.text, meant), place, fix)
        elif not may_be_silenced(rule.code):
            forbidden = suppressions.suppression_not_allowed
            self._flaw(forbidden, forbidden.check(name.text), place)
        else:
            self._entries.append(_Entry(instruction, name, rule))

    def _flaw(self, rule: Rule[Any], wording: Wording, place: Place, fix: Fix | None = None) -> None:
        span = self._document.span(*place)
        path, severity = self._document.path, Severity(rule.severity)
        self.flaws.append(
            (rule, Finding(rule.code, rule.name, severity, wording.message, path, span, wording.hint, fix=fix))
        )

    def filtered(self, findings: list[Finding]) -> tuple[list[Finding], list[Suppressed]]:
        """The findings that nothing silences, and those that a comment does."""
        remaining, silenced = [], []
        for finding in findings:
            entry = self._entry_for(finding)
            if entry is None:
                remaining.append(finding)
            else:
                entry.is_used = True
                line = self._document.span(entry.instruction.start, entry.instruction.end).line
                silenced.append(Suppressed(finding, entry.instruction.reason, line))
        return remaining, silenced

    def _entry_for(self, finding: Finding) -> _Entry | None:
        """What silences a finding: a comment on its lines goes before one for the whole file."""
        for word in (finding.rule, finding.code):
            entries = self._by_word.get(word, [])
            for lines in (*self._lines.of(finding), range(1)) if entries else ():
                number = bisect_left(entries, lines.start, key=lambda entry: entry.line)
                if number < len(entries) and entries[number].line in lines:
                    return entries[number]
        return None

    def judge(self, remaining: list[Finding], chosen: Chosen) -> None:
        """Note the entries that silence nothing, though their rule was asked for.

        An error may mute what they would silence: only where none is left, that is known.
        """
        found: dict[str, int] = {}
        for finding in remaining:
            for word in (finding.rule, finding.code):
                found[word] = min(finding.span.line, found.get(word, finding.span.line))
        idle = [entry for entry in self._entries if not entry.is_used and chosen(entry.rule)]
        for entry in idle:
            if entry.word in found:
                self._unused([entry.name], (entry.name.start, entry.name.end), found[entry.word])
        if not any(finding.code in MUTING for finding in remaining):
            over = [entry for entry in idle if entry.word not in found]
            for _, entries in groupby(over, key=lambda entry: entry.instruction.start):
                self._unused_together(list(entries))

    def _unused_together(self, entries: list[_Entry]) -> None:
        """Note entries of one instruction, which goes with them where it has no others."""
        instruction = entries[0].instruction
        names = [entry.name for entry in entries]
        starts = {name.start for name in names}
        kept = [name.text for name in instruction.names if name.start not in starts]
        if kept:
            place, edit = (names[0].start, names[-1].end), Edit(*instruction.listed, ", ".join(kept))
        else:
            place, edit = (instruction.start, instruction.end), Edit(*instruction.cut, "")
        self._unused(names, place, fix=Fix("remove what silences nothing", True, (edit,)))

    def _unused(self, names: list[Name], place: Place, elsewhere: int | None = None, fix: Fix | None = None) -> None:
        """Note names that silence nothing; where one is on a wrong line, removing it would lose its reason."""
        rule = suppressions.unused_suppression
        self._flaw(rule, rule.check([name.text for name in names], elsewhere), place, fix)
