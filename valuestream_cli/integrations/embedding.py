"""What every such plugin does: find the stream that a page names, read the options that it gives, and draw it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from valuestream_cli import api, discovery, project
from valuestream_cli.config import settings_for
from valuestream_cli.errors import VsError
from valuestream_cli.rendering.options import Options, configured
from valuestream_cli.suggest import unknown

OPTIONS = {"view": "view", "theme": "theme", "lang": "language", "direction": "direction"}  # as pages write them


def found(file: Path, base: Path) -> Path:
    """The stream file, links followed.

    Raises VsError where there is none, or it is outside the project that `base`, a folder of the site, belongs to.
    """
    place = file.resolve()
    if not place.is_relative_to(project.root(base.resolve())):
        raise VsError(f"'{file.name}' is outside the project of this site", "keep the stream in the same repository")
    if not place.is_file():
        raise VsError(f"there is no stream '{file.name}' there", "the path is relative to the page")
    return place


def picture(file: Path, asked: Mapping[str, str], format: str) -> bytes:
    """The picture of a stream: as asked, else as its settings say.

    Raises UnsoundStream where the file has errors, VsError where something asked for does not exist.
    """
    return api.render(str(file), _options(file, asked, format)).content


def _options(file: Path, asked: Mapping[str, str], format: str) -> Options:
    for name in asked:
        if name not in OPTIONS:
            raise unknown(f"there is no option '{name}' for a picture", name, OPTIONS)
    chosen = {OPTIONS[name]: [word] for name, word in asked.items()}
    first, *others = configured(settings_for(str(file)), **chosen, format=[format])
    if others:
        raise VsError("here is room for one picture, and several are asked for", "name a single view")
    return first


def name(file: Path, base: Path, asked: Mapping[str, str]) -> str:
    """What the file of a picture is called, but for its suffix: the same on every machine, and no two alike."""
    place = Path(file).relative_to(project.root(base.resolve())).as_posix()
    digest = hashlib.sha256(repr((place, sorted(asked.items()))).encode()).hexdigest()[:8]
    return ".".join((discovery.stem(str(file)), *filter(None, [asked.get("view")]), digest))


def problems(error: VsError) -> list[str]:
    """Why there is no picture: each error of the stream with its place, or the one sentence on anything else."""
    if isinstance(error, api.UnsoundStream):
        return [
            f"{Path(each.path).name}:{each.span.line}:{each.span.column}: {each.message}"
            + (f" ({each.hint})" if each.hint else "")
            for each in error.report.findings
        ]
    return [f"{error.message} ({error.hint})" if error.hint else error.message]
