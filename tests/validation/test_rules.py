"""Every rule's manual page: its form, and its examples, run as tests."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import EVERYDAY
from tests.validation.examples import MINIMAL, stream_text
from valuestream_cli.config import forget, settings_for
from valuestream_cli.findings import Finding, Severity
from valuestream_cli.modeline import SCHEMA
from valuestream_cli.source import load
from valuestream_cli.validation import rules
from valuestream_cli.validation.engine import examine
from valuestream_cli.validation.registry import Example, Rule

OUTSIDE = rules._rules_of(rules.TOOL_FAMILIES)  # not found in one file alone, or about the use of vs
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{'bad' if example.bad else 'good'}-{number}")
    for rule in rules.ALL_RULES
    if rule not in OUTSIDE  # each of these families has examples of its own kind
    for number, example in enumerate(rule.examples, 1)
]
BAD = [example for example in EXAMPLES if example.values[1].bad]
GOOD = [example for example in EXAMPLES if not example.values[1].bad]
PAGES = [pytest.param(rule, id=rule.name) for rule in rules.ALL_RULES]

# Said of the minimal stream itself, which leaves both out so that the examples of these rules can.
ALWAYS = {"state-not-declared", "no-owner"}


def examined(example: Example, folder: Path, chosen: Any = EVERYDAY) -> tuple[str, list[Finding]]:
    """The example's text, its keys in the place of those of the minimal stream, and what is found in it."""
    text = stream_text(example.text)
    path = folder / "example.vs.yaml"
    path.write_text(text, encoding="utf-8")
    if chosen is not EVERYDAY:  # for the rule that asks for the line that names it
        (folder / "schemas").mkdir()
        (folder / "schemas" / SCHEMA).write_text("{}", encoding="utf-8")
    if example.given:
        (folder / "vs.toml").write_text(example.given, encoding="utf-8")
        forget()
    return text, examine(load(str(path)), chosen, settings_for(str(path))).findings


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_a_bad_example_gives_one_finding_on_the_marked_line(rule: Rule[Any], example: Example, tmp_path: Path) -> None:
    text, findings = examined(example, tmp_path, lambda other: other is rule)
    marked = [number for number, line in enumerate(text.splitlines(), 1) if f"# <- {rule.name}" in line]
    assert [(finding.rule, finding.span.line) for finding in findings] == [(rule.name, line) for line in marked]
    assert len(marked) == 1


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_a_bad_example_has_no_other_error(rule: Rule[Any], example: Example, tmp_path: Path) -> None:
    _, findings = examined(example, tmp_path)
    assert {finding.rule for finding in findings if finding.severity is Severity.ERROR} <= {rule.name}


@pytest.mark.parametrize(("rule", "example"), GOOD)
def test_a_good_example_is_silent_and_has_no_errors(rule: Rule[Any], example: Example, tmp_path: Path) -> None:
    _, findings = examined(example, tmp_path)
    assert [finding for finding in findings if finding.rule == rule.name or finding.severity is Severity.ERROR] == []


def test_the_minimal_stream_is_valid(tmp_path: Path) -> None:
    _, findings = examined(Example(bad=False, text=""), tmp_path)
    assert {finding.rule for finding in findings} == ALWAYS


@pytest.mark.parametrize("rule", PAGES)
def test_a_page_says_what_and_why(rule: Rule[Any]) -> None:
    assert rule.summary.endswith(".")
    assert "## Why it matters" in rule.page
    blocks = len(rule.examples) + rule.page.count("```toml given")
    assert rule.page.count("```") == 2 * blocks, "a block is neither bad, good nor given"
    assert set(re.findall(r"^## (.+)$", rule.page, re.M)) <= {"Why it matters", "When it is fine"}


