"""`--write-baseline` and `--prune-baseline` as they are called: nothing recorded is lost, nothing new hidden unsaid."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_validate import ADVICE, ERROR, GOOD, write, write_own
from valuestream_cli.config import forget

KNOWN = "known.json"
SAYS_SO = "what is new is recorded, too; --prune-baseline only takes out what is gone\n"
UNREADABLE = GOOD.replace("state: as-is", "state:\tas-is\n\t")


@pytest.fixture(autouse=True)
def _fresh(vs: Run) -> Iterator[None]:
    assert vs is not None  # which has put us into an empty folder
    Path(".git").mkdir()
    forget()
    yield
    forget()


def entries() -> list[tuple[str, str]]:
    """File and rule of what is recorded."""
    return [(each["path"], each["rule"]) for each in json.loads(Path(KNOWN).read_text())["findings"]]


def test_a_part_of_a_repository_is_recorded_by_itself(vs: Run) -> None:
    for place in ("team-a/a", "team-a/b", "team-b/c", "team-b/d", "team-b/e"):
        write_own(f"{place}.vs.yaml", ERROR)
    assert vs("validate", "--write-baseline", KNOWN) == (
        0, "", f"wrote 5 findings to {KNOWN}\nfrom now on: vs validate --baseline {KNOWN}\n"
    )  # fmt: skip
    write_own("team-a/a.vs.yaml", GOOD)
    write_own("team-a/new.vs.yaml", ADVICE)
    said = f"wrote 5 findings to {KNOWN}: 1 new, 1 gone, 3 of files that were not checked kept\n"
    assert vs("validate", "team-a", "--write-baseline", KNOWN) == (0, "", said + SAYS_SO)
    assert vs("validate", "--baseline", KNOWN)[2] == "6 files checked: no findings; 5 in the baseline\n"
    Path("team-b/e.vs.yaml").unlink()
    said = f"wrote 4 findings to {KNOWN}: 0 new, 1 gone, 2 of files that were not checked kept\n"
    assert vs("validate", "team-a", "--write-baseline", KNOWN)[2] == said


def test_rules_that_were_not_run_keep_their_entries(vs: Run) -> None:
    write_own("a.vs.yaml", ADVICE.replace("owner: Service desk manager\n", ""))
    write_own("b.vs.yaml", ADVICE)
    vs("validate", "--write-baseline", KNOWN)
    before = Path(KNOWN).read_text()
    said = (
        f"wrote 3 findings to {KNOWN}: 0 new, 0 gone, "
        "1 of files that were not checked and 1 of rules that were not run kept\n"
    )
    assert vs("validate", "a.vs.yaml", "--select", "no-owner", "--write-baseline", KNOWN) == (0, "", said)
    assert Path(KNOWN).read_text() == before


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"format": "vs-report/v1", "findings": []}', "it is no baseline (line 1)"),
        ("important notes\n", "expecting value (line 1)"),
        ("{\n<<<<<<< HEAD\n}", "a merge conflict is left in it (line 2)"),
        ("", "it is empty (line 1)"),
        ('{"format": "vs-baseline/v2"}', "its format is 'vs-baseline/v2', and this vs reads vs-baseline/v1 (line 1)"),
    ],
)
def test_what_is_no_baseline_is_never_replaced(vs: Run, text: str, why: str) -> None:
    write("a.vs.yaml", ERROR)
    write(KNOWN, text)
    status, out, err = vs("validate", "--write-baseline", KNOWN)
    assert (status, out) == (2, "")
    assert err.splitlines()[0] == f"error: '{KNOWN}' is not replaced: this baseline cannot be read: {why}"
    assert Path(KNOWN).read_text() == text


def test_malformed_entries_are_dropped_and_told(vs: Run) -> None:
    write("a.vs.yaml", GOOD)
    write(KNOWN, '{"format": "vs-baseline/v1", "findings": [{"path": "a.vs.yaml"}, 1]}')
    said = f"wrote 0 findings to {KNOWN}: 0 new, 0 gone, 2 malformed entries dropped\n"
    assert vs("validate", "--write-baseline", KNOWN)[2] == said
    assert entries() == []


def test_pruning_takes_out_what_is_gone_and_tells_what_is_new(vs: Run) -> None:
    write_own("a.vs.yaml", ERROR)
    write_own("b.vs.yaml", ERROR)
    vs("validate", "--write-baseline", KNOWN)
    write_own("a.vs.yaml", GOOD)
    write_own("c.vs.yaml", ERROR)
    status, out, err = vs("validate", "--baseline", KNOWN, "--prune-baseline")
    assert status == 1
    assert "c.vs.yaml:10:17" in out
    assert "stale" not in out
    assert err == (
        f"removed 1 finding from {KNOWN}: no longer found\n"
        "3 files checked: 1 error; 1 fixable with --fix; 1 in the baseline\n"
    )
    assert entries() == [("b.vs.yaml", "unknown-key")]
    assert vs("validate", "b.vs.yaml", "--baseline", KNOWN, "--prune-baseline") == (
        0, "", "1 file checked: no findings; 1 in the baseline\n"
    )  # fmt: skip


def test_pruning_keeps_how_often_something_is_still_found(vs: Run) -> None:
    write("a.vs.yaml", GOOD.replace("for: [user]", "for: [user, user, user]"))
    vs("validate", "--write-baseline", KNOWN)
    write("a.vs.yaml", GOOD.replace("for: [user]", "for: [user, user]"))
    assert vs("validate", "--baseline", KNOWN, "--prune-baseline")[0] == 0
    assert json.loads(Path(KNOWN).read_text())["findings"][0].get("count", 1) == 1
    assert vs("validate", "--baseline", KNOWN)[2] == "1 file checked: no findings; 1 in the baseline\n"


def test_pruning_judges_only_what_was_checked(vs: Run) -> None:
    for name in "ab":
        write(f"{name}.vs.yaml", ADVICE)
    vs("validate", "--write-baseline", KNOWN)
    before = Path(KNOWN).read_text()
    write("a.vs.yaml", UNREADABLE)
    assert vs("validate", "a.vs.yaml", "--baseline", KNOWN, "--prune-baseline")[0] == 1
    write("a.vs.yaml", GOOD)
    assert vs("validate", "a.vs.yaml", "--ignore", "VS3", "--baseline", KNOWN, "--prune-baseline")[0] == 0
    assert Path(KNOWN).read_text() == before


def test_pruning_each_baseline_that_settings_name(vs: Run) -> None:
    for team in ("one", "two"):
        write_own(f"{team}/x.vs.yaml", ERROR)
        assert vs("validate", team, "--write-baseline", f"{team}/{KNOWN}")[0] == 0
        write(f"{team}/vs.toml", f'baseline = "{KNOWN}"\nignore = ["stale-baseline-entry"]\n')
        write_own(f"{team}/x.vs.yaml", GOOD)
    assert vs("validate", "--prune-baseline") == (0, "", (
        f"removed 1 finding from one/{KNOWN}: no longer found\nremoved 1 finding from two/{KNOWN}: no longer found\n"
        "2 files checked: no findings\n"
    ))  # fmt: skip


def test_a_malformed_baseline_is_not_pruned(vs: Run) -> None:
    write("a.vs.yaml", ERROR)
    vs("validate", "--write-baseline", KNOWN)
    faulty = Path(KNOWN).read_text().replace('"findings": [', '"findings": [\n    1,')
    write(KNOWN, faulty)
    write("a.vs.yaml", GOOD)
    status, out, _ = vs("validate", "--baseline", KNOWN, "--prune-baseline")
    assert (status, Path(KNOWN).read_text()) == (1, faulty)
    assert "malformed-baseline-entry" in out
    assert "stale-baseline-entry" in out


@pytest.mark.parametrize("options", [(), ("--baseline", "")])
def test_there_must_be_something_to_prune(vs: Run, options: tuple[str, ...]) -> None:
    write("a.vs.yaml", GOOD)
    said = "error: there is no baseline to prune\n  help: name one with --baseline, or as `baseline` in vs.toml\n"
    assert vs("validate", "--prune-baseline", *options) == (2, "", said)


def test_a_missing_baseline_is_told_where_it_is_named(vs: Run) -> None:
    write("a.vs.yaml", ERROR)
    write("vs.toml", 'profile = "basic"\nbaseline = "known.json"\n')
    status, out, err = vs("validate")
    assert (status, err) == (1, "1 file checked: 2 errors in 2 files; 1 fixable with --fix\n")
    assert "error[VS909] path-not-found: 'known.json' is not a file\n --> vs.toml:2:12\n" in out
    assert "or write it with `vs validate --write-baseline known.json`" in out
    assert vs("validate", "--write-baseline", KNOWN) == (0, "", f"wrote 1 finding to {KNOWN}\n")
    assert vs("validate") == (0, "", "1 file checked: no findings; 1 in the baseline\n")
    assert vs("validate", "--baseline", "other.json")[0] == 2


def test_other_missing_files_are_still_told(vs: Run) -> None:
    write("a.vs.yaml", GOOD)
    write("vs.toml", 'baseline = "elsewhere.json"\n')
    err = vs("validate", "--write-baseline", KNOWN)[2]
    assert "1 finding cannot be recorded: about vs itself, its configuration or its comments\n" in err
    assert "from now on" in err


def test_the_summary_says_how_many_files_were_not_checked(vs: Run) -> None:
    write("a.vs.yaml", UNREADABLE)
    write("b.vs.yaml", UNREADABLE)
    write("c.vs.yaml", GOOD.replace("state: as-is", "state: as-is\nstate: to-be"))
    vs("validate", "--write-baseline", KNOWN)
    said = "3 files checked: no findings; 3 in the baseline; 2 files cannot be read and were not checked\n"
    assert vs("validate", "--baseline", KNOWN)[2] == said
    said = "1 file checked: no findings; 1 in the baseline; 1 file cannot be read and was not checked\n"
    assert vs("validate", "--baseline", KNOWN, "a.vs.yaml")[2] == said
