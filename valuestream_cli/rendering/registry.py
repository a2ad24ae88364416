"""Which views and formats there are, and which pairs work. A new one is a module and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from valuestream_cli.errors import VsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One view or format: where its code is, and what it is in a few words. Imported when first used."""

    module: str
    summary: str
    reads: str = ""
    suffix: str = ""
    comment: str = ""


# `draw(stream, direction) -> Drawing`
VIEWS = {
    "swimlane": Entry(module="views.swimlane", summary="six activity lanes, numbered steps as a path through them"),
    "flow": Entry(module="views.flow", summary="demand, steps and value as a graph, laid out by Graphviz"),
}
# `write(scene, mark, warn) -> bytes` or, where `reads` is graph, `write(graph) -> bytes`: then the mark goes before it
# as a comment.
FORMATS = {
    "svg": Entry(module="formats.svg", summary="vector picture for documents and the web", reads="scene", suffix="svg"),
    "png": Entry(module="formats.png", summary="pixel picture at twice the size", reads="scene", suffix="png"),
    "dot": Entry(module="formats.dot", summary="source for Graphviz", reads="graph", suffix="dot", comment="//"),
    "mermaid": Entry(
        module="formats.mermaid",
        summary="source that GitHub and GitLab draw",
        reads="graph",
        suffix="mmd",
        comment="%%",
    ),
}


def function(table: dict[str, Entry], kind: str, name: str, attribute: str) -> Callable[..., Any]:
    """The function of a view or format.

    Raises VsError for a name that is not in the table, with the closest one that is.
    """
    if name not in table:
        from valuestream_cli.suggest import closest

        meant = closest(name, table)
        known = ", ".join(table)
        raise VsError(f"there is no {kind} '{name}'", f"did you mean '{meant}'?" if meant else f"there are: {known}")
    module = import_module(f"valuestream_cli.rendering.{table[name].module}")
    return getattr(module, attribute)  # type: ignore[no-any-return]
