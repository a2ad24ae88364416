"""`vs diff`: sources, exit status, and git, which calls it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from valuestream_cli.source import MAX_BYTES

CASES = Path(__file__).parents[1] / "cases" / "diff"
OLD = (CASES / "faster" / "old.vs.yaml").read_text(encoding="utf-8")
NEW = (CASES / "faster" / "new.vs.yaml").read_text(encoding="utf-8")
SLOW = (CASES / "budget" / "new.vs.yaml").read_text(encoding="utf-8")
LAYOUT = (CASES / "layout" / "new.vs.yaml").read_text(encoding="utf-8")
ADDED = "This stream is new: 4 steps and a lead time of 4h 48m.\n"
BUSY = """\
valuestream: 1
id: busy
name: Busy
demand: {trigger: A case arrives, rate: 1/h}
value: {outcome: It is done, for: [user], targets: {lead_time: 8h}}
steps:
  - {id: a, name: Ask, activity: engage, practices: [x-own], process_time: 30m, wait_time: 30m, capacity: 1}
  - {id: b, name: Build, activity: engage, practices: [x-own], process_time: 30m, wait_time: 1h}
"""
FASTER = "Lead time falls from 4h 48m to 3h 28m"
IDENTITY = {
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip


def git(*arguments: str, folder: Path | None = None) -> str:
    environment = {**os.environ, **IDENTITY, "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(text.encode())


@pytest.fixture
def repository(vs: Run) -> Run:
    """`vs` in a repository whose branch `main` has two streams, one of which is faster in the working tree."""
    git("init", "--quiet", "--initial-branch", "main")
    write("streams/repair.vs.yaml", OLD)
    write("streams/other.vs.yaml", OLD.replace("id: repair\nname", "id: other\nname"))
    git("add", ".")
    git("commit", "--quiet", "--message", "one")
    git("tag", "v1")
    write("streams/repair.vs.yaml", NEW)
    return vs


@pytest.mark.parametrize(
    "arguments",
    [
        ("main:streams/repair.vs.yaml", "streams/repair.vs.yaml"),
        ("v1:./streams/repair.vs.yaml",),
        ("HEAD:streams/repair.vs.yaml",),
        ("main", "streams/repair.vs.yaml"),
        ("streams/repair.vs.yaml",),
    ],
)
def test_one_file(repository: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = repository("diff", *arguments)
    assert (code, err) == (0, "")
    assert out.splitlines()[2].startswith(FASTER)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("main",),
        ("main:",),
        ("main:streams",),
        ("main:streams/",),
        ("main", "streams"),
        ("HEAD", "."),
        ("v1", "./streams/"),
    ],
)
def test_folders(repository: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = repository("diff", *arguments)
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "2 streams: 1 changed"
    assert out.splitlines()[4].startswith(FASTER)


def test_below_the_top_of_the_repository(repository: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("streams")
    for arguments in (
        (),
        ("main:",),
        ("main:./repair.vs.yaml",),
        ("main:streams/repair.vs.yaml",),
        ("repair.vs.yaml",),
    ):
        assert FASTER in repository("diff", *arguments)[1]


def test_outside_of_the_repository(repository: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    inside = tmp_path / "streams" / "repair.vs.yaml"
    monkeypatch.chdir("/")
    assert FASTER in repository("diff", "main", str(inside))[1]
    assert "2 streams: 1 changed" in repository("diff", "main", str(inside.parent))[1]


def test_two_revisions(repository: Run) -> None:
    git("commit", "--quiet", "--all", "--message", "two")
    assert "2 streams: 1 changed" in repository("diff", "v1", "main")[1]
    assert repository("diff", "main", "main")[1] == "2 streams, none of them changed\n"
    assert "rises from 3h 28m" in repository("diff", "streams/repair.vs.yaml", "v1")[1]
    assert repository("diff")[1] == "2 streams, none of them changed\n"


def test_what_is_newer_than_the_revision_is_added(repository: Run) -> None:
    write("more/new.vs.yaml", OLD)
    for arguments in (("main", "more/new.vs.yaml"), ("main", "more")):
        assert ADDED in repository("diff", *arguments)[1]
    Path("streams/other.vs.yaml").unlink()
    out = repository("diff", "main")[1]
    assert out.startswith("3 streams: 1 changed, 1 added and 1 removed\n")
    assert "This stream is gone: 4 steps and a lead time of 4h 48m.\n" in out


def test_a_file_that_was_renamed_is_the_same_stream(repository: Run) -> None:
    Path("streams/repair.vs.yaml").rename("streams/bicycle.vs.yaml")
    out = repository("diff", "main")[1]
    assert out.startswith("2 streams: 1 changed\n")
    assert "main:./streams/repair.vs.yaml → streams/bicycle.vs.yaml" in out


def test_what_a_search_leaves_out(repository: Run) -> None:
    for place in (".hidden/a.vs.yaml", "node_modules/a.vs.yaml", "old/a.vs.yaml", "kept/a.vs.yaml"):
        write(place, OLD.replace("id: repair\nname", f"id: {place[0]}x\nname").replace(".x", "hx"))
    Path("streams/link.vs.yaml").symlink_to("repair.vs.yaml")
    git("add", ".")
    git("commit", "--quiet", "--message", "two")
    Path("streams/link.vs.yaml").unlink()
    write("vs.toml", 'exclude = ["old/**"]\n')
    data = json.loads(repository("diff", "HEAD", "--format", "json")[1])
    assert [stream["new_path"] for stream in data["streams"]] == [
        "kept/a.vs.yaml", "streams/other.vs.yaml", "streams/repair.vs.yaml"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nope",), "there is no file, folder or revision 'nope'"),
        (("nope:streams",), "git knows no revision 'nope'"),
        (("main:nope.vs.yaml",), "the revision 'main' has no 'nope.vs.yaml'"),
        (("main:../x.vs.yaml",), "the revision 'main' has no '../x.vs.yaml'"),
        (("streams/repare.vs.yaml",), "did you mean 'streams/repair.vs.yaml'?"),
        (("streams", "streams/repair.vs.yaml"), "'streams' is a folder and 'streams/repair.vs.yaml' a file"),
        (("main:streams", "streams/repair.vs.yaml"), "'main:streams' is a folder"),
        (("--", "--output=x"), "there is no file, folder or revision '--output=x'"),
        (("--", "--output=x:y"), "git knows no revision '--output=x'"),
        (("main:a\nb",), "the revision 'main' has no 'a\nb'"),
        (("/dev/null", "/dev/null"), "no *.vs.yaml files in '/dev/null' and '/dev/null'"),
        (("streams", "streams", "--format", "jsn"), "did you mean 'json'?"),
        (("--textconv",), "--textconv is about one file"),
        (("--textconv", "a", "b"), "--textconv is about one file"),
    ],
)
def test_wrong_use(repository: Run, arguments: tuple[str, ...], message: str) -> None:
    code, out, err = repository("diff", *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert not Path("x").exists()


def test_an_option_in_place_of_a_path_is_a_path(repository: Run) -> None:
    write("-x.vs.yaml", OLD)
    assert repository("diff", "--", "-x.vs.yaml", "streams/repair.vs.yaml")[0] == 0


def test_without_a_repository(vs: Run) -> None:
    write("a.vs.yaml", OLD)
    for arguments in (("main:a.vs.yaml",), ("a.vs.yaml",), ()):
        code, _, err = vs("diff", *arguments)
        assert code == 2
        assert err == "error: there is no git repository around '.'\n  help: name two files or folders instead\n"
    git("init", "--quiet")
    code, _, err = vs("diff")
    assert code == 2
    assert err == "error: nothing is committed yet\n  help: commit, or name two files or folders\n"


def test_without_git(repository: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    code, _, err = repository("diff", "main:streams")
    assert code == 2
    assert err == "error: git is not installed, and only git knows revisions\n  help: compare two files instead\n"
    assert repository("diff", "streams/repair.vs.yaml", "streams/other.vs.yaml")[0] == 0


def test_without_a_working_tree(repository: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git("commit", "--quiet", "--all", "--message", "two")
    git("clone", "--quiet", "--bare", ".", "bare.git")
    monkeypatch.chdir(tmp_path / "bare.git")
    code, _, err = repository("diff", "main:streams")
    assert (code, "this repository has no working tree" in err) == (2, True)
    assert "2 streams: 1 changed" in repository("diff", "v1:streams", "main:streams")[1]


def test_no_filter_of_git_runs(repository: Run) -> None:
    """A repository may come from a stranger: a comparison runs none of the commands that it asks for."""
    write(".gitattributes", "*.vs.yaml diff=evil filter=evil\n")
    for key in ("diff.evil.textconv", "filter.evil.smudge", "diff.evil.command", "core.fsmonitor", "core.pager"):
        git("config", key, "touch evil; cat")
    assert FASTER in repository("diff", "main:streams/repair.vs.yaml")[1]
    assert repository("diff", "main")[0] == 0
    assert not Path("evil").exists()


def test_in_a_hook(repository: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", ".git")
    for arguments in ((), ("main", "streams"), ("main:streams/repair.vs.yaml",), ("streams/repair.vs.yaml",)):
        assert FASTER in repository("diff", *arguments)[1]


def test_a_file_too_large_is_refused(repository: Run) -> None:
    write("streams/repair.vs.yaml", OLD + "# " + "x" * MAX_BYTES)
    git("add", ".")
    git("commit", "--quiet", "--message", "large")
    write("streams/repair.vs.yaml", NEW)
    code, out, _ = repository("diff", "main:streams")
    assert code == 1
    assert "main:streams/repair.vs.yaml" in out
    assert "too-large" in out


def test_from_stdin(repository: Run, stdin: Callable[[bytes], None]) -> None:
    stdin(NEW.encode())
    code, out, _ = repository("diff", "main:streams/repair.vs.yaml", "-")
    assert code == 0
    assert FASTER in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(("-",), "stdin needs something to be compared with"), (("-", "-"), "only one of the two can come from stdin")],
)
def test_stdin_alone(vs: Run, stdin: Callable[[bytes], None], arguments: tuple[str, ...], message: str) -> None:
    stdin(OLD.encode())
    code, out, err = vs("diff", *arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_errors_are_told_and_nothing_is_compared(vs: Run) -> None:
    write("old/a.vs.yaml", OLD)
    write("new/a.vs.yaml", OLD.replace("activity: engage", "activity: enrage"))
    write("new/b.vs.yaml", "valuestream: 1\n")
    code, out, err = vs("diff", "old", "new")
    assert code == 1
    assert "new/a.vs.yaml:" in out
    assert "new/b.vs.yaml:" in out
    assert "Lead time" not in out
    assert err.startswith("error: nothing is shown of a file with such errors: 2 files checked: ")


def test_what_is_wrong_in_a_file_that_did_not_change_is_no_matter(vs: Run) -> None:
    for side, text in (("old", OLD), ("new", NEW)):
        write(f"{side}/a.vs.yaml", text)
        write(f"{side}/b.vs.yaml", "valuestream: 1\n")
    assert vs("diff", "old", "new")[1].startswith("2 streams: 1 changed\n")


def test_identical_and_layout(vs: Run) -> None:
    write("a.vs.yaml", OLD)
    write("b.vs.yaml", OLD)
    write("c.vs.yaml", LAYOUT)
    assert vs("diff", "a.vs.yaml", "b.vs.yaml", "--exit-code") == (0, "Nothing changed: both are identical.\n", "")
    layout = "Nothing but layout changed: both describe the same stream.\n"
    assert vs("diff", "a.vs.yaml", "c.vs.yaml", "--exit-code") == (0, layout, "")


NESTED = OLD.replace("    process_time: 1h\n    wait_time: 2h\n", "    stream: inner.vs.yaml\n")
INNER = OLD.replace("id: repair\nname", "id: inner\nname")


def test_numbers_of_nested_streams_on_disk(vs: Run) -> None:
    for side, text in (("old", INNER), ("new", INNER.replace("wait_time: 2h", "wait_time: 6h"))):
        write(f"{side}/outer.vs.yaml", NESTED)
        write(f"{side}/inner.vs.yaml", text)
    write("new/outer.vs.yaml", NESTED.replace("owner: Workshop manager", "owner: Somebody"))
    assert "Lead time rises from 6h 26m to 9h 41m" in vs("diff", "old/outer.vs.yaml", "new/outer.vs.yaml")[1]


@pytest.mark.parametrize("arguments", [("streams/repair.vs.yaml",), ("v2:streams",), ("v2:./streams/repair.vs.yaml",)])
def test_numbers_of_nested_streams_in_a_revision(repository: Run, arguments: tuple[str, ...]) -> None:
    """Each side is described by files of its own: what is better, and still misses its target, is within budget."""
    commit_nested(NESTED, INNER)
    write("streams/inner.vs.yaml", INNER.replace("wait_time: 2h", "wait_time: 110m"))
    write("streams/repair.vs.yaml", NESTED.replace("owner: Workshop manager", "owner: Somebody"))
    code, out, err = repository("diff", *arguments, "--budget")
    assert (code, err) == (0, "")
    assert "Lead time falls from 6h 26m to 6h 18m" in out
    assert re.search("target lead time to value 6h +missed +missed +same", out)


@pytest.mark.parametrize(
    "reference", ["gone.vs.yaml", "../../outer/inner.vs.yaml", "link.vs.yaml", "repair.vs.yaml",
                  f"{'x' * 200_000}.vs.yaml", "broken.vs.yaml"],
)  # fmt: skip
def test_nested_streams_that_a_revision_cannot_give(repository: Run, reference: str) -> None:
    """What lies outside, what a link leads to, and what has errors tells no numbers; nothing fails of it."""
    Path("streams/link.vs.yaml").symlink_to(Path("streams/other.vs.yaml").resolve())
    write("streams/broken.vs.yaml", "valuestream: [\n")
    write("../outer/inner.vs.yaml", INNER)
    commit_nested(NESTED.replace("inner.vs.yaml", reference), INNER)
    for name in ("link", "broken"):
        Path(f"streams/{name}.vs.yaml").unlink()
    write("streams/repair.vs.yaml", OLD)
    code, out, err = repository("diff", "streams/repair.vs.yaml")
    assert (code, err) == (0, "")
    assert "because 'repair' has no process time" in out


def test_budget_where_nested_streams_of_old_cannot_be_read(vs: Run, stdin: Callable[[bytes], None]) -> None:
    """Not known before is not newly missed: it is not OLD that says nothing, but we who cannot read it."""
    write("b.vs.yaml", SLOW)
    stdin(NESTED.encode())
    code, out, err = vs("diff", "-", "b.vs.yaml", "--budget")
    assert (code, err) == (0, "")
    assert re.search(r"target lead time to value 6h +not known before +missed", out)
    assert "newly missed" not in out


def commit_nested(outer: str, inner: str) -> None:
    write("streams/repair.vs.yaml", outer)
    write("streams/inner.vs.yaml", inner)
    git("add", ".")
    git("commit", "--quiet", "--message", "two")
    git("tag", "v2")


def test_exit_code(vs: Run) -> None:
    write("a.vs.yaml", OLD)
    write("b.vs.yaml", NEW)
    assert vs("diff", "a.vs.yaml", "b.vs.yaml")[0] == 0
    assert vs("diff", "a.vs.yaml", "b.vs.yaml", "--exit-code")[0] == 1


def test_a_queue_that_grows_for_ever_is_over_any_budget(vs: Run) -> None:
    write("a.vs.yaml", BUSY)
    write("b.vs.yaml", BUSY.replace("1/h", "3/h"))
    code, out, err = vs("diff", "a.vs.yaml", "b.vs.yaml", "--budget")
    assert code == 1
    assert "Load of the bottleneck rises from 50% to 150%, a queue grows for ever and the target lead time" in out
    assert err == "error: b.vs.yaml newly misses its target: lead time to value 8h\n"
    write("c.vs.yaml", BUSY.replace("1/h", "1.99/h").replace("lead_time: 8h", "lead_time: 10m"))
    assert vs("diff", "b.vs.yaml", "c.vs.yaml", "--budget")[0] == 0  # still missed, but less so


def test_cases_that_are_sent_away_are_told_beside_the_time_that_they_save(vs: Run) -> None:
    write("a.vs.yaml", BUSY)
    sent_away = "capacity: 1, next: [{to: b, share: 50%}, {to: end, when: refused, share: 50%}]"
    write("b.vs.yaml", BUSY.replace("capacity: 1", sent_away))
    _, out, _ = vs("diff", "a.vs.yaml", "b.vs.yaml")
    assert "Lead time falls from 2h 30m to 1h 45m" in out
    assert " and cases that reach value fall from 100% to 50%:" in out


def test_budget(vs: Run) -> None:
    write("a.vs.yaml", OLD)
    write("b.vs.yaml", SLOW)
    code, out, err = vs("diff", "a.vs.yaml", "b.vs.yaml", "--budget")
    assert code == 1
    assert out.count("newly missed") == 3
    assert err == (
        "error: b.vs.yaml newly misses its target: lead time to value 6h\n"
        "error: b.vs.yaml newly misses its target: flow efficiency 20%\n"
    )
    assert vs("diff", "b.vs.yaml", "b.vs.yaml", "--budget")[0] == 0
    assert vs("diff", "b.vs.yaml", "a.vs.yaml", "--budget")[0] == 0
    assert vs("diff", "a.vs.yaml", "b.vs.yaml")[0] == 0


def test_budget_of_what_was_missed_before(vs: Run) -> None:
    write("a.vs.yaml", SLOW)
    write("b.vs.yaml", SLOW.replace("owner: Workshop manager", "owner: Somebody"))
    assert vs("diff", "a.vs.yaml", "b.vs.yaml", "--budget")[0] == 0


def test_budget_by_the_target_of_new(vs: Run) -> None:
    """A stricter target that OLD would miss as well is not newly missed: the stream is as it was."""
    write("a.vs.yaml", OLD)
    write("b.vs.yaml", OLD.replace("lead_time: 6h", "lead_time: 1h"))
    assert vs("diff", "a.vs.yaml", "b.vs.yaml", "--budget")[0] == 0


def test_budget_where_old_is_unknown(vs: Run) -> None:
    write("a.vs.yaml", OLD.replace("    wait_time: 2h\n", ""))
    write("b.vs.yaml", SLOW)
    assert vs("diff", "a.vs.yaml", "b.vs.yaml", "--budget")[0] == 1


def test_budget_of_a_new_stream(vs: Run) -> None:
    """A promise must hold from the first day on; who writes down what happens has made nothing worse."""
    for state, code in (("to-be", 1), ("as-is", 0)):
        write("b.vs.yaml", re.sub("(?m)^name:", f"state: {state}\nname:", re.sub("(?m)^state: .*\n", "", SLOW)))
        assert vs("diff", os.devnull, "b.vs.yaml", "--budget")[0] == code
    write("b.vs.yaml", re.sub("(?m)^state: .*\n", "", SLOW))
    assert vs("diff", os.devnull, "b.vs.yaml", "--budget")[0] == 0


@pytest.mark.parametrize(
    ("form", "start"), [("json", "{"), ("markdown", "<!-- vs diff -->"), ("svg", "<svg "), ("text", "Repair")]
)
def test_formats_and_output(vs: Run, form: str, start: str) -> None:
    write("a.vs.yaml", OLD)
    write("b.vs.yaml", NEW)
    code, out, err = vs("diff", "a.vs.yaml", "b.vs.yaml", "--format", form)
    assert (code, err) == (0, "")
    assert out.startswith(start)
    assert vs("diff", "a.vs.yaml", "b.vs.yaml", "--format", form, "--output", "made/x") == (0, "", "wrote made/x\n")
    assert Path("made/x").read_text(encoding="utf-8") == out


def test_textconv(vs: Run, stdin: Callable[[bytes], None]) -> None:
    write("a.vs.yaml", OLD)
    write("b.vs.yaml", LAYOUT)
    code, out, err = vs("diff", "--textconv", "a.vs.yaml")
    assert (code, err) == (0, "")
    assert "  repair: wait time: 2h\n" in out
    assert "  diagnose -> end (when not worth a repair, 10%)\n" in out
    written = vs("diff", "--textconv", "b.vs.yaml")[1]
    assert written.replace("20.0%", "20%").replace("60m", "1h") == out
    stdin(OLD.encode())
    assert vs("diff", "--textconv", "-")[1] == out


def test_textconv_shows_a_broken_file_as_it_is(vs: Run) -> None:
    write("a.vs.yaml", "valuestream: [\n")
    assert vs("diff", "--textconv", "a.vs.yaml") == (0, "valuestream: [\n", "")


@pytest.fixture
def program(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a program `vs` on the PATH."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "vs"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m valuestream_cli "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


@pytest.mark.usefixtures("program", "repository")
@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for vs")
class TestGit:
    """What `docs/diff.md` tells to configure, in a real repository."""

    def test_git_diff_shows_lines(self) -> None:
        write(".gitattributes", "*.vs.yaml diff=vs\n")
        git("config", "diff.vs.textconv", "vs diff --textconv")
        hunk = git("diff", "--", "streams/repair.vs.yaml")
        changed = [line for line in hunk.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
        assert changed == [
            "-  state: as-is", "+  state: to-be", "-  repair: wait time: 2h", "+  repair: wait time: 30m"
        ]  # fmt: skip

    def test_git_diff_shows_no_layout(self) -> None:
        write(".gitattributes", "*.vs.yaml diff=vs\n")
        git("config", "diff.vs.textconv", "vs diff --textconv")
        write("streams/repair.vs.yaml", "# a remark\n" + OLD.replace("    wait_time: 5m\n", "    wait_time: 5m   \n"))
        assert "@@" not in git("diff")

    def test_git_diff_shows_a_broken_file(self) -> None:
        write(".gitattributes", "*.vs.yaml diff=vs\n")
        git("config", "diff.vs.textconv", "vs diff --textconv")
        write("streams/repair.vs.yaml", "valuestream: [\n")
        assert "+valuestream: [\n" in git("diff")

    def test_git_difftool(self) -> None:
        git("config", "difftool.vs.cmd", 'vs diff "$LOCAL" "$REMOTE"')
        write("streams/new.vs.yaml", OLD)
        Path("streams/other.vs.yaml").unlink()
        git("add", "--all")
        told = git("difftool", "--no-prompt", "--no-renames", "--tool", "vs", "HEAD")
        assert FASTER in told
        assert ADDED in told
        assert "This stream is gone" in told

    def test_git_difftool_of_folders(self) -> None:
        git("config", "difftool.vs.cmd", 'vs diff "$LOCAL" "$REMOTE"')
        assert FASTER in git("difftool", "--no-prompt", "--dir-diff", "--tool", "vs", "HEAD")
