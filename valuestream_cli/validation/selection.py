"""Which rules a run uses, and how much each matters: by profile, by settings, by `--select` and `--ignore`.

Rules are meant by name, by code, or by the beginning of a code.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from valuestream_cli.config import DEFAULTS, Settings, digest
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Severity
from valuestream_cli.suggest import closest, is_one_slip
from valuestream_cli.validation import rulebook
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.rules import governance

FILE, STRUCTURE = "VS0", "VS1"
_ALWAYS_ON = (FILE, "VS90", "VS91", "VS932", "VS933", "VS94")
_LIKE_A_CODE = r"[A-Za-z]{2,}\d\w{0,9}"
Words = tuple[str, ...]


def choice(settings: Settings, path: str, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Choice:
    """The choice of rules for one file; the same object for all files that it is the same for.

    path: of the stream file, for the ignores of its settings. select, ignore: of the command line, which win; a word
    that is no rule under these settings means none (`demand_rules`).
    What is wrong with the file itself is always told, and with its structure unless that is ignored by name: a gate
    that could not read a file must not pass it.
    """
    spared = tuple(word for each in settings.per_file_ignores if each.files.matches(path) for word in each.rules)
    return _choice(settings, spared, tuple(select), tuple(ignore))


@lru_cache(maxsize=256)
def _choice(settings: Settings, spared: Words, select: Words, ignore: Words) -> Choice:
    return Choice(settings, spared, words_of(select), words_of(ignore))


class Choice:
    """Which rules are told of a file, and how severe they are.

    The command line's `--select` stands in the place of profile, `select` and `ignore` of the settings; its `--ignore`
    comes on top of them. A severity in the settings turns a rule on that the profile does not use, or off where no
    `--select` asks for it; and it grades a rule, whoever chose it.
    """

    def __init__(self, settings: Settings, spared: Words, select: Words, ignore: Words) -> None:
        self.settings = settings
        self._select = select
        self._unwanted = (*ignore, *spared)
        self._wanted = tuple(word for word in settings.select if is_known(word, settings))
        self._known: dict[str, bool] = {}

    def chosen(self, rule: Rule[Any]) -> bool:
        """Whether a rule is told."""
        if rule.name not in self._known:
            self._known[rule.name] = self._is_chosen(rule)
        return self._known[rule.name]

    @property
    def selects(self) -> bool:
        """Whether the settings name the rules to use, in the place of a profile."""
        return bool(self._wanted)

    def tells(self, name: str) -> bool:
        """Whether the rule of this name is told."""
        return self.chosen(rulebook.by_name(self.settings)[name])

    def severity(self, rule: Rule[Any]) -> Severity:
        """How much a finding of a rule matters."""
        return graded(rule, self.settings)

    @cached_property
    def rules(self) -> tuple[Rule[Any], ...]:
        """All rules that are told, by code."""
        return tuple(rule for rule in rulebook.rules(self.settings) if self.chosen(rule))

    def digest(self, root: Path) -> str:
        """A short text that differs wherever other findings are possible, for the key of a cache at a root.

        It has the day in it where a rule is on that depends on it.
        """
        from valuestream_cli.config.clock import today

        day = today().isoformat() if self.chosen(governance.review_overdue) else ""
        return " ".join((digest(self.settings, root), day, *(rule.name for rule in self.rules)))

    def _is_chosen(self, rule: Rule[Any]) -> bool:
        if is_always_on(rule):
            return True
        if matches(rule, self._unwanted):
            return False
        if self._select and (matches(rule, self._select) or not rule.code.startswith(STRUCTURE)):
            return matches(rule, self._select)
        said = _said(rule, self.settings)
        if matches(rule, self.settings.ignore) or (said and said[0] is None):
            return False
        if said or rule.code.startswith(STRUCTURE):
            return True
        return matches(rule, self._wanted) if self._wanted else rule.is_in(self.settings.profile)


def is_always_on(rule: Rule[Any]) -> bool:
    """Whether a rule cannot be turned off or graded: it is about the file itself, or about what the run rests on."""
    return rule.code.startswith(_ALWAYS_ON)


def graded(rule: Rule[Any], settings: Settings) -> Severity:
    """The severity of a rule under some settings; what is wrong with the file itself is always an error."""
    said = _said(rule, settings)
    return said[0] if said and said[0] is not None else Severity(rule.severity)


def _said(rule: Rule[Any], settings: Settings) -> tuple[Severity | None] | None:
    """What settings say of the severity of a rule; null where they say nothing that counts."""
    if not settings.severity or is_always_on(rule):
        return None
    named = next((word for word in (rule.name, rule.code) if word in settings.severity), None)
    return (settings.severity[named],) if named else None


def matches(rule: Rule[Any], words: Sequence[str]) -> bool:
    """Whether one of the words means a rule: its name, its code, or the beginning of its code."""
    return bool(words) and (rule.name in words or rule.code.startswith(_codes(tuple(words))))


@lru_cache(maxsize=256)
def _codes(words: Words) -> Words:
    return tuple(word.upper() for word in words if word.isalnum() and len(word) > 1)


def is_known(word: str, settings: Settings = DEFAULTS) -> bool:
    """Whether a word means any rule."""
    return any(matches(rule, (word,)) for rule in rulebook.rules(settings))


def looks_like_a_code(word: str) -> bool:
    """Whether a word is meant as the code of a rule, not as a name."""
    return re.fullmatch(_LIKE_A_CODE, word) is not None


def likely_rule(word: str, rules: Collection[Rule[Any]]) -> str | None:
    """The name or code of the rule that was most likely meant; what looks like a code means one with a slip at most."""
    codes = [rule.code for rule in rules]
    if looks_like_a_code(word):
        return next((code for code in codes if is_one_slip(word.upper(), code)), None)
    return closest(word, [*(rule.name for rule in rules), *codes])


def words_of(given: Words) -> Words:
    """The words of an option, each of which may be several with commas."""
    return tuple(word.strip() for text in given for word in text.split(",") if word.strip())


def demand_rules(given: Words, rules: Collection[Rule[Any]]) -> None:
    """Raise VsError for a word of an option that means none of the rules."""
    for word in words_of(given):
        if not any(matches(rule, (word,)) for rule in rules):
            meant = likely_rule(word, rules)
            hint = f"did you mean '{meant}'?" if meant else "see `vs explain rules`"
            raise VsError(f"there is no rule '{word}'", hint)
