"""Makes files of pages: draws them in processes, and puts around them what every page has."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from valuestream_cli import __version__, running
from valuestream_cli.errors import VsError
from valuestream_cli.palette.verdicts import verdicts
from valuestream_cli.rendering.picture import MARK
from valuestream_cli.rendering.theme import Theme, themed
from valuestream_cli.running import Progress
from valuestream_cli.site import search
from valuestream_cli.site.pages import Book, Fragment

_ASSETS = Path(__file__).parent / "assets"
_COST = 150  # what a page costs, in checks of a file
_SCRIPT_WORDS = ("no_results", "results", "overdue", "tab_list", "sort", "sideways")


class Inline(NamedTuple):
    """What a single file has inside that stands beside the pages of a folder."""

    style: Markup
    script: Markup


def bind(book: Book, jobs: int, progress: Progress | None) -> dict[str, bytes]:
    """The files of a site by their path below its folder, or the one file `index.html`."""
    fragments = [book.register(), *map(book.matrix, book.matrices), *_streams(book, jobs, progress)]
    if book.is_single:
        return {"index.html": _single(book, fragments)}
    files = {book.file(fragment.id): _page(book, fragment) for fragment in fragments}
    return files | {
        "assets/site.css": _style(book).encode(),
        "assets/site.js": _asset("site.js").encode(),
        "assets/index.js": _index(book).encode(),
    }


def _streams(book: Book, jobs: int, progress: Progress | None) -> list[Fragment]:
    """The pages of the streams; the same whatever the number of processes."""
    ids = list(book.entries)
    done = (lambda number: progress(number, len(ids))) if progress else int
    return running.each(ids, book.stream, jobs, done, weight=_COST)


def _page(book: Book, fragment: Fragment) -> bytes:
    """A page of its own: scripts and styles come from beside it, and what its pictures need stands in its head."""
    # `file:` is what `self` means to every browser where a page is opened from a disk; anywhere else none loads it.
    policy = _policy(script="'self' file:", style=f"'self' file: {_hash(fragment.style)}")
    root = "../" if fragment.id in book.entries else ""
    return _whole(book, [fragment], fragment.title, policy, root=root, style=Markup(fragment.style), inline=None)


def _single(book: Book, fragments: list[Fragment]) -> bytes:
    style = _style(book) + "".join(fragment.style for fragment in fragments)
    script = _index(book) + _asset("site.js")
    policy = _policy(script=_hash(script), style=_hash(style))
    inline = Inline(Markup(style), Markup(script))
    return _whole(book, fragments, book.title, policy, root="", style="", inline=inline)


def _whole(book: Book, fragments: list[Fragment], title: str, policy: str, **values: object) -> bytes:
    said = {key: book.words(key, number="{number}") for key in _SCRIPT_WORDS}
    text = book.whole(
        fragments=fragments,
        here=fragments[0].id,
        title=title,
        policy=policy,
        mark=f"{MARK} {__version__} docs",
        version=__version__,
        date=_date(book),
        script_words=json.dumps(said),
        **values,
    )
    return text.encode()


def _policy(*, script: str, style: str) -> str:
    """What a page may load: nothing from elsewhere, and no script but ours."""
    none = "default-src 'none'; base-uri 'none'; form-action 'none'"
    return f"{none}; img-src data:; script-src {script}; style-src {style}"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _style(book: Book) -> str:
    """The style sheet, with the colours that pictures of this theme have."""
    look = book.look
    return theme_style(themed(look.theme, look.colours, look.dark_colours)) + _asset("site.css")


def theme_style(theme: Theme) -> str:
    """The colours of a theme as properties: `--ink`, `--engage-tint`; on paper they are always the first ones."""
    light = _properties(theme.colours, "light" if theme.dark else theme.name)
    if not theme.dark:
        return f":root{{{light}}}\n"
    dark = _properties(theme.dark, "dark")
    return (
        f":root{{color-scheme:light dark;{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        "@media print{:root{color-scheme:only light}}\n"
    )


def _properties(colours: Mapping[str, str], name: str) -> str:
    """name: of the built-in palette that the colours are made of."""
    every = {**colours, **verdicts(name, colours)}
    return ";".join(f"--{role.replace('.', '-').replace('?', 'other')}:{colour}" for role, colour in every.items())


def _index(book: Book) -> str:
    return search.index(book.entries.values(), book.words, book.address)


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _date(book: Book) -> str:
    """The day that the site is of: the one that builders agree on, else that of the newest commit; else none."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if given:
        try:
            return datetime.datetime.fromtimestamp(int(given), datetime.UTC).date().isoformat()
        except (ValueError, OverflowError, OSError):
            why = "write seconds since 1970-01-01: 1767225600"
            raise VsError(f"SOURCE_DATE_EPOCH is '{given[:40]}', which is no time", why) from None
    dates = [entry.commits[0].date for entry in book.entries.values() if entry.commits]
    return max(dates, default="")[:10]
