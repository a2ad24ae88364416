"""`vs docs`: a static site of streams."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from valuestream_cli.cli import completion
from valuestream_cli.cli.console import complain, talk, tell_bytes, write_file
from valuestream_cli.config import settings_for
from valuestream_cli.errors import VsError

if TYPE_CHECKING:
    import typer

    from valuestream_cli.site import Site

FOLDER = "site"


def docs(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Files or folders; default: here.")
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", "-o", metavar="DIR", help=f"The folder of the site; default: {FOLDER}.")
    ] = None,
    single_file: Annotated[
        str | None, typer.Option("--single-file", metavar="FILE|-", help="Write everything into one HTML file.")
    ] = None,
    title: Annotated[str, typer.Option(help="What the site is called.")] = "",
    theme: Annotated[
        str | None, typer.Option(help="Of pictures and pages; see vs render.", autocompletion=completion.themes)
    ] = None,
    lang: Annotated[
        str | None, typer.Option(help="Language of the pages.", autocompletion=completion.languages)
    ] = None,
    no_history: Annotated[bool, typer.Option("--no-history", help="Do not ask git for the last commits.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where a stream has errors.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write into a folder, or over a file, that vs did not make.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes; 0: as many as pay.")] = 0,
) -> int:
    """Make a site of streams: a register, a page for each, and who draws on what.

    Works from a web server and from a disk. Built anew, it replaces and removes only files that vs made.

    Examples:  vs docs  |  vs docs streams/ --out public --title "Our streams"  |  vs docs --single-file streams.html
    """
    from valuestream_cli import site
    from valuestream_cli.cli import looks
    from valuestream_cli.cli.progress import bar

    if out is not None and single_file is not None:
        raise VsError("--out is for a folder and --single-file for one file", "say one of them")
    options = site.Options(
        title=title,
        theme=theme,
        language=lang,
        is_single=single_file is not None,
        with_history=not no_history,
        jobs=jobs,
    )
    with bar("drawing") as progress:
        built = site.build(paths or ["."], options, progress)
    if single_file is not None:
        _put_file(single_file, built.files["index.html"], force=force)
    else:
        _put_folder(Path(out or FOLDER), built, force=force)
    looks.tell(map(settings_for, built.report.paths))
    for warning in built.warnings:
        talk(f"warning: {_safe(warning)}")
    return _status(built, strict=strict)


def _put_file(place: str, content: bytes, *, force: bool) -> None:
    """Write the site as one file, but not over what somebody else made."""
    from valuestream_cli.cli.outputs import STDOUT, demand_safe
    from valuestream_cli.rendering.picture import is_ours

    if place == STDOUT:
        tell_bytes(content)
        return
    demand_safe(place)
    path = Path(place)
    if path.is_file() and not force and path.stat().st_size and not is_ours(path.read_bytes()):
        raise VsError(f"'{place}' was not made by vs and is left alone", "choose another place, or say --force")
    write_file(path, content)
    talk(f"wrote {_safe(place)}")


def _put_folder(folder: Path, built: Site, *, force: bool) -> None:
    """Bring the folder of a site up to date. What is ours is noted first, so that an interrupted run can be mended."""
    from valuestream_cli.site import keeping

    plan = keeping.plan(folder, built.files, force=force)
    write_file(folder / keeping.MANIFEST, keeping.manifest(plan.meanwhile))
    for path, content in plan.write.items():
        write_file(folder / path, content)
    for path in plan.remove:
        (folder / path).unlink()
    for empty in keeping.emptied(folder, plan.remove):
        empty.rmdir()
    write_file(folder / keeping.MANIFEST, keeping.manifest(plan.afterwards))
    for path in plan.kept:
        talk(f"warning: {_safe(str(folder / path))} is old, but was changed since vs made it: it is left as it is")
    changes = f"{len(built.files):,} files, {len(plan.write):,} written, {len(plan.remove):,} removed"
    talk(f"wrote {_safe(str(folder / 'index.html'))} ({changes})")


def _status(built: Site, *, strict: bool) -> int:
    """The exit status: findings do not keep a site from being made."""
    from valuestream_cli.reporting.wording import counts

    failing = [finding for finding in built.report.findings if built.report.is_failure(finding)]
    if failing:
        hint = "the pages tell where; see `vs validate`"
        if strict:
            complain(f"{counts(failing)} in the streams", hint)
            return 1
        talk(f"warning: {counts(failing)} in the streams: {hint}")
    return 0


def _safe(text: str) -> str:
    from valuestream_cli.reporting.plain import safe

    return safe(text)
