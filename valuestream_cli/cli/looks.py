"""Tells once what is wrong with the looks that a configuration asks for: pictures are drawn all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from valuestream_cli.cli.console import talk
from valuestream_cli.config import Settings, reading, toml
from valuestream_cli.reporting.plain import safe

_TABLE = "render"


def tell(used: Iterable[Settings]) -> None:
    """Tell it of all settings that pictures are drawn with."""
    for source in sorted({each.source for each in used if each.source}):
        if not any(_TABLE in (file.table or {}) for file in reading.chain(toml.load(source))):
            continue
        from valuestream_cli.validation.configuration import check_config  # most projects have no look of their own

        for finding in check_config(source):
            if _TABLE in re.split(r"\W", finding.route):
                talk(f"warning: {safe(f'{finding.path}:{finding.span.line}: {finding.message}')}")
                talk(f"  help: {safe(finding.hint)}")
