"""Which configuration file counts for a path."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from valuestream_cli.config import DEFAULTS, Settings, digest, forget, settings_for, toml
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Severity

SHARED = '[project]\nname = "x"\n[tool.vs]\nprofile = "audit"\n'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a repository's mark, and us in it."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    forget()
    return tmp_path


def put(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def test_without_a_file_there_are_defaults() -> None:
    assert settings_for("a.vs.yaml") is DEFAULTS
    assert (DEFAULTS.source, DEFAULTS.root, DEFAULTS.profile) == (None, ".", "recommended")


def test_the_nearest_file_counts_alone() -> None:
    put("vs.toml", 'profile = "strict"\nignore = ["VS3"]\n')
    put("team/vs.toml", 'ignore = ["VS4"]\n')
    put("team/deep/down/a.vs.yaml", "")
    outer, inner = settings_for("a.vs.yaml"), settings_for("team/deep/down/a.vs.yaml")
    assert (outer.source, outer.root, outer.profile, outer.ignore) == ("vs.toml", ".", "strict", ("VS3",))
    assert (inner.source, inner.root, inner.profile) == ("team/vs.toml", "team", "recommended")
    assert inner.ignore == ("VS4",)


def test_a_file_a_folder_and_stdin() -> None:
    put("vs.toml", "")
    put("team/vs.toml", "")
    assert settings_for("-").source == settings_for(".").source == settings_for("").source == "vs.toml"
    assert settings_for("team").source == settings_for("team/").source == "team/vs.toml"
    assert settings_for("team/not-there.vs.yaml").source == "team/vs.toml"
    assert settings_for("team/not-there/").source == "team/vs.toml"
    assert settings_for(str(Path("team/a.vs.yaml").resolve())).source == "team/vs.toml"


def test_all_files_of_a_folder_have_the_same_settings() -> None:
    put("vs.toml", "")
    put("team/sub/a.vs.yaml", "")
    same = settings_for("team/sub/a.vs.yaml")
    assert settings_for("team/b.vs.yaml") is settings_for("c.vs.yaml") is settings_for("team/sub") is same


def test_above_us(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    put("vs.toml", 'templates = ["ours"]\n')
    put("team/a.vs.yaml", "")
    monkeypatch.chdir(here / "team")
    settings = settings_for("a.vs.yaml")
    assert (settings.source, settings.root, settings.templates) == ("../vs.toml", "..", ("../ours",))


def test_pyproject_counts_where_it_speaks_of_us() -> None:
    put("vs.toml", 'profile = "strict"\n')
    put("a/pyproject.toml", SHARED)
    put("b/pyproject.toml", '[project]\nname = "vs"\n[tool.other]\nx = 1\n')
    put("c/pyproject.toml", SHARED)
    put("c/vs.toml", 'profile = "basic"\n')
    assert [settings_for(folder).profile for folder in ("a", "b", "c")] == ["audit", "strict", "basic"]


@pytest.mark.parametrize(
    "text",
    [
        "[tool.vs]\nprofile='audit'",
        "[ tool . 'vs' ]\nprofile='audit'",
        "tool.vs.profile='audit'",
        "[tool]\nvs={profile='audit'}",
        "tool={vs={profile='audit'}}",
        '["tool".vs]\nprofile="audit"',
        "\ufeff[tool.vs]\r\nprofile='audit'\r\n",
    ],
)
def test_pyproject_in_every_spelling(text: str) -> None:
    put("pyproject.toml", text)
    assert settings_for(".").profile == "audit"


def test_a_broken_pyproject_counts_only_where_it_speaks_of_us() -> None:
    put("a/pyproject.toml", "[project\n")
    put("b/pyproject.toml", "[tool.vs]\nprofile = strict\n")
    assert settings_for("a") is DEFAULTS
    assert settings_for("b").source == "b/pyproject.toml"


def test_a_pyproject_that_cannot_be_read_counts_where_it_speaks_of_us() -> None:
    Path("a").mkdir()
    Path("a/pyproject.toml").write_bytes(b"[project]\nname = '\xff'\n")
    Path("b").mkdir()
    Path("b/pyproject.toml").write_bytes(b"[tool.vs]\nprofile = '\xff'\n")
    assert (settings_for("a").source, settings_for("b").source) == (None, "b/pyproject.toml")


def test_what_cannot_be_read_counts_so_that_it_is_told(here: Path) -> None:
    Path("a").mkdir()
    (here / "a" / "vs.toml").symlink_to("nowhere.toml")
    Path("b").mkdir()
    Path("b/vs.toml").write_bytes(b"\xff")
    Path("c/vs.toml").mkdir(parents=True)
    os.mkfifo("d.toml")
    Path("d").mkdir()
    (here / "d" / "vs.toml").symlink_to(here / "d.toml")
    Path("e/pyproject.toml").mkdir(parents=True)
    said = {
        "a": "this link points nowhere",
        "b": "it is not UTF-8 text (byte 0xFF)",
        "c": "it is a folder",
        "d": "it is not a regular file",
    }
    for folder, why in said.items():
        assert settings_for(folder).source == f"{folder}/vs.toml"
        trouble = toml.load(f"{folder}/vs.toml").trouble
        assert trouble
        assert (trouble.rule, trouble.detail) == ("unreadable-configuration", why)
    assert settings_for("e") is DEFAULTS


def test_a_file_that_is_asked_for_wins() -> None:
    put("vs.toml", 'profile = "strict"\n')
    put("ci/gate.toml", 'fail-on = "warning"\nbaseline = "known.json"\n')
    settings = settings_for("a.vs.yaml", "ci/gate.toml")
    assert (settings.source, settings.root, settings.profile) == ("ci/gate.toml", "ci", "recommended")
    assert (settings.fail_on, settings.baseline) == (Severity.WARNING, "ci/known.json")
    assert settings_for("team/b.vs.yaml", "ci/gate.toml") is settings


@pytest.mark.parametrize(
    ("path", "said", "remedy"),
    [
        ("no.toml", "there is no configuration file 'no.toml'", "check the path given with --config"),
        (".git", "there is no configuration file '.git'", "check the path given with --config"),
        ("pyproject.toml", "'pyproject.toml' has no table [tool.vs]", "add it, or name another file with --config"),
    ],
)
def test_a_file_that_is_asked_for_must_be_there(path: str, said: str, remedy: str) -> None:
    put("pyproject.toml", '[project]\nname = "x"\n')
    with pytest.raises(VsError) as caught:
        settings_for(".", path)
    assert (caught.value.message, caught.value.hint) == (said, remedy)


def test_changed_files_are_seen_after_forgetting() -> None:
    put("vs.toml", 'profile = "strict"\n')
    assert settings_for(".").profile == "strict"
    put("vs.toml", 'profile = "basic"\n')
    assert settings_for(".").profile == "strict"
    forget()
    assert settings_for(".").profile == "basic"


def test_very_deep_folders_are_no_problem() -> None:
    put("vs.toml", "")
    assert settings_for("d/" * 1500 + "a.vs.yaml").source == "vs.toml"


def test_where_we_are_may_be_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert settings_for("a.vs.yaml") is DEFAULTS


def test_the_digest_tells_settings_apart() -> None:
    texts = [
        "",
        'profile = "strict"',
        'select = ["VS2"]',
        'ignore = ["VS2"]',
        'severity = {no-owner = "error"}',
        'severity = {no-owner = "off"}',
        'per-file-ignores = {"a" = ["VS2"]}',
        "thresholds = {most-steps = 3}",
        'practices = {x-a = {name = "A"}}',
        'schemas = [{path = "a.json", prefix = "AC"}]',
        'plugins = ["a"]',
    ]
    digests = set()
    for number, text in enumerate(texts):
        put(f"{number}/vs.toml", text)
        digests.add(digest(settings_for(str(number)), Path.cwd() / str(number)))
    assert len(digests) == len(texts)
    usual = [settings_for("0"), Settings(), Settings(fail_on=Severity.ADVICE, exclude=())]
    assert len({digest(each, Path.cwd()) for each in usual}) == 1
