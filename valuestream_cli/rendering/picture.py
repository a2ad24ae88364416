"""One picture of one stream: a view draws, a format writes, and a mark says from what and by which version."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from valuestream_cli import __version__
from valuestream_cli.errors import VsError
from valuestream_cli.model import ValueStream
from valuestream_cli.rendering.registry import formats, function, views

DIRECTIONS = ("auto", "right", "down")
MARK = "made-by-vs"
_MARK_WITHIN = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a picture shows and how: a view, a format, and which way the flow runs (right, down or auto).

    plugins: whose views and formats there are besides the built-in ones.
    """

    view: str = "swimlane"
    format: str = "svg"
    direction: str = "auto"
    plugins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """A finished picture. `name` is the file name it bears; `warnings` say what could not be shown well."""

    name: str
    content: bytes
    warnings: tuple[str, ...] = ()


def draw(stream: ValueStream, source: str, stem: str, options: Options) -> Artifact:
    """Draw one stream; `source` is the text of its file and `stem` the beginning of the picture's name.

    Raises VsError for a view, format or direction that does not exist, MissingTool where a library is missing.
    """
    if options.direction not in DIRECTIONS:
        raise VsError(f"there is no direction '{options.direction}'", f"there are: {', '.join(DIRECTIONS)}")
    known = formats(options.plugins)
    write = function(known, "format", options.format, "write")
    drawing = function(views(options.plugins), "view", options.view, "draw")(stream, options.direction)
    warnings: list[str] = []
    written = known[options.format]
    if written.reads == "graph":
        content = f"{written.comment} {mark(source, options)}\n".encode() + write(drawing.graph)
    else:
        content = write(drawing.scene(), mark(source, options), warnings.append)
    return Artifact(name=f"{stem}.{options.view}.{written.suffix}", content=content, warnings=tuple(warnings))


def mark(source: str, options: Options) -> str:
    """What tells a picture of ours from any other file: version, options and the source's hash."""
    digest = hashlib.sha256(source.encode()).hexdigest()[:16]
    return f"{MARK} {__version__} view={options.view} direction={options.direction} source={digest}"


def is_ours(content: bytes) -> bool:
    """Whether a file bears our mark, so that it may be replaced."""
    return MARK.encode() in content[:_MARK_WITHIN]
