"""Finds the schemas, templates and starters that travel with the package, wherever it is installed."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder `schemas`, `templates` or `setup`: inside the package (wheel), else beside it (checkout, editable)."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def schema_text(name: str) -> str:
    """The text of one schema of `schemas/`, for example `valuestream.v1`."""
    return (folder("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
