"""One structural mistake is one finding, at its place, with a remedy; both engines say the same."""

# ruff: noqa: E501
from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.helpers import ERR_CASES, OK_CASES, SAMPLES, TEMPLATES, findings, name, place
from tests.validation.planted import TEXT, Planted, planted
from valuestream_cli.validation import structure
from valuestream_cli.validation.structure import FastEngine, ReferenceEngine, stream_schema

HOME = "tests/cases/ok/full.vs.yaml"
PLANTED: dict[str, list[Planted]] = defaultdict(list)
for mistake in planted():
    PLANTED[mistake.name.partition(": ")[0]].append(mistake)
EVERYTHING = [mistake for mistakes in PLANTED.values() for mistake in mistakes]


def test_there_is_something_to_find() -> None:
    assert len(EVERYTHING) > 4_000
    assert len({mistake.rule for mistake in EVERYTHING}) >= 12
    assert findings(TEXT, HOME) == []


@pytest.mark.parametrize("spot", PLANTED)
def test_one_mistake_is_one_finding(spot: str) -> None:
    for mistake in PLANTED[spot]:
        found = findings(mistake.text, HOME)
        seen = [(finding.rule, place(finding)) for finding in found]
        assert seen == [(mistake.rule, mistake.place)], f"{mistake.name}: {[finding.message for finding in found]}"
        assert found[0].hint, mistake.name
        assert mistake.remedy in found[0].hint, f"{mistake.name}: {found[0].hint}"
        assert not found[0].message.endswith("."), mistake.name


@pytest.fixture(params=[FastEngine, ReferenceEngine])
def _engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = request.param(stream_schema())
    monkeypatch.setattr(structure, "engine", lambda: engine)


FAST, REFERENCE = FastEngine(stream_schema()), ReferenceEngine(stream_schema())


