"""Findings as somebody types, told to a real client."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol.types import (
    ClientCapabilities,
    DiagnosticSeverity,
    DiagnosticTag,
    DidCloseTextDocumentParams,
    DidSaveTextDocumentParams,
)

from benchmarks.lsp import text as three_hundred_lines
from tests.helpers import ERR_CASES, name, read
from tests.lsp.editor import Editor
from tests.lsp.texts import SOUND, with_step
from valuestream_cli.lsp.diagnostics import TAGS
from valuestream_cli.validation.checking import Check
from valuestream_cli.validation.rules import BY_NAME


def test_a_sound_file_has_none(editor: Editor) -> None:
    assert editor.open(SOUND).diagnostics() == []


def test_a_finding_with_all_that_is_known_of_it(editor: Editor) -> None:
    file = editor.open(with_step("    activity: engage\n    practices: [incident-mgmt, service-desk]\n"))
    (told,) = file.diagnostics()
    assert (told.code, told.source, told.severity) == ("VS110", "vs", DiagnosticSeverity.Error)
    assert told.message == (
        "unknown practice 'incident-mgmt'; did you mean 'incident-management'?\nwrite `incident-management`"
    )
    assert file.at(told.range) == "incident-mgmt"
    assert told.data == {"rule": "unknown-practice"}


def test_severities(editor: Editor) -> None:
    text = SOUND.replace("owner: Service desk manager\n", "").replace("name: Mend what", "name: Engage what")
    told = {each.code: each.severity for each in editor.open(text + "x: 1\n").diagnostics()}
    assert told["VS307"] == DiagnosticSeverity.Warning
    assert told["VS101"] == DiagnosticSeverity.Error


def test_a_second_place_is_related(editor: Editor) -> None:
    file = editor.open(SOUND.replace("id: mend\n    name", "id: log\n    name"))
    told = next(each for each in file.diagnostics() if each.related_information)
    (related,) = told.related_information or ()
    assert (told.code, related.message, related.location.uri) == ("VS201", "first used here", file.uri)
    assert (told.range.start.line, related.location.range.start.line) == (13, 8)


def test_what_could_go_is_faded_and_an_old_name_struck_through(editor: Editor) -> None:
    file = editor.open(
        with_step("    activity: engage\n    practices: [request-fulfilment, service-desk, service-desk]\n")
    )
    told = {file.at(each.range): each.tags[0] for each in file.diagnostics() if each.tags}
    assert told == {"request-fulfilment": DiagnosticTag.Deprecated, "service-desk": DiagnosticTag.Unnecessary}


def test_the_tags_are_of_rules_that_exist() -> None:
    assert set(TAGS) <= set(BY_NAME)


def test_columns_are_of_utf_16(editor: Editor) -> None:
    step = "  - {id: odd, name: 😀😀, nme: x, activity: improve, practices: [continual-improvement]}\n"
    (told,) = editor.open(SOUND + step).diagnostics()
    assert told.range.start.character == step.index("nme") + 2
    assert told.range.end.character == step.index("nme") + 5


def test_the_last_of_several_quick_changes_wins(editor: Editor) -> None:
    file = editor.open(SOUND)
    for length in range(1, 30):
        file.change(SOUND + "x" * length)
    file.change(SOUND.replace("engage", "engag"))
    (told,) = file.diagnostics()
    assert file.at(told.range) == "engag"
    versions = [each.version or 0 for each in editor.told[file.uri]]
    assert versions[-1] == file.version and len(set(versions)) == len(versions)
    file.change(SOUND)
    assert file.diagnostics() == []


def test_a_file_of_300_lines(editor: Editor) -> None:
    text = three_hundred_lines()
    assert 290 <= text.count("\n") <= 300
    file = editor.open(text)
    assert file.diagnostics() == []
    file.change(text.replace("activity: deliver-and-support", "activity: deliver"))
    assert len(file.diagnostics()) == text.count("activity:")


@pytest.mark.parametrize("path", ERR_CASES, ids=name)
def test_the_same_findings_as_the_command_line(editor: Editor, path: Path) -> None:
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        pytest.skip("an editor sends text, whatever the bytes were")
    told = editor.open(f"|{text}", path.name).diagnostics()
    document = read(text, str(editor.folder / path.name))
    expected = sorted(Check().document(document).findings, key=lambda finding: finding.sort_key)
    assert [each.code for each in told] == [each.code for each in expected]
    if not text.startswith("\ufeff"):
        assert [each.range.start.line + 1 for each in told] == [each.span.line for each in expected]


def test_suppressions_count(editor: Editor) -> None:
    file = editor.open(SOUND + "  - id: odd  # vs: ignore[step-without-practice] nobody knows yet\n"
                       "    name: Do more\n    activity: improve\n")  # fmt: skip
    assert file.diagnostics() == []


def test_other_files_are_no_business_of_ours(editor: Editor) -> None:
    file = editor.open("name: x\nname: y|\n", "other.yaml")
    assert file.page() == "" and file.ask("completion") is None and file.ask("definition") is None
    sound = editor.open(SOUND)
    assert sound.diagnostics() == []
    assert file.uri not in editor.told


def test_a_closed_file_has_none(editor: Editor) -> None:
    file = editor.open("valuestream: 2\n", "closed.vs.yaml")
    assert file.diagnostics()
    number = len(editor.told[file.uri])
    editor.client.text_document_did_close(DidCloseTextDocumentParams(file.it))
    assert not editor.wait_for(file.uri, number + 1).diagnostics


def test_settings_of_the_project_count_and_are_read_anew(editor: Editor) -> None:
    folder = editor.folder / "own"
    folder.mkdir()
    file = editor.open(SOUND.replace("    practices: [service-desk]\n", ""), "own/a.vs.yaml")
    assert [each.code for each in file.diagnostics()] == ["VS301"]
    number = len(editor.told[file.uri])
    (folder / "vs.toml").write_text('ignore = ["step-without-practice"]\n')
    editor.client.text_document_did_save(DidSaveTextDocumentParams(file.it))
    assert not editor.wait_for(file.uri, number + 1).diagnostics


def test_a_client_without_related_places_gets_none(tmp_path: Path) -> None:
    editor = Editor(tmp_path, capabilities=ClientCapabilities())
    told = editor.open(SOUND.replace("id: mend\n    name", "id: log\n    name")).diagnostics()
    editor.close()
    assert [(each.code, each.related_information) for each in told] == [("VS201", None)]
