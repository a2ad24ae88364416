"""Words for structural mistakes: what a value is, how a form is written, and how to say it briefly."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from valuestream_cli.findings import Route
from valuestream_cli.itil import slug
from valuestream_cli.validation.structure import Mistake, Repair


@dataclass(frozen=True, slots=True)
class Wording:
    """What to say of a mistake, what it most likely meant, and a second place that explains it."""

    message: str
    hint: str = ""
    repair: Repair | None = None
    related: tuple[Route, str] | None = None


TYPE_NAMES = {
    "string": "text",
    "object": "a mapping (`key: value` lines)",
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
}
_JSON_NAMES = {str: "text", list: "a list", dict: "a mapping", type(None): "empty"}


def kind_of(value: Any) -> str:
    """What a value is, in words."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {number(value)}"
    return _JSON_NAMES[type(value)]


def number(value: float) -> str:
    """A number as people write it: `70`, not `70.0`."""
    return f"{value:.12g}"


def shown(text: str) -> str:
    """Text of a file on one line, short enough for a message."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "..."


def as_yaml(value: Any) -> str:
    """A value in YAML's flow style, close enough to be read."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_yaml(item) for item in value) + "]"
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def for_example(mistake: Mistake) -> str:
    """The example of the schema for the place of a mistake, as it would stand in the file."""
    example = as_yaml(next(iter(mistake.schema.get("examples", ("...",)))))
    return (
        f"for example `{example}`" if isinstance(mistake.route[-1], int) else f"for example `{mistake.key}: {example}`"
    )


def as_id(text: str) -> str | None:
    """The id that a text most likely meant, if one can be told."""
    meant = slug(text)
    return meant if meant and meant.isascii() else None


def is_number(text: str) -> bool:
    """Whether a text is a plain number, 0 or more."""
    return text.replace(".", "", 1).isdecimal()


def _duration(text: str) -> str:
    meant = _as_duration(text)
    if meant:
        return f"write {meant}: numbers with s, m (minutes), h, d or w"
    if text.strip().startswith("-"):
        return "a duration is zero or more, such as 2h 30m"
    if is_number(text.strip()):
        return f"write a unit: {text.strip()}m for minutes (s, m, h, d, w)"
    return "write numbers with s, m (minutes), h, d or w: 90s, 5m, 2h 30m, 1d, 2w"


def _as_duration(text: str) -> str | None:
    """The duration that a text in another notation means: `2 minutes`, `2min`, `PT2M`, `1:30`."""
    words = text.strip().lower().removeprefix("p").replace("t", "") if text.startswith("P") else text.strip().lower()
    clock = re.fullmatch(r"(\d+):(\d\d)", words)
    if clock:
        return f"{int(clock[1])}h {int(clock[2])}m"
    parts = re.findall(r"(\d+(?:\.\d+)?)\s*([a-z]+)", words)
    rest = re.sub(r"\d+(?:\.\d+)?\s*[a-z]+|[\s,]|and", "", words)
    if rest or not parts or any(unit not in _UNITS for _, unit in parts):
        return None
    return " ".join(f"{number}{_UNITS[unit]}" for number, unit in parts)


_UNITS = {
    word: unit
    for unit, words in {
        "s": ("s", "sec", "secs", "second", "seconds"),
        "m": ("m", "min", "mins", "minute", "minutes"),
        "h": ("h", "hr", "hrs", "hour", "hours"),
        "d": ("d", "day", "days"),
        "w": ("w", "wk", "wks", "week", "weeks"),
    }.items()
    for word in words
}


def _percentage(text: str) -> str:
    plain = text.replace("%", "").replace(",", ".").strip()
    if is_number(plain) and 0 < float(plain) <= 100:
        return f"write {number(float(plain) * (100 if float(plain) < 1 and '%' not in text else 1))}%"
    return "write a number up to 100 and a percent sign, such as 85%"


def _rate(text: str) -> str:
    count, slash, unit = text.partition("/")
    if slash and unit.strip() == "m":
        return f"write {count}/min for minutes or {count}/mo for months"
    return "write a number and /min, /h, /d, /w or /mo, such as 40/d"


def _id(text: str) -> str:
    meant = as_id(text)
    return (
        f"write `{meant}`"
        if meant
        else "use lower-case letters a to z, digits and single hyphens, such as `check-request`"
    )


# The `title` of a sub-schema with a pattern -> how to write it right.
FORMS: dict[str, Callable[[str], str]] = {
    "kebab-case id": _id,
    "duration": _duration,
    "percentage": _percentage,
    "percentage above zero": lambda text: _percentage(text).replace("a number up", "a number above 0 and up"),
    "rate": _rate,
    "date": lambda _: "write year, month and day: 2026-03-01",
    "safe address": lambda _: "use http, https, mailto, or a path relative to this file",
    "path of a stream file": lambda _: "write a relative path with forward slashes that ends in .vs.yaml",
    "calendar": lambda _: 'write 24x7, or days and hours: {days: mon-fri, hours: "09:00-17:00"}',
    "working days": lambda _: "write a range or a list: mon-fri, or mon,wed,fri",
    "working hours": lambda _: 'write from and to, in quotes: "09:00-17:00"',
    "time zone": lambda _: "write its name, such as Europe/Berlin or UTC",
    "template reference": lambda _: "write name and version, such as incident@1",
    "practice id": lambda _: "write it in kebab-case: x-radio-planning",
}
