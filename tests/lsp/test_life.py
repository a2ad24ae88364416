"""How the server begins and ends, and what it survives."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lsprotocol.types import (
    ClientCapabilities,
    CodeActionContext,
    CodeActionParams,
    CompletionParams,
    DefinitionParams,
    DidChangeWatchedFilesParams,
    DocumentSymbolParams,
    FileChangeType,
    FileEvent,
    FoldingRangeParams,
    GeneralClientCapabilities,
    HoverParams,
    Position,
    PositionEncodingKind,
    Range,
    TextDocumentIdentifier,
)
from pygls.exceptions import JsonRpcException

from tests.lsp.editor import SERVER, Editor
from tests.lsp.texts import SOUND, with_step
from valuestream_cli import __version__

CRASHING = """
import sys
from valuestream_cli.lsp import features
def crash(*_): raise ZeroDivisionError("boom")
features.hover = crash
sys.exit(features.serve(features.build(), sys.stdin.buffer, sys.stdout.buffer))
"""
CRASHING_CHECK = CRASHING.replace("features.hover = crash", """
from valuestream_cli.lsp import sheets
check = sheets.check
sheets.check = lambda document: crash() if "boom" in document.text else check(document)
""")  # fmt: skip

CRASHING_RULE = CRASHING.replace("features.hover = crash", """
from valuestream_cli.validation import rules
rules.RULES[0].check = crash
""")  # fmt: skip


def test_it_says_who_it_is(editor: Editor) -> None:
    assert editor.server.server_info is not None
    assert (editor.server.server_info.name, editor.server.server_info.version) == ("vs", __version__)
    assert editor.server.capabilities.position_encoding == "utf-16"


def test_it_asks_to_be_told_of_files_that_count(editor: Editor) -> None:
    editor.open(SOUND).diagnostics()
    assert watched(editor) == ["**/*.toml", "**/*.vs.yaml", "**/*.vs.yml"]


def watched(editor: Editor) -> list[str]:
    """The patterns that the client was asked to watch."""
    options: list[Any] = [each.register_options for each in editor.watched]
    return [watcher["globPattern"] for each in options for watcher in each["watchers"]]


def test_a_file_that_appears_is_seen(editor: Editor) -> None:
    file = editor.open(with_step("    activity: improve\n    practices: [service-desk]\n    stream: later.vs.yaml\n"))
    assert [each.code for each in file.diagnostics()] == ["VS331"]
    (editor.folder / "later.vs.yaml").write_text(SOUND)
    number = len(editor.told[file.uri])
    event = FileEvent((editor.folder / "later.vs.yaml").as_uri(), FileChangeType.Created)
    editor.client.workspace_did_change_watched_files(DidChangeWatchedFilesParams([event]))
    assert not editor.wait_for(file.uri, number + 1).diagnostics


def test_it_ends_well_when_told(tmp_path: Path) -> None:
    editor = Editor(tmp_path)
    editor.open(SOUND).diagnostics()
    code = editor.shut_down()
    editor.close()
    assert code == 0


def test_leaving_without_a_word_is_told_by_the_exit_status(tmp_path: Path) -> None:
    editor = Editor(tmp_path)
    code = editor.leave()
    editor.close()
    assert code == 1


def test_it_ends_when_the_editor_is_gone() -> None:
    done = subprocess.run(SERVER, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


@pytest.mark.parametrize(
    "sent", [b"hello\n", b"Content-Length: 5\r\n\r\n{{{{{", b"Content-Length: x\r\n\r\n", b"\xff" * 9]
)
def test_what_is_no_message_does_not_end_it(sent: bytes) -> None:
    asked = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}).encode()
    stream = sent + b"\n" + b"Content-Length: %d\r\n\r\n%s" % (len(asked), asked)
    done = subprocess.run(SERVER, input=stream, capture_output=True, check=False, timeout=60)
    assert b'"serverInfo"' in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_obeys_signals_and_leaves_nothing_behind(tmp_path: Path, number: int, code: int) -> None:
    editor = Editor(tmp_path)
    picture = url2pathname(urlsplit(editor.execute("vs.showPicture", editor.open(SOUND).uri)).path)
    assert Path(picture).exists() and editor.client._server is not None
    editor.client._server.send_signal(number)
    assert editor.run(editor.client._server.wait()) == code
    editor.run(editor.client.stop())
    editor.close()
    assert not Path(picture).exists()


def test_a_crash_of_a_request_does_not_end_it(tmp_path: Path) -> None:
    editor = Editor(tmp_path, command=(sys.executable, "-c", CRASHING))
    file = editor.open(with_step("    activity: en|gage\n    practices: [service-desk]\n"))
    with pytest.raises(JsonRpcException, match="boom"):
        file.ask("hover")
    assert "engage" in file.offered()
    assert file.diagnostics() == []
    code = editor.shut_down()
    editor.close()
    assert code == 0


def test_a_crash_of_a_check_does_not_end_it_either(tmp_path: Path) -> None:
    editor = Editor(tmp_path, command=(sys.executable, "-c", CRASHING_CHECK))
    file = editor.open(SOUND)
    assert file.diagnostics() == []
    file.change(SOUND + "# boom\n")
    assert editor.open(SOUND).diagnostics() == []
    file.change(SOUND + "x: 1\n")
    assert [each.code for each in file.diagnostics()] == ["VS101"]
    code = editor.shut_down()
    editor.close()
    assert code == 0
    assert [message for message in editor.messages if "a bug in vs, please report it" in message and "boom" in message]


def test_a_rule_that_crashes_is_told_once_and_the_others_go_on(tmp_path: Path) -> None:
    editor = Editor(tmp_path, command=(sys.executable, "-c", CRASHING_RULE))
    file = editor.open(SOUND + "x: 1\n")
    assert [each.code for each in file.diagnostics()] == ["VS101"]
    file.change(SOUND + "y: 1\n")
    assert [each.code for each in file.diagnostics()] == ["VS101"]
    assert not file.actions("refactor")
    code = editor.shut_down()
    editor.close()
    assert code == 0
    (told,) = [message for message in editor.messages if "boom" in message]
    assert told.startswith("a bug in vs or in a plugin, please report it:\nTraceback")


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 8), ("utf-32", 2)])
def test_columns_are_counted_as_agreed(tmp_path: Path, encoding: str, column: int) -> None:
    wanted = GeneralClientCapabilities(position_encodings=[PositionEncodingKind(encoding), PositionEncodingKind.Utf16])
    editor = Editor(tmp_path, capabilities=ClientCapabilities(general=wanted))
    step = "  - {id: odd, name: 😀😀, nme: x, activity: improve, practices: [continual-improvement]}\n"
    (told,) = editor.open(SOUND + step).diagnostics()
    editor.close()
    assert editor.server.capabilities.position_encoding == encoding
    assert told.range.start.character == step.index("nme") - 2 + column


def test_a_byte_order_mark_moves_no_column(editor: Editor) -> None:
    file = editor.open("\ufeffvaluestream: 2\n")
    told = next(each for each in file.diagnostics() if "version" in each.message)
    assert told.range == Range(Position(0, 14), Position(0, 15))


def test_a_uri_is_one_however_it_is_escaped(editor: Editor) -> None:
    file = editor.open(with_step("    activity: en|gage\n"), "ä ö.vs.yaml")
    assert file.page().startswith("# Engage")
    file.uri = file.uri.replace("%C3%A4", "ä")
    assert file.page().startswith("# Engage")


HOSTILE = [
    "",
    "\x00",
    "\ud800",
    "\u2028\u2029\x85\x0c",
    "a: &a [*a]",
    "steps:\n  - " * 500,
    "[" * 5000,
    "- " * 5000,
    "{a: " * 5000,
    '"' * 5000,
    "a: b: " * 5000,
    "x" * 1_100_000,
    "name: '" + "'" * 9999,
    "steps:\n" + "  - {id: a, next: a, roles: {responsible: [a]}}\n" * 100,
    "valuestream: 1\nroles: {a: {" + "b: {" * 70,
    "\r\r\r\rsteps:\r- id: a\r",
    "steps:\n  - id: !!python/object:os.system a\n    next: !x [*y]\n",
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_is_answered(editor: Editor, number: int) -> None:
    text = HOSTILE[number]
    file = editor.open(text)
    ask_everything(editor, file.uri, text)
    assert not any("a bug in vs" in message for message in editor.messages)


def ask_everything(editor: Editor, uri: str, text: str) -> None:
    """Ask for all there is, at the beginning, in the middle and at the end."""
    file = TextDocumentIdentifier(uri)
    lines = text.count("\n")
    for line in {0, lines // 2, lines, lines + 9}:
        for column in (0, 3, 9999):
            place = Position(line, column)
            editor.ask("text_document_completion", CompletionParams(file, place))
            editor.ask("text_document_hover", HoverParams(file, place))
            editor.ask("text_document_definition", DefinitionParams(file, place))
    editor.ask("text_document_document_symbol", DocumentSymbolParams(file))
    editor.ask("text_document_folding_range", FoldingRangeParams(file))
    everywhere = Range(Position(0, 0), Position(lines + 1, 0))
    editor.ask("text_document_code_action", CodeActionParams(file, everywhere, CodeActionContext([])))


@given(st.text(alphabet="steps:\n -idnx[]{},\"'#&*!|>é😀\r\t", max_size=80))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_answered(editor: Editor, text: str) -> None:
    file = editor.open(text)
    ask_everything(editor, file.uri, text)
    assert not any("a bug in vs" in message for message in editor.messages)
