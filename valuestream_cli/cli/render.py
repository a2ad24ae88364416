"""`vs render`: pictures of streams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli import completion
from valuestream_cli.cli.console import read_stdin, talk
from valuestream_cli.config import settings_for
from valuestream_cli.config.settings import SCALES
from valuestream_cli.discovery import is_folder
from valuestream_cli.errors import VsError
from valuestream_cli.rendering.registry import FORMATS, VIEWS

if TYPE_CHECKING:
    import typer

    from valuestream_cli.rendering.options import Options


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
        list[str] | None,
        typer.Option(
            "--view",
            "-v",
            help=f"One of: {', '.join(VIEWS)}, or all; may be repeated. Default: as vs.toml says, else swimlane.",
            autocompletion=completion.views,
        ),
    ] = None,
    format: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            help=f"One of: {', '.join(FORMATS)}; may be repeated. Default: as --out or vs.toml says, else svg.",
            autocompletion=completion.formats,
        ),
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", "-o", metavar="FILE|DIR|-", help="Default: beside the source.")
    ] = None,
    direction: Annotated[
        Direction | None, typer.Option(help="Which way the flow runs; default: as vs.toml says, else auto.")
    ] = None,
    theme: Annotated[
        str | None,
        typer.Option(help="How it is coloured; default: as vs.toml says, else auto.", autocompletion=completion.themes),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            help="Language of what vs itself writes; default: as vs.toml says, else en.",
            autocompletion=completion.languages,
        ),
    ] = None,
    scale: Annotated[
        float | None,
        typer.Option(min=SCALES[0], max=SCALES[1], help="Pixels of a PNG for each of the drawing; default: 2."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 where a picture is stale.")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Draw again whenever a file is saved.")] = False,
    open: Annotated[bool, typer.Option("--open", help="Open the picture, or the first of several.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="How many processes; 0: as many as pay.")] = 0,
    force_exclude: Annotated[
        bool, typer.Option("--force-exclude", help="Leave out what is excluded also where it is named.")
    ] = False,
) -> int:
    """Draw streams as pictures.

    Pictures stand beside their source as <name>.<view>.<suffix>, and only pictures made by vs are replaced.

    Examples:  vs render  |  vs render incident.vs.yaml --view all  |  vs render streams/ --format png --out docs/
    """
    _refuse_clashes({"--check": check, "--watch": watch, "--open": open}, is_piped=out == "-" or "-" in (paths or ()))
    asked: dict[str, Sequence[object]] = {
        "view": [part for each in view or () for part in each.split(",")],
        "format": _formats([part for each in format or () for part in each.split(",")], out),
        "direction": [direction.value] if direction else [],
        "theme": [theme] if theme else [],
        "language": [lang] if lang else [],
        "scale": [scale] if scale else [],
    }
    stdin = read_stdin() if "-" in (paths or ()) else None

    def once() -> int:
        return _once(paths or ["."], asked, out, stdin, check=check, open=open, jobs=jobs, force=force_exclude)

    if not watch:
        return once()
    from valuestream_cli.cli import watching

    return watching.watch(paths or ["."], once, lambda: _rests_on(paths or ["."]))


def _once(
    paths: list[str],
    asked: Mapping[str, Sequence[object]],
    out: str | None,
    stdin: bytes | None,
    *,
    check: bool,
    open: bool,
    jobs: int,
    force: bool,
) -> int:
    from valuestream_cli import discovery
    from valuestream_cli.cli import looks, pictures
    from valuestream_cli.rendering.options import configured

    files = discovery.stream_files(paths, lambda path: settings_for(path).excludes(path), force=force)
    options = {file: configured(settings_for(file), **asked) for file in files}
    looks.tell(map(settings_for, files))
    plan = pictures.Plan(options, _targets(options, paths, out), stdin, check)
    status, there = pictures.draw(plan, jobs)
    if open and there:
        _open(there[0])
    return status


def _refuse_clashes(given: Mapping[str, bool], *, is_piped: bool) -> None:
    """Raises VsError for options that make no sense together."""
    asked = [option for option, is_asked in given.items() if is_asked]
    if len(asked) > 1 and "--check" in asked:
        raise VsError(f"{' and '.join(asked[:2])} exclude each other", "leave one of them out")
    if is_piped and asked:
        raise VsError(f"{asked[0]} needs a file to stand by", "name a file, and a place with --out")


def _rests_on(paths: list[str]) -> set[str]:
    """The files beside the streams that pictures depend on."""
    from valuestream_cli import discovery

    found = (settings_for(path) for path in (*paths, *discovery.stream_files(paths)))
    return {file for settings in found for file in settings.files}


def _open(picture: str) -> None:
    """Show a picture with what the desktop shows its like with."""
    import typer

    if typer.launch(str(Path(picture).resolve())):
        talk(f"warning: nothing here opens {picture}")


def _formats(asked: list[str], out: str | None) -> list[str]:
    """The formats asked for, or the one that the name of the picture implies, if any; never two at odds."""
    suffix = Path(out).suffix.lstrip(".") if out and out != "-" and not is_folder(out) else ""
    implied = next((name for name, entry in FORMATS.items() if suffix in (entry.suffix, name)), None)
    if asked and implied and asked != [implied]:
        raise VsError(
            f"'{out}' is not the name of a {asked[0]} picture", f"say --format {implied}, or choose another name"
        )
    if suffix and not asked and not implied:
        raise VsError(f"no format has the suffix '.{suffix}'", f"there are: {', '.join(FORMATS)}")
    return asked or ([implied] if implied else [])


def _targets(options: Mapping[str, tuple[Options, ...]], paths: list[str], out: str | None) -> dict[str, str | None]:
    """Where the pictures of each file go: a file, a folder (ends in a slash), or null for stdout."""
    files = list(options)
    number = sum(map(len, options.values()))
    if out == "-" or (out is None and files == ["-"]):
        _refuse_several(number, "stdout")
        return dict.fromkeys(files)
    if out is None:
        return _apart({file: f"{Path(file).parent if file != '-' else Path()}/" for file in files})
    if Path(out).suffix and not is_folder(out):
        _refuse_several(number, f"'{out}'")
        return dict.fromkeys(files, out)
    return _apart({file: f"{Path(out) / _below(file, paths)}/" for file in files})


def _refuse_several(number: int, where: str) -> None:
    if number > 1:
        raise VsError(f"{number} pictures do not fit into {where}", "name a folder with --out, or a single stream")


def _apart(targets: Mapping[str, str]) -> dict[str, str | None]:
    """The targets. Raises VsError where pictures of two files would have one name."""
    from valuestream_cli.discovery import stem

    first: dict[tuple[str, str], str] = {}
    for file, target in targets.items():
        other = first.setdefault((target, stem(file)), file)
        if other != file:
            raise VsError(f"the pictures of '{other}' and '{file}' would have one name in '{target}'", "rename one")
    return dict(targets)


def _below(file: str, paths: list[str]) -> Path:
    """The folders between what was asked for and a file: a folder of pictures mirrors the streams'."""
    for path in paths:
        if Path(path).is_dir() and Path(file).is_relative_to(path):
            return Path(file).relative_to(path).parent
    return Path()
