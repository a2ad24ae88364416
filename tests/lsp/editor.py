"""An editor for tests: starts the real server, opens files in it, and asks about places marked with `|`."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.client import LanguageClient

TIMEOUT = 30  # seconds after which a test gives up; nothing here takes one
SERVER = (sys.executable, "-m", "valuestream_cli", "lsp")
RELATED = types.PublishDiagnosticsClientCapabilities(related_information=True)
CAPABILITIES = types.ClientCapabilities(
    text_document=types.TextDocumentClientCapabilities(
        publish_diagnostics=RELATED,
        rename=types.RenameClientCapabilities(prepare_support=True),
        hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
    ),
    workspace=types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
    ),
    window=types.WindowClientCapabilities(show_document=types.ShowDocumentClientCapabilities(support=True)),
)

Result = TypeVar("Result")


class Editor:
    """A client with a server of its own, in a thread of its own; `folder` is where its files are."""

    def __init__(
        self,
        folder: Path,
        command: tuple[str, ...] = SERVER,
        capabilities: types.ClientCapabilities = CAPABILITIES,
    ) -> None:
        self.folder = folder
        self.told: dict[str, list[types.PublishDiagnosticsParams]] = {}
        self.messages: list[str] = []
        self.shown: list[types.ShowDocumentParams] = []
        self.watched: list[types.Registration] = []
        self._opened = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.client = LanguageClient("test", "1")
        self._listen()
        self.run(self.client.start_io(*command))
        params = types.InitializeParams(capabilities, root_uri=folder.as_uri(), process_id=None)
        self.server = self.run(self.client.initialize_async(params))
        self.client.initialized(types.InitializedParams())

    def _listen(self) -> None:
        self._changed = asyncio.Condition()

        async def note(params: types.PublishDiagnosticsParams) -> None:
            async with self._changed:
                self.told.setdefault(params.uri, []).append(params)
                self._changed.notify_all()

        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(note)
        self.client.feature(types.WINDOW_SHOW_MESSAGE)(lambda params: self.messages.append(params.message))
        self.client.feature(types.WINDOW_LOG_MESSAGE)(lambda params: self.messages.append(params.message))
        self.client.feature(types.WINDOW_SHOW_DOCUMENT)(lambda params: self._show(params))
        self.client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: self.watched.extend(params.registrations))

    def _show(self, params: types.ShowDocumentParams) -> types.ShowDocumentResult:
        self.shown.append(params)
        return types.ShowDocumentResult(True)

    def run(self, doing: Coroutine[Any, Any, Result]) -> Result:
        """Wait for something the client does."""
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(TIMEOUT)

    def ask(self, request: str, params: Any) -> Any:
        """The answer to a request, by the client's name for it, such as `text_document_hover`."""
        return self.run(getattr(self.client, f"{request}_async")(params))

    def execute(self, command: str, *arguments: Any) -> Any:
        """Run a command of the server."""
        return self.ask("workspace_execute_command", types.ExecuteCommandParams(command, arguments=list(arguments)))

    def wait_for(self, uri: str, number: int) -> types.PublishDiagnosticsParams:
        """What was told of a file last, once it was told so many times."""

        async def wait() -> types.PublishDiagnosticsParams:
            async with self._changed:
                await self._changed.wait_for(lambda: len(self.told.get(uri, ())) >= number)
                return self.told[uri][-1]

        return self.run(wait())

    def wait_for_version(self, uri: str, version: int) -> types.PublishDiagnosticsParams:
        """What is told of one version of a file."""

        async def wait() -> types.PublishDiagnosticsParams:
            async with self._changed:
                await self._changed.wait_for(lambda: any(each.version == version for each in self.told.get(uri, ())))
                return self.told[uri][-1]

        return self.run(wait())

    def wait_for_codes(self, uri: str, *codes: str) -> list[types.Diagnostic]:
        """What was told of a file last, once it is these findings."""

        def is_told() -> bool:
            told = self.told.get(uri)
            return bool(told) and [each.code for each in told[-1].diagnostics] == list(codes)

        self.wait_until(is_told)
        return list(self.told[uri][-1].diagnostics)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that the server tells."""

        async def wait() -> None:
            while not condition():
                await asyncio.sleep(0.01)

        self.run(wait())

    def open(self, marked: str, name: str = "") -> File:
        """Open a text, of which a `|` marks the cursor, under a name that was not used before."""
        self._opened += 1
        return File(self, (self.folder / (name or f"{self._opened}.vs.yaml")).as_uri(), marked)

    def shut_down(self) -> int:
        """End the server as editors do; the result is its exit status."""
        self.run(self.client.shutdown_async(None))
        return self.leave()

    def leave(self) -> int:
        """End the server without a word before; the result is its exit status."""
        self.client.exit(None)
        process = self.client._server
        assert process is not None
        code = self.run(process.wait())
        self.run(self.client.stop())
        return code

    def close(self) -> None:
        """End what still runs."""
        if not self.client.stopped:
            self.shut_down()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class File:
    """An open file, and the cursor in it."""

    def __init__(self, editor: Editor, uri: str, marked: str) -> None:
        self.editor, self.uri = editor, uri
        self.version = 1
        self._set(marked)
        item = types.TextDocumentItem(uri, "yaml", self.version, self.text)
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def _set(self, marked: str) -> None:
        before, mark, after = marked.partition("|")
        self.text = before + after
        lines = (before if mark else "").split("\n")
        self.cursor = types.Position(len(lines) - 1, len(lines[-1].encode("utf-16-le")) // 2)

    def change(self, marked: str) -> None:
        """Type: the whole text is another one."""
        self.version += 1
        self._set(marked)
        self.editor.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.version, self.uri),
                [types.TextDocumentContentChangeWholeDocument(self.text)],
            )
        )

    @property
    def it(self) -> types.TextDocumentIdentifier:
        """How requests name the file."""
        return types.TextDocumentIdentifier(self.uri)

    def diagnostics(self) -> list[types.Diagnostic]:
        """What is told of the text as it is now."""
        return list(self.editor.wait_for_version(self.uri, self.version).diagnostics)

    def ask(self, request: str, **more: Any) -> Any:
        """The answer to a request about the cursor's place."""
        kind = {"hover": types.HoverParams, "completion": types.CompletionParams,
                "definition": types.DefinitionParams, "references": types.ReferenceParams,
                "prepare_rename": types.PrepareRenameParams, "rename": types.RenameParams}[request]  # fmt: skip
        return self.editor.ask(f"text_document_{request}", kind(text_document=self.it, position=self.cursor, **more))

    def offered(self) -> list[str]:
        """The labels of what may be written at the cursor."""
        return [item.label for item in self.ask("completion").items]

    def chosen(self, label: str) -> str:
        """The text after one of the offers is taken."""
        item = next(item for item in self.ask("completion").items if item.label == label)
        return self.edited([item.text_edit])

    def page(self) -> str:
        """What is said of the thing at the cursor."""
        found = self.ask("hover")
        return found.contents.value if found else ""

    def actions(self, *only: str) -> list[types.CodeAction]:
        """What can be done at the cursor."""
        place = types.Range(self.cursor, self.cursor)
        context = types.CodeActionContext(diagnostics=[], only=list(only) or None)
        return self.editor.ask("text_document_code_action", types.CodeActionParams(self.it, place, context))

    def edited(self, edits: list[types.TextEdit]) -> str:
        """The text with edits made, from the last to the first."""
        text = self.text
        for edit in sorted(edits, key=lambda edit: edit.range.start, reverse=True):
            start, end = self.offset(edit.range.start), self.offset(edit.range.end)
            text = text[:start] + edit.new_text + text[end:]
        return text

    def offset(self, position: types.Position) -> int:
        """Where a position of UTF-16 is in the text."""
        lines = self.text.split("\n")
        line = lines[position.line].encode("utf-16-le")[: 2 * position.character].decode("utf-16-le")
        return sum(len(each) + 1 for each in lines[: position.line]) + len(line)

    def at(self, place: types.Range) -> str:
        """The text of a range."""
        return self.text[self.offset(place.start) : self.offset(place.end)]
