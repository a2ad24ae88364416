"""Which rules are told, and how severe they are."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.helpers import SAMPLES, TEMPLATES, name
from valuestream_cli.config import DEFAULTS, Glob, Ignores, Settings, Thresholds
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Severity
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine
from valuestream_cli.validation.registry import PROFILES
from valuestream_cli.validation.rules import ALL_RULES, BY_NAME
from valuestream_cli.validation.selection import choice, demand_rules

PATH = "a.vs.yaml"


def on(
    settings: Settings = DEFAULTS, select: tuple[str, ...] = (), ignore: tuple[str, ...] = (), path: str = PATH
) -> set[str]:
    """The names of the rules that are on, but for those that always are."""
    chosen = choice(settings, path, select, ignore)
    assert {rule.name for rule in chosen.rules} == {rule.name for rule in ALL_RULES if chosen.chosen(rule)}
    always = ("VS0", "VS1", "VS9")
    assert all(chosen.chosen(rule) for rule in ALL_RULES if rule.code.startswith(("VS0", "VS90", "VS91")))
    return {rule.name for rule in chosen.rules if not rule.code.startswith(always)}


def profile(name: str) -> set[str]:
    return on(Settings(profile=name))


def test_profiles_grow() -> None:
    sizes = [profile(name) for name in PROFILES]
    assert all(smaller < larger for smaller, larger in pairwise(sizes))
    assert {rule.profile for rule in ALL_RULES} == set(PROFILES)
    assert (
        on()
        == profile("recommended")
        == {rule.name for rule in ALL_RULES if choice(DEFAULTS, "-").chosen(rule)} & profile("audit")
    )


def test_what_makes_a_stream_wrong_is_basic() -> None:
    """All errors, and nothing but errors: a stream with a finding of `basic` cannot be relied on."""
    for rule in ALL_RULES:
        if not rule.code.startswith("VS9"):
            assert (rule.profile == "basic") == (rule.severity is Severity.ERROR), rule.name


def test_what_is_for_audits_has_a_family_of_its_own() -> None:
    for rule in ALL_RULES:
        assert (rule.profile == "audit") == rule.code.startswith("VS7"), rule.name


@pytest.mark.parametrize("path", [*SAMPLES, *TEMPLATES], ids=name)
def test_what_we_ship_is_silent_up_to_strict(path: Path) -> None:
    settings = Settings(profile="strict", ignore=("missing-modeline",), thresholds=Thresholds(most_steps=50))
    assert examine(load(str(path)), choice(settings, str(path)).chosen, settings).findings == []


def test_select_stands_in_the_place_of_the_profile() -> None:
    assert on(Settings(select=("no-approver", "VS20"))) == {"no-approver"} | {
        n for n in BY_NAME if BY_NAME[n].code[:4] == "VS20"
    }
    assert on(Settings(profile="basic", select=("vs302",))) == {"practice-as-step"}


def test_ignore_is_taken_off() -> None:
    assert on() - on(Settings(ignore=("VS30", "unreachable-step"))) == {
        "unreachable-step",
        *(rule.name for rule in ALL_RULES if rule.code.startswith("VS30") and rule.is_in("recommended")),
    }


def test_a_severity_turns_on_and_off() -> None:
    settings = Settings(severity={"no-approver": Severity.ERROR, "VS302": None, "no-owner": Severity.ADVICE})
    assert on(settings) == (on() | {"no-approver"}) - {"practice-as-step"}
    severities = [choice(settings, PATH).severity(BY_NAME[each]) for each in ("no-approver", "no-owner", "no-version")]
    assert severities == [Severity.ERROR, Severity.ADVICE, Severity.ADVICE]


def test_ignore_wins_over_severity() -> None:
    assert "no-owner" not in on(Settings(severity={"no-owner": Severity.ERROR}, ignore=("no-owner",)))


def test_the_command_line_wins() -> None:
    settings = Settings(profile="basic", select=("VS2",), ignore=("VS3",), severity={"no-owner": None})
    assert on(settings, select=("no-owner,VS302", "no-approver")) == {"no-owner", "practice-as-step", "no-approver"}
    assert on(settings, ignore=("VS20",)) == {n for n in on(settings) if BY_NAME[n].code[:4] != "VS20"}


def test_files_are_spared() -> None:
    legacy = Ignores(files=Glob(".", "legacy/**"), rules=("VS2", "no-owner"))
    settings = Settings(per_file_ignores=(legacy,))
    assert on(settings) == on()
    spared = on() - on(settings, path="legacy/deep/a.vs.yaml")
    assert spared == {n for n in on() if BY_NAME[n].code.startswith("VS2")} | {"no-owner"}
    assert on(settings, select=("no-owner",), path="legacy/a.vs.yaml") == set()


def test_structure_is_told_unless_it_is_ignored_by_name() -> None:
    rule = BY_NAME["unknown-key"]
    told = [
        choice(Settings(select=("VS2",)), PATH).chosen(rule),
        choice(DEFAULTS, PATH, ("VS2",)).chosen(rule),
        choice(Settings(ignore=("unknown-key",)), PATH, ("unknown-key",)).chosen(rule),
        choice(Settings(ignore=("VS10",)), PATH, ("VS2",)).chosen(rule),
        choice(Settings(severity={"unknown-key": None}), PATH).chosen(rule),
        choice(DEFAULTS, PATH, (), ("VS101",)).chosen(rule),
    ]
    assert told == [True, True, True, False, False, False]


def test_what_is_wrong_with_the_file_cannot_be_silenced() -> None:
    rule = BY_NAME["invalid-yaml"]
    settings = Settings(ignore=("VS0", "VS"), severity={"invalid-yaml": None, "VS006": Severity.ADVICE})
    chosen = choice(settings, PATH, ("VS2",), ("VS0",))
    assert chosen.chosen(rule)
    assert chosen.severity(rule) is Severity.ERROR


def test_a_select_without_any_rule_that_exists_does_not_count() -> None:
    assert on(Settings(select=("unreachable-stpe",))) == on()


def test_the_same_choice_for_the_same_files() -> None:
    settings = Settings(per_file_ignores=(Ignores(files=Glob(".", "legacy/**"), rules=("VS2",)),))
    same = choice(settings, "a.vs.yaml")
    assert choice(settings, "b.vs.yaml") is choice(settings, "team/c.vs.yaml") is same
    assert choice(settings, "legacy/a.vs.yaml") is choice(settings, "legacy/b.vs.yaml") is not same
    assert choice(settings, "b.vs.yaml", ("VS2",)) is not same
    assert same.chosen == choice(settings, "b.vs.yaml").chosen


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("unreachable-stpe", "did you mean 'unreachable-step'?"),
        ("VS999", "did you mean 'VS909'?"),
        ("vs2033", "did you mean 'VS203'?"),
        ("VS2O3", "did you mean 'VS203'?"),
        ("VS9999", "see `vs explain rules`"),
        ("VS20333", "see `vs explain rules`"),
        ("VS444x", "see `vs explain rules`"),
        ("-", "see `vs explain rules`"),
        ("", None),
    ],
)
def test_a_word_that_is_no_rule(word: str, hint: str | None) -> None:
    if hint is None:
        assert choice(DEFAULTS, PATH, (word,)).chosen(BY_NAME["no-owner"])
        return
    with pytest.raises(VsError) as caught:
        demand_rules((word,), ALL_RULES)
    assert caught.value.message == f"there is no rule '{word}'"
    assert caught.value.hint.startswith(hint)


def test_the_digest_tells_choices_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VS_TODAY", "2026-11-22")
    audit, usual = Settings(profile="audit"), DEFAULTS
    first = (
        choice(audit, PATH).digest(Path()),
        choice(usual, PATH).digest(Path()),
        choice(usual, PATH, ("VS2",)).digest(Path()),
    )
    assert len({*first, choice(Settings(thresholds=Thresholds(most_steps=3)), PATH).digest(Path())}) == 4
    monkeypatch.setenv("VS_TODAY", "2026-11-23")
    again = [choice(Settings(profile=name), PATH).digest(Path()) for name in ("audit", "recommended")]
    assert again[0] != first[0]
    assert again[1] == first[1]
