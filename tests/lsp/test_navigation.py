"""From a name to its places, and another name in all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lsprotocol.types import (
    DocumentSymbol,
    DocumentSymbolParams,
    FoldingRangeParams,
    Location,
    ReferenceContext,
    TextDocumentEdit,
)
from pygls.exceptions import JsonRpcException

from tests.helpers import FULL
from tests.lsp.editor import Editor, File
from tests.lsp.texts import SOUND, with_step

# Every place where the format names a step: `lo|g` is not one of them.
EVERYWHERE = """\
valuestream: 1
id: log
name: log
state: as-is
owner: log
demand: {trigger: log, from: [log]}
value: {outcome: log, for: [log], next: LOG}
improvements:
  - {id: log, title: log, step: LOG}
steps:
  - id: first
    name: log  # log
    activity: engage
    practices: [x-log]
    next: LOG
  - id: LOG
    name: log
    activity: engage
    practices: [x-log]
    fork: [LOG, "LOG"]
  - id: mend
    name: mend
    activity: engage
    practices: [x-log]
    next:
      - LOG
      - {to: 'LOG', when: log, share: 5%}
      - to: value
"""


def located(file: File, found: list[Location]) -> list[str]:
    return [f"{place.range.start.line}:{file.at(place.range)}" for place in found]


def marked(text: str, name: str, number: int) -> str:
    """The text with names written small, and a cursor in one of them."""
    places = [match.start() for match in re.finditer("LOG", text)]
    at = places[number] + 1
    return (text[:at] + "|" + text[at:]).replace("L|OG", f"{name[0]}|{name[1:]}").replace("LOG", name)


@pytest.mark.parametrize("number", range(EVERYWHERE.count("LOG")))
def test_a_step_is_found_and_renamed_from_each_of_its_places(editor: Editor, number: int) -> None:
    file = editor.open(marked(EVERYWHERE, "log", number))
    given = EVERYWHERE.split("\n").index("  - id: LOG")
    uses = [n for n, line in enumerate(EVERYWHERE.split("\n")) for _ in range(line.count("LOG")) if n != given]
    assert located(file, file.ask("definition")) == [f"{given}:log"]
    context = ReferenceContext(include_declaration=False)
    assert located(file, file.ask("references", context=context)) == [f"{line}:log" for line in uses]
    everywhere = file.ask("references", context=ReferenceContext(include_declaration=True))
    assert len(everywhere) == EVERYWHERE.count("LOG")
    prepared = file.ask("prepare_rename")
    assert (file.at(prepared.range), prepared.placeholder) == ("log", "log")
    assert renamed(file, "note-it") == EVERYWHERE.replace("LOG", "note-it")


def renamed(file: File, name: str) -> str:
    edit = file.ask("rename", new_name=name)
    (change,) = edit.document_changes
    assert isinstance(change, TextDocumentEdit)
    assert (change.text_document.uri, change.text_document.version) == (file.uri, file.version)
    return file.edited(list(change.edits))


def test_a_rename_keeps_wide_characters_in_their_place(editor: Editor) -> None:
    text = with_step("    next: [{when: '😀😀', to: lo|g}, {when: 😀, to: mend}]\n")
    assert renamed(editor.open(text), "note") == text.replace("|", "").replace("to: log", "to: note").replace(
        "id: log", "id: note"
    )


def test_a_role_is_renamed_where_it_is_declared_and_used(editor: Editor) -> None:
    roles = "roles:\n  agent: {name: Agent}\n  boss: {name: agent}\n"
    text = with_step("    roles: {responsible: [age|nt], informed: [boss, agent]}\n").replace(
        "steps:", f"{roles}steps:"
    )
    file = editor.open(text)
    assert located(file, file.ask("definition")) == ["8:agent"]
    assert renamed(file, "desk agent") == file.text.replace("[agent]", "[desk agent]").replace(
        "boss, agent", "boss, desk agent").replace("  agent:", "  desk agent:")  # fmt: skip


def refusal(file: File, name: str) -> str:
    with pytest.raises(JsonRpcException) as caught:
        file.ask("rename", new_name=name)
    assert caught.value.code == -32803
    return caught.value.message


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Note It", "'Note It' is not the id of a step: write `note-it`"),
        ("note_it\n", "'note_it\n' is not the id of a step: write `note-it`"),
        ("", "'' is not the id of a step: use lower-case letters a to z, digits and single hyphens, such as "
             "`check-request`"),
        ("value", "'value' means an end of the stream, not a step: choose another id"),
        ("mend", "'mend' is taken: see line 14: choose another id"),
    ],
)  # fmt: skip
def test_a_rename_is_refused_in_plain_words(editor: Editor, name: str, words: str) -> None:
    assert refusal(editor.open(with_step("    next: lo|g\n")), name) == words


def test_a_refusal_is_no_bug_and_leaves_nothing_in_the_log(tmp_path: Path) -> None:
    editor = Editor(tmp_path)
    refusal(editor.open(with_step("    next: lo|g\n")), "")
    process = editor.client._server
    editor.shut_down()
    assert process is not None and process.stderr is not None
    assert (editor.run(process.stderr.read()), editor.messages) == (b"", [])
    editor.close()


def test_a_rename_to_the_same_changes_nothing(editor: Editor) -> None:
    file = editor.open(with_step("    next: lo|g\n"))
    assert renamed(file, "log") == file.text


def test_a_rename_is_refused_where_places_would_be_missed(editor: Editor) -> None:
    file = editor.open(with_step("    next: lo|g\n    fork: [log\n"))
    assert refusal(file, "note").startswith("this file is not YAML as it stands, so some places would be missed")
    assert located(file, file.ask("definition")) == ["8:log"]
    anchored = with_step("    next: lo|g\n").replace("id: log", "id: &first log")
    file = editor.open(anchored)
    assert renamed(file, "note") == file.text.replace("&first log", "&first note").replace("next: log", "next: note")
    file = editor.open(anchored.replace("    inputs", "    next: *first\n    inputs"))
    assert refusal(file, "note") == "'log' stands on line 18 by way of an alias or an escape: write it out first"


def test_what_is_given_nowhere_cannot_be_renamed(editor: Editor) -> None:
    file = editor.open(with_step("    next: nowh|ere\n"))
    assert refusal(file, "note") == ("there is no step 'nowhere' with this id: only what is given here can be renamed")
    assert not file.ask("definition")
    file = editor.open(with_step("    te|am: x\n"))
    assert file.ask("prepare_rename") is None
    assert refusal(file, "note").startswith("there is no step and no role here")


def test_a_stream_leads_to_its_file(editor: Editor) -> None:
    (editor.folder / "sub").mkdir(exist_ok=True)
    inner = editor.folder / "sub" / "inner one.vs.yaml"
    inner.write_text(SOUND)
    file = editor.open(with_step("    stream: sub/inner| one.vs.yaml\n"))
    (place,) = file.ask("definition")
    assert (place.uri, place.range.start.line) == (inner.as_uri(), 0)
    assert not editor.open(with_step("    stream: sub/nowh|ere.vs.yaml\n")).ask("definition")


def outline(symbols: list[DocumentSymbol]) -> list[tuple[str, str]]:
    return [(symbol.name, symbol.detail or "") for symbol in symbols]


def test_the_outline(editor: Editor) -> None:
    text = FULL.read_text(encoding="utf-8")
    file = editor.open(text)
    (stream,) = editor.ask("text_document_document_symbol", DocumentSymbolParams(file.it))
    assert outline([stream]) == [("Restore a live service", "full-stream")]
    assert outline(stream.children)[:3] == [
        ("demand", "A user reports that a service does not work as agreed"),
        ("Acknowledge and register the query", "engage"),
        ("Investigate and try to fix", "deliver-and-support"),
    ]
    assert outline(stream.children)[-1] == ("value", "The user can work again and has confirmed it")
    first = stream.children[1]
    assert file.at(first.selection_range) == "register"
    assert file.at(first.range).startswith("id: register\n") and file.at(first.range).endswith("url: questions.md}")
    for each in (stream, *stream.children):
        assert each.range.start <= each.selection_range.start and each.selection_range.end <= each.range.end


@pytest.mark.parametrize(
    "text",
    ["", "- a\n", "steps: 5\n", "steps: [1, {}, {id: 3}, []]\n", "steps: &a [*a]\n", "value: [\ndemand: x\n",
     "a: &x {id: q}\nsteps: [*x, *x]\n", "name: ' '\nsteps: [{name: '', id: }]\n", "\x00",
     "steps:\n  - id: x\n    id: y\n"],
)  # fmt: skip
def test_an_outline_of_anything(editor: Editor, text: str) -> None:
    file = editor.open(text)
    for stream in editor.ask("text_document_document_symbol", DocumentSymbolParams(file.it)):
        for each in (stream, *stream.children):
            assert each.name
            assert each.range.start <= each.selection_range.start and each.selection_range.end <= each.range.end


def test_the_outline_of_a_broken_file(editor: Editor) -> None:
    file = editor.open(with_step("    next: [log\n    act\n"))
    (stream,) = editor.ask("text_document_document_symbol", DocumentSymbolParams(file.it))
    assert outline(stream.children)[1:-1] == [
        ("Log the call", "engage"), ("Mend what is broken", "deliver-and-support"), ("Do more", ""),
    ]  # fmt: skip


def test_what_can_be_folded(editor: Editor) -> None:
    file = editor.open(SOUND)
    folds = editor.ask("text_document_folding_range", FoldingRangeParams(file.it))
    lines = SOUND.split("\n")
    assert [(lines[fold.start_line].strip(), lines[fold.end_line].strip()) for fold in folds] == [
        ("steps:", "inputs: [incident record]"),
        ("- id: log", "outputs: [incident record]"),
        ("- id: mend", "inputs: [incident record]"),
    ]
