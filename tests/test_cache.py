"""The cache: what it says is what a check would find, whatever happens to files, to it, and around it."""

# ruff: noqa: E501
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest

from tests.helpers import ERR_CASES, ROOT, SAMPLES
from valuestream_cli import api, cache, running
from valuestream_cli.cache import entries, results, store, trust
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Edit, Finding, Fix, Related, Severity, Span
from valuestream_cli.source import Document
from valuestream_cli.validation import nested
from valuestream_cli.validation.checking import Check, Checked

GOOD = (ROOT / "samples" / "cds-restore-service.vs.yaml").read_text(encoding="utf-8")
BAD = GOOD.replace("owner:", "ownr:", 1)
OLD = 1_600_000_000_000_000_000  # long ago, in nanoseconds


class Counting(Check):
    """A check that remembers what it was asked."""

    asked: list[str] = []  # noqa: RUF012

    def document(self, document: Document) -> Checked:
        self.asked.append(document.path)
        return super().document(document)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that we are in, under git, with one good and one bad file that have lain there for long."""
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cache, "PAYS_FROM", 1)
    monkeypatch.delenv("CI", raising=False)
    write(tmp_path / "good.vs.yaml", GOOD)
    write(tmp_path / "bad.vs.yaml", BAD)
    later(monkeypatch)
    return tmp_path


def later(monkeypatch: pytest.MonkeyPatch, seconds: int = 3600) -> None:
    """Let the cache believe that files are written at a later time, so that what was just written is old."""
    begin = store.Store.begin
    monkeypatch.setattr(store.Store, "begin", lambda self: begin(self) + seconds * 10**9)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(OLD, OLD))


def checked(
    mode: str = "stat", settings: Callable[[str], str] = lambda _: "", paths: tuple[str, ...] = (), jobs: int = 1
) -> tuple[list[Checked], list[str]]:
    """The results of a run over the project, and the files that it had to look at."""
    Counting.asked.clear()
    there = sorted(str(path) for path in Path().rglob("*.vs.yaml"))
    files = paths or tuple(there)
    found = running.run(
        files, Counting(), jobs=jobs, cache=cache.opened(mode, len(files), cache.root_of(files[0]), settings)
    )
    bare = [each._replace(text="", digest="") for each in found]
    assert bare == [Check()(path)._replace(text="") for path in files], "not what a check finds"
    return found, list(Counting.asked)


@pytest.mark.parametrize("mode", ["stat", "content"])
def test_nothing_is_checked_twice(mode: str) -> None:
    first, asked = checked(mode)
    assert asked == ["bad.vs.yaml", "good.vs.yaml"]
    assert [len(each.findings) > 0 for each in first] == [True, False]
    assert checked(mode)[1] == []


def test_without_a_cache_no_folder_appears() -> None:
    checked("off")
    assert not Path(".vs_cache").exists()


def test_for_few_files_no_folder_appears(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "PAYS_FROM", 3)
    checked()
    assert not Path(".vs_cache").exists()


def test_git_does_not_see_the_folder() -> None:
    checked()
    seen = subprocess.run(["git", "status", "--porcelain"], capture_output=True, text=True, check=True).stdout
    assert ".vs_cache" not in seen
    assert sorted(path.name for path in Path(".vs_cache").iterdir()) == [".gitignore", "results.json"]


def test_an_unknown_mode_is_wrong_use() -> None:
    with pytest.raises(VsError) as error:
        cache.opened("times", 1, Path(), str)
    assert str(error.value) == "there is no cache mode 'times'"
    assert error.value.hint == "choose one of: auto, stat, content, off"


def test_in_ci_contents_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    checked("auto")
    os.utime("good.vs.yaml")
    assert checked("auto")[1] == []


CHANGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "edited": (lambda path: path.write_text(BAD), {"stat", "content"}),
    "same size": (lambda path: path.write_text(GOOD.replace("owner: I", "owner: J")), {"stat", "content"}),
    "same size and time": (lambda path: write(path, GOOD.replace("owner: I", "owner: J")), {"stat", "content"}),
    "touched": (lambda path: os.utime(path), set()),
    "replaced by the same": (lambda path: (path.unlink(), write(path, GOOD)), set()),
    "not to be read any more": (lambda path: (path.unlink(), path.mkdir()), {"stat", "content"}),
}


@pytest.mark.parametrize("mode", ["stat", "content"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(change: str, mode: str) -> None:
    act, modes = CHANGES[change]
    files = ("bad.vs.yaml", "good.vs.yaml")
    checked(mode, paths=files)
    act(Path("good.vs.yaml"))
    assert checked(mode, paths=files)[1] == (["good.vs.yaml"] if mode in modes else [])
    expected = ["good.vs.yaml"] if change == "not to be read any more" else []  # what cannot be read is not remembered
    assert checked(mode, paths=files)[1] == expected


def test_a_new_stamp_is_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    checked()
    os.utime("good.vs.yaml")
    checked()
    monkeypatch.setattr(entries, "content_digest", None)  # would fail
    assert checked()[1] == []


def test_what_was_changed_just_now_is_known_by_content_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, -3600)
    checked()
    entry = store.Store(Path(".vs_cache")).read()["good.vs.yaml"]
    assert entry.stamp == entries.UNKNOWN_STAMP
    assert checked()[1] == []


def test_a_file_that_changes_while_it_is_checked() -> None:
    class Meddling(Check):
        def document(self, document: Document) -> Checked:
            write(Path("good.vs.yaml"), BAD)
            return super().document(document)

    with_cache = cache.opened("stat", 1, Path(), lambda _: "")
    assert running.run(["good.vs.yaml"], Meddling(), cache=with_cache)[0].findings == []
    assert checked(paths=("good.vs.yaml",))[1] == ["good.vs.yaml"]


def test_settings_belong_to_the_key() -> None:
    checked(settings=lambda _: "one")
    assert checked(settings=lambda _: "one")[1] == []
    assert checked(settings=lambda path: "two" if path == "good.vs.yaml" else "one")[1] == ["good.vs.yaml"]
    assert checked(settings=lambda _: "one")[1] == ["good.vs.yaml"]


def test_a_crash_of_a_rule_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Check.document
    monkeypatch.setattr(Check, "document", lambda self, read: document(self, read)._replace(crashes=("oh",)))
    checked()
    assert len(checked()[1]) == 2


def test_another_program_knows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    checked()
    monkeypatch.setattr(store, "program", lambda: "another")
    assert len(checked()[1]) == 2


def test_wherever_it_is_started(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    write(project / "deep" / "er" / "one.vs.yaml", BAD)
    for here, path in (
        ("", "deep/er/one.vs.yaml"), ("", "./deep/er/one.vs.yaml"), ("deep", "er/one.vs.yaml"), ("deep/er", "one.vs.yaml"),
        ("deep/er", "../../deep/er/one.vs.yaml"), ("", str(project / "deep/er/one.vs.yaml")),
    ):  # fmt: skip
        monkeypatch.chdir(project / here)
        results, asked = checked(paths=(path,))
        assert (len(asked), results[0].findings[0].path) == (int(path == "deep/er/one.vs.yaml"), path)
    monkeypatch.chdir(project.parent)
    seen = cache.opened("stat", 1, project, lambda _: "")
    assert seen
    with seen:
        assert seen.known([f"{project.name}/deep/er/one.vs.yaml"])
    assert not (project / "deep" / ".vs_cache").exists()


def test_where_the_folder_is(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "deep").mkdir()
    monkeypatch.chdir(project / "deep")
    for path in ("a.vs.yaml", "../good.vs.yaml", str(project / "good.vs.yaml")):
        assert cache.root_of(path) == project.resolve()


def test_the_folder_is_in_the_project_that_is_checked_wherever_the_settings_are(project: Path) -> None:
    write(project / "org" / "vs.toml", 'profile = "audit"\n')
    write(project / "theirs" / ".git" / "HEAD", "")
    write(project / "theirs" / "a.vs.yaml", GOOD)
    api.validate(["theirs"], config="org/vs.toml", cache="stat")
    assert sorted(str(path) for path in project.rglob(".vs_cache")) == [str(project / "theirs" / ".vs_cache")]


def test_another_drive_has_no_way_from_the_root(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def apart(*_: object) -> str:
        raise ValueError("path is on mount 'C:', start on mount 'D:'")

    monkeypatch.setattr(os.path, "relpath", apart)
    seen = cache.opened("stat", 1, project, lambda _: "")
    assert seen
    with seen:
        assert seen.known(["good.vs.yaml"]) == {}
        kept = seen.keep("good.vs.yaml", seen.witness(Check())("good.vs.yaml"))
        assert seen.known(["good.vs.yaml"]) == {"good.vs.yaml": kept._replace(text="", digest=ANY)}


# Nested streams: a result holds as long as what was asked of other files is answered alike.
NESTING = "  - {id: s, name: Move, activity: engage, practices: [service-desk], stream: %s}\n"
FILES_AROUND: dict[str, tuple[str, Callable[[Path], object]]] = {
    "appears": ("sub.vs.yaml", lambda path: write(path / "sub.vs.yaml", GOOD)),
    "goes": ("there.vs.yaml", lambda path: (path / "there.vs.yaml").unlink()),
    "leads back": ("there.vs.yaml", lambda path: write(path / "there.vs.yaml", nesting("outer.vs.yaml"))),
    "leads back later": ("far.vs.yaml", lambda path: write(path / "there.vs.yaml", nesting("outer.vs.yaml"))),
    "becomes a link": ("there.vs.yaml", lambda path: linked(path / "there.vs.yaml", path / "outer.vs.yaml")),
    "is likelier": ("thera.vs.yaml", lambda path: write(path / "thera.vs.yml", GOOD)),
    "leaves the project": ("../out.vs.yaml", lambda path: write(path / ".." / "out.vs.yaml", GOOD)),
}


def nesting(target: str) -> str:
    return GOOD.rstrip("\n") + "\n" + NESTING % target


def linked(path: Path, target: Path) -> None:
    path.unlink()
    path.symlink_to(target)


@pytest.mark.parametrize("mode", ["stat", "content"])
@pytest.mark.parametrize("case", FILES_AROUND)
def test_files_around_are_asked_again(case: str, mode: str, project: Path) -> None:
    target, act = FILES_AROUND[case]
    home = project / "streams"
    write(home / "there.vs.yaml", GOOD)
    write(home / "far.vs.yaml", nesting("there.vs.yaml"))
    write(home / "outer.vs.yaml", nesting(target))
    path = "streams/outer.vs.yaml"
    checked(mode, paths=(path,))
    assert checked(mode, paths=(path,))[1] == []
    act(home)
    checked(mode, paths=(path,))  # compares with a check


def test_the_root_of_a_project_can_move(project: Path) -> None:
    write(project / "out.vs.yaml", GOOD)
    write(project / "in" / "outer.vs.yaml", nesting("../out.vs.yaml"))
    results, _ = checked(paths=("in/outer.vs.yaml",))
    (project / "in" / ".git").mkdir()
    assert checked(paths=("in/outer.vs.yaml",))[0] != results


def test_a_rule_that_asks_for_the_schema_is_asked_again(project: Path) -> None:
    bare = GOOD.partition("\n")[2] if "yaml-language-server" in GOOD.partition("\n")[0] else GOOD
    write(project / "good.vs.yaml", bare)
    Path("bad.vs.yaml").unlink()

    def told(mode: str) -> int:
        return len(api.validate(["."], select=["missing-modeline"], cache=mode).findings)

    assert (told("stat"), told("stat"), told("off")) == (0, 0, 0)
    write(project / ".vs" / "valuestream.v1.schema.json", "{}")
    assert (told("stat"), told("off")) == (1, 1)


def test_a_rule_that_reads_other_files_is_asked_again(project: Path) -> None:
    around = nested.Nested(str(project / "good.vs.yaml"))
    with nested.recorded() as answers:
        assert around.text("teams.txt") is None
        write(project / "teams.txt", "Networks")
        assert around.text("teams.txt") == "Networks"
        assert around.text("../out.txt") is None
    (gone, there, content, outside) = answers
    assert nested.answer(gone[0]) != gone[1]
    assert [nested.answer(question) == said for question, said in (there, content, outside)] == [True, True, True]
    write(project / "teams.txt", "Services")
    assert nested.answer(content[0]) != content[1]


# Whatever stands where the cache should: it is no cache, and the run goes on.
def _broken(body: bytes) -> bytes:
    return store._head(body) + b"\n" + body


BROKEN: dict[str, bytes] = {
    "empty": b"",
    "foreign": b"\x89PNG\r\n\x1a\n",
    "no checksum": b"{}",
    "not JSON": _broken(b"{"),
    "a list": _broken(b"[]"),
    "a number": _broken(b"7"),
    "no entry": _broken(b'{"good.vs.yaml": 7}'),
    "short entry": _broken(b'{"good.vs.yaml": [[1, 2, 3, 4], "", ""]}'),
    "odd stamp": _broken(b'{"good.vs.yaml": [7, "", "", 0, 0, [], [], ""]}'),
    "odd answers": _broken(b'{"good.vs.yaml": [[1, 2, 3, 4], "", "", 0, 0, [], [[["target", [], ""], ""]], ""]}'),
    "odd identity": _broken(b'{"good.vs.yaml": [[1, 2, 3, 4], "", "", 0, 0, [], [], 7]}'),
    "no identity": _broken(b'{"good.vs.yaml": [[1, 2, 3, 4], "", "", 0, 0, [], []]}'),
    "deep": _broken(b"[" * 100_000),
    "not UTF-8": _broken(b'{"\xff": 7}'),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_cache_is_none(case: str) -> None:
    Path(".vs_cache").mkdir()
    Path(".vs_cache/results.json").write_bytes(BROKEN[case])
    assert len(checked()[1]) == 2
    assert checked()[1] == []


@pytest.mark.parametrize("cut", [1, 100, 0.5, -1])
def test_half_a_cache_is_none(cut: float) -> None:
    checked()
    path = Path(".vs_cache/results.json")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * cut) if isinstance(cut, float) else cut])
    assert len(checked()[1]) == 2


@pytest.mark.parametrize("findings", [[7], [[]], [["VS101", "x", 9, "", "", [1, 1, 1, 1], "", "", [], None]], "text"])
def test_an_entry_that_makes_no_sense_is_none(findings: Any) -> None:
    checked()
    kept = store.Store(Path(".vs_cache"))
    assert kept.begin()
    kept.write({name: entry._replace(findings=findings) for name, entry in kept.read().items()})
    assert len(checked()[1]) == 2


def test_a_folder_that_cannot_be_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", refuse)
        assert len(checked()[1]) == 2
        assert len(checked()[1]) == 2
    checked()
    with monkeypatch.context() as patch:
        patch.setattr(store.Store, "_prepare_folder", refuse)
        os.utime("good.vs.yaml")
        assert checked()[1] == []


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    checked()
    before = Path(".vs_cache/results.json").read_bytes()
    write(Path("good.vs.yaml"), BAD)
    with monkeypatch.context() as patch:

        def full(path: Path, content: bytes) -> None:
            with path.open("wb") as file:
                file.write(content[:100])
            raise OSError(28, "No space left on device")

        patch.setattr(Path, "write_bytes", full)
        checked()
    assert Path(".vs_cache/results.json").read_bytes() == before
    assert sorted(path.name for path in Path(".vs_cache").iterdir()) == [".gitignore", "results.json"]
    assert checked()[1] == ["good.vs.yaml"]


@pytest.mark.parametrize("place", [".vs_cache", ".vs_cache/results.json", ".vs_cache/.gitignore"])
def test_something_else_in_its_place(place: str) -> None:
    path = Path(place)
    path.mkdir(parents=True) if place.endswith((".json", ".gitignore")) else path.write_text("a file")
    assert len(checked()[1]) == 2
    checked()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights")
def test_a_link_in_its_place_is_not_followed(project: Path) -> None:
    elsewhere = project / "elsewhere"
    elsewhere.mkdir()
    Path(".vs_cache").symlink_to(elsewhere)
    checked()
    assert list(elsewhere.iterdir()) == []


def test_an_interrupted_run_leaves_the_old_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    checked()
    before = Path(".vs_cache/results.json").read_bytes()
    write(Path("good.vs.yaml"), BAD)

    def interrupted(*_: object) -> Checked:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Check, "document", interrupted)
        with pytest.raises(KeyboardInterrupt):
            running.run(["good.vs.yaml"], Check(), cache=cache.opened("stat", 1, Path(), lambda _: ""))
    assert Path(".vs_cache/results.json").read_bytes() == before
    assert sorted(path.name for path in Path(".vs_cache").iterdir()) == [".gitignore", "results.json"]


def test_runs_over_parts_keep_each_others_entries() -> None:
    checked(paths=("good.vs.yaml",))
    checked(paths=("bad.vs.yaml",))
    assert checked()[1] == []


def test_what_a_killed_run_left_is_cleared_away() -> None:
    Path(".vs_cache").mkdir()
    old, new = Path(".vs_cache/7-7.tmp"), Path(".vs_cache/8-8.tmp")
    for path, minutes in ((old, 61), (new, 59)):
        write(path, "half")
        os.utime(path, (time.time() - 60 * minutes,) * 2)
    kept = store.Store(Path(".vs_cache"))
    assert kept.begin()
    assert (old.exists(), new.exists()) == (False, True)
    kept.clean_up()
    assert sorted(path.name for path in Path(".vs_cache").iterdir()) == [".gitignore", "8-8.tmp"]


def test_an_empty_mark_for_git_is_written_again(project: Path) -> None:
    checked()
    mark = Path(".vs_cache/.gitignore")
    expected = mark.read_bytes()
    mark.write_bytes(b"")  # as a full disk leaves it
    os.utime("good.vs.yaml")
    checked()
    assert mark.read_bytes() == expected
    for content in (None, ""):  # a link could lead anywhere
        mark.unlink()
        mark.symlink_to(project / "elsewhere")
        if content is not None:
            (project / "elsewhere").write_text(content)
        os.utime("good.vs.yaml")
        checked()
        assert (project / "elsewhere").exists() == (content is not None)
    assert (project / "elsewhere").read_text() == ""


def test_entries_that_nobody_asks_for_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    checked()
    day = 86_400
    now = results.time.time()
    for days, expected in ((20, 2), (40, 2), (50, 1), (80, 1), (120, 1)):
        monkeypatch.setattr(results.time, "time", lambda days=days: now + days * day)
        checked(paths=("good.vs.yaml",))
        assert len(store.Store(Path(".vs_cache")).read()) == (2 if days <= 30 else 1), (days, expected)


def test_an_unchanged_project_is_not_written_to() -> None:
    checked()
    before = Path(".vs_cache/results.json").stat()
    checked()
    assert Path(".vs_cache/results.json").stat() == before


# Contents can be known to a stranger: a cache that came with a commit must not be believed.
def _commit(*arguments: str) -> None:
    subprocess.run(["git", "add", "-f", *arguments], check=True)


def _forge() -> None:
    """Make the bad file pass, as somebody would who may write to the repository."""
    checked()
    kept = store.Store(Path(".vs_cache"))
    assert kept.begin()
    kept.write({name: entry._replace(findings=()) for name, entry in kept.read().items()})


@pytest.mark.parametrize("mode", ["stat", "content"])
def test_a_committed_cache_is_not_believed(mode: str) -> None:
    _forge()
    _commit(".vs_cache")
    os.utime("bad.vs.yaml")  # as a checkout does
    checked(mode)  # compares with a check


@pytest.mark.parametrize("mode", ["stat", "content"])
def test_a_cache_from_an_archive_is_not_believed(mode: str) -> None:
    _forge()
    shutil.rmtree(".git")
    os.utime("bad.vs.yaml")
    if not any((parent / ".git").exists() for parent in Path.cwd().parents):
        checked(mode)


INDEXES: dict[str, tuple[Callable[[Path], object], bool]] = {
    "nothing added": (lambda _: None, False),
    "others added": (lambda _: _commit("good.vs.yaml"), False),
    "itself added": (lambda _: (checked(), _commit(".vs_cache")), True),
    "a part added": (lambda path: (write(path / "x/.VS_CACHE/a", ""), _commit("x")), True),
    "short form": (lambda _: (_commit("good.vs.yaml"), _git("update-index", "--index-version", "4")), True),
    "in two parts": (lambda _: (_commit("good.vs.yaml"), _git("update-index", "--split-index")), True),
    "no index": (lambda path: (path / ".git/index").write_bytes(b"something"), True),
    "a folder": (lambda path: (path / ".git/index").mkdir(), True),
    "a worktree": (lambda _: _worktree(), False),
    "an odd mark": (lambda path: (shutil.rmtree(path / ".git"), (path / ".git").write_bytes(b"\xff")), True),
}


def _git(*arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


def _worktree() -> None:
    _commit("good.vs.yaml")
    _git("commit", "-m", "one")
    _git("worktree", "add", "tree")


@pytest.mark.parametrize("case", INDEXES)
def test_what_may_be_committed(case: str, project: Path) -> None:
    act, expected = INDEXES[case]
    act(project)
    root = project / "tree" if case == "a worktree" else project
    assert trust.may_be_committed(root, ".vs_cache") is expected


@pytest.mark.parametrize("mode", ["stat", "content"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_cold_warm_one_or_many(mode: str, jobs: int, project: Path) -> None:
    for path in [*SAMPLES, *ERR_CASES]:
        shutil.copy(path, project / path.name)
    cold, _ = checked(mode, jobs=jobs)
    warm, _ = checked(mode, jobs=jobs)
    assert [each._replace(text="", digest="") for each in cold] == [each._replace(text="", digest="") for each in warm]
    assert [type(finding.severity) for each in warm for finding in each.findings].count(Severity) > 100


def test_every_part_of_a_finding_is_kept() -> None:
    span = Span(1, 2, 3, 4)
    fix = Fix("write it so", True, (Edit(1, 2, "a"), Edit(5, 5, "")))
    near = (Related("a.vs.yaml", span, "here"), Related("b.vs.yaml", span, "there"))
    finding = Finding("VS1", "rule", Severity.WARNING, "m\u2028", "a.vs.yaml", span, "hint", "steps[id=a]", near, fix)
    seen = Checked("a.vs.yaml", [finding], 3, "text")
    entry = entries.entry(seen, entries.UNKNOWN_STAMP, "", "", 0, ())
    there = store._entry(*json.loads(json.dumps(entry)))
    assert entries.checked(there, "a.vs.yaml") == seen._replace(text="")
    elsewhere = entries.checked(there, "../a.vs.yaml")
    assert elsewhere
    assert [each.path for each in elsewhere.findings[0].related] == ["../a.vs.yaml", "b.vs.yaml"]


def test_what_this_machine_knows_of_time_zones_is_an_answer_too() -> None:
    with nested.recorded() as answers:
        known = [nested.Nested("a.vs.yaml").is_zone(name) for name in ("Europe/Berlin", "Europe/Berln")]
    assert known == [True, False]
    assert [(question[0], question[2], said) for question, said in answers] == [
        ("zone", "Europe/Berlin", "yes"),
        ("zone", "Europe/Berln", "no"),
    ]
    assert all(nested.answer(question) == said for question, said in answers)
