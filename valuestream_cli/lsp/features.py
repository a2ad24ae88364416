"""What the server can do, request by request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

from lsprotocol import types

from valuestream_cli.errors import VsError
from valuestream_cli.lsp import actions, completion, layout, navigation, pictures, symbols
from valuestream_cli.lsp.hover import hover
from valuestream_cli.lsp.server import Server, said
from valuestream_cli.lsp.sheets import Sheet, uri_of

RENDER = "vs.render"
WATCHED = ("**/*.toml", "**/*.vs.yaml", "**/*.vs.yml")  # settings may extend a file of any name


def serve(server: Server, stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Serve an editor until it goes; the result is the exit status: 1 where it went without saying so."""
    try:
        server.start_io(stdin, stdout)
    finally:
        server.gallery.close()
    return int(not server.has_shut_down)


def build() -> Server:
    """A server with all that it can do."""
    server = Server()
    for add in (_life, _texts, _commands):
        add(server)
    for method, find in ANSWERS.items():
        _add_answer(server, method, find)
    return server


def _add_answer(server: Server, method: str, find: Callable[[Server, Sheet, Any], object]) -> None:
    @server.feature(method, OPTIONS.get(method))
    async def answer(params: Any) -> object:
        return await server.answer(params.text_document.uri, lambda sheet: find(server, sheet, params))


def _life(server: Server) -> None:
    """Beginning and end, and what happens around the open files."""

    @server.feature(types.INITIALIZE)
    def begin(_: types.InitializeParams) -> None:
        encoding = server.workspace.position_encoding
        server.desk.encoding = types.PositionEncodingKind(encoding or "utf-16").value

    @server.feature(types.INITIALIZED)
    async def watch(_: types.InitializedParams) -> None:
        await server.watch(WATCHED)

    @server.feature(types.SHUTDOWN)
    def end(_: None) -> None:
        server.has_shut_down = True

    for changed in _AROUND:

        @server.feature(changed)
        async def check_all(_: Any) -> None:
            await server.check_all()


_AROUND = (
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION,
    types.TEXT_DOCUMENT_DID_SAVE,
)


def _texts(server: Server) -> None:
    """What is open, and in which state."""
    for taken in (types.TEXT_DOCUMENT_DID_OPEN, types.TEXT_DOCUMENT_DID_CHANGE):

        @server.feature(taken)
        async def take(params: Any) -> None:
            text = server.workspace.get_text_document(params.text_document.uri)
            if server.desk.put(text.uri, text.source, text.version):
                await server.check(text.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def close(params: types.DidCloseTextDocumentParams) -> None:
        if server.desk.remove(params.text_document.uri):
            server.publish(params.text_document.uri, [])
            await server.check_settings()


def _commands(server: Server) -> None:
    """The picture of a stream, as text and in a window; a view may follow the URI."""

    @server.command(RENDER)
    async def render(uri: str, *view: str) -> str | None:
        return await server.answer(uri, lambda sheet: pictures.svg(sheet, *view[:1]))

    @server.command(actions.SHOW_PICTURE)
    async def show_picture(uri: str, *view: str) -> str | None:
        path = await server.answer(uri, lambda sheet: server.gallery.hang(sheet, *view[:1]))
        if path is None:
            return None
        if server.can("window.show_document.support"):
            await server.window_show_document_async(types.ShowDocumentParams(uri_of(path), external=True))
        else:
            server.show(f"the picture is in {path}", types.MessageType.Info)
        return uri_of(path)


def _hover(server: Server, sheet: Sheet, params: types.HoverParams) -> types.Hover | None:
    found = hover(server.desk, sheet, params.position)
    if found and isinstance(found.contents, types.MarkupContent):
        found.contents = server.page(found.contents, "text_document.hover.content_format")
    return found


def _complete(server: Server, sheet: Sheet, params: types.CompletionParams) -> types.CompletionList:
    found = completion.complete(sheet, params.position)
    formats = "text_document.completion.completion_item.documentation_format"
    for item in found.items:
        if isinstance(item.documentation, types.MarkupContent):
            item.documentation = server.page(item.documentation, formats)
    return found


def _references(_: Server, sheet: Sheet, params: types.ReferenceParams) -> list[types.Location]:
    return navigation.references(sheet, params.position, with_given=params.context.include_declaration)


def _rename(server: Server, sheet: Sheet, params: types.RenameParams) -> types.WorkspaceEdit:
    edits = navigation.rename(sheet, params.position, params.new_name)
    return actions.file_edit(sheet, edits, versioned=server.can(actions.VERSIONED))


def _format(server: Server, sheet: Sheet, _: types.DocumentFormattingParams) -> list[types.TextEdit]:
    try:
        return layout.layout(sheet)
    except VsError as error:
        server.show(said(error), types.MessageType.Warning)
        return []


def _lens(_: Server, __: Sheet, params: types.CodeLensParams) -> list[types.CodeLens]:
    start = types.Position(0, 0)
    show = types.Command(actions.PICTURE_TITLE, actions.SHOW_PICTURE, arguments=[params.text_document.uri])
    return [types.CodeLens(types.Range(start, start), show)]


# Request -> what answers it about an open file, in a thread of its own so that typing goes on.
ANSWERS: dict[str, Callable[[Server, Sheet, Any], object]] = {
    types.TEXT_DOCUMENT_HOVER: _hover,
    types.TEXT_DOCUMENT_COMPLETION: _complete,
    types.TEXT_DOCUMENT_DEFINITION: lambda _, sheet, params: navigation.definitions(sheet, params.position),
    types.TEXT_DOCUMENT_REFERENCES: _references,
    types.TEXT_DOCUMENT_PREPARE_RENAME: lambda _, sheet, params: navigation.renameable(sheet, params.position),
    types.TEXT_DOCUMENT_RENAME: _rename,
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: lambda _, sheet, __: symbols.symbols(sheet),
    types.TEXT_DOCUMENT_FOLDING_RANGE: lambda _, sheet, __: symbols.folds(sheet),
    types.TEXT_DOCUMENT_CODE_ACTION: lambda server, sheet, params: actions.actions(
        sheet, params, versioned=server.can(actions.VERSIONED)
    ),
    types.TEXT_DOCUMENT_CODE_LENS: _lens,
    types.TEXT_DOCUMENT_FORMATTING: _format,
}
OPTIONS: dict[str, object] = {
    types.TEXT_DOCUMENT_COMPLETION: types.CompletionOptions(trigger_characters=[" ", ":", "[", "{", ",", "/"]),
    types.TEXT_DOCUMENT_CODE_ACTION: types.CodeActionOptions(code_action_kinds=actions.KINDS),
}
