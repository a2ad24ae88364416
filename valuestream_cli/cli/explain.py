"""`vs explain`: what a rule, a practice, an activity, a field, a term or a topic means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli import completion
from valuestream_cli.cli.console import has_colour, tell

if TYPE_CHECKING:
    import typer


def explain(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORD...", help="A rule, practice, activity, field, term or topic.", autocompletion=completion.words
        ),
    ],
    config: Annotated[str | None, typer.Option(metavar="FILE", help="Use this vs.toml, whatever lies nearer.")] = None,
) -> None:
    """Explain a rule, a practice, an activity, a field, a lean term, or a topic such as baseline or cache.

    Lists: rules, practices, activities, fields, terms, wastes, principles, dimensions, topics.

    Examples:  vs explain VS203  |  vs explain unreachable-step  |  vs explain change enablement  |  vs explain rules
    """
    from valuestream_cli import explaining
    from valuestream_cli.config import settings_for

    page = explaining.explain(" ".join(words), settings_for(".", config))
    if not has_colour():
        tell(page)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(width=min(100, Console().width)).print(Markdown(page))
