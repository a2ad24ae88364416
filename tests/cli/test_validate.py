"""`vs validate` as it is called: what is checked, what is said, and with which status it exits."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from valuestream_cli.itil import slug
from valuestream_cli.validation import engine
from valuestream_cli.validation.rules import RULES

GOOD = """\
valuestream: 1
id: reset
name: Reset a password
state: as-is
owner: Service desk manager
demand: {trigger: A user cannot log in}
value: {outcome: The user can work, for: [user]}
steps:
  - {id: register, name: Register the call, activity: engage, practices: [service-desk]}
  - {id: reset, name: Reset it, activity: deliver-and-support, practices: [service-request-management]}
"""
ERROR = GOOD.replace("id: reset, name", "id: reset, nam")
ADVICE = GOOD.replace("state: as-is\n", "")
ERROR_TEXT = """\
error[VS101] unknown-key: unknown key 'nam'; did you mean 'name'?
   --> bad.vs.yaml:10:17
    |
 10 |   - {id: reset, nam: Reset it, activity: deliver-and-support, practices: [service-request-management]}
    |                 ^^^
    = fix: rename it to `name` (--fix)

"""


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def own(name: str, text: str) -> str:
    """A stream with an id of its own, so that it is no copy of another."""
    return text.replace("\nid: reset\n", f"\nid: {slug(name)}\n", 1)


def write_own(name: str, text: str) -> None:
    write(name, own(name, text))


def test_a_sound_file_is_fine(vs: Run) -> None:
    write("good.vs.yaml", GOOD)
    assert vs("validate", "good.vs.yaml") == (0, "", "1 file checked: no findings\n")


def test_a_mistake_is_shown_and_fails(vs: Run) -> None:
    write("bad.vs.yaml", ERROR)
    status, out, err = vs("validate", "bad.vs.yaml")
    assert (status, err) == (1, "1 file checked: 1 error; 1 fixable with --fix\n")
    assert out.replace(" ", "") == ERROR_TEXT.replace(" ", "")


def test_folders_are_searched_here_unless_said(vs: Run) -> None:
    for name in ("a/one.vs.yaml", "a/b/two.vs.yml", "three.vs.yaml"):
        write_own(name, GOOD)
    for name in ("a/other.yaml", ".hidden/four.vs.yaml", "node_modules/five.vs.yaml"):
        write(name, ERROR)
    assert vs("validate") == (0, "", "3 files checked: no findings\n")
    assert vs("validate", "a", "a/one.vs.yaml") == (0, "", "2 files checked: no findings\n")


@pytest.mark.parametrize(("fail_on", "status"), [("error", 0), ("warning", 0), ("advice", 1)])
def test_fail_on_says_what_fails(vs: Run, fail_on: str, status: int) -> None:
    write("a.vs.yaml", ADVICE)
    assert vs("validate", "--fail-on", fail_on)[::2] == (status, "1 file checked: 1 piece of advice\n")


def test_a_run_that_only_reports(vs: Run) -> None:
    write("a.vs.yaml", ERROR)
    gate, report = vs("validate", "-f", "junit"), vs("validate", "-f", "junit", "--fail-on", "never")
    assert (gate[0], report[0]) == (1, 0)
    assert gate[1:] == report[1:]
    assert vs("validate", "missing", "--fail-on", "never")[0] == 2
    assert vs("validate", "--fix", "--unsafe-fixes", "--fail-on", "never")[0] == 0
    assert "fail-on never command line" in " ".join(vs("validate", "--show-settings", "--fail-on", "never")[1].split())


def test_rules_are_chosen_by_code_beginning_or_name(vs: Run) -> None:
    write("a.vs.yaml", ADVICE.replace("owner: Service desk manager\n", ""))
    assert vs("validate")[2] == "1 file checked: 1 warning and 1 piece of advice\n"
    assert vs("validate", "--select", "VS307")[2] == "1 file checked: 1 warning\n"
    assert vs("validate", "--select", "VS3", "--ignore", "no-owner,VS2")[2] == "1 file checked: 1 piece of advice\n"
    assert vs("validate", "--ignore", "VS3")[2] == "1 file checked: no findings\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.vs.yaml"], "error: there is no file or folder 'missing.vs.yaml'\n"),
        (
            ["god.vs.yaml"],
            "error: there is no file or folder 'god.vs.yaml'\n  help: did you mean 'good.vs.yaml'?\n",
        ),
        (
            ["empty"],
            "error: no *.vs.yaml files in 'empty'\n  help: write one with `vs new`, or name the file itself\n",
        ),
        (["--select", "no-onwer"], "error: there is no rule 'no-onwer'\n  help: did you mean 'no-owner'?\n"),
        (["--ignore", "zzzzzz"], "error: there is no rule 'zzzzzz'\n  help: see `vs explain rules`\n"),
    ],
)
def test_wrong_use_exits_with_two(vs: Run, arguments: list[str], said: str) -> None:
    write("good.vs.yaml", GOOD)
    Path("empty").mkdir()
    assert vs("validate", *arguments) == (2, "", said)


def test_wrong_options_exit_with_two(vs: Run) -> None:
    assert vs("validate", "--format", "xml")[0] == 2
    assert vs("validate", "--nonsense")[0] == 2
    status, _, err = vs("validat")
    assert status == 2
    assert "validate" in err


def test_stdin(vs: Run, stdin: Callable[[bytes], None]) -> None:
    stdin(ERROR.encode())
    status, out, _ = vs("validate", "-", "--stdin-filename", "bad.vs.yaml")
    assert (status, out.replace(" ", "")) == (1, ERROR_TEXT.replace(" ", ""))


def test_json_goes_to_stdout_and_talk_to_stderr(vs: Run) -> None:
    write("bad.vs.yaml", ERROR)
    status, out, err = vs("validate", "--format", "json")
    report = json.loads(out)
    assert (status, err) == (1, "1 file checked: 1 error; 1 fixable with --fix\n")
    assert report["summary"] == {
        "files": 1, "errors": 1, "warnings": 0, "advice": 0, "suppressed": 0, "baselined": 0
    }  # fmt: skip
    assert [(finding["rule"], finding["line"], finding["column"]) for finding in report["findings"]] == [
        ("unknown-key", 10, 17)
    ]


def test_a_report_can_go_to_a_file(vs: Run) -> None:
    write("bad.vs.yaml", ERROR)
    assert vs("validate", "-f", "github", "-o", "out/report.txt") == (
        1,
        "",
        "1 file checked: 1 error; 1 fixable with --fix\n",
    )
    said = Path("out/report.txt").read_text(encoding="utf-8")
    assert said == (
        "::error file=bad.vs.yaml,line=10,col=17,title=VS101 unknown-key::"
        "bad.vs.yaml:10:17: unknown key 'nam'; did you mean 'name'? (rename it to `name`)\n"
    )


def test_a_report_never_replaces_a_stream_or_what_is_read(vs: Run) -> None:
    write("bad.vs.yaml", ERROR)
    write("odd.yaml", GOOD)
    write("vs.toml", "")
    write("known.json", '{"format": "vs-baseline/v1", "findings": []}')
    Path("link.json").symlink_to("bad.vs.yaml")
    before = {path: path.read_text() for path in Path().iterdir()}
    name = "is the name of a stream file\n  help: choose another place for what is not one\n"
    read = "is read by this run and is not replaced\n  help: choose another place\n"
    for place, why in {
        "bad.vs.yaml": name, "new.vs.yml": name, "link.json": name,
        "odd.yaml": read, "./vs.toml": read, "known.json": read,
    }.items():  # fmt: skip
        done = vs("validate", "bad.vs.yaml", "odd.yaml", "--baseline", "known.json", "-o", place)
        assert done == (2, "", f"error: '{place}' {why}")
    for place in ("bad.vs.yaml", "new.vs.yaml", "link.json"):
        assert vs("validate", "--write-baseline", place) == (2, "", f"error: '{place}' {name}")
    assert {path: path.read_text() for path in Path().iterdir()} == before


def test_a_dash_is_stdout(vs: Run) -> None:
    write("bad.vs.yaml", ERROR)
    for format in ("text", "github"):
        assert vs("validate", "-f", format, "-o", "-") == vs("validate", "-f", format)
    assert [path.name for path in Path().iterdir()] == ["bad.vs.yaml"]


def test_what_is_left_out_by_exclude_is_counted(vs: Run) -> None:
    write("a.vs.yaml", GOOD)
    write("legacy/b.vs.yaml", GOOD)
    write("vs.toml", 'exclude = ["legacy"]\n')
    help_ = "\n  help: name the file itself, or change vs.toml\n"
    said = "error: no *.vs.yaml files in 'legacy': 1 file is left out by `exclude`"
    assert vs("validate", "legacy", "legacy") == (2, "", said.replace("'legacy'", "'legacy', 'legacy'") + help_)
    write("vs.toml", 'exclude = ["*.vs.yaml"]\n')
    said = "error: no *.vs.yaml files in '.': 2 files are left out by `exclude`"
    assert vs("validate") == (2, "", said + help_)


def test_a_repair_that_cannot_be_written_stops_no_other(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(self: Path, target: Path) -> Path:
        if target.name == "a.vs.yaml":
            raise PermissionError(errno.EACCES, "Permission denied")
        return really(self, target)

    really = Path.replace
    monkeypatch.setattr(Path, "replace", replace)
    for name in "ab":
        write_own(f"{name}.vs.yaml", ERROR)
    status, _, err = vs("validate", "--fix")
    assert (status, err) == (2, (
        "error: cannot write 'a.vs.yaml': Permission denied\n"
        "  help: it is left as it is; check the permissions of its folder, and the room on the disk\n"
        "repaired 1 finding in 1 file\n2 files checked: 1 error; 1 fixable with --fix\n"
    ))  # fmt: skip
    assert Path("a.vs.yaml").read_text() == own("a.vs.yaml", ERROR)


def test_a_bug_in_a_rule_names_rule_and_file(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_: object) -> None:
        raise ZeroDivisionError

    write("good.vs.yaml", GOOD)
    broken = [
        rule if rule.name != "no-owner" else type(rule)(rule.code, rule.name, rule.severity, crash) for rule in RULES
    ]
    monkeypatch.setattr("valuestream_cli.validation.rules.RULES", broken)
    engine._model_rules.cache_clear()
    try:
        status, _, err = vs("validate", "good.vs.yaml")
    finally:
        engine._model_rules.cache_clear()
    assert status == 3
    assert "RuleCrashed: no-owner on good.vs.yaml" in err
    assert err.endswith("please report it together with the lines above and, if you can, the file\n")


def test_interruption_exits_with_130(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("valuestream_cli.gate.run", interrupt)
    for options in ([], ["--jobs", "1"], ["--fix"]):
        assert vs("validate", *options) == (130, "", "error: interrupted\n")


@pytest.mark.parametrize(("at", "said"), [(0, ""), (2, "repaired 2 findings in 2 files\n")])
def test_interrupted_repairs_say_how_many_files_were_changed(
    vs: Run, monkeypatch: pytest.MonkeyPatch, at: int, said: str
) -> None:
    from valuestream_cli.cli import repairing

    replaced: list[str] = []
    replace_file = repairing.replace_file

    def interrupted(path: str, before: bytes, after: bytes) -> bool:
        if len(replaced) == at:
            raise KeyboardInterrupt
        replaced.append(path)
        return replace_file(path, before, after)

    monkeypatch.setattr(repairing, "replace_file", interrupted)
    for name in "abc":
        write(f"{name}.vs.yaml", ERROR)
    assert vs("validate", "--fix") == (130, "", f"{said}error: interrupted\n")


def test_a_link_that_points_nowhere(vs: Run) -> None:
    Path("a.vs.yaml").symlink_to("gone.vs.yaml")
    status, out, _ = vs("validate")
    assert status == 1
    assert "VS001] unreadable-file: cannot read this file: this link points nowhere" in out
    assert "= help: mend the link, or remove it\n" in out


def test_a_configuration_that_is_a_folder_fails_the_run(vs: Run) -> None:
    write("a.vs.yaml", GOOD)
    Path("vs.toml").mkdir()
    status, out, _ = vs("validate")
    assert status == 1
    assert "error[VS901] unreadable-configuration: cannot read this configuration file: it is a folder" in out


def test_version(vs: Run) -> None:
    from valuestream_cli import __version__

    assert vs("--version") == (0, f"vs {__version__}\n", "")
    assert sys.argv == ["vs", "--version"]


@pytest.mark.parametrize(
    "arguments", [["--ignore", "VS0"], ["--ignore", "VS"], ["--select", "VS3"], ["--select", "VS211"]]
)
def test_a_file_that_cannot_be_read_never_passes(vs: Run, arguments: list[str]) -> None:
    write("a.vs.yaml", GOOD.replace("state: as-is", "state:\tas-is\n\t"))
    assert vs("validate", *arguments)[::2] == (1, "1 file checked: 1 error\n")


def test_structure_is_told_whatever_is_selected_unless_ignored(vs: Run) -> None:
    write("bad.vs.yaml", ERROR)
    assert vs("validate", "--select", "VS3")[2] == "1 file checked: 1 error; 1 fixable with --fix\n"
    assert vs("validate", "--ignore", "unknown-key")[2] == "1 file checked: no findings\n"
