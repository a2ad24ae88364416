"""What can be done about findings, and the canonical layout."""

from __future__ import annotations

from pathlib import Path

from lsprotocol.types import (
    ClientCapabilities,
    CodeAction,
    DocumentFormattingParams,
    FormattingOptions,
    TextDocumentEdit,
)

from tests.helpers import TESTS
from tests.lsp.editor import Editor, File
from tests.lsp.texts import SOUND, with_step

WITHOUT_PRACTICE = "    activity: improve\n"


def titles(actions: list[CodeAction]) -> list[str]:
    return [action.title for action in actions]


def done(file: File, title: str) -> str:
    """The text after one of the actions is done."""
    action = next(action for action in file.actions() if action.title == title)
    assert action.edit is not None
    (change,) = action.edit.document_changes or ()
    assert isinstance(change, TextDocumentEdit) and change.text_document.version == file.version
    return file.edited(list(change.edits))


IGNORE = "Accept it here: ignore 'step-without-practice', and say why"


def test_a_finding_is_accepted_with_a_comment_that_waits_for_a_reason(editor: Editor) -> None:
    text = with_step(WITHOUT_PRACTICE).replace("id: more", "id: mo|re")
    file = editor.open(text)
    result = done(file, IGNORE)
    comment = "  # vs: ignore[step-without-practice] TODO: say why\n"
    assert result == with_step(WITHOUT_PRACTICE).replace("  - id: more", f"{comment}  - id: more")
    file.change(result)
    assert [each.code for each in file.diagnostics()] == ["VS922", "VS301"]
    file.change(result.replace("TODO: say why", "nobody knows yet"))
    assert file.diagnostics() == []


def test_a_comment_that_stands_there_gets_another_name(editor: Editor) -> None:
    above = "  # vs: ignore[id-repeats] why not\n  - id: mo|re\n"
    file = editor.open(with_step(WITHOUT_PRACTICE).replace("  - id: more\n", above))
    assert "  # vs: ignore[id-repeats, step-without-practice] why not\n" in done(file, IGNORE)
    behind = "  - id: mo|re  # vs: ignore[id-repeats] why not\n"
    file = editor.open(with_step(WITHOUT_PRACTICE).replace("  - id: more\n", behind))
    assert "  - id: more  # vs: ignore[id-repeats, step-without-practice] why not\n" in done(file, IGNORE)


def test_a_comment_that_is_not_written_as_it_must_be_is_not_added_to(editor: Editor) -> None:
    above = "  #vs: ignore[id-repeats] why not\n  - id: mo|re\n"
    file = editor.open(with_step(WITHOUT_PRACTICE).replace("  - id: more\n", above))
    comment = "  # vs: ignore[step-without-practice] TODO: say why\n"
    assert f"  #vs: ignore[id-repeats] why not\n{comment}  - id: more\n" in done(file, IGNORE)


def test_a_comment_a_blank_line_above_gets_another_name(editor: Editor) -> None:
    above = "  # vs: ignore[id-repeats] why not\n\n  - id: mo|re\n"
    file = editor.open(with_step(WITHOUT_PRACTICE).replace("  - id: more\n", above))
    assert "  # vs: ignore[id-repeats, step-without-practice] why not\n\n" in done(file, IGNORE)


def test_carriage_returns_stay(editor: Editor) -> None:
    file = editor.open(with_step(WITHOUT_PRACTICE).replace("id: more", "id: mo|re").replace("\n", "\r\n"))
    result = done(file, IGNORE)
    assert "ignore[step-without-practice] TODO: say why\r\n  - id: more\r\n" in result
    assert result.count("\n") == result.count("\r\n")


def test_what_is_wrong_with_the_file_itself_cannot_be_accepted(editor: Editor) -> None:
    file = editor.open("valuestream: 1\nvalue: [|\n")
    assert not [title for title in titles(file.actions()) if "Accept" in title]


def test_only_findings_at_the_cursor_are_meant(editor: Editor) -> None:
    file = editor.open(with_step(WITHOUT_PRACTICE) + "|")
    assert titles(file.actions()) == ["Show the picture of this stream"]


def test_a_fix_is_offered_and_made(editor: Editor) -> None:
    file = editor.open(SOUND.replace("activity: engage", "activity: En|gage"))
    fix = next(action for action in file.actions() if action.kind == "quickfix" and action.is_preferred)
    assert [each.code for each in fix.diagnostics or ()] == ["VS104"]
    assert done(file, fix.title) == SOUND


def test_all_safe_fixes_at_once(editor: Editor) -> None:
    wrong = SOUND.replace("activity: engage", "activity: Engage").replace("[service-desk]", "[service desk]")
    file = editor.open(wrong)
    assert titles(file.actions("source.fixAll")) == ["Apply all safe fixes"]
    assert titles(file.actions("source.fixAll.vs")) == ["Apply all safe fixes"]
    assert titles(file.actions("refactor")) == []
    assert done(file, "Apply all safe fixes") == SOUND


def test_fixes_that_would_make_other_errors_are_taken_back(editor: Editor) -> None:
    wrong, fixed = (TESTS / f"cases/fix/refused{kind}.vs.yaml" for kind in ("", ".fixed"))
    file = editor.open(f"|{wrong.read_text(encoding='utf-8')}")
    assert done(file, "Apply all safe fixes") == fixed.read_text(encoding="utf-8")


def test_a_client_without_versions_gets_plain_changes(tmp_path: Path) -> None:
    editor = Editor(tmp_path, capabilities=ClientCapabilities())
    file = editor.open(with_step(WITHOUT_PRACTICE).replace("id: more", "id: mo|re"))
    action = next(action for action in file.actions() if action.title == IGNORE)
    editor.close()
    assert action.edit is not None and action.edit.document_changes is None
    assert list(action.edit.changes or ()) == [file.uri]


def laid_out(editor: Editor, file: File) -> str:
    edits = editor.ask("text_document_formatting", DocumentFormattingParams(file.it, FormattingOptions(2, True)))
    return file.edited(list(edits))


def test_the_canonical_layout_in_few_edits(editor: Editor) -> None:
    (canonical,) = {laid_out(editor, editor.open(SOUND))}
    assert laid_out(editor, editor.open(canonical)) == canonical
    odd = canonical.replace("name: Log the call", "name:    Log the call")
    file = editor.open(odd)
    edits = editor.ask("text_document_formatting", DocumentFormattingParams(file.it, FormattingOptions(2, True)))
    assert [(edit.range.start.line, edit.range.end.line) for edit in edits] == [
        (
            canonical[: canonical.index("name: Log")].count("\n"),
            canonical[: canonical.index("name: Log")].count("\n") + 1,
        )
    ]
    assert file.edited(list(edits)) == canonical


def test_a_broken_file_keeps_its_layout_and_the_reason_is_shown(editor: Editor) -> None:
    file = editor.open("valuestream:   1\nvalue: [\n")
    number = len(editor.messages)
    assert laid_out(editor, file) == file.text
    assert editor.messages[number:] == ["left as it is: it cannot be read as YAML (line 3): mend that first"]
