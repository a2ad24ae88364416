"""All rules that settings know: those of `vs`, of the organisation's own schemas, and of plugins."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from valuestream_cli.config import DEFAULTS, Settings
from valuestream_cli.validation import own_schemas
from valuestream_cli.validation.plugin_rules import plugin_rules
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.rules import ALL_RULES


def rules(settings: Settings = DEFAULTS) -> tuple[Rule[Any], ...]:
    """All rules, those of `vs` first."""
    return (*ALL_RULES, *own_schemas.rules_of(settings), *plugin_rules(settings.plugins))


@lru_cache(maxsize=64)
def by_name(settings: Settings = DEFAULTS) -> dict[str, Rule[Any]]:
    """All rules by their names."""
    return {rule.name: rule for rule in rules(settings)}
