"""All rules. A family is a module; a new rule is a function in one of them, found by itself."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.rules import (
    amounts,
    appearance,
    baseline,
    budgets,
    chain,
    choices,
    configuration,
    contradictions,
    file,
    flow,
    governance,
    impossible,
    information,
    itil,
    keys,
    many,
    measures,
    nesting,
    outside,
    parallel,
    placeholders,
    practices,
    responsibility,
    style,
    suppressions,
    syntax,
    values,
)
from valuestream_cli.validation.structure import Mistake

FILE_FAMILIES: tuple[ModuleType, ...] = (file, syntax)
STRUCTURE_FAMILIES: tuple[ModuleType, ...] = (keys, values, amounts, practices)
MODEL_FAMILIES: tuple[ModuleType, ...] = (
    flow,
    choices,
    parallel,
    itil,
    placeholders,
    chain,
    nesting,
    measures,
    contradictions,
    impossible,
    information,
    responsibility,
    governance,
    budgets,
    style,
)
TOOL_FAMILIES: tuple[ModuleType, ...] = (
    configuration,
    suppressions,
    baseline,
    outside,
    appearance,
    many,
)  # not found by the engine


def _rules_of(families: tuple[ModuleType, ...]) -> tuple[Rule[Any], ...]:
    found = {id(thing): thing for family in families for thing in vars(family).values() if isinstance(thing, Rule)}
    return tuple(sorted(found.values(), key=lambda rule: rule.code))


RULES = _rules_of(MODEL_FAMILIES)
STRUCTURE_RULES = _rules_of(FILE_FAMILIES + STRUCTURE_FAMILIES)
ALL_RULES = _rules_of(FILE_FAMILIES + STRUCTURE_FAMILIES + MODEL_FAMILIES + TOOL_FAMILIES)
BY_NAME = {rule.name: rule for rule in ALL_RULES}
BY_FAULT = {rule.name: rule for rule in _rules_of(FILE_FAMILIES)}

BY_KEYWORD = {
    "additionalProperties": keys.unknown_key,
    "required": keys.missing_key,
    "dependentRequired": keys.missing_key,
    "not": keys.contradictory_keys,
    "const": keys.unsupported_version,
    "type": values.wrong_type,
    "enum": values.unknown_word,
    "pattern": values.malformed_text,
    "minimum": amounts.out_of_range,
    "exclusiveMinimum": amounts.out_of_range,
    "minItems": amounts.too_few_items,
    "uniqueItems": amounts.repeated_item,
}


def is_structural(rule: Rule[Any]) -> bool:
    """Whether a rule is about the file or its structure: with such a finding the stream is not fully known."""
    return rule in STRUCTURE_RULES


def for_mistake(mistake: Mistake) -> Rule[Any]:
    """The rule that words a breach of the schema."""
    if mistake.keyword == "enum" and mistake.key == "practices" and isinstance(mistake.value, str):
        return practices.practice_fault(mistake)
    return BY_KEYWORD[mistake.keyword]
