"""The pictures of a stream as parts of its page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from valuestream_cli.config import settings_for
from valuestream_cli.errors import VsError
from valuestream_cli.rendering import picture
from valuestream_cli.rendering.options import ALL, Options, configured
from valuestream_cli.site.portfolio import Entry

_STYLE = re.compile(r"<style>(.*?)</style>\n?", re.DOTALL)
_SIZE = re.compile(r'id="([\w-]+)" width="([\d.]+)"')
_READABLE = 0.8  # of its size, the least that a picture is shown in: beyond that, it is scrolled


class Picture(NamedTuple):
    """One view. markup: the picture, without its style, which is for the head of the page: no policy allows it inside.

    problem: why there is no picture.
    """

    view: str
    markup: str
    style: str = ""
    problem: str = ""


def pictures(entry: Entry, theme: str | None, language: str, link: Callable[[str], str]) -> Iterator[Picture]:
    """All views of a sound stream. link: the address of the page of a stream, by what a step calls it."""
    assert entry.stream
    analysis = entry.analysis
    subject = picture.Subject(
        stream=entry.stream,
        text=entry.text,
        stem=hashlib.sha256(entry.id.encode()).hexdigest()[:12],  # of ids of elements, where not every letter may be
        analysis=(lambda: analysis) if analysis else None,
        link=link,
    )
    asked = {"view": [ALL], "format": ["svg"], "language": [language], "theme": [theme] if theme else []}
    for options in configured(settings_for(entry.file), **asked):
        yield _picture(subject, options)


def _picture(subject: picture.Subject, options: Options) -> Picture:
    try:
        drawn = picture.draw(subject, options).content.decode()
    except VsError as error:  # a library that is not there: the other views need none
        return Picture(options.view, "", problem=f"{error.message}: {error.hint}")
    style = "".join(_STYLE.findall(drawn))
    size = _SIZE.search(drawn)
    if size:
        style += f"#{size[1]}{{min-width:{float(size[2]) * _READABLE:.0f}px}}"
    return Picture(options.view, _STYLE.sub("", drawn), style)
