"""The files beside the streams: what is wrong with the settings, and what changes the findings when it is saved."""

from __future__ import annotations

import json
from pathlib import Path

from lsprotocol.types import (
    DiagnosticSeverity,
    DidChangeWatchedFilesParams,
    DidCloseTextDocumentParams,
    FileChangeType,
    FileEvent,
    Position,
    Range,
)

from tests.lsp.editor import Editor
from tests.lsp.test_life import watched
from tests.lsp.texts import SOUND
from valuestream_cli.lsp.surroundings import Surroundings
from valuestream_cli.validation import checking

WITHOUT_PRACTICE = SOUND.replace("    practices: [service-desk]\n", "")
EXTEND = 'extend = "../base.toml"\n'
OWN = '[[schemas]]\npath = "own.json"\nprefix = "ORG"\n'


def saved(editor: Editor, name: str, text: str) -> str:
    """Write a file, and tell the server so; the result is its URI."""
    (editor.folder / ".git").mkdir(exist_ok=True)
    path = editor.folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    event = FileEvent(path.as_uri(), FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(DidChangeWatchedFilesParams([event]))
    return path.as_uri()


def test_what_is_wrong_with_the_settings_is_told_of_their_file(editor: Editor) -> None:
    config = saved(editor, "wrong/vs.toml", 'profile = "strict"\nfail-on = "eror"\n')
    editor.open(SOUND, "wrong/a.vs.yaml")
    (told,) = editor.wait_for_codes(config, "VS904")
    assert (told.severity, told.source) == (DiagnosticSeverity.Error, "vs")
    assert told.message == "unknown fail-on 'eror'; did you mean 'error'?\none of: error, warning, advice"
    assert told.range == Range(Position(1, 10), Position(1, 16))
    saved(editor, "wrong/vs.toml", 'profile = "strict"\n')
    editor.wait_for_codes(config)


def test_settings_that_two_folders_extend_are_told_until_nobody_uses_them(editor: Editor) -> None:
    base = saved(editor, "base.toml", "profile = \n")
    for folder in ("one", "two"):
        saved(editor, f"{folder}/vs.toml", EXTEND)
    files = [editor.open(SOUND, f"{folder}/a.vs.yaml") for folder in ("one", "two")]
    (told,) = editor.wait_for_codes(base, "VS902")
    assert told.range.start.line == 0
    for file in files:
        file.diagnostics()
        editor.client.text_document_did_close(DidCloseTextDocumentParams(file.it))
    editor.wait_for_codes(base)


def test_a_pyproject_is_told_of_too(editor: Editor) -> None:
    config = saved(editor, "python/pyproject.toml", '[project]\nname = "x"\n[tool.vs]\nprofil = "strict"\n')
    editor.open(SOUND, "python/a.vs.yaml")
    (told,) = editor.wait_for_codes(config, "VS903")
    assert told.range == Range(Position(3, 0), Position(3, 6))


def test_settings_are_looked_at_once_until_they_are_read_anew(tmp_path: Path) -> None:
    (tmp_path / "vs.toml").write_text('profile = "odd"\n')
    paths = [str(tmp_path / name) for name in ("a.vs.yaml", "b.vs.yaml")]
    surroundings = Surroundings()
    (told,) = surroundings.news(paths, "utf-16").items()
    assert (told[0], [each.code for each in told[1]]) == ((tmp_path / "vs.toml").as_uri(), ["VS904"])
    assert surroundings.news(paths, "utf-16") == {}
    checking.forget()
    assert surroundings.news(paths, "utf-16") == dict([told])
    assert surroundings.news([], "utf-16") == {told[0]: []}


def test_a_change_of_an_extended_file_counts(editor: Editor) -> None:
    saved(editor, "base.toml", "")
    saved(editor, "in/vs.toml", EXTEND)
    file = editor.open(WITHOUT_PRACTICE, "in/a.vs.yaml")
    editor.wait_for_codes(file.uri, "VS301")
    saved(editor, "base.toml", 'ignore = ["step-without-practice"]\n')
    editor.wait_for_codes(file.uri)


def test_a_change_of_an_own_schema_counts_and_is_asked_for(editor: Editor) -> None:
    saved(editor, "own/own.json", json.dumps({"required": ["owner"]}))
    saved(editor, "own/vs.toml", OWN)
    file = editor.open(SOUND, "own/a.vs.yaml")
    assert file.diagnostics() == []
    saved(editor, "own/own.json", json.dumps({"required": ["sponsor"]}))
    editor.wait_for_codes(file.uri, "ORG000")
    editor.wait_until(lambda: "**/own.json" in watched(editor))
