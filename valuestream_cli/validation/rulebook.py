"""All rules that settings know: those of `vs`, of the organisation's own schemas, and of plugins.

A name and a code mean one rule. A rule from outside that takes one of another is left out, and told as a fault of the
schema or plugin that has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from valuestream_cli.config import DEFAULTS, Settings
from valuestream_cli.findings import KEBAB, Finding, RulePage
from valuestream_cli.validation import own_schemas, plugin_rules
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.rules import ALL_RULES, BY_NAME

_CODE = r"[A-Z]{2,}[0-9]+"


def rules(settings: Settings = DEFAULTS) -> tuple[Rule[Any], ...]:
    """All rules, those of `vs` first."""
    return _book(settings).rules


def of_plugins(settings: Settings) -> tuple[Rule[Any], ...]:
    """The rules that plugins bring."""
    return _book(settings).of_plugins


def by_name(settings: Settings = DEFAULTS) -> dict[str, Rule[Any]]:
    """All rules by their names."""
    return _book(settings).by_name


def fault(source: str, settings: Settings) -> str:
    """Why a rule of a schema (by its path) or of a plugin (by its name) is left out, as the end of a sentence."""
    return _book(settings).faults.get(source, "")


def pages(findings: Iterable[Finding], settings: Callable[[str], Settings]) -> tuple[RulePage, ...]:
    """The pages of the rules from outside that were breached, by code; `settings` are those for a path."""
    foreign = {finding.code: finding for finding in findings if finding.rule not in BY_NAME}
    found = [by_name(settings(each.path)).get(each.rule) for _, each in sorted(foreign.items())]
    return tuple(RulePage(rule.code, rule.name, rule.severity, rule.page) for rule in found if rule)


@lru_cache(maxsize=64)
def _book(settings: Settings) -> _Rulebook:
    return _Rulebook(settings)


class _Rulebook:
    """Takes up the rules of some settings, one after the other."""

    def __init__(self, settings: Settings) -> None:
        self.by_name = dict(BY_NAME)
        self.faults: dict[str, str] = {}
        self._coded = {rule.code: rule for rule in ALL_RULES}
        of_schemas: set[tuple[str, str]] = set()
        for own in settings.schemas:
            given = [rule for rule in own_schemas.load(own).rules if (rule.code, rule.name) not in of_schemas]
            self._take(own.path, given)
            of_schemas |= {(rule.code, rule.name) for rule in given}  # which another schema may have as well
        before = len(self.by_name)
        for name in settings.plugins:
            self._take(name, plugin_rules.rules_of(name))
        self.rules = tuple(self.by_name.values())
        self.of_plugins = self.rules[before:]

    def _take(self, source: str, given: Iterable[Rule[Any]]) -> None:
        for rule in given:
            why = self._fault(rule)
            if why:
                self.faults.setdefault(source, f"has a rule that {why}")
            else:
                self.by_name[rule.name] = self._coded[rule.code] = rule

    def _fault(self, rule: Rule[Any]) -> str:
        """Why a rule cannot be used, as the end of a sentence; empty where it can."""
        if rule.code.upper().startswith("VS"):
            return f"has the code {rule.code}, but VS is for the rules of vs"
        if not re.fullmatch(_CODE, rule.code):
            return f"has the code '{rule.code}': write capital letters and digits, as in ACME101"
        if not re.fullmatch(KEBAB, rule.name):
            return f"has the name '{rule.name}': write it in kebab-case, as in no-cost-centre"
        same, other = self._coded.get(rule.code), self.by_name.get(rule.name)
        if same is rule:  # a plugin that is named twice, or a rule that two plugins have
            return ""
        if same:
            return f"has the code {rule.code}, which the rule {same.name} has"
        return f"has the name {rule.name}, which the rule {other.code} has" if other else ""
