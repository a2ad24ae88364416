"""Tells once what is wrong with the logo and the colours of a configuration: pictures are drawn all the same."""

from __future__ import annotations

from collections.abc import Iterable

from valuestream_cli.cli.console import talk
from valuestream_cli.config import Settings

_RULES = ("low-contrast", "unusable-logo", "path-not-found")


def tell(used: Iterable[Settings]) -> None:
    """Tell it of all settings that pictures are drawn with."""
    sources = {each.source for each in used if each.render.logo or each.render.colours or each.render.dark_colours}
    for source in sorted(filter(None, sources)):
        from valuestream_cli.validation.configuration import check_config  # most projects have no look of their own

        for finding in check_config(source):
            if finding.rule in _RULES and "render." in finding.route:
                talk(f"warning: {finding.path}:{finding.span.line}: {finding.message}")
