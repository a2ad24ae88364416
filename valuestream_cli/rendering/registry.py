"""Which views and formats there are, and which pairs work. A new one is a module and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from valuestream_cli import plugins


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One view or format: where its code is, and what it is in a few words. Imported when first used.

    module: for a view, has `draw(brief) -> Drawing`; for a format, `write(graph | scene | drawing, medium) -> bytes`,
        as it `reads` them. With a `comment`, the mark is written before it on a line of its own.
    """

    module: str
    summary: str
    reads: str = ""
    suffix: str = ""
    comment: str = ""


VIEWS = {
    "swimlane": Entry(
        module="valuestream_cli.rendering.views.swimlane",
        summary="six activity lanes, numbered steps as a path through them",
    ),
    "flow": Entry(
        module="valuestream_cli.rendering.views.flow",
        summary="demand, steps and value as a graph, laid out by Graphviz",
    ),
    "matrix": Entry(
        module="valuestream_cli.rendering.views.matrix",
        summary="a table of steps, their activities and the practices that they draw on",
    ),
    "roles": Entry(
        module="valuestream_cli.rendering.views.roles",
        summary="lanes per role, team or supplier, handoffs drawn strong, and the RACI table",
    ),
    "chain": Entry(
        module="valuestream_cli.rendering.views.chain",
        summary="the service value chain as a map, and the journey of the stream on it",
    ),
    "timeline": Entry(
        module="valuestream_cli.rendering.views.timeline",
        summary="what each step takes and waits, and the lead time to scale",
    ),
}
FORMATS = {
    "svg": Entry(
        module="valuestream_cli.rendering.formats.svg",
        summary="vector picture for documents and the web",
        reads="scene",
        suffix="svg",
    ),
    "png": Entry(
        module="valuestream_cli.rendering.formats.png",
        summary="pixel picture at twice the size",
        reads="scene",
        suffix="png",
    ),
    "pdf": Entry(
        module="valuestream_cli.rendering.formats.pdf",
        summary="page of the size of the picture, for print; text can be searched",
        reads="scene",
        suffix="pdf",
    ),
    "html": Entry(
        module="valuestream_cli.rendering.formats.html",
        summary="page to zoom and read, with details of each step and a table of all",
        reads="drawing",
        suffix="html",
    ),
    "dot": Entry(
        module="valuestream_cli.rendering.formats.dot",
        summary="source for Graphviz",
        reads="graph",
        suffix="dot",
        comment="//",
    ),
    "mermaid": Entry(
        module="valuestream_cli.rendering.formats.mermaid",
        summary="source that GitHub and GitLab draw",
        reads="graph",
        suffix="mmd",
        comment="%%",
    ),
}


def views(names: Iterable[str] = ()) -> dict[str, Entry]:
    """All views: the built-in ones, and those of the plugins named."""
    return _with(VIEWS, names, "views")


def formats(names: Iterable[str] = ()) -> dict[str, Entry]:
    """All formats: the built-in ones, and those of the plugins named."""
    return _with(FORMATS, names, "formats")


def _with(table: dict[str, Entry], names: Iterable[str], group: str) -> dict[str, Entry]:
    """The table and what plugins add to it; a built-in name stays what it is."""
    for added in plugins.parts(names, group):
        table = {**added, **table}
    return table


def function(table: dict[str, Entry], kind: str, name: str, attribute: str) -> Callable[..., Any]:
    """The function of a view or format.

    Raises VsError for a name that is not in the table, with the closest one that is.
    """
    if name not in table:
        from valuestream_cli.suggest import unknown

        raise unknown(f"there is no {kind} '{name}'", name, table)
    return getattr(import_module(table[name].module), attribute)  # type: ignore[no-any-return]
