"""A static site of streams: a register, a page for each stream, and who draws on what across all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from valuestream_cli.findings import Report
from valuestream_cli.itil.words import Words
from valuestream_cli.running import Progress

if TYPE_CHECKING:
    from valuestream_cli.site.portfolio import Portfolio

__all__ = ["Options", "Site", "build"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """title: of the site; else one in the language of the reader. theme, language: else as configured, else the usual.

    is_single: everything is to stand in one file. with_history: whether git is asked for commits.
    jobs: processes; 0 for as many as pay. They do not change the result.
    """

    title: str = ""
    theme: str | None = None
    language: str | None = None
    is_single: bool = False
    with_history: bool = True
    jobs: int = 0


class Site(NamedTuple):
    """A finished site. files: path below its folder -> content; of a single file, `index.html`.

    report: what is wrong with the streams. warnings: what the site could not show, a sentence each.
    """

    files: dict[str, bytes]
    report: Report
    warnings: tuple[str, ...]


def build(paths: Sequence[str], options: Options | None = None, progress: Progress | None = None) -> Site:
    """The site of all streams below some paths; nothing is written.

    Raises VsError where a path, theme or language does not exist, or there is no stream.
    """
    from valuestream_cli.config import settings_for
    from valuestream_cli.rendering.options import configured
    from valuestream_cli.site.binding import bind
    from valuestream_cli.site.pages import Book
    from valuestream_cli.site.portfolio import gather

    options = options or Options()
    asked = {"theme": options.theme, "language": options.language}
    look = configured(settings_for(paths[0]), **{kind: [word] for kind, word in asked.items() if word})[0]
    portfolio = gather(paths, with_history=options.with_history, jobs=options.jobs)
    words = Words(look.language, part="site")
    book = Book(
        portfolio.entries, words, options.title or words("title"), look, options.theme, is_single=options.is_single
    )
    return Site(bind(book, options.jobs, progress), portfolio.report, tuple(_warnings(portfolio)))


def _warnings(portfolio: Portfolio) -> Iterator[str]:
    from valuestream_cli.reporting.plain import count
    from valuestream_cli.reporting.wording import crashed

    for entry in portfolio.entries.values():
        if entry.stream is None:
            yield f"{entry.file} has errors: its page shows them instead of pictures"
    known = portfolio.report.baselined
    if known:
        yield f"{count(known, 'finding is', 'findings are')} in the baseline, so that no page tells them"
    yield from (f"{crash}: pages may say less than they should" for crash in crashed(portfolio.report))
    yield from portfolio.gaps
