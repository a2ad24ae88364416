"""`vs schema`: the JSON Schemas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli.console import talk, tell, write_file
from valuestream_cli.discovery import demand_folder, is_folder
from valuestream_cli.errors import VsError
from valuestream_cli.resources import folder, schema_text

if TYPE_CHECKING:
    import typer


SUFFIX = ".schema.json"


def schema(
    name: Annotated[
        str,
        typer.Argument(
            help="valuestream.v1 (stream files), config.v1 (vs.toml), or the JSON of a command: "
            "report.v1, analysis.v1, simulation.v1, diff.v1."
        ),
    ] = "valuestream.v1",
    write: Annotated[str | None, typer.Option(metavar="PATH", help="Write it to this file or folder.")] = None,
) -> None:
    """Print the JSON Schema of stream files, or another one.

    Examples:  vs schema  |  vs schema config  |  vs schema --write .vs/
    """
    known = _known(name)
    text = schema_text(known)
    if write is None:
        tell(text)
        return
    from valuestream_cli.reporting.plain import safe

    path = _path(write, known)
    write_file(path, text.encode())
    talk(f"wrote {safe(str(path))}")


def _path(place: str, name: str) -> Path:
    """The file to write; raises VsError where a part of the place cannot be a folder."""
    try:
        path = Path(place, name + SUFFIX) if is_folder(place) else Path(place)
        demand_folder(path)
    except OSError as error:
        raise VsError(f"cannot write to '{place}': {error.strerror or error}", "choose another place") from None
    return path


def _known(word: str) -> str:
    """The schema that a word means: `report` and `report.v1.schema.json` are `report.v1`."""
    names = sorted(Path(path).name.removesuffix(SUFFIX) for path in folder("schemas").glob(f"*{SUFFIX}"))
    wanted = word.removesuffix(SUFFIX)
    for name in names:
        if wanted in (name, name.rpartition(".")[0]):
            return name
    from valuestream_cli.suggest import closest

    meant = closest(word, names, 0.5)
    hint = f"did you mean '{meant}'?" if meant else f"choose one of: {', '.join(names)}"
    raise VsError(f"there is no schema '{word[:60]}'", hint)
