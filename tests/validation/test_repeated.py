"""Streams of one run that have the same id."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers import SAMPLES
from tests.validation.examples import stream_text
from valuestream_cli import api, cache, gate
from valuestream_cli.findings import Finding, Report, Severity
from valuestream_cli.validation.checking import Check
from valuestream_cli.validation.repeated import RULE, identity

OWNED = "owner: Service desk manager\nstate: as-is\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two copies of a stream, and us in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    (tmp_path / ".git").mkdir()
    put("a.vs.yaml")
    put("team/b.vs.yaml")
    return tmp_path


def put(path: str, fragment: str = "", above: str = "") -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(above + stream_text(OWNED + fragment), encoding="utf-8")


def told(*paths: str, **options: object) -> list[str]:
    """The files that the rule speaks of, and nothing else is found."""
    report = api.validate(paths or (".",), **options)  # type: ignore[arg-type]
    assert {each.rule for each in report.findings} <= {RULE.name}
    return [each.path for each in report.findings]


def test_the_second_is_told_at_its_id() -> None:
    (finding,) = api.validate().findings
    assert (finding.code, finding.severity, finding.route) == ("VS333", Severity.WARNING, "id")
    assert finding.message == "another stream has the id 'restore-service', too"
    assert finding.hint == "give each stream an id of its own"
    assert (finding.path, *finding.span) == ("team/b.vs.yaml", 2, 5, 2, 20)
    (related,) = finding.related
    assert (related.path, *related.span, related.message) == ("a.vs.yaml", 2, 5, 2, 20, "first here")


@pytest.mark.parametrize("example", RULE.examples, ids=["bad", "good"])
def test_the_examples_of_the_page(example: object) -> None:
    put("team/b.vs.yaml", example.text)  # type: ignore[attr-defined]
    assert told() == (["team/b.vs.yaml"] if example.bad else [])  # type: ignore[attr-defined]


def test_all_but_the_first_are_told_whatever_the_order_of_the_paths() -> None:
    put("z.vs.yaml")
    assert told("z.vs.yaml", "team", "a.vs.yaml") == ["team/b.vs.yaml", "z.vs.yaml"]


def test_one_file_alone_is_no_copy() -> None:
    assert told("team/b.vs.yaml") == []
    assert told("-", stdin=Path("a.vs.yaml").read_bytes()) == []
    assert told("-", "a.vs.yaml", stdin=Path("a.vs.yaml").read_bytes()) == []


def test_one_file_under_two_names_is_no_copy() -> None:
    Path("link.vs.yaml").symlink_to("a.vs.yaml")
    assert told("a.vs.yaml", "./a.vs.yaml", "link.vs.yaml") == []
    assert told() == ["team/b.vs.yaml"]


def test_one_stream_as_it_is_and_as_it_is_to_be() -> None:
    copy = Path("a.vs.yaml").read_text(encoding="utf-8").replace("as-is", "to-be")
    Path("team/b.vs.yaml").write_text(copy, encoding="utf-8")
    assert told() == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"id": "a", "state": "as-is"}, "a as-is"),
        ({"id": "a"}, "a"),
        ({"id": "a", "state": ["x"]}, "a"),
        ({"id": "A b"}, ""),
        ({"id": 7}, ""),
        ({}, ""),
        ([], ""),
        (None, ""),
    ],
)
def test_only_a_sound_id_is_compared(data: object, expected: str) -> None:
    assert identity(data) == expected


@pytest.mark.parametrize(
    "text",
    [
        '"id": restore-service\n',
        "id: 'restore-service'  # ours\n",
        "id:\n  restore-service\n",
        "id   : &here restore-service\r\n",
    ],
)
def test_an_id_is_found_however_it_is_written(text: str) -> None:
    plain = Path("a.vs.yaml").read_text(encoding="utf-8")
    Path("team/b.vs.yaml").write_text(plain.replace("id: restore-service\n", text, 1), encoding="utf-8", newline="")
    (finding,) = (each for each in api.validate().findings if each.rule == RULE.name)
    assert finding.span.line == 2 + text.startswith("id:\n")


def test_a_comment_silences_it_and_is_never_told_as_unused() -> None:
    for above in ("# vs: ignore-file[duplicate-stream-id] the same in both countries\n", ""):
        line = "" if above else "id: restore-service  # vs: ignore[VS333] the same in both countries\n"
        put("team/b.vs.yaml", line, above)
        report = api.validate()
        assert (report.findings, report.suppressed) == ((), 1)
        assert told("team/b.vs.yaml") == []
        assert told(suppressions=False) == ["team/b.vs.yaml"]


def test_it_is_chosen_and_graded_as_any_other_rule() -> None:
    assert told(select=["duplicate-stream-id"]) == told(select=["VS333"]) == ["team/b.vs.yaml"]
    assert told(ignore=["VS33"]) == told(select=["VS2"]) == []
    Path("vs.toml").write_text('[severity]\nduplicate-stream-id = "error"\n', encoding="utf-8")
    assert api.validate().fails
    Path("vs.toml").write_text('[per-file-ignores]\n"team/**" = ["VS333"]\n', encoding="utf-8")
    assert told() == []
    Path("vs.toml").write_text('profile = "basic"\n', encoding="utf-8")
    assert told() == []


def _baseline(*paths: str) -> Report:
    return api.validate(paths or (".",), baseline="known.json")


def test_a_baseline_knows_it_and_is_judged_where_all_files_were_searched() -> None:
    entry = {"path": "team/b.vs.yaml", "code": "VS333", "rule": "duplicate-stream-id", "route": "id"}
    Path("known.json").write_text(json.dumps({"format": "vs-baseline/v1", "findings": [entry]}), encoding="utf-8")
    assert (_baseline().findings, _baseline().baselined) == ((), 1)
    assert _baseline("team").findings == _baseline("team/b.vs.yaml").findings == ()
    put("team/b.vs.yaml", "id: other\n")
    assert _baseline("team").findings == ()
    assert [each.rule for each in _baseline().findings] == ["stale-baseline-entry"]


def _all(jobs: int, mode: str) -> tuple[Finding, ...]:
    return gate.run(["."], Check(), None, gate.Scope(jobs=jobs, cache=mode)).findings


def test_the_same_for_any_processes_cold_and_warm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "PAYS_FROM", 1)
    for number in range(80):
        put(f"many/{number:02}.vs.yaml", f"id: n{number % 30}\n")
    expected = _all(1, "off")
    assert len(expected) == 51
    assert [_all(jobs, mode) for jobs in (3, 1) for mode in ("off", "stat", "content")] == [expected] * 6
    put("many/00.vs.yaml", "id: n1\n")  # what is known of the others stays known
    assert _all(1, "stat") == _all(1, "off") != expected


def test_what_changed_meanwhile_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Check.document

    def meddling(self: Check, read: object) -> object:
        found = document(self, read)  # type: ignore[arg-type]
        put("team/b.vs.yaml", "id: other\n")
        return found

    monkeypatch.setattr(Check, "document", meddling)
    checked = [Check()("team/b.vs.yaml"), Check()("a.vs.yaml")]
    assert [each.identity for each in checked] == ["restore-service as-is", "restore-service as-is"]
    monkeypatch.setattr("valuestream_cli.running.run", lambda *_, **__: checked)
    assert told("a.vs.yaml", "team/b.vs.yaml") == []


def test_what_we_ship_has_ids_of_its_own() -> None:
    assert told(*map(str, SAMPLES), select=["VS333"]) == []
