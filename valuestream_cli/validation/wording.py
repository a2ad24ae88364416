"""Words for structural mistakes: what a value is, how a form is written, and how to say it briefly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from valuestream_cli.findings import Route
from valuestream_cli.validation.notations import number, reading
from valuestream_cli.validation.repairs import Meaning, Repair
from valuestream_cli.validation.structure import Mistake


class Wording(NamedTuple):
    """What to say of a mistake, what it most likely meant, and a second place that explains it.

    fix: how to mend the text, where that is more than a meaning, or less sure than what rules may go on with.
    """

    message: str
    hint: str = ""
    repair: Meaning | None = None
    related: tuple[Route, str] | None = None
    fix: Repair | None = None


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


def is_number(text: str) -> bool:
    """Whether a text is a plain number, 0 or more."""
    return text.replace(".", "", 1).isdecimal()


def _duration(text: str) -> str:
    meant = reading("duration", text)
    if meant and not is_number(text.strip()):
        return f"write {meant.text}: numbers with s, m (minutes), h, d or w"
    if text.strip().startswith("-"):
        return "a duration is zero or more, such as 2h 30m"
    if is_number(text.strip()):
        return f"write a unit: {text.strip()}m for minutes (s, m, h, d, w)"
    return "write numbers with s, m (minutes), h, d or w: 90s, 5m, 2h 30m, 1d, 2w"


def _percentage(text: str) -> str:
    meant = reading("percentage", text)
    return f"write {meant.text}" if meant else "write a number up to 100 and a percent sign, such as 85%"


def _rate(text: str) -> str:
    count, slash, unit = text.partition("/")
    if slash and unit.strip() == "m":
        return f"write {count}/min for minutes or {count}/mo for months"
    meant = reading("rate", text)
    return f"write {meant.text}" if meant else "write a number and /min, /h, /d, /w or /mo, such as 40/d"


def _id(text: str) -> str:
    meant = reading("kebab-case id", text)
    return (
        f"write `{meant.text}`"
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
