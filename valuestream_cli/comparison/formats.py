"""Writers of comparisons: each module named in `FORMATS` has `write(comparison) -> str`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuestream_cli.comparison.result import Comparison

# Name of the format, the module that writes it, and what it is for, in a few words.
FORMATS = {
    "text": ("text", "for people: the effect in a sentence, numbers, steps, flow"),
    "json": ("json", "for programs: diff.v1, with a published schema"),
    "markdown": ("markdown", "a comment on a merge request"),
    "svg": ("picture", "one picture of both, with marks on what differs"),
}


def write(comparison: Comparison, format: str) -> str:
    """The comparison in one of the formats; only that one's module is imported.

    Raises VsError for a format that does not exist, or that cannot show so many streams.
    """
    demand_known(format)
    return import_module(f"valuestream_cli.comparison.{FORMATS[format][0]}").write(comparison)  # type: ignore[no-any-return]


def demand_known(format: str) -> None:
    """Raises VsError for a format that does not exist, with the closest one that does."""
    if format not in FORMATS:
        from valuestream_cli.suggest import unknown

        raise unknown(f"there is no format '{format}' for comparisons", format, FORMATS)
