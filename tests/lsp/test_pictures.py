"""The picture of a stream as it is in the editor."""

from __future__ import annotations

import ast
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from lsprotocol.types import ClientCapabilities, CodeLensParams
from pygls.exceptions import JsonRpcException

from tests.lsp.editor import Editor
from tests.lsp.texts import SOUND, with_step
from valuestream_cli import api
from valuestream_cli.rendering.options import Options


def path_of(uri: str) -> Path:
    return Path(url2pathname(urlsplit(uri).path))


@pytest.mark.parametrize("view", ["swimlane", "flow"])
def test_the_picture_as_text(editor: Editor, view: str) -> None:
    file = editor.open(SOUND)
    expected = api.render("-", Options(view=view), stdin=SOUND.encode()).content.decode()
    assert editor.execute("vs.render", file.uri, view) == expected
    assert view == "flow" or editor.execute("vs.render", file.uri) == expected


def test_the_picture_in_a_window(editor: Editor) -> None:
    file = editor.open(SOUND, "inner.vs.yaml")
    (action,) = file.actions("source.vs.picture")
    command = ast.literal_eval(str(action.command))  # the client library mistakes an action with a command for one
    uri = editor.execute(command["command"], *command["arguments"])
    shown = editor.shown[-1]
    assert (shown.uri, shown.external) == (uri, True)
    picture = path_of(uri)
    assert picture.name == "inner.swimlane.svg"
    assert picture.read_text(encoding="utf-8") == editor.execute("vs.render", file.uri)
    assert not list(editor.folder.glob("*.svg"))


def test_a_lens_shows_it_too(editor: Editor) -> None:
    file = editor.open(SOUND)
    (lens,) = editor.ask("text_document_code_lens", CodeLensParams(file.it))
    assert (lens.command.title, lens.command.command) == ("Show the picture of this stream", "vs.showPicture")
    assert editor.execute(lens.command.command, *lens.command.arguments)


def test_a_client_without_windows_is_told_where_it_is(tmp_path: Path) -> None:
    editor = Editor(tmp_path, capabilities=ClientCapabilities())
    file = editor.open(SOUND)
    picture = path_of(editor.execute("vs.showPicture", file.uri))
    assert picture.exists()
    editor.close()
    assert editor.messages == [f"the picture is in {picture}"]
    assert not picture.exists(), "it goes when the server goes"


@pytest.mark.parametrize(
    ("text", "view", "words"),
    [
        (with_step(""), "swimlane", "no picture yet: line 19: 'more' has no 'activity': add `activity: "),
        (SOUND, "swimlan", "there is no view 'swimlan': did you mean 'swimlane'?"),
    ],
)
def test_why_there_is_none(editor: Editor, text: str, view: str, words: str) -> None:
    file = editor.open(text)
    for command in ("vs.render", "vs.showPicture"):
        with pytest.raises(JsonRpcException) as caught:
            editor.execute(command, file.uri, view)
        assert caught.value.message.startswith(words)


def test_there_is_none_of_another_file(editor: Editor) -> None:
    assert editor.execute("vs.render", (editor.folder / "other.yaml").as_uri()) is None
    assert editor.execute("vs.showPicture", (editor.folder / "other.yaml").as_uri()) is None