def _both(text: str | bytes, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The findings with either engine are the same."""
    results = []
    for engine in (FAST, REFERENCE):
        monkeypatch.setattr(structure, "engine", lambda engine=engine: engine)
        results.append(findings(text, path))
    assert results[0] == results[1]


@pytest.mark.parametrize("path", [*SAMPLES, *TEMPLATES, *OK_CASES, *ERR_CASES], ids=name)
def test_both_engines_agree_on_files(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _both(path.read_bytes(), str(path), monkeypatch)


@pytest.mark.parametrize("start", range(10))
def test_both_engines_agree_on_mistakes(start: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for mistake in EVERYTHING[start * 7 :: 70]:
        _both(mistake.text, HOME, monkeypatch)


MINIMAL = """valuestream: 1
id: minimal
name: Minimal
state: as-is
owner: Desk
demand: {trigger: A call}
value: {outcome: It works, for: [user]}
steps:
  - {id: a, name: Do it, activity: engage, practices: [service-desk]}
"""

# Several mistakes at once, or odd ones: text to replace, replacement, and the rules with their places.
TOGETHER = {
    "nothing-but-a-word": (MINIMAL, "hello", [("wrong-type", 1, 1)]),
    "a-list": (MINIMAL, "- a\n- b\n", [("wrong-type", 1, 1)]),
    "a-number": (MINIMAL, "7", [("wrong-type", 1, 1)]),
    "an-empty-mapping": (MINIMAL, "{}", [("missing-key", 1, 1)] * 6 + [("no-owner", 1, 1)]),
    "only-own-data": (MINIMAL, "x-a: 1", [("missing-key", 1, 1)] * 6 + [("no-owner", 1, 1)]),
    "misspelt-required": ("name: Minimal", "nmae: Minimal", [("unknown-key", 3, 1)]),
    "misspelt-twice": ("name: Minimal", "nmae: Minimal\nnaem: Again", [("unknown-key", 3, 1), ("unknown-key", 4, 1)]),
    "misspelt-and-right": ("name: Minimal", "name: Minimal\nnmae: Again", [("unknown-key", 4, 1)]),
    "misspelt-with-bad-value": ("owner: Desk", "ownr: [Desk]", [("unknown-key", 5, 1), ("wrong-type", 5, 7)]),
    "misspelt-parent": ("demand: {", "demnd: {rate: 5, ", [("unknown-key", 6, 1), ("wrong-type", 6, 15)]),
    "misspelt-inside-misspelt": ("value: {outcome", "valeu: {outcom", [("unknown-key", 7, 1), ("unknown-key", 7, 9)]),
    "synonym": ("activity: engage", "phase: engage", [("unknown-key", 9, 26)]),
    "no-brackets-and-alias": ("[service-desk]", "change management", [("wrong-type", 9, 55)]),
    "no-dash": ("  - {id: a", "  {id: a", [("wrong-type", 9, 3)]),
    "step-is-text": ("- {id: a, name: Do it, activity: engage, practices: [service-desk]}", "- a", [("wrong-type", 9, 5)]),
    "step-is-null": ("- {id: a, name: Do it, activity: engage, practices: [service-desk]}", "-", [("wrong-type", 9, 4)]),
    "fork-and-next": ("[service-desk]}", "[service-desk], next: value, fork: [b, c]}", [
        ("contradictory-keys", 9, 71), ("dangling-reference", 9, 91), ("dangling-reference", 9, 94)]),
    "two-in-one-step": ("name: Do it, activity: engage", "nmae: Do it, activity: eng", [
        ("unknown-key", 9, 13), ("unknown-word", 9, 36)]),
    "merge-key": ("{id: a, name: Do it", "{id: a, <<: {name: Do it}", [("merge-key", 9, 13)]),
    "huge-number": ("[service-desk]}", f"[service-desk], capacity: -{'9' * 60}}}", [("out-of-range", 9, 81)]),
    "unknown-keys": ("owner: Desk", "owner: Desk\nzz1: 1\nzz2: 2\nzz3: 3", [
        ("unknown-key", 6, 1), ("unknown-key", 7, 1), ("unknown-key", 8, 1)]),
    "same-alias-twice": ("state: as-is", "x-a: &a [x, 7]\nservices: *a", [("wrong-type", 5, 11)]),
}  # fmt: skip


@pytest.mark.usefixtures("_engine")
@pytest.mark.parametrize("case", TOGETHER)
def test_mistakes_together(case: str) -> None:
    old, new, expected = TOGETHER[case]
    assert MINIMAL.count(old) == 1
    found = findings(MINIMAL.replace(old, new))
    assert [(finding.rule, *place(finding)) for finding in found if finding.rule != "state-not-declared"] == expected


def test_a_minimal_stream_is_sound() -> None:
    assert [finding for finding in findings(MINIMAL) if finding.severity > 1] == []


# Sizes that must not make the check slow: each would take hours, or all memory, if it were quadratic.
LARGE = {
    "unknown keys": MINIMAL + "".join(f"zz{number}: 1\n" for number in range(20_000)),
    "repeated items": MINIMAL.replace("owner", "services: [" + "a, " * 100_000 + "a]\nowner"),
    "wrong items": MINIMAL.replace("owner", "services: [" + "1, " * 50_000 + "1]\nowner"),
    "bad steps": MINIMAL + "  - 1\n" * 20_000,
    "long id": MINIMAL.replace("id: minimal", "id: " + "A b" * 100_000),
    "long key": MINIMAL.replace("owner", "? " + "k" * 500_000 + "\n: 1\nowner"),
}


@pytest.mark.parametrize("case", LARGE)
def test_large_mistakes_come_to_an_end(case: str) -> None:
    assert findings(LARGE[case])


def test_the_fast_engine_leaves_the_mail_library_as_it_was() -> None:
    code = """if True:
        import sys
        from valuestream_cli.validation import structure
        assert structure.FastEngine({"type": "object"}).is_valid({})
        assert "email.utils" not in sys.modules and "socket" not in sys.modules
        import email.utils
        assert email.utils.parseaddr("A <a@example.org>") == ("A", "a@example.org")
    """
    subprocess.run([sys.executable, "-c", code], check=True)
