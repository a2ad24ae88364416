"""Baselines: what is recorded, how it is known again, and what is wrong with some."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers import ERR_CASES, EVERYDAY, name, read
from tests.validation.examples import MINIMAL
from valuestream_cli import baseline, source
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Report, Severity, report
from valuestream_cli.validation.engine import examine
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.rules import BY_NAME
from valuestream_cli.validation.rules import baseline as rules

OWN = sorted(rule.name for rule in vars(rules).values() if isinstance(rule, Rule))
FAULTY = """\
valuestream: 1
id: restore-service
name: Restore a live service
ownr: me
demand: {trigger: A user reports that a service does not work, rate: 40}
value: {outcome: The user can work again, for: [user]}
steps:
  - {id: register, name: Register the call, activity: engage, practices: [help-desk], colour: red, next: mend}
  - {id: mend, name: Mend the service, activity: delivery, wait_time: soon, process_time: later, next: value}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*texts: str) -> Report:
    """The report on some texts: of `a.vs.yaml`, `b.vs.yaml` and so on."""
    documents = [read(text, f"{'abc'[number]}.vs.yaml") for number, text in enumerate(texts)]
    findings = [finding for document in documents for finding in examine(document, EVERYDAY).findings]
    return report(
        findings, [document.path for document in documents], {document.path: document.text for document in documents}
    )


def validated(*paths: str) -> Report:
    """The report on some files."""
    documents = [source.load(path) for path in paths]
    findings = [finding for document in documents for finding in examine(document, EVERYDAY).findings]
    return report(
        findings, [document.path for document in documents], {document.path: document.text for document in documents}
    )


