"""The server: keeps the open files, checks them as somebody types, and answers about them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypeVar

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.exceptions import FeatureNotificationError, FeatureRequestError, JsonRpcException, JsonRpcInternalError
from pygls.lsp.server import LanguageServer

from valuestream_cli import __version__
from valuestream_cli.errors import VsError
from valuestream_cli.lsp.diagnostics import diagnostics
from valuestream_cli.lsp.pictures import Gallery
from valuestream_cli.lsp.sheets import Desk, Sheet, path_of
from valuestream_cli.lsp.surroundings import Surroundings

Answer = TypeVar("Answer")
_log = logging.getLogger(__name__)


def _is_bug(record: logging.LogRecord) -> bool:
    """Whether a record is more than a request that was refused in plain words: pygls adds a traceback to those, too."""
    return not (record.exc_info and isinstance(record.exc_info[1], Refused))


class Refused(JsonRpcException):
    """A request that cannot be done, with the reason: the editor shows it."""

    CODE = types.LSPErrorCodes.RequestFailed.value


class Server(LanguageServer):
    """A language server with the open files on its desk.

    Takes whole texts, not changes: a stream file is small, and so what ends a line, on which pygls and editors
    disagree, cannot set the two apart.
    """

    def __init__(self) -> None:
        super().__init__("vs", __version__, types.TextDocumentSyncKind.Full)
        self.desk = Desk()
        self.gallery = Gallery()
        self.surroundings = Surroundings()
        self.has_shut_down = False
        self._checking: set[str] = set()
        self._crashes: set[str] = set()
        self._watched: set[str] = set()
        logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_bug)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Note a bug in the editor's log; what the editor did wrong, or was refused, it is told anyway."""
        is_ours = source in (FeatureRequestError, FeatureNotificationError)
        if not is_ours or (isinstance(error, JsonRpcException) and not isinstance(error, JsonRpcInternalError)):
            return
        _log.error("%s", error)
        with suppress(Exception):  # the editor is not there yet, or gone
            self._log_bug(f"a bug in vs, please report it: {error}")

    def _log_bug(self, text: str) -> None:
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, text))

    def _log_crashes(self, crashes: Iterable[str]) -> None:
        """Note rules that failed, each way once: the findings are those of all others."""
        for crash in crashes:
            if crash not in self._crashes:
                self._crashes.add(crash)
                self._log_bug(f"a bug in vs or in a plugin, please report it:\n{crash}")

    def show(self, text: str, kind: types.MessageType) -> None:
        """Say something in the editor."""
        self.window_show_message(types.ShowMessageParams(kind, text))

    def can(self, capability: str) -> bool:
        """Whether the client can do something."""
        return bool(get_capability(self.client_capabilities, capability))

    def page(self, content: types.MarkupContent, capability: str) -> types.MarkupContent:
        """A page, called plain text where the client does not show Markdown."""
        formats = get_capability(self.client_capabilities, capability) or [types.MarkupKind.Markdown]
        kind = types.MarkupKind.Markdown if types.MarkupKind.Markdown in formats else types.MarkupKind.PlainText
        return types.MarkupContent(kind, content.value)

    async def check(self, uri: str) -> None:
        """Check a file in the background until its latest text is checked; only that is told.

        One check of a file runs at a time, so that fast typing piles up no work.
        """
        if uri in self._checking:
            return
        self._checking.add(uri)
        try:
            while sheet := self.desk.get(uri):
                found = await asyncio.to_thread(diagnostics, sheet)
                if self.desk.get(uri) is sheet:
                    self.publish(uri, found, sheet.version)
                    self._log_crashes(sheet.checked.crashes)
                    break
        finally:
            self._checking.discard(uri)
            self._forget_done()
        await self.check_settings()

    async def check_settings(self) -> None:
        """Tell what is wrong with the settings of the open files, and watch all files that they name."""
        paths = [path_of(uri) for uri in self.desk.open_uris()]
        for uri, found in (await asyncio.to_thread(self.surroundings.news, paths, self.desk.encoding)).items():
            self.publish(uri, found)
        await self.watch(f"**/{name}" for name in sorted(self.surroundings.files()))

    async def watch(self, patterns: Iterable[str]) -> None:
        """Be told of changes of files, where the client can do that."""
        new = [pattern for pattern in patterns if pattern not in self._watched]
        if new and self.can("workspace.did_change_watched_files.dynamic_registration"):
            self._watched.update(new)
            watchers = [types.FileSystemWatcher(pattern) for pattern in new]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            id = f"vs-files-{len(self._watched)}"
            wanted = types.Registration(id, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            await self.client_register_capability_async(types.RegistrationParams([wanted]))

    def publish(self, uri: str, found: list[types.Diagnostic], version: int | None = None) -> None:
        """Tell the editor all that is wrong with a file."""
        if not self.can("text_document.publish_diagnostics.related_information"):
            for each in found:
                each.related_information = None
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def _forget_done(self) -> None:
        """Let go of notifications that are dealt with: pygls keeps a future of each, one a keystroke."""
        futures = self.protocol._request_futures
        for id in [id for id, future in futures.items() if future.done()]:
            del futures[id]

    async def check_all(self) -> None:
        """Check all open files anew: settings, or files that they refer to, may have changed."""
        from valuestream_cli.validation import checking

        checking.forget()
        for uri in self.desk.open_uris():
            self.desk.renew(uri)
            await self.check(uri)

    async def answer(self, uri: str, find: Callable[[Sheet], Answer]) -> Answer | None:
        """What a function says of an open stream file; null for any other file.

        Raises Refused for a VsError.
        """
        sheet = self.desk.get(uri)
        if sheet is None:
            return None
        try:
            return await asyncio.to_thread(find, sheet)
        except VsError as error:
            raise Refused(said(error)) from None


def said(error: VsError) -> str:
    """What an error says, on one line."""
    return f"{error.message}: {error.hint}" if error.hint else error.message
