"""Rules that plugins bring: the `Rule` objects of the module that an entry point names."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from valuestream_cli import plugins
from valuestream_cli.validation.registry import Rule


@lru_cache
def rules_of(name: str) -> tuple[Rule[Any], ...]:
    """The rules of one plugin by code; none where it has none, or cannot be imported."""
    family = plugins.loaded(name, "rules")[0]
    found = {id(thing): thing for thing in vars(family).values() if isinstance(thing, Rule)} if family else {}
    return tuple(sorted(found.values(), key=lambda rule: rule.code))