@pytest.mark.parametrize("rule", PAGES)
def test_a_rule_has_a_bad_and_a_good_example(rule: Rule[Any]) -> None:
    kinds = {example.bad for example in rule.examples}
    has_no_text = rule.name in rules.BY_FAULT or rule.name == "unreadable-configuration"
    assert kinds == {True, False} or (has_no_text and not kinds)


@pytest.mark.parametrize("rule", PAGES)
def test_a_name_is_kebab_case_and_a_code_has_its_form(rule: Rule[Any]) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert re.fullmatch(r"VS\d{3}", rule.code)


def test_codes_and_names_are_unique() -> None:
    counted = Counter(word for rule in rules.ALL_RULES for word in (rule.code, rule.name))
    assert [word for word, count in counted.items() if count > 1] == []


def test_every_module_of_rules_is_a_family() -> None:
    families = rules.FILE_FAMILIES + rules.STRUCTURE_FAMILIES + rules.MODEL_FAMILIES + rules.TOOL_FAMILIES
    listed = {family.__file__ for family in families}
    present = {str(path) for path in Path(str(rules.__file__)).parent.glob("*.py")} - {str(rules.__file__)}
    assert present == listed


ONE_STEP = "steps: [{{id: a, name: {name}, activity: engage, practices: [service-desk]}}]"
PAIR = """\
steps:
  - {{id: a, name: Do the first, activity: engage, practices: [service-desk], outputs: ["{made}"]}}
  - {{id: b, name: Do the rest, activity: plan, practices: [risk-management], inputs: ["{taken}"]}}
"""
NEVER = [
    *(
        pytest.param("template-placeholder-left", f"description: '{text}'", id=text)
        for text in (
            "Revisar TODO el sistema",  # no placeholder: TODO is everything in Spanish
            "Name it release/<version>",
            "One line<br>two",
            "Write to <desk@example.org>",
            "Waits if load <50 and memory >3",
            "and so on ...",
            "Capítulo XXX",  # no placeholder: thirty
        )
    ),
    *(
        pytest.param("new-resource-outside-obtain-build", ONE_STEP.format(name=name), id=name)
        for name in (
            "Order confirmation",
            "Code prüfen",
            "Obtain the approval",
            "Build trust",
            "Develop a strategy",
        )
    ),
    *(
        pytest.param("planning-outside-plan", ONE_STEP.format(name=name), id=name)
        for name in ("Plan abstimmen", "Budget freigeben", "Forecast accuracy check")
    ),
    *(
        pytest.param("input-unproduced", PAIR.format(made=made, taken=taken), id=f"{made}-{taken}")
        for made, taken in (
            ("incident record", "incident report"),
            ("internal audit report", "external audit report"),
            ("phase 1 plan", "phase 2 plan"),
            ("approved list", "approver list"),
            ("申請書類一", "申請書類二"),
        )
    ),
    pytest.param("output-unused", PAIR.format(made="approved request", taken="request"), id="other words"),
    pytest.param("dimension-uncovered", MINIMAL, id="a plain stream"),
]


@pytest.mark.parametrize(("name", "fragment"), NEVER)
def test_what_only_looks_like_a_mistake_is_no_finding(name: str, fragment: str, tmp_path: Path) -> None:
    _, findings = examined(Example(bad=False, text=fragment), tmp_path, lambda rule: rule.name == name)
    assert findings == []


@pytest.mark.parametrize(
    ("made", "taken"),
    [
        ("incident record", "incident recrod"),
        ("incident record", "Incident Record"),
        ("incident record", "incident records"),
        ("incident-record", "incident record"),
        ("verified inventory", "verified inventories"),
        ("δελτίο συμβάντος", "δελτίο συμβαντος"),
    ],
)
def test_a_slip_in_an_input_is_one_finding(made: str, taken: str, tmp_path: Path) -> None:
    _, findings = examined(Example(bad=True, text=PAIR.format(made=made, taken=taken)), tmp_path)
    assert [finding.rule for finding in findings if finding.rule not in ALWAYS] == ["input-unproduced"]
