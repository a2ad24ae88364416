"""Fixes: a case is a pair of files, before and after; a case named `unsafe-...` gets the likely fixes, too."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers import FULL, OK_CASES, SAMPLES, TEMPLATES, TESTS, name, read
from tests.validation.examples import MINIMAL
from tests.validation.planted import TEXT, planted
from valuestream_cli import fixing
from valuestream_cli.findings import Edit, Finding, Fix, Severity, Span
from valuestream_cli.fixing import Fixed
from valuestream_cli.modeline import SCHEMA
from valuestream_cli.source import Document
from valuestream_cli.validation.engine import examine

FOLDER = TESTS / "cases" / "fix"
CASES = sorted(path for path in FOLDER.glob("*.vs.yaml") if not path.name.endswith(".fixed.vs.yaml"))


def found(document: Document) -> list[Finding]:
    return examine(document).findings


def fix(text: str | bytes, *, unsafe: bool = False) -> Fixed:
    return fixing.fix("a.vs.yaml", text.encode() if isinstance(text, str) else text, found, unsafe=unsafe)


def comments(text: str) -> list[str]:
    return re.findall(r"(?:^|\s)(#[^\r\n]*)", text)


@pytest.mark.parametrize("path", CASES, ids=name)
def test_a_file_becomes_its_fixed_one(path: Path, golden: Callable[[Path, str], None]) -> None:
    raw = path.read_bytes()
    fixed = fix(raw, unsafe=path.name.startswith("unsafe-"))
    assert fixed.applied
    assert comments(fixed.text) == comments(raw.decode())
    golden(FOLDER / f"{name(path)}.fixed.vs.yaml", fixed.text)


@pytest.mark.parametrize("path", CASES, ids=name)
@pytest.mark.parametrize("unsafe", [False, True])
def test_a_second_run_changes_nothing(path: Path, unsafe: bool) -> None:
    once = fix(path.read_bytes(), unsafe=unsafe)
    again = fix(once.text, unsafe=unsafe)
    assert (again.text, again.applied) == (once.text, [])
    assert [finding.message for finding in again.remaining] == [finding.message for finding in once.remaining]


@pytest.mark.parametrize("path", CASES, ids=name)
def test_what_is_mended_is_not_left_and_was_safe(path: Path) -> None:
    fixed = fix(path.read_bytes())
    left = {(finding.rule, finding.route, finding.message) for finding in fixed.remaining}
    assert [each for each in fixed.applied if (each.rule, each.route, each.message) in left] == []
    assert all(finding.fix and finding.fix.safe for finding in fixed.applied)
    assert fixed.remaining == sorted(found(read(fixed.text)), key=lambda finding: finding.sort_key)


@pytest.mark.parametrize("path", [*SAMPLES, *TEMPLATES, *OK_CASES], ids=name)
def test_what_is_sound_stays_as_it_is(path: Path) -> None:
    raw = path.read_bytes()
    assert fix(raw).text.encode() == raw


TITLE = re.compile(r"(rename it to|write|make it|indent it below|put it in|remove the repeated|add) \S")


def test_every_title_is_an_imperative() -> None:
    titles = {finding.fix.title for path in CASES for finding in found(read(path.read_bytes())) if finding.fix}
    assert {title.split()[0] for title in titles} == {"rename", "write", "make", "indent", "put", "remove", "add"}
    assert [title for title in titles if not TITLE.match(title) or title.endswith(".")] == []


@pytest.mark.parametrize("raw", [b"", b"\xff\xfea", b"a: \xe4\n", b"a: [\n", b"- 1\n", codecs.BOM_UTF8, b"# only\n"])
def test_what_cannot_be_read_stays_as_it_is(raw: bytes) -> None:
    fixed = fix(raw, unsafe=True)
    assert fixed.applied == []
    assert fixed.remaining


# A stream with one mistake, and what the fix makes of the lines at fault; nothing where no fix may touch them.
LINES = {
    "null": ("owner: Desk", "owner: ~", None),
    "a comment in brackets": ("state: as-is", "state: [\n  # why\n  as-is\n  ]", None),
    "a header with a comment": ("state: as-is", "state: > # why\n  As is\n", None),
    "a block of text": ("state: as-is", "state: |-\n  As\n  is\n\n# c", "state: as-is\n\n# c"),
    "text on two lines": ("state: as-is", "state: As\n  is  # c", "state: as-is  # c"),
    "an explicit key": ("state: as-is", "? staet\n: as-is", "? state\n: as-is"),
    "a key with an anchor": ("state: as-is", "&k staet: as-is", "&k state: as-is"),
    "a tagged value": ("state: as-is", "state: !!str As is", None),
    "text with brackets": ("owner: Desk", "services: a[b] # c", 'services: ["a[b]"] # c'),
    "text for a list on two lines": ("owner: Desk", "services: a\n  b", "services: [a b]"),
    "a block of text for a list": ("owner: Desk", "services: |-\n  a\n  b\n", 'services: ["a\\nb"]\n'),
    "a quote in quotes": ("owner: Desk", "services: 'it''s'", "services: ['it''s']"),
    "a mapping with an anchor": (
        "owner: Desk", "improvements: &a\n  id: x\n  title: X", "improvements: &a\n  - id: x\n    title: X"),
    "text with an anchor": ("owner: Desk", "services: &a\n  email", "services: &a\n  [email]"),
    "dashes in dashes": ("owner: Desk", "x-a:\n- - b\n  - b", None),
    "an item below its dash": ("owner: Desk", "services:\n-\n  a\n-\n  a\nx-a: 1", "services:\n-\n  a\nx-a: 1"),
    "a comment behind the dash": ("owner: Desk", "services:\n- a\n- # c\n  a", None),
    "a value in capitals with digits": ("state: as-is", "valuestrem2: x\nstate: as-is", None),
    "an anchor that is used": ("state: as-is", "state: &s As is\nx-s: *s", None),
    "an anchor that is not": ("state: as-is", "state: &s As is", "state: &s as-is"),
    "keys of two levels out": ("demand: {trigger: A call}", "demand: {\n}\ntrigger: A call", None),
    "keys not next to their owner": ("demand: {trigger: A call}", "demand:\nx-a: 1\ntrigger: A call", None),
    "true": ("owner: Desk", "owner: True", 'owner: "True"'),
    "a number as it is written": ("owner: Desk", "owner: 0x1F", 'owner: "0x1F"'),
}  # fmt: skip
ONE = MINIMAL.replace("demand: {trigger: A user reports that a service does not work}", "demand: {trigger: A call}")
ONE = ONE.replace("name: Restore a live service", "name: Restore a live service\nstate: as-is\nowner: Desk")


@pytest.mark.parametrize("case", LINES)
def test_lines(case: str) -> None:
    old, new, mended = LINES[case]
    assert ONE.count(old) == 1
    text = ONE.replace(old, new)
    assert fix(text).text == (ONE.replace(old, mended) if mended is not None else text)


def test_where_blank_lines_are_content_no_key_is_added() -> None:
    path = FOLDER / "unsafe-forks.vs.yaml"
    text = path.read_text(encoding="utf-8").replace("description: |\n", "description: |+\n")
    fixes = {finding.rule: finding.fix for finding in found(read(text))}
    assert fixes["falls-into-branch"] is None


def finding(code: str, edits: tuple[Edit, ...], severity: Severity = Severity.WARNING) -> Finding:
    return Finding(code, code, severity, "m", "a", Span(1, 1, 1, 2), fix=Fix(f"write {edits}", True, edits))


def fake(*rules: Callable[[str], Finding | None]) -> Fixed:
    """A run on `a: b` with rules of our own."""

    def examine_fake(document: Document) -> list[Finding]:
        return [each for rule in rules if (each := rule(document.text))]

    return fixing.fix("a", b"a: b\n", examine_fake)


def test_a_fix_that_does_not_remove_its_finding_is_taken_back() -> None:
    fixed = fake(lambda text: finding("X1", (Edit(len(text), len(text), "# more\n"),)))
    assert (fixed.text, fixed.applied, len(fixed.remaining)) == ("a: b\n", [], 1)


def test_a_fix_that_makes_another_error_is_taken_back_and_others_are_not() -> None:
    fixed = fake(
        lambda text: finding("X1", (Edit(3, 4, "c"),)) if "b" in text else None,
        lambda text: finding("X2", (), Severity.ERROR)._replace(fix=None) if "c" in text else None,
        lambda text: finding("X3", (Edit(0, 1, "d"),)) if text.startswith("a") else None,
    )
    assert (fixed.text, [each.code for each in fixed.applied]) == ("d: b\n", ["X3"])


def test_a_fix_may_make_a_warning() -> None:
    fixed = fake(
        lambda text: finding("X1", (Edit(3, 4, "c"),)) if "b" in text else None,
        lambda text: finding("X2", ())._replace(fix=None) if "c" in text else None,
    )
    assert (fixed.text, [each.code for each in fixed.remaining]) == ("a: c\n", ["X2"])


def test_edits_that_touch_wait_for_the_next_round() -> None:
    fixed = fake(
        lambda text: finding("X1", (Edit(3, 4, "bb"),)) if text.count("b") == 1 else None,
        lambda text: finding("X2", (Edit(3, 3, "# "),)) if "#" not in text else None,
        lambda text: finding("X3", (Edit(0, 3, "k: "),)) if text.startswith("a") else None,
    )
    assert (fixed.text, [each.code for each in fixed.applied]) == ("k: # bb\n", ["X1", "X3", "X2"])


def test_the_same_fix_of_two_findings_is_done_once() -> None:
    rules = [lambda text, code=code: finding(code, (Edit(3, 3, "b"),)) if "bb" not in text else None for code in "XY"]
    fixed = fake(*rules)
    assert (fixed.text, len(fixed.applied)) == ("a: bb\n", 2)


def test_what_was_refused_is_tried_again_once_the_text_has_changed() -> None:
    fixed = fake(
        lambda text: finding("X1", (Edit(3, 4, "c"),)) if text[3] == "b" else None,
        lambda text: finding("X2", (), Severity.ERROR)._replace(fix=None) if text.startswith("a: c") else None,
        lambda text: finding("X3", (Edit(0, 4, "d: b"),)) if text.startswith("a") else None,
    )
    assert (fixed.text, [each.code for each in fixed.applied]) == ("d: c\n", ["X3", "X1"])


def test_fixes_that_undo_each_other_come_to_an_end() -> None:
    fixed = fake(
        lambda text: finding("X1", (Edit(3, 4, "c"),)) if "b" in text else None,
        lambda text: finding("X2", (Edit(3, 4, "b"),)) if "c" in text else None,
    )
    assert fixed.text in ("a: b\n", "a: c\n")


MANY = {
    "repeated items": MINIMAL.replace("steps:", "services: [" + "a, " * 20_000 + "a]\nsteps:"),
    "numbers": MINIMAL.replace("steps:", "services: [" + ", ".join(map(str, range(20_000))) + "]\nsteps:"),
    "fixes in vain": MINIMAL + "".join(f"  - {{id: A{n % 7}, name: a, activity: Plan}}\n" for n in range(200)),
    "misspelt keys": MINIMAL + "".join(f"stetes{n}: 1\nnmae: 1\n" for n in range(5_000)),
    "deep anchors": MINIMAL.replace("steps:", "services: &a [" + "1, " * 5_000 + "2]\nx-a: [*a]\nsteps:"),
}


@pytest.mark.parametrize("case", MANY)
def test_many_fixes_come_to_an_end(case: str) -> None:
    once = fix(MANY[case])
    assert len(once.text) > 0


def test_a_planted_slip_is_undone_to_the_letter() -> None:
    slips = [each for each in planted() if re.search(": (key |item twice)", each.name)]
    assert len(slips) > 500
    for slip in slips[::11]:
        fixed = fixing.fix(str(FULL), slip.text.encode(), found)
        assert fixed.text == TEXT, slip.name


def test_the_missing_modeline_is_written(tmp_path: Path) -> None:
    (tmp_path / ".vs").mkdir()
    (tmp_path / ".vs" / SCHEMA).write_text("{}")
    raw = codecs.BOM_UTF8 + MINIMAL.replace("\n", "\r\n").encode()

    def strictly(document: Document) -> list[Finding]:
        return examine(document, lambda rule: rule.is_in("strict")).findings

    fixed = fixing.fix(str(tmp_path / "streams" / "a.vs.yaml"), raw, strictly)
    line = f"# yaml-language-server: $schema=../.vs/{SCHEMA}\r\n"
    assert fixed.text.encode() == codecs.BOM_UTF8 + line.encode() + raw.removeprefix(codecs.BOM_UTF8)
    assert [(each.rule, each.fix.title if each.fix else "") for each in fixed.applied] == [
        ("missing-modeline", f"add the line `{line.strip()}`")
    ]
    assert "missing-modeline" not in {each.rule for each in fixing.fix("-", raw, strictly).remaining}
