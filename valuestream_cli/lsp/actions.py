"""What an editor offers to do about findings: mend them, or accept them with a comment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    CodeActionParams,
    Command,
    OptionalVersionedTextDocumentIdentifier,
    Range,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from valuestream_cli.findings import Edit, Finding
from valuestream_cli.lsp.diagnostics import diagnostic
from valuestream_cli.lsp.layout import edits_to
from valuestream_cli.lsp.sheets import Sheet

FIX_ALL = f"{CodeActionKind.SourceFixAll.value}.vs"
PICTURE_KIND = f"{CodeActionKind.Source.value}.vs.picture"
KINDS: list[CodeActionKind | str] = [CodeActionKind.QuickFix, FIX_ALL, PICTURE_KIND]
VERSIONED = "workspace.workspace_edit.document_changes"  # capability: an edit may say which text it is for
SHOW_PICTURE = "vs.showPicture"
PICTURE_TITLE = "Show the picture of this stream"


def actions(sheet: Sheet, params: CodeActionParams, *, versioned: bool) -> list[CodeAction]:
    """All that can be done at a place; `versioned`: whether the client checks that an edit is for this text."""
    ways: dict[str, Callable[[], Iterator[CodeAction]]] = {
        CodeActionKind.QuickFix.value: lambda: _for_findings(sheet, params.range, versioned),
        FIX_ALL: lambda: _fix_all(sheet, versioned),
        PICTURE_KIND: lambda: _picture(sheet),
    }
    only = params.context.only
    wanted = (way for kind, way in ways.items() if only is None or any(_is_kind(kind, asked) for asked in only))
    return [action for way in wanted for action in way()]


def _is_kind(kind: str, asked: str) -> bool:
    asked = asked.value if isinstance(asked, CodeActionKind) else asked
    return kind == asked or kind.startswith(f"{asked}.") or not asked


def _for_findings(sheet: Sheet, place: Range, versioned: bool) -> Iterator[CodeAction]:
    """Quick fixes for the findings that a place touches."""
    from valuestream_cli.validation.suppressions import may_be_silenced

    for finding in sheet.findings:
        told = diagnostic(sheet, finding)
        if not _touch(told.range, place):
            continue
        edits = {finding.fix.title: finding.fix.edits} if finding.fix else {}
        if may_be_silenced(finding.code):
            edits[f"accept it here: ignore '{finding.rule}', and say why"] = (_suppression(sheet, finding),)
        for title, changes in edits.items():
            yield CodeAction(
                _capital(title),
                CodeActionKind.QuickFix,
                diagnostics=[told],
                is_preferred=finding.fix is not None and finding.fix.safe and changes is finding.fix.edits,
                edit=workspace_edit(sheet, changes, versioned),
            )


def _touch(one: Range, other: Range) -> bool:
    """Whether two places share a line: a finding may stand at a key, and the cursor behind its value."""
    return one.start.line <= other.end.line and other.start.line <= one.end.line


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def _suppression(sheet: Sheet, finding: Finding) -> Edit:
    """A comment above the finding's line; one that stands there already gets another name."""
    from valuestream_cli.validation.suppressions import LINE, comment_for
    from valuestream_cli.validation.suppressions.reading import instructions

    for each in instructions(sheet.document):
        if (each.verb, each.line) == (LINE, finding.span.line):
            return Edit(each.listed[1], each.listed[1], f", {finding.rule}")
    start = sheet.offset(finding.span.line, 1)
    line = sheet.text[start:].partition("\n")[0]
    indent = line[: len(line) - len(line.lstrip(" "))]
    line_end = "\r\n" if line.endswith("\r") else "\n"
    return Edit(start, start, f"{indent}{comment_for(finding.rule)}{line_end}")


def _fix_all(sheet: Sheet, versioned: bool) -> Iterator[CodeAction]:
    """All safe fixes at once, as `vs validate --fix` makes them."""
    edits = edits_to(sheet, sheet.fixed) if any(each.fix and each.fix.safe for each in sheet.findings) else []
    if edits:
        yield CodeAction("Apply all safe fixes", FIX_ALL, edit=file_edit(sheet, edits, versioned=versioned))


def _picture(sheet: Sheet) -> Iterator[CodeAction]:
    yield CodeAction(PICTURE_TITLE, PICTURE_KIND, command=Command(PICTURE_TITLE, SHOW_PICTURE, arguments=[sheet.uri]))


def workspace_edit(sheet: Sheet, edits: Iterable[Edit], versioned: bool) -> WorkspaceEdit:
    """Edits of one file as the client takes them."""
    changes = [TextEdit(sheet.positions.range(edit.start, edit.end), edit.text) for edit in edits]
    return file_edit(sheet, changes, versioned=versioned)


def file_edit(sheet: Sheet, changes: list[TextEdit], *, versioned: bool) -> WorkspaceEdit:
    """Text edits of one file, for just this state of it where the client can check that."""
    if not versioned:
        return WorkspaceEdit(changes={sheet.uri: changes})
    file = OptionalVersionedTextDocumentIdentifier(uri=sheet.uri, version=sheet.version)
    return WorkspaceEdit(document_changes=[TextDocumentEdit(file, list(changes))])
