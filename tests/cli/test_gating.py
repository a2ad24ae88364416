"""`vs validate` as a gate: no verdict depends on the order of paths, on who reads it, or on what was left unsaid."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_validate import ADVICE, ERROR, GOOD, own, write, write_own
from valuestream_cli.cache.results import Cache
from valuestream_cli.cli import clashes, console
from valuestream_cli.config import forget
from valuestream_cli.validation import engine
from valuestream_cli.validation.checking import Check
from valuestream_cli.validation.rules import RULES

FIXED = ERROR.replace("nam:", "name:")
UNKNOWN = GOOD.replace("engage", "engaging")  # an error that only an unsafe fix repairs
OWN = json.dumps({
    "type": "object", "required": ["x-cost"],
    "x-vs": {"code": "ORG1", "rule": "no-cost", "message": "no cost centre", "severity": "error"},
})  # fmt: skip
NAMES_OWN = '[[schemas]]\npath = "own.json"\nprefix = "ORG"\n'


@pytest.fixture(autouse=True)
def _fresh(vs: Run) -> Iterator[None]:
    assert vs is not None  # which has put us into an empty folder
    Path(".git").mkdir()
    forget()
    yield
    forget()


@pytest.fixture
def crash(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A rule that fails on every file."""

    def fail(_: object) -> None:
        raise ZeroDivisionError

    broken = [
        rule if rule.name != "no-owner" else type(rule)(rule.code, rule.name, rule.severity, fail) for rule in RULES
    ]
    monkeypatch.setattr("valuestream_cli.validation.rules.RULES", broken)
    engine._model_rules.cache_clear()
    yield
    engine._model_rules.cache_clear()


