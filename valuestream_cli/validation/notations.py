"""Ids, times, shares and rates in other notations than the format's: what each of them means."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from valuestream_cli.itil import slug


class Reading(NamedTuple):
    """A text in the notation of the format; `is_plain` where it can mean nothing else."""

    text: str
    is_plain: bool = True


def reading(form: str, text: str) -> Reading | None:
    """What a text means where a form is due: the `title` of a sub-schema; null where nobody can tell."""
    return _READERS[form](text.strip()) if form in _READERS else None


def as_id(text: str) -> str | None:
    """The id that a text most likely meant, if one can be told."""
    meant = slug(text)
    return meant if meant and meant.isascii() else None


def number(value: float) -> str:
    """A number as people write it: `70`, not `70.0`."""
    return f"{value:.12g}"


def _id(text: str) -> Reading | None:
    meant = as_id(text)
    return Reading(meant) if meant else None


def _duration(text: str) -> Reading | None:
    """`2 minutes`, `2min`, `PT2M`; a clock's `1:30` may be minutes and seconds, `2 M` may be months."""
    if re.fullmatch(r"0+(\.0+)?", text):
        return Reading("0m")
    clock = re.fullmatch(r"(\d+):(\d\d)", text)
    if clock:
        return Reading(f"{int(clock[1])}h {int(clock[2])}m", is_plain=False)
    if text.startswith("P"):
        days, _, times = text[1:].partition("T")
        if "M" in days:
            return None
        text = f"{days} {times}".lower()
    parts = re.findall(r"(\d+(?:\.\d+)?)\s*([a-z]+)", text.lower())
    rest = re.sub(r"\d+(?:\.\d+)?\s*[a-z]+|[\s,]|and", "", text.lower())
    if rest or not parts or any(unit not in _UNITS for _, unit in parts):
        return None
    return Reading(" ".join(f"{count}{_UNITS[unit]}" for count, unit in parts), not re.search(r"\dM|\d\s+M\b", text))


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


def _percentage(text: str) -> Reading | None:
    """`90`, `90 %`, `90,5%`; a number up to 1 may be a fraction or a small percentage."""
    found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(%?)", text)
    value = float(found[1].replace(",", ".")) if found else 0.0
    if found is None or not 0 < value <= 100:
        return None
    is_plain = bool(found[2]) or value > 1
    return Reading(f"{number(value if is_plain or value == 1 else value * 100)}%", is_plain)


def _rate(text: str) -> Reading | None:
    """`40 / day`, `40 per day`, `40 a month`; `/m` may be minutes or months."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(?:/|\bper\b|\ba\b|\ban\b)\s*([a-z]+)", text.lower())
    unit = next((unit for unit, words in _PERIODS.items() if found and found[2] in words), None)
    return Reading(f"{found[1]}/{unit}") if found and unit else None


_PERIODS = {
    "min": ("min", "minute"),
    "h": ("h", "hr", "hour"),
    "d": ("d", "day"),
    "w": ("w", "wk", "week"),
    "mo": ("mo", "month"),
}


def _date(text: str) -> Reading | None:
    """`2026-3-1`, `2026/03/01`: the year first, so the month is next."""
    found = re.fullmatch(r"(\d{4})([-/.])(\d\d?)\2(\d\d?)", text)
    return Reading(f"{found[1]}-{found[3]:0>2}-{found[4]:0>2}") if found else None


def _calendar(text: str) -> Reading | None:
    return Reading("24x7") if re.fullmatch(r"24\s*[x/]\s*7", text.lower()) else None


def _hours(text: str) -> Reading | None:
    """`9-17`, `9:00 - 17:30`."""
    found = re.fullmatch(r"(\d\d?)(?::(\d\d))?\s*-\s*(\d\d?)(?::(\d\d))?", text)
    return Reading("{:0>2}:{}-{:0>2}:{}".format(*(part or "00" for part in found.groups()))) if found else None


# The `title` of a sub-schema with a pattern -> how other notations of it are read.
_READERS: dict[str, Callable[[str], Reading | None]] = {
    "kebab-case id": _id,
    "duration": _duration,
    "percentage": _percentage,
    "percentage above zero": _percentage,
    "rate": _rate,
    "date": _date,
    "calendar": _calendar,
    "working hours": _hours,
}
