"""Rules that plugins bring: the `Rule` objects of the module that an entry point names."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from valuestream_cli import plugins
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.rules import BY_NAME


@lru_cache
def plugin_rules(names: tuple[str, ...]) -> tuple[Rule[Any], ...]:
    """The rules of plugins by code, without those whose code or name is taken (see `clash`)."""
    found = {id(rule): rule for name in names for rule in _all(name) if not clash(rule)}
    return tuple(sorted(found.values(), key=lambda rule: rule.code))


def _all(name: str) -> list[Rule[Any]]:
    family = plugins.loaded(name, "rules")[0]
    return [thing for thing in vars(family).values() if isinstance(thing, Rule)] if family else []


def clash(rule: Rule[Any]) -> str:
    """Why a rule from outside cannot be used, as the end of a sentence; empty where it can."""
    if rule.code.upper().startswith("VS"):
        return f"has the code {rule.code}, but VS is for the rules of vs"
    return f"has the name {rule.name}, which a rule of vs has" if rule.name in BY_NAME else ""


def fault(name: str) -> str:
    """Why a plugin cannot be used, as the end of a sentence; empty where it can."""
    clashes = (f"has a rule that {clash(rule)}" for rule in _all(name) if clash(rule))
    return plugins.fault(name) or next(clashes, "")