def shell(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script of bash in which `vs` is this one."""
    vs = f'vs() {{ {shlex.quote(sys.executable)} -m valuestream_cli "$@"; }}; set -o pipefail;'
    env = {key: value for key, value in os.environ.items() if key != "PYTHONSAFEPATH"}
    return subprocess.run(["bash", "-c", f"{vs} {script}"], capture_output=True, text=True, timeout=60, env=env)


@pytest.mark.parametrize("paths", [("a", "b"), ("b", "a"), (".",)])
def test_each_file_fails_by_the_settings_nearest_to_it(vs: Run, paths: tuple[str, ...]) -> None:
    write("a/one.vs.yaml", GOOD)
    write("b/two.vs.yaml", ADVICE)
    write("b/vs.toml", 'fail-on = "advice"\n')
    assert vs("validate", *paths)[0] == 1
    assert vs("validate", *paths, "--fail-on", "warning")[0] == 0
    written = vs("validate", *paths, "-f", "junit")[1]
    assert 'failures="1"' in written
    write("a/one.vs.yaml", ADVICE)
    write("b/two.vs.yaml", GOOD)
    assert vs("validate", *paths)[0] == 0


@pytest.mark.parametrize("paths", [("a", "b"), ("b", "a"), (".",)])
def test_each_file_has_the_baseline_of_its_settings(vs: Run, paths: tuple[str, ...]) -> None:
    for team in "ab":
        write(f"{team}/vs.toml", 'baseline = "known.json"\n')
        write_own(f"{team}/x.vs.yaml", ERROR)
        assert vs("validate", team, "--write-baseline", f"{team}/known.json")[0] == 0
    assert vs("validate", *paths)[::2] == (0, "2 files checked: no findings; 2 in the baseline\n")
    write_own("a/x.vs.yaml", GOOD)
    status, out, err = vs("validate", *paths, "--fail-on", "warning")
    assert (status, err) == (1, "2 files checked: 1 warning; 1 in the baseline\n")
    assert "a/known.json:4:5" in out
    write("a/known.json", "{")
    write_own("a/x.vs.yaml", ERROR)
    assert vs("validate", *paths)[2].startswith("2 files checked: 1 error; 1 in the baseline")
    assert vs("validate", *paths, "--baseline", "b/known.json")[2].endswith(
        "; 1 fixable with --fix; 1 in the baseline\n"
    )


def test_the_reports_of_all_plugins_are_known(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("valuestream_cli.plugins.loaded", lambda name, group: (lambda _: f"{name} {group}\n", ""))
    write("a/one.vs.yaml", GOOD)
    write("b/two.vs.yaml", GOOD)
    write("b/vs.toml", 'plugins = ["acme"]\n')
    assert vs("validate", "a", "b", "-f", "acme")[1] == "acme reports\n"


@pytest.mark.usefixtures("crash")
def test_no_way_out_forgets_a_crash(vs: Run, stdin: Callable[[bytes], None]) -> None:
    write("a.vs.yaml", ERROR)
    for options in ((), ("--diff",), ("--fix",), ("--write-baseline", "known.json"), ("-f", "json"), ("--statistics",)):
        status, _, err = vs("validate", *options)
        assert (status, "RuleCrashed: no-owner on a.vs.yaml" in err) == (3, True), options
    assert not Path("known.json").exists()
    stdin(ERROR.encode())
    status, out, _ = vs("validate", "-", "--fix")
    assert (status, out) == (3, FIXED)


@pytest.mark.usefixtures("crash")
def test_no_report_is_clean_after_a_crash(vs: Run) -> None:
    write("a.vs.yaml", GOOD)
    said = "RuleCrashed: no-owner on a.vs.yaml\n"
    assert vs("validate")[1] == f"{said}\n"
    assert vs("validate", "--statistics")[1] == said
    assert vs("validate", "-f", "github")[1] == f"::error title=crash::{said}"
    assert json.loads(vs("validate", "-f", "json")[1])["crashes"] == [said.strip()]
    assert "1 file checked: no findings; 1 crash\n" in vs("validate")[2]


def test_stdin_is_repaired_with_all_that_is_asked_for(vs: Run, stdin: Callable[[bytes], None]) -> None:
    both = UNKNOWN.replace("id: reset, name", "id: reset, nam").encode()
    repaired = both.decode().replace("nam:", "name:")
    stdin(both)
    status, out, err = vs("validate", "-", "--fix", "--stdin-filename", "a.vs.yaml", "-f", "github")
    assert (status, out, err.partition(",")[0]) == (1, repaired, "::error file=a.vs.yaml")
    stdin(both)
    status, out, err = vs("validate", "-", "--fix", "-f", "json", "-o", "report.json")
    assert (status, out, err) == (1, repaired, "1 file checked: 1 error; 1 fixable with --unsafe-fixes\n")
    assert json.loads(Path("report.json").read_text())["summary"]["errors"] == 1
    stdin(both)
    done = vs("validate", "-", "--fix", "--stdin-filename", "a.vs.yaml", "--write-baseline", "known.json")
    assert (done[0], "wrote 1 finding to known.json" in done[2]) == (0, True)
    stdin(both)
    done = vs("validate", "-", "--fix", "--stdin-filename", "a.vs.yaml", "--baseline", "known.json")
    assert done == (0, repaired, "1 file checked: no findings; 1 in the baseline\n")


def test_excluded_files_are_left_out_even_where_named(vs: Run, stdin: Callable[[bytes], None]) -> None:
    write("vs.toml", 'exclude = ["legacy"]\n')
    write("legacy/a.vs.yaml", ERROR + "\n\n")
    write("b.vs.yaml", GOOD)
    assert vs("validate", "legacy/a.vs.yaml")[0] == 1
    assert vs("validate", "--force-exclude", "legacy/a.vs.yaml") == (0, "", "0 files checked: no findings\n")
    assert vs("validate", "--force-exclude", "legacy/a.vs.yaml", "b.vs.yaml")[2] == "1 file checked: no findings\n"
    assert vs("validate", "--force-exclude", "nowhere.vs.yaml")[0] == 2
    stdin(ERROR.encode())
    assert vs("validate", "-", "--stdin-filename", "legacy/new.vs.yaml", "--force-exclude")[0] == 0
    assert vs("fmt", "--force-exclude", "--check", "legacy/a.vs.yaml") == (0, "", "nothing to format\n")
    assert vs("render", "--force-exclude", "--check", "legacy/a.vs.yaml") == (0, "", "")


def test_the_settings_shown_are_those_that_count(vs: Run) -> None:
    write("b/vs.toml", 'profile = "strict"\n')
    shown = vs("validate", "--show-settings", "--fail-on", "warning", "--baseline", "known.json")[1].splitlines()
    assert [line.split() for line in shown if line.strip().startswith(("fail-on", "baseline"))] == [
        ["fail-on", "warning", "command", "line"], ["baseline", "known.json", "command", "line"]
    ]  # fmt: skip
    shown = vs("validate", "--show-settings", "-", "--stdin-filename", "b/new.vs.yaml")[1].splitlines()
    assert shown[0] == "Settings for b/new.vs.yaml, from b/vs.toml."
    assert vs("validate", "--show-settings", "--select", "no-ownr")[0] == 2


def test_a_rule_need_not_be_known_everywhere(vs: Run) -> None:
    write("o/vs.toml", NAMES_OWN)
    write("o/own.json", OWN)
    for folder in "os":
        write(f"{folder}/a.vs.yaml", ADVICE)
    for paths in (("o",), (".",), ("o", "s"), ("s", "o")):
        assert vs("validate", *paths, "--select", "ORG1")[2].partition(": ")[2] == "1 error\n", paths
    assert vs("validate", ".", "--ignore", "no-cost,VS3")[0] == 0
    assert vs("validate", "s", "--select", "ORG1") == (
        2, "", "error: there is no rule 'ORG1'\n  help: see `vs explain rules`\n"
    )  # fmt: skip
    assert vs("validate", ".", "--select", "ORG1,ORG2")[2].startswith("error: there is no rule 'ORG2'\n")


WORDS = {
    "--format": ["--format", "json"], "--output": ["--output", "x"], "--fail-on": ["--fail-on", "advice"],
    "--baseline": ["--baseline", "x"], "--write-baseline": ["--write-baseline", "x"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"), [(one, other) for one, others in clashes._OF_VALIDATE.items() for other in others]
)
def test_no_option_is_taken_that_does_nothing(vs: Run, one: str, other: str) -> None:
    write("a.vs.yaml", ERROR)
    said = f"error: {one} and {other} do not go together\n  help: leave one of them out\n"
    assert vs("validate", *WORDS.get(one, [one]), *WORDS.get(other, [other])) == (2, "", said)
    assert sorted(path.name for path in Path().iterdir()) == [".git", "a.vs.yaml"]


def test_the_name_of_stdin(vs: Run) -> None:
    write("a.vs.yaml", GOOD)
    status, _, err = vs("validate", "a.vs.yaml", "--stdin-filename", "b.vs.yaml")
    assert (status, err.splitlines()[0]) == (2, "error: --stdin-filename names a stdin that is not checked")
    status, _, err = vs("validate", "-", "--write-baseline", "known.json")
    assert (status, err.splitlines()[0]) == (2, "error: stdin has no file name to record its findings under")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes differ")
@pytest.mark.parametrize("options", ["", "-f json", "--statistics"])
def test_a_gate_does_not_turn_green_when_nobody_reads_it(options: str) -> None:
    write("a.vs.yaml", ERROR)
    for end in ("| (exec <&-; sleep 0.5)", ">&-"):
        done = shell(f"(sleep 0.2; vs validate {options} a.vs.yaml) {end}")
        assert done.returncode == 1, done
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr
    write("a.vs.yaml", GOOD)
    assert shell("vs validate -f json a.vs.yaml >&-").returncode == 0
    assert shell("vs show a.vs.yaml >&-").returncode == 141
    assert shell("vs validate a.vs.yaml 2>&-").returncode == 0
    assert shell("vs validate - <&-").returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_is_no_bug() -> None:
    write("a.vs.yaml", ERROR)
    done = shell("vs validate -f json > /dev/full")
    assert (done.returncode, done.stderr) == (
        2, "error: cannot write to stdout: No space left on device\n  help: choose another place\n"
    )  # fmt: skip
    assert shell("vs validate - --fix < a.vs.yaml > /dev/full").returncode == 2
    assert shell("vs validate 2> /dev/full").returncode == 1


def test_a_repair_that_is_refused_stops_no_other(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def replaced(path: str, before: bytes, after: bytes) -> bool:
        if path == "a.vs.yaml":
            write_own(path, GOOD)
        return replace(path, before, after)

    replace = console.replace_file
    monkeypatch.setattr("valuestream_cli.cli.repairing.replace_file", replaced)
    for name in "abc":
        write_own(f"{name}.vs.yaml", ERROR)
    assert vs("validate", "--fix") == (2, "", (
        "error: 'a.vs.yaml' has changed meanwhile\n  help: it is left as it is; run the command again\n"
        "repaired 2 findings in 2 files\n3 files checked: no findings\n"
    ))  # fmt: skip
    for name, expected in (("a.vs.yaml", GOOD), ("b.vs.yaml", FIXED), ("c.vs.yaml", FIXED)):
        assert Path(name).read_text() == own(name, expected)


def test_a_code_in_small_letters_is_one_rule(vs: Run) -> None:
    write("a.vs.yaml", GOOD)
    write("vs.toml", '[severity]\nvs305 = "error"\n')
    assert vs("validate")[1].splitlines()[0] == (
        "error[VS905] unknown-rule: there is no rule 'vs305'; did you mean 'VS305'?"
    )


def test_a_severity_grades_what_the_command_line_selects(vs: Run) -> None:
    write("a.vs.yaml", GOOD)
    write("vs.toml", '[severity]\nno-approver = "warning"\nno-version = "off"\n')
    assert (
        vs("validate", "--select", "no-approver,no-version")[2] == "1 file checked: 1 warning and 1 piece of advice\n"
    )


def test_what_changed_since_it_was_checked_is_not_quoted(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("valuestream_cli.cache.PAYS_FROM", 1)
    monkeypatch.delenv("CI", raising=False)
    write("a.vs.yaml", ERROR)
    first = vs("validate", "--cache", "content")[1]
    assert vs("validate", "--cache", "content")[1] == first
    known = Cache.known

    def saved_meanwhile(self: Cache, paths: list[str]) -> object:
        found = known(self, paths)
        write("a.vs.yaml", "# new\n" * 20 + GOOD)
        return found

    monkeypatch.setattr(Cache, "known", saved_meanwhile)
    out = vs("validate", "--cache", "content")[1]
    assert "a.vs.yaml:10:17" in out
    assert "# new" not in out


def test_the_cache_is_the_same_from_everywhere(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("valuestream_cli.cache.PAYS_FROM", 1)
    monkeypatch.delenv("CI", raising=False)
    write("vs.toml", f'[per-file-ignores]\n"legacy/**" = ["no-owner"]\n{NAMES_OWN}')
    write("own.json", OWN)
    write("sub/a.vs.yaml", ERROR)
    asked: list[str] = []
    document = Check.document
    monkeypatch.setattr(Check, "document", lambda self, each: (asked.append(each.path), document(self, each))[1])
    here = Path.cwd()
    for folder, options in (
        (".", []),
        ("sub", []),
        (".", ["--config", "vs.toml"]),
        ("sub", ["--config", "../vs.toml"]),
    ):
        monkeypatch.chdir(here / folder)
        assert vs("validate", ".", "--cache", "content", *options)[0] == 1
    assert asked == ["sub/a.vs.yaml"]
