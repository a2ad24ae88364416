"""Figures for programs: the same on every machine, and in the same form in every contract."""

from __future__ import annotations

from typing import Any

_DIGITS = 12  # the rest is the computer's own


def rounded(data: Any, digits: int = _DIGITS) -> Any:
    """Data with all of its figures rounded to so many digits; what was a tuple is a list."""
    if isinstance(data, float):
        return float(f"{data:.{digits}g}")
    if isinstance(data, dict):
        return {key: rounded(value, digits) for key, value in data.items()}
    return [rounded(item, digits) for item in data] if isinstance(data, list | tuple) else data


def named(thing: object, *names: str) -> dict[str, Any]:
    """The fields of a thing that are told under their own names."""
    return {name: getattr(thing, name) for name in names}


def picked(thing: object | None, *names: str) -> dict[str, Any] | None:
    """The same; null where there is no such thing."""
    return None if thing is None else named(thing, *names)
