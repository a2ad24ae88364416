"""What is to be drawn: as it was asked for, else as a configuration says, else as usual."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields

from valuestream_cli.config.settings import Settings
from valuestream_cli.itil.words import USUAL, languages
from valuestream_cli.rendering import registry
from valuestream_cli.rendering.theme import THEMES
from valuestream_cli.suggest import unknown

ALL = "all"
DIRECTIONS = ("auto", "right", "down")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a picture shows and how: a view, a format, which way the flow runs (right, down or auto), theme, language.

    scale: pixels of a pixel picture for each of the drawing. logo: path of an image for the head of the picture.
    colours, dark_colours: own colours as (role, `#rrggbb`), see `palette.own`. plugins: whose views and formats there
    are besides the built-in ones.
    """

    view: str = "swimlane"
    format: str = "svg"
    direction: str = "auto"
    theme: str = "auto"
    language: str = USUAL
    scale: float = 2
    logo: str | None = None
    colours: tuple[tuple[str, str], ...] = ()
    dark_colours: tuple[tuple[str, str], ...] = ()
    plugins: tuple[str, ...] = ()

    def demand_known(self) -> None:
        """Raises VsError for a view, format, direction, theme or language that does not exist."""
        for kind, known in _known(self.plugins).items():
            _demand(kind, getattr(self, kind), known)


def configured(settings: Settings, **asked: Sequence[object]) -> tuple[Options, ...]:
    """The options for each view in each format. `asked`: field of Options -> values, of which none is not asked.

    The view `all` stands for all views. Raises VsError for what does not exist, asked for or configured.
    """
    chosen = {field.name: tuple(asked.get(field.name, ())) for field in fields(Options)}
    known = _known(settings.plugins)
    for kind, values in chosen.items():
        said = getattr(settings.render, kind, None)
        if not values and said is not None:
            chosen[kind] = values = (said,)
        source = None if asked.get(kind) else settings.source
        for value in values if kind in known else ():
            _demand(kind, str(value), (*known[kind], *([ALL] if kind == "view" else ())), source)
    if ALL in chosen["view"]:
        chosen["view"] = tuple(known["view"])
    return tuple(_each(chosen, settings.plugins))


def _each(chosen: dict[str, tuple[object, ...]], plugins: tuple[str, ...]) -> Iterator[Options]:
    """Options for each view in each format, in this order, of all else the last that was said."""
    usual = Options()
    rest = {name: values[-1] for name, values in chosen.items() if values} | {"plugins": plugins}
    for view in dict.fromkeys(chosen["view"] or (usual.view,)):
        for format in dict.fromkeys(chosen["format"] or (usual.format,)):
            yield Options(**{**rest, "view": view, "format": format})  # type: ignore[arg-type]


def _known(plugins: tuple[str, ...]) -> dict[str, Collection[str]]:
    """What there is of each kind."""
    return {
        "view": registry.views(plugins),
        "format": registry.formats(plugins),
        "direction": DIRECTIONS,
        "theme": THEMES,
        "language": languages(),
    }


def _demand(kind: str, word: str, known: Collection[str], source: str | None = None) -> None:
    if word not in known:
        said = f"{source} asks for the {kind} '{word}', which does not exist" if source else f"no {kind} '{word}'"
        raise unknown(said if source else f"there is {said}", word, known)
