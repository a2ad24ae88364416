"""The parts of `config.v1` that follow from the code: rules, thresholds, views, formats."""

from __future__ import annotations

import copy
from typing import Any

from valuestream_cli.config.settings import LIMITS, PROFILES, SCALES, Thresholds
from valuestream_cli.findings import Severity
from valuestream_cli.itil.words import languages
from valuestream_cli.rendering.options import DIRECTIONS
from valuestream_cli.rendering.registry import FORMATS, VIEWS
from valuestream_cli.rendering.theme import THEMES
from valuestream_cli.validation.rules import ALL_RULES
from valuestream_cli.validation.selection import is_always_on

SETTABLE = [rule for rule in ALL_RULES if not is_always_on(rule)]


def healed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with these parts as the code says."""
    schema = copy.deepcopy(schema)
    top, parts = schema["properties"], schema["$defs"]
    top["profile"]["enum"] = list(PROFILES)
    top["severity"]["properties"] = {
        rule.name: {
            "description": f"{rule.code}: {rule.summary}",
            "$ref": "#/$defs/RuleSeverity",
            "examples": ["warning"],
        }
        for rule in SETTABLE
    }
    families = sorted({rule.code[:3] for rule in SETTABLE})
    parts["RuleWord"]["anyOf"][0]["enum"] = [*families, *(rule.name for rule in SETTABLE)]
    render = parts["Render"]["properties"]
    render["view"]["anyOf"][0]["enum"] = list(VIEWS)
    render["format"]["anyOf"][0]["enum"] = list(FORMATS)
    render["direction"]["enum"] = list(DIRECTIONS)
    render["theme"]["enum"] = list(THEMES)
    render["language"]["enum"] = list(languages())
    render["scale"]["minimum"], render["scale"]["maximum"] = least, most = SCALES
    render["scale"]["title"] = f"number from {least} to {most}"
    severities = [severity.label for severity in sorted(Severity, reverse=True)]
    top["fail-on"]["enum"] = parts["OwnSchema"]["properties"]["severity"]["enum"] = severities
    parts["RuleSeverity"]["enum"] = [*severities, "off"]
    parts["Thresholds"]["properties"] = {
        name: _threshold(name, body) for name, body in parts["Thresholds"]["properties"].items()
    }
    return schema


def _threshold(name: str, body: dict[str, Any]) -> dict[str, Any]:
    field = name.replace("-", "_")
    low, high = LIMITS[field]
    default = getattr(Thresholds(), field)
    rest = {key: value for key, value in body.items() if key not in ("minimum", "maximum", "default", "examples")}
    return {**rest, "minimum": low, "maximum": high, "default": default, "examples": body["examples"]}
