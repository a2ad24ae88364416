"""Comments that silence findings: where they may stand, what they silence, and what is wrong with some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers import ERR_CASES, EVERYDAY, FULL, OK_CASES, SAMPLES, name, read
from tests.validation.examples import MINIMAL, stream_text
from valuestream_cli.findings import Finding
from valuestream_cli.source import comments
from valuestream_cli.validation.engine import examine
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.rules import ALL_RULES, BY_NAME, suppressions
from valuestream_cli.validation.suppressions import Filtered, apply, applying, comment_for, may_be_silenced

OWN = {rule.name for rule in vars(suppressions).values() if isinstance(rule, Rule)}


usual = EVERYDAY


def only(*names: str) -> Callable[[Rule[Any]], bool]:
    return lambda rule: rule.name in names


def filtered(text: str, chosen: Callable[[Rule[Any]], bool] = usual) -> Filtered:
    """What remains of the findings of a text."""
    document = read(text)
    return apply(document, examine(document, chosen).findings, chosen)


def said(text: str, chosen: Callable[[Rule[Any]], bool] = usual) -> list[str]:
    """The rules of the findings that a text keeps, but for advice that the minimal stream always has."""
    return sorted(finding.rule for finding in filtered(text, chosen).findings if finding.rule != "state-not-declared")


def about_comments(text: str, chosen: Callable[[Rule[Any]], bool] = usual) -> list[Finding]:
    """What is wrong with the comments of a text."""
    return [finding for finding in filtered(text, chosen).findings if finding.rule in OWN]


def repaired(text: str, *, safe: bool = True) -> str:
    """The text after the fixes of its comments, one by one."""
    for _ in range(100):
        fixes = [finding.fix for finding in about_comments(text) if finding.fix and finding.fix.safe is safe]
        if not fixes:
            return text
        (edit,) = fixes[0].edits
        text = text[: edit.start] + edit.text + text[edit.end :]
    raise AssertionError("it is never done")


EXAMPLES = [
    pytest.param(BY_NAME[rule], example, id=f"{rule}-{'bad' if example.bad else 'good'}")
    for rule in sorted(OWN)
    for example in BY_NAME[rule].examples
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_the_examples_of_the_manual_pages(rule: Rule[Any], example: Any) -> None:
    text = stream_text(example.text)
    marked = [number for number, line in enumerate(text.splitlines(), 1) if f"# <- {rule.name}" in line]
    assert len(marked) == example.bad
    assert [(finding.rule, finding.span.line) for finding in about_comments(text)] == [
        (rule.name, line) for line in marked
    ]


# Each of them silences `no-owner`, which is found at the first key.
SILENT = {
    "at the end of the line": "valuestream: 1  # vs: ignore[no-owner] later\n",
    "by code": "valuestream: 1  # vs: ignore[VS307] later\n",
    "by code in small letters": "valuestream: 1  # vs: ignore[vs307] later\n",
    "on the line above": "# vs: ignore[no-owner] later\nvaluestream: 1\n",
    "in a block of comments": "# What follows\n# vs: ignore[no-owner] later\n# is the stream.\nvaluestream: 1\n",
    "two in a block": "# vs: ignore[no-owner] a\n# vs: ignore[step-without-practice] b\nvaluestream: 1\n",
    "a blank line between": "# vs: ignore[no-owner] later\n\nvaluestream: 1\n",
    "above the mark of a document": "# vs: ignore[no-owner] later\n---\nvaluestream: 1\n",
    "behind another comment": "valuestream: 1  # the format # vs: ignore[no-owner] later\n",
    "before another comment": "valuestream: 1  # vs: ignore[no-owner] later  # yamllint disable-line\n",
    "two on a line": "valuestream: 1  # vs: ignore[VS306] a # vs: ignore[no-owner] b\n",
    "with a colon": "valuestream: 1  # vs: ignore[no-owner]: later\n",
    "with blanks": "valuestream: 1  #   vs:  ignore[ no-owner , VS306 ]   later\n",
    "with an issue": "valuestream: 1  # vs: ignore[no-owner] see #12\n",
    "for the whole file": "# vs: ignore-file[no-owner] later\n\nvaluestream: 1\n",
    "for the whole file, below a mark": "---\n# vs: ignore-file[no-owner] later\nvaluestream: 1\n",
}


@pytest.mark.parametrize("form", SILENT)
def test_a_suppression_silences(form: str) -> None:
    text = SILENT[form] + MINIMAL.partition("\n")[2]
    rules = only("no-owner", "unused-suppression", "malformed-suppression", "suppression-without-reason")
    result = filtered(text, rules)
    assert (result.findings, result.suppressed) == ([], 1)


def test_who_silenced_what_and_why_is_known() -> None:
    (one,) = filtered(SILENT["with an issue"] + MINIMAL.partition("\n")[2], only("no-owner")).silenced
    assert (one.finding.rule, one.reason, one.line) == ("no-owner", "see #12", 1)


STEP = stream_text(
    "steps:\n  - {id: hear, name: Hear, activity: engage, next: mend}\n{}  - {id: mend, name: Mend, activity: plan}\n"
)
STEPS = {
    "above the step": "  # vs: ignore[unreachable-step] no\n  - id: a\n    name: Do\n    activity: engage\n",
    "at the id": "  - id: a  # vs: ignore[unreachable-step] no\n    name: Do\n    activity: engage\n",
    "above its first key": ("  # vs: ignore[unreachable-step] no\n  - name: Do\n    activity: engage\n    id: a\n"),
    "at its first key": "  - name: Do  # vs: ignore[unreachable-step] no\n    activity: engage\n    id: a\n",
    "above its id": "  - name: Do\n    activity: engage\n    # vs: ignore[unreachable-step] no\n    id: a\n",
    "a dash alone": "  # vs: ignore[unreachable-step] no\n  -\n    name: Do\n    activity: engage\n    id: a\n",
    "at a dash alone": "  -  # vs: ignore[unreachable-step] no\n    id: a\n    name: Do\n    activity: engage\n",
    "in braces": "  # vs: ignore[unreachable-step] no\n  - {name: Do,\n     activity: engage,\n     id: a}\n",
}


@pytest.mark.parametrize("form", STEPS)
def test_what_is_said_of_a_step_is_silenced_above_it(form: str) -> None:
    text = STEP.replace("{}", STEPS[form])
    assert said(text, only("unreachable-step", "unused-suppression")) == []
    assert filtered(text, only("unreachable-step")).suppressed == 1


def test_a_comment_at_another_line_of_the_step_silences_nothing() -> None:
    text = STEP.replace("{}", "  - name: Do\n    activity: engage  # vs: ignore[unreachable-step] no\n    id: a\n")
    (finding,) = about_comments(text)
    assert finding.hint == "it is found on line 10: move the comment there"
    assert finding.fix is None
    assert "unreachable-step" in said(text)


VALUES = {
    "above the key": "# vs: ignore[template-placeholder-left] soon\ndescription:\n  'TODO: say more'\n",
    "above the value": "description:\n  # vs: ignore[template-placeholder-left] soon\n  'TODO: say more'\n",
    "at the sign of a block": "description: |  # vs: ignore[template-placeholder-left] soon\n  TODO: say more\n\n",
    "above a block": "# vs: ignore[template-placeholder-left] soon\ndescription: >-\n  TODO: say\n\n  more\n",
    "at the last line of quotes": ('description: "TODO: say\n  more"  # vs: ignore[template-placeholder-left] soon\n'),
}


@pytest.mark.parametrize("form", VALUES)
def test_a_value_on_several_lines(form: str) -> None:
    text = MINIMAL + VALUES[form]
    assert said(text, only("template-placeholder-left", "unused-suppression")) == []
    assert filtered(text, only("template-placeholder-left")).suppressed == 1


def test_a_line_below_a_block_does_not_belong_to_it() -> None:
    text = stream_text("description: |\n  TODO: say more\n\nowner: me  # vs: ignore[template-placeholder-left] soon\n")
    assert said(text, only("template-placeholder-left")) == ["template-placeholder-left"]


TEXTS = {
    "a block": "description: |\n  # vs: ignore[no-owner] no comment\n",
    "a folded block": "description: >2-\n  say\n\n  # vs: ignore-file no comment\n",
    "double quotes": 'description: "say\n\n  # vs: ignore no comment"\n',
    "double quotes on a line": 'description: "say # vs: ignore[no-owner] no comment"\n',
    "single quotes": "description: 'it''s # vs: ignore[no-owner] no comment'\n",
    "a key in quotes": "'x-# vs: ignore[no-owner] no comment': 1\n",
    "quotes with an anchor": 'description: &text "say # vs: ignore[no-owner] no comment"\n',
    "the second of equal keys": "description: a\ndescription: |\n  # vs: ignore[no-owner] no comment\n",
    "a second document": "x-a: 1\n---\n# vs: ignore[no-owner] no comment\n",
    "no hash before": "x-a: vs: ignore[no-owner]\n".replace("vs: ", "vs:"),
    "no blank before": "x-a: b# vs:ignore\n".replace("# vs", "#vs"),
    "another word": "# vsm: ignore[no-owner]\n# versus: vs: that\n# as-is vs: to-be\n",
}


@pytest.mark.parametrize("form", TEXTS)
def test_what_is_no_comment_is_not_looked_at(form: str) -> None:
    text = MINIMAL + TEXTS[form]
    assert read(text).data is not None
    assert about_comments(text) == []
    assert "no-owner" in said(text)


MALFORMED = {
    "# vs:ignore": "# vs: ignore[rule] reason",
    "# vs: ignore": "# vs: ignore[rule] reason",
    "# vs: ignore[]": "# vs: ignore[rule] reason",
    "# vs: ignore[ , ] why": "# vs: ignore[rule] reason",
    "# vs: ignore no-owner": "# vs: ignore[no-owner] reason",
    "# vs: ignore no-owner, VS101 of old": "# vs: ignore[no-owner, VS101] of old",
    "# vs: ignore no-owner: of old": "# vs: ignore[no-owner] of old",
    "#vs ignore[no-owner] of old": "# vs: ignore[no-owner] of old",
    "#vs: ignore[no-owner] of old": "# vs: ignore[no-owner] of old",
    "# vs:ignore[no-owner] of old": "# vs: ignore[no-owner] of old",
    "# vs : ignore[no-owner] of old": "# vs: ignore[no-owner] of old",
    "# VS: Ignore[no-owner] of old": "# vs: ignore[no-owner] of old",
    "# vs: ignore [no-owner] of old": "# vs: ignore[no-owner] of old",
    "# vs: ignore(no-owner) of old": "# vs: ignore[no-owner] of old",
    "# vs: ignore=no-owner of old": "# vs: ignore[no-owner] of old",
    "# vs: ignore[no-owner of old": "# vs: ignore[no-owner] of old",
    "# vs: ignore no-owner] of old": "# vs: ignore[no-owner] of old",
    "# vs: ignore[[no-owner]] of old": "# vs: ignore[no-owner] of old",
    "# vs-ignore[no-owner] of old": "# vs: ignore[no-owner] of old",
    "# vs: no-owner of old": "# vs: ignore[no-owner] of old",
    "# vs: ignore-file no-owner of old": "# vs: ignore-file[no-owner] of old",
    "# vs: ignore_file[no-owner] of old": "# vs: ignore-file[no-owner] of old",
    "# vs: ignore file[no-owner]": "# vs: ignore-file[no-owner] reason",
    "# vs: ignore no-ownr of old": "# vs: ignore[rule] reason",
    "# vs: disable[no-owner] of old": "# vs: ignore[rule] reason",
    "# vs: ignore invalid-yaml": "# vs: ignore[rule] reason",
}


@pytest.mark.parametrize("comment", MALFORMED)
def test_a_malformed_one_is_told_how_to_write_it(comment: str) -> None:
    text = f"{comment}\n{MINIMAL}"
    (finding,) = about_comments(text)
    assert (finding.rule, finding.span.line, finding.span.end_column) == ("malformed-suppression", 1, len(comment) + 1)
    right = MALFORMED[comment]
    other = ", or begin the comment with another word" if "[rule]" in right else ""
    assert finding.hint == f"write `{right}`{other}"
    assert "no-owner" in said(text)


def test_a_message_repeats_no_endless_comment() -> None:
    (finding,) = about_comments(f"# vs: ignore {'no-owner ' * 1000}\n{MINIMAL}")
    assert len(finding.hint) < 300


@pytest.mark.parametrize("reason", ["", " ", " -", ":", " # for now", " TODO: say why"])
def test_without_a_reason_it_does_not_count(reason: str) -> None:
    text = f"# vs: ignore[no-owner]{reason}\n{MINIMAL}"
    (finding,) = about_comments(text)
    assert finding.rule == "suppression-without-reason"
    assert finding.message == "this suppression gives no reason, so it does not count"
    assert finding.hint == "say why: `# vs: ignore[no-owner] reason`"
    assert "no-owner" in said(text)


def test_the_comment_that_an_editor_writes_asks_for_a_reason() -> None:
    comment = comment_for("no-owner")
    assert [finding.rule for finding in about_comments(f"{comment}\n{MINIMAL}")] == ["suppression-without-reason"]
    finished = comment.replace("TODO: say why", "the merger decides")
    assert said(f"{finished}\n{MINIMAL}") == []


def test_an_unknown_name_has_a_suggestion_and_the_others_count() -> None:
    text = f"# vs: ignore[no-ownr, state-not-declared] later\n{MINIMAL}"
    (finding,) = about_comments(text)
    assert finding.message == "there is no rule 'no-ownr'; did you mean 'no-owner'?"
    assert text[finding.span.column - 1 : finding.span.end_column - 1] == "no-ownr"
    assert finding.fix is not None and not finding.fix.safe
    assert [each.finding.rule for each in filtered(text).silenced] == ["state-not-declared"]
    assert about_comments(repaired(text, safe=False)) == []


@pytest.mark.parametrize("word", ["all", "*", "VS", "VS3", "warning", "VS999"])
def test_there_is_no_way_to_silence_everything(word: str) -> None:
    (finding,) = about_comments(f"# vs: ignore-file[{word}] all of it\n{MINIMAL}")
    assert finding.rule == "unknown-rule-suppressed"
    assert "no-owner" in said(f"# vs: ignore-file[{word}] all of it\n{MINIMAL}")


@pytest.mark.parametrize("rule", [rule for rule in ALL_RULES if rule.code.startswith(("VS0", "VS9"))])
def test_what_cannot_be_suppressed(rule: Rule[Any]) -> None:
    assert not may_be_silenced(rule.code)
    (finding,) = about_comments(f"# vs: ignore-file[{rule.name}] we know\n{MINIMAL}")
    assert finding.message == f"'{rule.name}' cannot be suppressed"


def test_a_fault_of_the_file_is_told_in_spite_of_a_suppression() -> None:
    text = f"# vs: ignore-file[duplicate-key] we know\n{MINIMAL}id: again\n"
    assert {"duplicate-key", "suppression-not-allowed"} <= set(said(text))


def test_a_file_that_cannot_be_read_has_no_comments() -> None:
    assert said("# vs: ignore[no-owner]\nowner: [\n") == ["invalid-yaml"]


def test_for_the_whole_file_it_stands_on_top() -> None:
    low = stream_text("description: x\n# vs: ignore-file[no-owner] later\n")
    (finding,) = about_comments(low)
    assert finding.message == "`ignore-file` counts only above the first key of the file, on a line of its own"
    assert "no-owner" in said(low)
    (beside,) = about_comments(f"--- # vs: ignore-file[no-owner] later\n{MINIMAL}")
    assert beside.rule == "malformed-suppression"


UNUSED = {
    "a line": ("x-a: 1\n  # vs: ignore[VS402] x\nx-b: 2\n", "x-a: 1\nx-b: 2\n"),
    "a line that ends as on Windows": ("x-a: 1\r\n# vs: ignore[VS402] x\r\nx-b: 2\r\n", "x-a: 1\r\nx-b: 2\r\n"),
    "the last line": ("x-a: 1\n# vs: ignore[VS402] x", "x-a: 1\n"),
    "the end of a line": ("x-a: 1   # vs: ignore[VS402] x  \nx-b: 2\n", "x-a: 1\nx-b: 2\n"),
    "a line that ends on its own": ("x-a: 1 # vs: ignore[VS402] x\r\nx-b: 2\n", "x-a: 1\r\nx-b: 2\n"),
    "behind a note": ("x-a: 1  # note # vs: ignore[VS402] x\n", "x-a: 1  # note\n"),
    "before a note": ("x-a: 1  # vs: ignore[VS402] x # note\n", "x-a: 1  # note\n"),
    "a line before a note": ("# vs: ignore[VS402] x # note\nx-a: 1\n", "# note\nx-a: 1\n"),
    "a block": ("# one\n# vs: ignore[VS402] x\n# two\nx-a: 1\n", "# one\n# two\nx-a: 1\n"),
    "two of two": ("x-a: 1  # vs: ignore[VS402, VS403] x\n", "x-a: 1\n"),
    "two in a line": ("x-a: 1  # vs: ignore[VS402] x # vs: ignore[VS403] y\n", "x-a: 1  # vs: ignore[VS403] y\n"),
    "an old line break": ("x-a: 1 # vs: ignore[VS402] x\u2028x-b: 2\n", "x-a: 1\u2028x-b: 2\n"),
}


@pytest.mark.parametrize("form", UNUSED)
def test_the_fix_removes_what_is_unused(form: str) -> None:
    before, after = (MINIMAL + text for text in UNUSED[form])
    assert read(before).data == read(after).data is not None
    finding = about_comments(before)[0]
    assert finding.rule == "unused-suppression"
    assert finding.fix is not None and finding.fix.safe
    (edit,) = finding.fix.edits
    assert before[: edit.start] + edit.text + before[edit.end :] == after
    assert about_comments(repaired(before)) == []


def test_only_the_unused_name_is_removed() -> None:
    text = f"# vs: ignore[VS402,no-owner, VS403] later\n{MINIMAL}"
    (finding,) = about_comments(text)
    assert finding.message == "nothing is found here that this suppression of 'VS402' and 'VS403' could silence"
    assert repaired(text) == f"# vs: ignore[no-owner] later\n{MINIMAL}"


def test_what_another_comment_silences_is_not_needed_twice() -> None:
    text = f"# vs: ignore-file[no-owner] one\n# vs: ignore[no-owner, VS307] two\n{MINIMAL}"
    assert repaired(repaired(text)) == f"# vs: ignore[no-owner] two\n{MINIMAL}"


def test_only_suppressions_of_rules_of_this_run_are_judged() -> None:
    text = f"# vs: ignore-file[calendar-not-declared, waste-untagged] later\n{MINIMAL}"
    assert about_comments(text, only("no-owner", "unused-suppression")) == []
    (finding,) = about_comments(text, only("waste-untagged", "unused-suppression"))
    assert repaired(text).startswith("valuestream")
    assert finding.fix is not None
    assert finding.fix.edits[0].text == "calendar-not-declared"


def test_its_own_rules_can_be_left_out() -> None:
    text = f"# vs: ignore[no-owner]\n# vs:\n{MINIMAL}"
    assert said(text, only("no-owner")) == ["no-owner"]


MUTED = """\
steps:
  - {id: a, name: Do the first, activity: engage, practices: [service-desk], next: valu}
  # vs: ignore[unreachable-step] it comes with the next release
  - {id: b, name: Do the rest, activity: plan, practices: [risk-management]}
