"""`vs validate --show-settings`: what counts, where it is said, and which rules are on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from valuestream_cli.config import DEFAULTS, settings_for
from valuestream_cli.reporting.settings import show_settings

GOLDEN = Path(__file__).parent / "golden"
SHARED = """\
fail-on = "warning"
ignore = ["VS32"]
severity = {no-owner = "error", practice-as-step = "off"}
[tool]
"""
OWN = """\
extend = "../vs.toml"
profile = "strict"
fail_on = "error"
exclude = ["archive", "/abs"]
per-file-ignores = {"legacy/**" = ["VS4"]}

[severity]
no-approver = "advice"
no-owner = "warning"

[thresholds]
most-steps = 30

[practices]
x-finops = {name = "FinOps"}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "team").mkdir()
    Path("vs.toml").write_text(SHARED, encoding="utf-8")
    Path("team/vs.toml").write_text(OWN, encoding="utf-8")


def without_families(text: str) -> str:
    """Of the lists of rules only those whose reason is not a profile, so that a new rule changes nothing here."""
    head, on, off = text.partition(" rules are on:")[0], *text.partition(" rules are on:")[2].split(" rules are off:")
    lines = [line for part in (on, off) for line in part.splitlines() if line.startswith("  VS")]
    told = [
        line
        for line in lines
        if not line.rstrip().endswith(("always", "unless ignored", *PROFILES, "not in --select, command line"))
    ]
    return "\n".join([*head.splitlines()[:-1], *told, ""])


PROFILES = tuple(f"profile {name}" for name in ("basic", "recommended", "strict", "audit"))


def test_settings_of_a_file(golden: Callable[[Path, str], None]) -> None:
    path = "team/legacy/a.vs.yaml"
    golden(GOLDEN / "settings.txt", without_families(show_settings(settings_for(path), path)))


def test_settings_and_the_command_line(golden: Callable[[Path, str], None]) -> None:
    path = "team/a.vs.yaml"
    shown = show_settings(
        settings_for(path), path, select=["no-owner,VS30"], ignore=["VS303"], fail_on="advice", baseline="known.json"
    )
    golden(GOLDEN / "settings-overruled.txt", without_families(shown))


def test_each_rule_is_on_or_off() -> None:
    from valuestream_cli.validation.rules import ALL_RULES

    shown = show_settings(DEFAULTS, "a.vs.yaml")
    on, _, off = shown.partition(" rules are off:")
    assert all((f"  {rule.code} {rule.name} " in on) != (f"  {rule.code} {rule.name} " in off) for rule in ALL_RULES)
    assert shown.startswith("Settings for a.vs.yaml: no vs.toml and no [tool.vs] lies above it")
    assert f"{sum(rule.is_in('recommended') for rule in ALL_RULES)} rules are on:" in shown