def put(path: str, text: str) -> str:
    """Write a file, in a folder that may be new."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    return path


def recorded(known: Report, path: str = "baseline.json") -> baseline.Baseline:
    """A baseline of a report, written and read."""
    return baseline.read(put(path, baseline.written(known, path)))


def said(result: Report) -> list[tuple[str, str, int]]:
    """Rule, path and line of each finding."""
    return [(finding.rule, finding.path, finding.span.line) for finding in result.findings]


WRITTEN = """\
{
  "format": "vs-baseline/v1",
  "findings": [
    {"path": "a.vs.yaml", "code": "VS101", "rule": "unknown-key", "route": "ownr"},
    {"path": "a.vs.yaml", "code": "VS101", "rule": "unknown-key", "route": "steps[id=register].colour"},
    {"path": "a.vs.yaml", "code": "VS104", "rule": "unknown-word", "route": "steps[id=mend].activity"},
    {"path": "a.vs.yaml", "code": "VS105", "rule": "malformed-text", "route": "steps[id=mend].process_time"},
    {"path": "a.vs.yaml", "code": "VS105", "rule": "malformed-text", "route": "steps[id=mend].wait_time"},
    {"path": "a.vs.yaml", "code": "VS108", "rule": "repeated-item", "route": "value.for[=user]", "count": 2}
  ]
}
"""


def test_what_is_written() -> None:
    text = FAULTY.replace("for: [user]", "for: [user, user, user]").replace(", rate: 40", "")
    known = found(text)
    hidden = [finding for finding in known.findings if finding.severity is Severity.ERROR and finding.code < "VS110"]
    assert baseline.written(known._replace(findings=tuple(hidden)), "baseline.json") == WRITTEN


def test_of_a_clean_run() -> None:
    assert (
        baseline.written(report([], "abc", {}), "b.json")
        == '{\n  "format": "vs-baseline/v1",\n  "findings": [\n  ]\n}\n'
    )
    clean = report([], ["a.vs.yaml"], {})
    assert baseline.apply(clean, recorded(clean), ["a.vs.yaml"]) == clean


@pytest.mark.parametrize("path", ERR_CASES, ids=name)
def test_what_is_recorded_is_hidden(path: Path) -> None:
    known = validated(str(path))
    result = baseline.apply(known, recorded(known), [str(path)])
    assert result.findings == baseline.left_out(known)
    assert result.baselined == len(known.findings) - len(result.findings)
    assert all(finding.code.startswith("VS9") for finding in result.findings)
    assert set(result.sources) == {finding.path for finding in result.findings}


def test_one_more_is_told() -> None:
    known = recorded(found(FAULTY))
    again = FAULTY.replace("value: {", "color: blue\nvalue: {")
    assert said(baseline.apply(found(again), known, ["a.vs.yaml"])) == [("unknown-key", "a.vs.yaml", 6)]


def test_it_never_hides_more_than_was_recorded() -> None:
    text = MINIMAL.replace("[user]", "[user, user]")
    worse = MINIMAL.replace("[user]", "[user, user, user]")
    result = baseline.apply(found(worse), recorded(found(text)), ["a.vs.yaml"])
    assert [finding.rule for finding in result.findings] == ["repeated-item"]
    assert result.findings[0].span.column == found(worse).findings[-1].span.column or result.findings[0].span.line == 5


def test_the_same_in_another_file_is_new() -> None:
    known = recorded(found(FAULTY))
    result = baseline.apply(found(FAULTY, FAULTY), known, ["a.vs.yaml", "b.vs.yaml"])
    assert {finding.path for finding in result.findings} == {"b.vs.yaml"}


def test_a_file_that_cannot_be_read_is_known_until_it_can() -> None:
    known = found("owner: [\n", MINIMAL)
    assert baseline.left_out(known) == ()
    assert said(baseline.apply(known, recorded(known), ["a.vs.yaml", "b.vs.yaml"])) == []
    mended = baseline.apply(found(FAULTY, MINIMAL), recorded(known), ["a.vs.yaml", "b.vs.yaml"])
    assert {finding.rule for finding in mended.findings} >= {"unknown-key"}


@pytest.mark.parametrize("path", ERR_CASES, ids=name)
def test_it_is_known_which_files_were_not_checked(path: Path) -> None:
    """Those of which there is no data, whatever else is found in them."""
    known = validated(str(path))
    document = source.load(str(path))
    assert baseline.apply(known, recorded(known), [str(path)]).unread == (document.data is None)


def test_what_is_gone_is_left_out_of_what_is_kept() -> None:
    known = recorded(found(FAULTY, FAULTY))
    result = baseline.apply(found(FAULTY.replace("ownr:", "owner:"), FAULTY), known, ["a.vs.yaml", "b.vs.yaml"])
    text, number = result.pruned["baseline.json"]
    assert (number, baseline.without_stale(result).findings) == (1, ())
    kept = baseline.read(put("baseline.json", text))
    assert [entry.key for entry in kept.entries] == [
        entry.key for entry in known.entries if entry.key[::2] != ("a.vs.yaml", "ownr")
    ]
    assert baseline.apply(found(FAULTY, FAULTY), known, ["a.vs.yaml", "b.vs.yaml"]).pruned == {}


@given(data=st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_whatever_part_is_recorded_anew_the_rest_is_as_it_was(data: st.DataObject) -> None:
    """A run right after it finds nothing new and nothing stale, and what it could not judge is still known."""
    texts = data.draw(st.lists(st.sampled_from([FAULTY, MINIMAL, "owner: [\n"]), min_size=3, max_size=3))
    for path, text in zip("abc", texts, strict=True):
        put(f"{path}.vs.yaml", text)
    paths = [f"{path}.vs.yaml" for path in "abc"]
    old = recorded(validated(*data.draw(st.lists(st.sampled_from(paths), unique=True))))
    checked = data.draw(st.lists(st.sampled_from(paths), unique=True, min_size=1))
    codes = data.draw(st.sets(st.sampled_from(["VS006", "VS101", "VS104", "VS307", "VS401"])))
    found = validated(*checked)
    found = found._replace(findings=tuple(each for each in found.findings if each.code in codes))
    was_run = lambda _path, code: code in codes  # noqa: E731
    new = baseline.refreshed(found, old, was_run)
    assert new.size == sum(entry.count for entry in old.entries) + new.new - new.gone
    result = baseline.apply(found, baseline.read(put("baseline.json", new.text)), checked, was_run)
    assert result.findings == ()
    untouched = {entry.key for entry in old.entries if entry.path not in checked or entry.code not in codes}
    assert untouched <= {entry.key for entry in baseline.read("baseline.json").entries}
    assert baseline.refreshed(found, baseline.read("baseline.json"), was_run)[2:4] == (0, 0)


def test_a_text_without_a_name_is_not_recorded() -> None:
    document = read(MINIMAL, "-")
    known = report(examine(document, EVERYDAY).findings, ["-"], {"-": MINIMAL})
    assert baseline.left_out(known) == known.findings
    assert baseline.apply(known, recorded(known), ["-"]).findings == known.findings


def test_an_entry_that_is_no_longer_found_is_stale() -> None:
    known = recorded(found(FAULTY))
    result = baseline.apply(found(FAULTY.replace("ownr:", "owner:")), known, ["a.vs.yaml"])
    (stale,) = result.findings
    assert (stale.rule, stale.severity) == ("stale-baseline-entry", Severity.WARNING)
    assert stale.message == "'unknown-key' is no longer found at this place of 'a.vs.yaml'"
    assert stale.hint == "take what is gone out with `--prune-baseline`, or remove this line"
    assert (stale.path, stale.span.line, stale.span.column) == ("baseline.json", 4, 5)
    assert '"ownr"' in result.sources["baseline.json"].splitlines()[stale.span.line - 1]


def test_an_entry_is_pointed_at_however_the_file_is_laid_out() -> None:
    known = baseline.written(found(FAULTY), "baseline.json")
    loose = json.dumps({"x": {"findings": [1]}, **json.loads(known)}, indent=4).replace("\n", "\r\n")
    read_again = baseline.read(put("baseline.json", loose))
    (stale,) = baseline.apply(found(FAULTY.replace("ownr:", "owner:")), read_again, ["a.vs.yaml"]).findings
    assert loose.splitlines()[stale.span.line - 1].strip() == "{"
    assert stale.span.end_line - stale.span.line == 5


def test_an_entry_that_is_found_less_often_is_stale() -> None:
    worse = MINIMAL.replace("[user]", "[user, user, user]")
    known = recorded(found(worse))
    (stale,) = baseline.apply(found(MINIMAL.replace("[user]", "[user, user]")), known, ["a.vs.yaml"]).findings
    assert stale.message == "'repeated-item' is found once at this place, not 2 times"


def test_an_entry_of_a_file_that_is_gone_is_stale() -> None:
    put("a.vs.yaml", MINIMAL)
    put("old/b.vs.yaml", FAULTY)
    known = recorded(validated("old/b.vs.yaml"))
    assert baseline.apply(validated("a.vs.yaml"), known, ["a.vs.yaml"]).findings == validated("a.vs.yaml").findings
    Path("old/b.vs.yaml").unlink()
    stale = baseline.apply(report([], ["a.vs.yaml"], {}), known, ["a.vs.yaml"]).findings
    assert len(stale) == len(known.entries)
    assert {finding.message for finding in stale} == {"there is no file 'old/b.vs.yaml' any more"}


def test_an_entry_of_a_rule_that_was_not_run_is_not_judged() -> None:
    known = recorded(found(FAULTY))
    judged: list[tuple[str, str]] = []

    def was_run(path: str, code: str) -> bool:
        judged.append((path, code))
        return code == "VS101"

    result = baseline.apply(report([], ["a.vs.yaml"], {}), known, ["a.vs.yaml"], was_run)
    assert {finding.message.split("'")[1] for finding in result.findings} == {"unknown-key"}
    assert ("a.vs.yaml", "VS105") in judged


@pytest.mark.parametrize(
    ("sign", "error"), [("owner: [\n", "invalid-yaml"), ("valuestream: 2\n", "unsupported-version")]
)
def test_what_a_new_error_may_mute_is_not_judged(sign: str, error: str) -> None:
    known = recorded(found(FAULTY))
    now = sign + MINIMAL.partition("\n")[2]
    result = baseline.apply(found(now), known, ["a.vs.yaml"])
    assert {finding.rule for finding in result.findings} <= {error, "no-owner", "state-not-declared"}


def test_a_crash_or_a_suppression_before_is_kept() -> None:
    known = found(FAULTY)._replace(suppressed=3, baselined=2)
    result = baseline.apply(known, recorded(known), ["a.vs.yaml"])
    assert (result.files, result.suppressed, result.baselined) == (1, 3, 2 + len(known.findings))


PLACES = {
    "beside": ("baseline.json", "streams/a.vs.yaml", ".", "streams/a.vs.yaml"),
    "in a folder": (".vs/baseline.json", "streams/a.vs.yaml", ".", "../streams/a.vs.yaml"),
    "from below": ("../baseline.json", "a.vs.yaml", "streams", "streams/a.vs.yaml"),
    "with dots": ("./baseline.json", "./streams/../streams/a.vs.yaml", ".", "streams/a.vs.yaml"),
    "from beside": ("../baseline.json", "../streams/a.vs.yaml", "other", "streams/a.vs.yaml"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("absolute", [False, True])
def test_paths_are_relative_to_the_baseline(
    place: str, absolute: bool, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, path, folder, expected = PLACES[place]
    put("streams/a.vs.yaml", FAULTY)
    Path("other").mkdir()
    monkeypatch.chdir(folder)
    path = str(Path(path).resolve()) if absolute else path
    known = recorded(validated(path), file)
    assert {entry.path for entry in known.entries} == {expected}
    monkeypatch.chdir(here)
    root = Path(folder) / file
    elsewhere = baseline.read(os.path.normpath(root))
    result = baseline.apply(validated("streams/a.vs.yaml"), elsewhere, ["streams/a.vs.yaml"])
    assert (result.findings, result.baselined > 0) == ((), True)


def test_a_baseline_moves_with_its_repository(here: Path) -> None:
    put("one/streams/a.vs.yaml", FAULTY)
    recorded(validated("one/streams/a.vs.yaml"), "one/baseline.json")
    Path("one").rename("two")
    path = str(here / "two" / "streams" / "a.vs.yaml")
    assert baseline.apply(validated(path), baseline.read("two/baseline.json"), [path]).findings == ()


def test_a_repository_that_is_reached_by_a_link(here: Path) -> None:
    put("real/streams/a.vs.yaml", FAULTY)
    try:
        Path("link").symlink_to("real", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    known = recorded(validated("real/streams/a.vs.yaml"), "link/baseline.json")
    assert {entry.path for entry in known.entries} == {"streams/a.vs.yaml"}
    path = str(here / "link" / "streams" / "a.vs.yaml")
    assert baseline.apply(validated(path), baseline.read("real/baseline.json"), [path]).findings == ()


@pytest.mark.parametrize("odd", ["ä ö", "a\u202eb", "a\nb", 'a"b', "a\udcff", "a\u2028b"])
def test_odd_names_are_known_again_and_seen(odd: str) -> None:
    path = f"{odd}.vs.yaml"
    document = read(FAULTY, path)
    known = report(examine(document, EVERYDAY).findings, [path], {path: FAULTY})
    text = baseline.written(known, "baseline.json")
    assert all(line.isprintable() for line in text.splitlines())
    assert ("ä ö" in text) == (odd == "ä ö")
    result = baseline.apply(known, baseline.read(put("baseline.json", text)), [path])
    assert result.findings == ()


def test_there_is_no_such_file() -> None:
    with pytest.raises(VsError) as missing:
        baseline.read("baseline.json")
    assert missing.value.message == "there is no baseline 'baseline.json'"
    assert missing.value.hint == "write it with `vs validate --write-baseline baseline.json`"
    Path("folder").mkdir()
    with pytest.raises(VsError, match="'folder' is not a file"):
        baseline.read("folder")


HEAD = '{"format": "vs-baseline/v1", "findings": ['
BROKEN = {
    "": (1, 1, "it is empty"),
    " \n": (2, 1, "it is empty"),
    WRITTEN[:100]: (4, 52, "unterminated string starting at"),
    WRITTEN.replace("},\n", "}\n", 1): (5, 5, "expecting ',' delimiter"),
    f'{{\n<<<<<<< HEAD\n{HEAD}]\n=======\n}}\n>>>>>>> other\n': (2, 1, "a merge conflict is left in it"),
    "[]": (1, 1, "it is no baseline"),
    "null": (1, 1, "it is no baseline"),
    '{"findings": []}': (1, 1, "it is no baseline"),
    '{"format": "vs-report/v1", "findings": []}': (1, 1, "it is no baseline"),
    '{"format": "vs-baseline/v1"}': (1, 1, "it is no baseline"),
    '{"format": "vs-baseline/v1", "findings": {}}': (1, 1, "it is no baseline"),
    '{"format": "vs-baseline/v2", "findings": []}': (
        1, 1, "its format is 'vs-baseline/v2', and this vs reads vs-baseline/v1"
    ),
    "[" * 100_000: (1, 1, "it is nested too deep, or a number in it is too long"),
    f'{{"format": {"1" * 5000}}}': (1, 1, "it is nested too deep, or a number in it is too long"),
    "format: vs-baseline/v1\n": (1, 1, "expecting value"),
}  # fmt: skip


@pytest.mark.parametrize("text", BROKEN, ids=[fault[:20] + str(line) for line, _, fault in BROKEN.values()])
def test_a_broken_baseline_fails_the_run_and_tells_nothing_else(text: str) -> None:
    line, column, fault = BROKEN[text]
    known = baseline.read(put("baseline.json", text))
    result = baseline.apply(found(FAULTY), known, ["a.vs.yaml"])
    (broken,) = result.findings
    assert (broken.rule, broken.severity, broken.path) == ("broken-baseline", Severity.ERROR, "baseline.json")
    assert (broken.message, broken.span[:2]) == (f"this baseline cannot be read: {fault}", (line, column))
    assert result.fails
    assert result.baselined == 0


def test_bytes_that_are_no_text_are_broken() -> None:
    Path("baseline.json").write_bytes(b"\xff\xfe\x00{")
    assert baseline.read("baseline.json").is_broken


def test_a_byte_order_mark_is_fine() -> None:
    known = found(FAULTY)
    put("baseline.json", "\ufeff" + baseline.written(known, "baseline.json"))
    assert baseline.apply(known, baseline.read("baseline.json"), ["a.vs.yaml"]).findings == ()


def test_a_broken_baseline_is_the_one_error_of_a_run() -> None:
    known = baseline.read(put("baseline.json", "{"))
    result = baseline.apply(found(FAULTY, "owner: [\n"), known, ["a.vs.yaml", "b.vs.yaml"])
    assert {finding.rule for finding in result.findings} == {"broken-baseline"}


GOOD = {"path": "a.vs.yaml", "code": "VS307", "rule": "no-owner", "route": "owner"}
MALFORMED: list[tuple[Any, str]] = [
    (1, "is no mapping"),
    ({}, "lacks 'path'"),
    ({key: GOOD[key] for key in ("path", "code", "rule")}, "lacks 'route'"),
    ({**GOOD, "code": 307}, "has no text as its 'code'"),
    ({**GOOD, "count": 0}, "has a count that is no whole number from 1 on"),
    ({**GOOD, "count": True}, "has a count that is no whole number from 1 on"),
    ({**GOOD, "count": 1.5}, "has a count that is no whole number from 1 on"),
    ({**GOOD, "number": 7}, "has the unknown key 'number'"),
    ({**GOOD, "code": "VS921"}, "records VS921, which no baseline can hide"),
]


@pytest.mark.parametrize(("entry", "fault"), MALFORMED, ids=[fault for _, fault in MALFORMED])
def test_a_malformed_entry_hides_nothing_and_the_others_count(entry: Any, fault: str) -> None:
    rest = {**GOOD, "code": "VS306", "rule": "state-not-declared", "route": "state"}
    known = baseline.read(put("baseline.json", f"{HEAD}\n{json.dumps(entry)},\n{json.dumps(rest)}]}}"))
    result = baseline.apply(found(MINIMAL), known, ["a.vs.yaml"])
    assert [finding.rule for finding in result.findings] == ["no-owner", "malformed-baseline-entry"]
    malformed = result.findings[1]
    assert (malformed.message, malformed.span.line) == (f"this entry {fault}", 2)
    assert result.baselined == found(MINIMAL).of(Severity.ADVICE) == 1


EXAMPLES = [
    pytest.param(BY_NAME[rule], example, id=f"{rule}-{'bad' if example.bad else 'good'}")
    for rule in OWN
    for example in BY_NAME[rule].examples
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_the_examples_of_the_manual_pages(rule: Rule[Any], example: Any) -> None:
    assert (f"# <- {rule.name}" in example.text) == example.bad
    entry = example.text.partition("  # <-")[0].strip()
    known = baseline.read(put("baseline.json", f"{HEAD}\n{entry}\n]}}"))
    document = read(put("example.vs.yaml", MINIMAL), "example.vs.yaml")
    now = report(
        examine(read(MINIMAL, "example.vs.yaml"), EVERYDAY).findings, [document.path], {document.path: MINIMAL}
    )
    result = baseline.apply(now, known, ["example.vs.yaml"])
    expected = [rule.name] if example.bad else []
    assert [finding.rule for finding in result.findings if finding.rule in OWN] == expected


STEPS = [
    ["id: register", "name: Register the call", "activity: engage", "practices: [help-desk]", "next: look"],
    ["id: look", "name: Look at it", "activity: delivery", "colour: red", "inputs: [a, a]", "next: mend"],
    ["id: mend", "name: Mend it", "wait_time: soon", "process_time: 5", "practices: [x-mend]", "next: value"],
]
TOP = [
    "valuestream: 1",
    "id: Restore Service",
    "name: Restore a live service",
    "ownr: me",
    "demand: {trigger: A user reports that a service does not work, rate: 40}",
    "value: {outcome: The user can work again}",
]
NEW = ["x: 1", "calendar: never", "services: [a, a]", "principles: [be-quick]", "governance: 7"]


def _stream(top: list[str], steps: list[list[str]], notes: list[str]) -> str:
    """A stream of keys and steps in any order, with comments and blank lines between them."""
    lines = [*top, "steps:"]
    for first, *others in steps:
        lines += [f"  - {first}", *(f"    {line}" for line in others)]
    return "".join(f"{note}{line}\n" for note, line in zip(notes * len(lines), lines, strict=False))


@given(data=st.data())
@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
def test_moved_lines_and_reordered_steps_and_keys_change_nothing(data: st.DataObject) -> None:
    known = recorded(found(_stream(TOP, STEPS, [""])))
    assert len(known.entries) > 8
    steps = [data.draw(st.permutations(step)) for step in [STEPS[0], *data.draw(st.permutations(STEPS[1:]))]]
    top = data.draw(st.permutations(TOP))
    notes = data.draw(st.lists(st.sampled_from(["", "\n", "# why\n", "   # deep\n\n"]), min_size=1, max_size=5))
    result = baseline.apply(found(_stream(top, steps, notes)), known, ["a.vs.yaml"])
    assert (result.findings, result.baselined) == ((), sum(entry.count for entry in known.entries))
    mistake = data.draw(st.sampled_from(NEW))
    worse = baseline.apply(found(_stream([*top, mistake], steps, notes)), known, ["a.vs.yaml"])
    assert len(worse.findings) == 1
    assert worse.findings[0].path == "a.vs.yaml"


@given(text=st.text() | st.text(alphabet='{}[]",:vs-baseline/1 \n').map(lambda text: HEAD + text))
@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
def test_whatever_the_file_holds_it_hides_no_more_than_it_says(text: str) -> None:
    Path("baseline.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    known = found(FAULTY)
    result = baseline.apply(known, baseline.read("baseline.json"), ["a.vs.yaml"])
    assert result.baselined == 0
    assert result.fails
