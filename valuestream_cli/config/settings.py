"""What a configuration file can say, as plain data; what it does not say has its default here.

Named tuples, but for what is the same only if it is one: see `findings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from valuestream_cli.config.globs import EVERYTHING, Glob
from valuestream_cli.findings import Severity
from valuestream_cli.records import Record

PROFILES = ("basic", "recommended", "strict", "audit")
DEFAULT_PROFILE = "recommended"


class Thresholds(NamedTuple):
    """Figures from which on a rule speaks.

    share_tolerance: percentage points that each share of a choice may be off, for rounding.
    timed_steps: percent of the steps that have a process time before one without is told.
    most_steps: how many steps a stream may have.
    measured_cases: the fewest cases that a measured time may rest on.
    review_notice: days before `review_by` on which the review is told as due.
    """

    share_tolerance: float = 0.01
    timed_steps: float = 50
    most_steps: int = 15
    measured_cases: int = 20
    review_notice: int = 0


USUAL = Thresholds()

# Field of `Thresholds` -> the least and the greatest value that makes sense.
LIMITS = {
    "share_tolerance": (0, 5),
    "timed_steps": (1, 100),
    "most_steps": (1, 1000),
    "measured_cases": (1, 1_000_000),
    "review_notice": (0, 3650),
}

SCALES = (0.5, 8)  # the least and the greatest scale of a pixel picture


class OwnPractice(NamedTuple):
    """A practice of the organisation's own; its id begins with `x-`."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""


class OwnSchema(NamedTuple):
    """A JSON Schema of the organisation's own.

    path: of the schema, ready to be opened. prefix: letters that its codes begin with.
    applies_to: which streams it judges.
    """

    path: str
    prefix: str
    severity: Severity = Severity.ERROR
    applies_to: Glob = EVERYTHING


class Drawing(NamedTuple):
    """What `vs render` draws where its options do not say otherwise; null is the built-in default.

    scale: pixels of a pixel picture for each of the drawing. logo: path of a raster image, ready to be opened.
    colours, dark_colours: own colours as (role, `#rrggbb`), see `palette.own`.
    """

    view: str | None = None
    format: str | None = None
    direction: str | None = None
    theme: str | None = None
    language: str | None = None
    scale: float | None = None
    logo: str | None = None
    colours: tuple[tuple[str, str], ...] = ()
    dark_colours: tuple[tuple[str, str], ...] = ()


AS_BUILT_IN = Drawing()


class Ignores(NamedTuple):
    """Rules (names, codes, beginnings of codes) that are not told of some files."""

    files: Glob
    rules: tuple[str, ...]


class Settings(Record):
    """All that a configuration file says, so far as it is sound. Two settings are equal only if they are one.

    source: the file; null where there is none. extends: the files that it builds on, nearest first.
    root: the folder of the file. Paths here (baseline, templates, schemas) are joined with it, ready to be opened.
    select, ignore: names, codes, or beginnings of codes. severity: name of a rule -> severity; null is off.
    fail_on: the least severity that fails a run; null is not said.
    plugins: names of entry points. exclude: what a search of folders leaves out.
    """

    source: str | None = None
    extends: tuple[str, ...] = ()
    root: str = "."
    profile: str = DEFAULT_PROFILE
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity | None] = MappingProxyType({})
    per_file_ignores: tuple[Ignores, ...] = ()
    fail_on: Severity | None = None
    baseline: str | None = None
    thresholds: Thresholds = USUAL
    practices: Mapping[str, OwnPractice] = MappingProxyType({})
    templates: tuple[str, ...] = ()
    schemas: tuple[OwnSchema, ...] = ()
    plugins: tuple[str, ...] = ()
    exclude: tuple[Glob, ...] = ()
    render: Drawing = AS_BUILT_IN

    @property
    def files(self) -> tuple[str, ...]:
        """All files that findings depend on by way of these settings: a change of one may change them."""
        named = (self.source, *self.extends, *(own.path for own in self.schemas), self.baseline, self.render.logo)
        return tuple(file for file in named if file)

    def excludes(self, path: str) -> bool:
        """Whether a search of folders leaves a file out."""
        return any(glob.matches(path) for glob in self.exclude)


DEFAULTS = Settings()
