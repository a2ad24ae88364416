"""What the thing at a cursor means."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol.types import (
    ClientCapabilities,
    HoverClientCapabilities,
    MarkupKind,
    TextDocumentClientCapabilities,
)

from tests.lsp.editor import Editor
from tests.lsp.texts import SOUND, with_step
from valuestream_cli import explaining
from valuestream_cli.validation.rules import BY_NAME

RULE = explaining.rule_page(BY_NAME["step-without-practice"]).partition("\n")[0]


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        ("    act|ivity: engage\n", "# activity (field)"),
        ("    activity: en|gage\n", "# Engage (activity `engage`)"),
        ("    practices: [service-|desk]\n", "# Service desk (practice `service-desk`, service)"),
        ("    waste: wait|ing\n", "# Waiting (waste `waiting`)"),
        ("    value_class: neces|sary\n", "# Necessary (value class `necessary`)"),
        ("    process_time: 5|m\n", "# Duration (form of a value)"),
        ("    complete_accurate: 9|5%\n", "# PositivePercentage (form of a value)"),
        ("    next: va|lue\n", "Here value is reached."),
        ("    next: e|nd\n", "Here the case leaves the stream without value."),
        ("    next: [me|nd, log]\n", "**Mend what is broken** (step)"),
        ("    next: [me|nd, log\n    team: x\n", "**Mend what is broken** (step)"),
        ("    fork: [log, me|nd]\n", "**Mend what is broken** (step)"),
        ("    next: {to: value, sh|are: 5%}\n", "# share (field)"),
        ("    team: x  # vs: ignore[step-without-pr|actice] why\n", RULE),
        ("    # vs: ignore-file[no-owner, VS3|01] why\n", RULE),
        ("    team: x  # vs: ignore[no-such-ru|le] why\n", ""),
        ("    team: x  # step-without-pr|actice\n", ""),
        ("    team: so|me\n", ""),
        ("    tea|m: some\n", "# team (field)"),
        ("    x-ow|n: some\n", ""),
        ("    |\n", ""),
    ],
)
def test_what_is_said(editor: Editor, lines: str, first: str) -> None:
    assert editor.open(with_step(lines)).page().partition("\n")[0] == first


def test_a_key_is_explained_for_its_place_and_as_a_lean_term(editor: Editor) -> None:
    page = editor.open(with_step("    process_|time: 5m\n")).page()
    assert "In Step: Working time on one case, without waiting." in page
    assert "Targets" not in page
    assert "# Process time (term)" in page
    target = editor.open(SOUND.replace("for: [user]}", "for: [user], targets: {process_ti|me: 5m}}")).page()
    assert "In Targets: " in target and "In Step: " not in target


def test_the_stretch_is_that_of_the_word(editor: Editor) -> None:
    file = editor.open(with_step('    team: 😀\n    next: {when: "😀", to: "me|nd"}\n'))
    assert file.at(file.ask("hover").range) == "mend"


def test_a_step_says_what_is_known_of_it(editor: Editor) -> None:
    lines = "    activity: engage\n    process_time: 5m\n    wait_time: {p50: 1m, p90: 2m}\n    next: mo|re\n"
    assert editor.open(with_step(lines)).page() == "**Do more** (step)\n\nengage\n\nprocess time 5m"


def test_a_role_says_who_it_is(editor: Editor) -> None:
    roles = "roles: {agent: {name: Service desk agent, kind: supplier, team: Desk}, other: {}}\n"
    lines = "    roles: {responsible: [age|nt]}\n"
    file = editor.open(with_step(lines).replace("steps:", f"{roles}steps:"))
    assert file.page() == "**Service desk agent** (role)\n\nsupplier, Desk"
    file.change(with_step(lines.replace("age|nt", "oth|er")).replace("steps:", f"{roles}steps:"))
    assert file.page() == "**No name yet** (role)"


def test_a_stream_says_its_name_and_unsaved_text_goes_before_the_disk(editor: Editor) -> None:
    (editor.folder / "inner.vs.yaml").write_text("name: On disk\ndescription: As saved.\n")
    lines = "    stream: inn|er.vs.yaml\n"
    assert editor.open(with_step(lines)).page() == "**On disk** (stream)\n\nAs saved\\."
    editor.open("name: Not saved\n", "inner.vs.yaml").diagnostics()
    assert editor.open(with_step(lines)).page() == "**Not saved** (stream)"
    assert editor.open(with_step("    stream: ../../etc/pass|wd.vs.yaml\n")).page() == ""


def test_text_of_a_file_is_never_markup(editor: Editor) -> None:
    hostile = "'[x](command:evil) <img src=y> `z` \u202e'"
    page = editor.open(SOUND.replace("Mend what is broken", hostile) + "    next: me|nd\n").page()
    assert page.startswith("**\\[x\\]\\(command:evil\\) \\<img src=y\\> \\`z\\` \ufffd** (step)")


def test_a_client_without_markdown_is_told_plain_text(tmp_path: Path) -> None:
    hover = HoverClientCapabilities(content_format=[MarkupKind.PlainText])
    capabilities = ClientCapabilities(text_document=TextDocumentClientCapabilities(hover=hover))
    editor = Editor(tmp_path, capabilities=capabilities)
    found = editor.open(with_step("    activity: en|gage\n")).ask("hover")
    editor.close()
    assert found.contents.kind == MarkupKind.PlainText
