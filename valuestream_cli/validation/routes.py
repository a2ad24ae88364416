"""Stable addresses of places in a file: by identity rather than index, so that moved lines do not change them."""

from __future__ import annotations

from typing import Any

from valuestream_cli.findings import Route
from valuestream_cli.model import UNKNOWN


def route_text(route: Route, data: Any) -> str:
    """A stable address: list items by what identifies them, such as `steps[id=verify].next[to=value]`."""
    text = ""
    for part in route:
        inside = data[part] if _has(data, part) else None
        text += f".{part}" if isinstance(part, str) else f"[{_identity(inside, part)}]"
        data = inside
    return text.lstrip(".")


def _has(data: Any, part: str | int) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and part < len(data)


def _identity(item: Any, number: int) -> str:
    if isinstance(item, dict):
        key = next((key for key in ("id", "to", "name") if isinstance(item.get(key), str)), None)
        return f"{key}={item[key]}" if key and not item[key].startswith(UNKNOWN) else str(number)
    return f"={item}" if isinstance(item, str) and not item.startswith(UNKNOWN) else str(number)
