"""`vs render`: pictures of streams."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli import completion
from valuestream_cli.cli.console import complain, read_stdin, show_unsound, talk, write_file
from valuestream_cli.config import Drawing, Settings, settings_for
from valuestream_cli.discovery import is_folder
from valuestream_cli.errors import VsError
from valuestream_cli.rendering.registry import FORMATS, VIEWS

if TYPE_CHECKING:
    import typer

    from valuestream_cli.rendering.picture import Artifact, Options


class Direction(StrEnum):
    """Which way the flow runs."""

    auto = "auto"
    right = "right"
    down = "down"


def render(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Files, folders, or - for stdin; default: here.")
    ] = None,
    view: Annotated[
        str | None,
        typer.Option(
            "--view",
            "-v",
            help=f"One of: {', '.join(VIEWS)}; default: as vs.toml says, else swimlane.",
            autocompletion=completion.views,
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help=f"One of: {', '.join(FORMATS)}; default: as --out or vs.toml says, else svg.",
            autocompletion=completion.formats,
        ),
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", "-o", metavar="FILE|DIR|-", help="Default: beside the source.")
    ] = None,
    direction: Annotated[
        Direction | None, typer.Option(help="Which way the flow runs; default: as vs.toml says, else auto.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 where a picture is stale.")
    ] = False,
    force_exclude: Annotated[
        bool, typer.Option("--force-exclude", help="Leave out what is excluded also where it is named.")
    ] = False,
) -> int:
    """Draw streams as pictures.

    Pictures stand beside their source as <name>.<view>.<suffix>, and only pictures made by vs are replaced.

    Examples:  vs render  |  vs render incident.vs.yaml --view flow --format png  |  vs render streams/ --out docs/
    """
    from valuestream_cli import discovery

    files = discovery.stream_files(paths or ["."], lambda path: settings_for(path).excludes(path), force=force_exclude)
    targets = _targets(files, paths or ["."], out)
    asked = Drawing(view=view, format=_format(format, out), direction=direction.value if direction else None)
    stdin = read_stdin() if "-" in files else None
    failed = [file for file in files if _draw(file, targets[file], _options(asked, file), stdin, check=check)]
    return int(bool(failed))


def _options(asked: Drawing, file: str) -> Options:
    """What to draw of a file: as asked, else as the configuration above the file says, else as usual."""
    from valuestream_cli.rendering.picture import Options

    settings = settings_for(file)
    usual, said = Options(), settings.render
    return Options(
        view=asked.view or _known(said.view, "view", settings) or usual.view,
        format=asked.format or _known(said.format, "format", settings) or usual.format,
        direction=asked.direction or _known(said.direction, "direction", settings) or usual.direction,
        plugins=settings.plugins,
    )


def _known(word: str | None, key: str, settings: Settings) -> str | None:
    """What a configuration says, if that exists; else it would look as if it had been asked for here."""
    known = {"view": VIEWS, "format": FORMATS, "direction": Direction.__members__}[key]
    if word is None or word in known or settings.plugins:
        return word
    raise VsError(
        f"{settings.source} asks for the {key} '{word}', which does not exist", f"there are: {', '.join(known)}"
    )


def _draw(file: str, target: str | None, options: Options, stdin: bytes | None, *, check: bool) -> bool:
    """Draw one file and put the picture where it belongs; true where that failed."""
    from valuestream_cli import api

    try:
        picture = api.render(file, options, stdin=stdin)
    except api.UnsoundStream as error:
        return bool(show_unsound(error.report))
    for warning in picture.warnings:
        talk(f"warning: {file}: {warning}")
    return _deliver(picture, target, check)


def _format(asked: str | None, out: str | None) -> str | None:
    """The format asked for, or the one that the name of the picture implies, if any; never two at odds."""
    suffix = Path(out).suffix.lstrip(".") if out and out != "-" and not is_folder(out) else ""
    implied = next((name for name, entry in FORMATS.items() if suffix in (entry.suffix, name)), None)
    if asked and implied and implied != asked:
        raise VsError(
            f"'{out}' is not the name of a {asked} picture", f"say --format {implied}, or choose another name"
        )
    if suffix and not asked and not implied:
        raise VsError(f"no format has the suffix '.{suffix}'", f"there are: {', '.join(FORMATS)}")
    return asked or implied


def _targets(files: list[str], paths: list[str], out: str | None) -> dict[str, str | None]:
    """Where the picture of each file goes: a file, a folder (ends in a slash), or null for stdout."""
    if out == "-" or (out is None and files == ["-"]):
        _refuse_several(files, "stdout")
        return dict.fromkeys(files)
    if out is None:
        return {file: f"{Path(file).parent if file != '-' else Path()}/" for file in files}
    if Path(out).suffix and not is_folder(out):
        _refuse_several(files, f"'{out}'")
        return dict.fromkeys(files, out)
    return {file: f"{Path(out) / _below(file, paths)}/" for file in files}


def _refuse_several(files: list[str], where: str) -> None:
    if len(files) > 1:
        raise VsError(f"{len(files)} pictures do not fit into {where}", "name a folder with --out, or a single stream")


def _below(file: str, paths: list[str]) -> Path:
    """The folders between what was asked for and a file: a folder of pictures mirrors the streams'."""
    for path in paths:
        if Path(path).is_dir() and Path(file).is_relative_to(path):
            return Path(file).relative_to(path).parent
    return Path()


def _deliver(picture: Artifact, target: str | None, check: bool) -> bool:
    """Write a picture, or compare it with what is there; true where it is stale or must not be replaced."""
    from valuestream_cli.rendering.picture import is_ours

    if target is None:
        sys.stdout.buffer.write(picture.content)
        return False
    path = Path(target) / picture.name if target.endswith("/") else Path(target)
    before = _content(path)
    if check:
        if before != picture.content:
            state = "missing" if before is None else "stale" if is_ours(before) else "not made by vs"
            complain(f"{path} is {state}", "draw it again with `vs render` and the same options")
        return before != picture.content
    if before is not None and before and not is_ours(before):
        raise VsError(f"'{path}' was not made by vs and is left alone", "remove it, or choose another place with --out")
    if before != picture.content:
        write_file(path, picture.content)
    talk(f"{'unchanged' if before == picture.content else 'wrote'} {path}")
    return False


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise VsError(f"cannot write '{path}': {error.strerror}", "choose another place with --out") from None