"""


def test_what_an_error_may_mute_is_not_called_unused() -> None:
    text = stream_text(MUTED)
    assert "dangling-reference" in said(text)
    assert about_comments(text) == []
    assert about_comments(text.replace("valu}", "value}")) == []
    assert filtered(text.replace("valu}", "value}")).suppressed == 1
    (finding,) = about_comments(text.replace("valu}", "b}"))
    assert finding.rule == "unused-suppression"


def test_a_text_without_any_is_not_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "apply", None)
    assert about_comments(FULL.read_text(encoding="utf-8")) == []


def test_a_text_with_only_a_word_like_it_is_not_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "_drive", None)
    assert about_comments(f"# they ignore it\n{MINIMAL}") == []


def _key(finding: Finding) -> tuple[str, str, str, str]:
    return (finding.code, finding.route, finding.message, finding.hint)


def _with_comment(text: str, finding: Finding) -> str:
    """The text with a suppression above the line of a finding."""
    lines = text.split("\n")
    lines.insert(finding.span.line - 1, f"# vs: ignore[{finding.rule}] agreed")
    return "\n".join(lines)


@pytest.mark.parametrize("path", [path for path in ERR_CASES if name(path) != "suppressions"], ids=name)
def test_a_comment_silences_its_finding_and_no_other(path: Path) -> None:
    document = read(path.read_bytes())
    before = examine(document, usual).findings
    for finding in before:
        if not may_be_silenced(finding.code):
            continue
        commented = _with_comment(document.text, finding)
        assert read(commented).data == document.data
        after = filtered(commented)
        gone = Counter(map(_key, before)) - Counter(map(_key, examine(read(commented), usual).findings))
        assert not gone, "the comment itself changes what is found"
        silenced = {_key(each.finding) for each in after.silenced}
        assert _key(finding) in silenced
        assert {code for code, *_ in silenced} == {finding.code}
        kept = [each for each in after.findings if each.rule not in OWN]
        assert Counter(map(_key, kept)) == Counter(map(_key, before)) - Counter(_key(s.finding) for s in after.silenced)


PIECES = [
    "# vs: ignore[no-owner] x",
    "# vs: ignore[VS301, no-owner,] x",
    "# vs: ignore-file[VS306] x",
    "# vs: ignore[",
    "# vs:",
    "#vs ignore no-owner",
    '"',
    "'",
    "|",
    "#",
    " # ",
    "\r",
    "\r\n",
    "\n",
    "\u2028",
    "- ",
    "]",
]


@pytest.mark.parametrize("path", [FULL, OK_CASES[0], SAMPLES[0]], ids=name)
@given(data=st.data())
@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=80)
def test_whatever_is_written_nothing_crashes_and_fixes_keep_the_data(path: Path, data: st.DataObject) -> None:
    text = path.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.sampled_from(["", " ", "\n"])) + data.draw(st.sampled_from(PIECES)) + text[at:]
    document = read(text)
    result = apply(document, examine(document, usual).findings, usual)
    assert result.suppressed == len(result.silenced)
    assert all(may_be_silenced(each.finding.code) and each.reason for each in result.silenced)
    assert all(finding.message for finding in result.findings)
    assert read(repaired(document.text)).data == document.data
    assert read(repaired(document.text, safe=False)).data == document.data
