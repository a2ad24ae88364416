"""`vs schema`: the JSON Schemas."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from valuestream_cli.cli.console import talk, write_file
from valuestream_cli.errors import VsError
from valuestream_cli.resources import folder, schema_text

SUFFIX = ".schema.json"


def schema(
    name: Annotated[
        str, typer.Argument(help="valuestream.v1 (stream files) or report.v1 (JSON reports).")
    ] = "valuestream.v1",
    write: Annotated[
        str | None, typer.Option(metavar="PATH", help="Write it to this file or folder.")
    ] = None,
) -> None:
    """Print the JSON Schema of stream files, or another one, for editors and other tools.

    Examples:  vs schema  |  vs schema report.v1  |  vs schema --write .vs/
    """
    known = _known(name)
    text = schema_text(known)
    if write is None:
        typer.echo(text.encode(), nl=False)
        return
    into = write.endswith(("/", os.sep)) or os.path.isdir(write)
    path = os.path.join(write, known + SUFFIX) if into else write
    write_file(path, text.encode())
    talk(f"wrote {path}")


def _known(word: str) -> str:
    """The schema that a word means: `report` and `report.v1.schema.json` are `report.v1`."""
    from valuestream_cli.suggest import closest

    names = sorted(Path(path).name.removesuffix(SUFFIX) for path in folder("schemas").glob(f"*{SUFFIX}"))
    wanted = word.removesuffix(SUFFIX)
    for name in names:
        if wanted in (name, name.rpartition(".")[0]):
            return name
    meant = closest(word, names, 0.5)
    hint = f"did you mean '{meant}'?" if meant else f"choose one of: {', '.join(names)}"
    raise VsError(f"there is no schema '{word[:60]}'", hint)
