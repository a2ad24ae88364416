"""One picture of one stream: a view draws, a format writes, and a mark says from what and by which version."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import quote

from valuestream_cli import __version__
from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.discovery import SUFFIXES
from valuestream_cli.itil.words import Words
from valuestream_cli.model import ValueStream
from valuestream_cli.rendering import letterhead
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Drawing, Scene
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.options import Options
from valuestream_cli.rendering.registry import formats, function, views
from valuestream_cli.rendering.text import clean
from valuestream_cli.rendering.theme import themed

MARK = "made-by-vs"
_MARK_WITHIN = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Of what a picture is: a stream, the text of its file, and the `stem` that the names of its pictures begin with.

    analysis: computes the numbers of the stream, with those of the streams that it refers to.
    link: the address of what stands for the stream that a step refers to; else it is its picture beside this one.
    """

    stream: ValueStream
    text: str
    stem: str
    analysis: Callable[[], StreamAnalysis] | None = None
    link: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """A finished picture. `name` is the file name it bears; `warnings` say what could not be shown well."""

    name: str
    content: bytes
    warnings: tuple[str, ...] = ()


def draw(subject: Subject, options: Options) -> Artifact:
    """Draw one stream.

    Raises VsError for a view, format, direction, theme or language that does not exist, MissingTool where a library
    is missing.
    """
    options.demand_known()
    known = formats(options.plugins)
    written, write = known[options.format], function(known, "format", options.format, "write")
    brief = _brief(subject, options, written.suffix)
    drawing = function(views(options.plugins), "view", options.view, "draw")(brief)
    drawing = _finished(drawing, f"{subject.stem}.{options.view}", options.logo)
    warnings: list[str] = []
    said = mark(subject, options)
    medium = Medium(
        mark=said,
        theme=themed(options.theme, options.colours, options.dark_colours),
        scale=options.scale,
        warn=warnings.append,
        words=brief.words,
        author=subject.stream.owner or "",
    )
    content = write({"graph": drawing.graph, "drawing": drawing}.get(written.reads) or drawing.scene(), medium)
    if written.comment:
        content = f"{written.comment} {said}\n".encode() + content
    return Artifact(name=f"{subject.stem}.{options.view}.{written.suffix}", content=content, warnings=tuple(warnings))


def _brief(subject: Subject, options: Options, suffix: str) -> Brief:
    return Brief(
        stream=subject.stream,
        direction=options.direction,
        words=Words(options.language, subject.stream.framework),
        analysis=subject.analysis,
        link=subject.link or partial(_beside, ending=f".{options.view}.{suffix}"),
    )


def _beside(stream: str, ending: str) -> str:
    """The address of the picture of the stream in a file: beside that file, as pictures stand."""
    for suffix in SUFFIXES:
        if stream.endswith(suffix):
            return quote(stream.removesuffix(suffix) + ending, errors="replace")
    return ""


def _finished(drawing: Drawing, name: str, logo: str | None) -> Drawing:
    """The drawing under a name of its own, so that several pictures of one stream can share a page, and with a logo."""
    image = letterhead.logo(logo) if logo else None

    def scene() -> Scene:
        named = replace(drawing.scene(), id=name)
        return letterhead.with_logo(named, image) if image else named

    return Drawing(drawing.graph, scene)


def mark(subject: Subject, options: Options) -> str:
    """What tells a picture of ours from any other file: of what stream, by which version and options, of what text."""
    digest = hashlib.sha256(subject.text.encode()).hexdigest()[:16]
    said = {
        "stream": subject.stream.id,
        "view": options.view,
        "direction": options.direction,
        "theme": options.theme,
        "language": options.language,
        "source": digest,
    }
    return clean(" ".join((MARK, __version__, *(f"{key}={value}" for key, value in said.items()))))


def is_ours(content: bytes) -> bool:
    """Whether a file bears our mark, so that it may be replaced: in a PDF that stands near the end."""
    return MARK.encode() in content[:_MARK_WITHIN] or MARK.encode() in content[-_MARK_WITHIN:]
