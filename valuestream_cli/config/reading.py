"""From the tables of configuration files to settings: what is sound is taken, the rest is left out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from valuestream_cli.config import paths, toml
from valuestream_cli.config.globs import Glob, fault
from valuestream_cli.config.settings import (
    DEFAULTS,
    LIMITS,
    PROFILES,
    Drawing,
    Ignores,
    OwnPractice,
    OwnSchema,
    Settings,
)
from valuestream_cli.findings import KEBAB, SEVERITIES, Severity

OFF = "off"
_PREFIX = re.compile(r"(?!VS)[A-Z]{2,12}")


def settings_of(file: toml.File) -> Settings:
    """The settings of a file, on top of those that it extends."""
    files = list(chain(file))
    settings = DEFAULTS
    for each in reversed(files):
        settings = _Reader(each).onto(settings)
    return settings._replace(extends=tuple(each.path for each in files[1:]))


def alone(file: toml.File) -> Settings:
    """The settings of a file without those that it extends."""
    return _Reader(file).onto(DEFAULTS)


def chain(file: toml.File) -> Iterator[toml.File]:
    """A file, the one that it extends, and so on; a file that extends itself ends it."""
    seen: set[str] = set()
    while (place := os.path.realpath(file.path)) not in seen:
        seen.add(place)
        yield file
        extended = extended_by(file)
        if extended is None:
            return
        file = toml.load(extended)


def extended_by(file: toml.File) -> str | None:
    """The path of the file that one extends; null where it names none that is there."""
    given = (file.table or {}).get("extend")
    path = paths.inside(paths.folder_of(file.path), given) if isinstance(given, str) else None
    return path if path and os.path.isfile(path) else None  # noqa: PTH113


class _Reader:
    """Takes the sound values out of one table."""

    def __init__(self, file: toml.File) -> None:
        self._file = file
        self._table = file.table or {}
        self._root = paths.folder_of(file.path)

    def onto(self, base: Settings) -> Settings:
        """The settings of this table; what it does not say is as in `base`. Tables are joined, lists replaced."""
        return base._replace(
            source=self._file.path,
            root=self._root,
            profile=self._word("profile", PROFILES) or base.profile,
            select=self._texts("select", base.select),
            ignore=self._texts("ignore", base.ignore),
            severity={**base.severity, **self._severities()},
            per_file_ignores=(*base.per_file_ignores, *self._ignores()),
            fail_on=SEVERITIES.get(self._word("fail-on", SEVERITIES) or "", base.fail_on),
            baseline=self._path(self._table.get("baseline")) or base.baseline,
            thresholds=base.thresholds._replace(**self._thresholds()),
            practices={**base.practices, **self._practices()},
            templates=self._paths("templates", base.templates),
            schemas=self._schemas() if "schemas" in self._table else base.schemas,
            plugins=self._texts("plugins", base.plugins),
            exclude=self._globs("exclude", base.exclude),
            render=self._drawing(base.render),
        )

    def _word(self, key: str, known: Any) -> str | None:
        value = self._table.get(key)
        return value if isinstance(value, str) and value in known else None

    def _texts(self, key: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
        value = self._table.get(key)
        return tuple(_texts(value)) if isinstance(value, list) else otherwise

    def _tables(self, key: str) -> Iterator[tuple[str, Any]]:
        value = self._table.get(key)
        yield from value.items() if isinstance(value, dict) else ()

    def _path(self, given: object) -> str | None:
        return paths.inside(self._root, given) if isinstance(given, str) else None

    def _paths(self, key: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(filter(None, map(self._path, self._texts(key, ())))) if key in self._table else otherwise

    def _globs(self, key: str, otherwise: tuple[Glob, ...]) -> tuple[Glob, ...]:
        sound = tuple(Glob(self._root, text) for text in self._texts(key, ()) if not fault(text))
        return sound if key in self._table else otherwise

    def _severities(self) -> dict[str, Severity | None]:
        said = {name: value for name, value in self._tables("severity") if isinstance(value, str)}
        return {name: SEVERITIES.get(value) for name, value in said.items() if value in (OFF, *SEVERITIES)}

    def _ignores(self) -> Iterator[Ignores]:
        for glob, rules in self._tables("per-file-ignores"):
            if isinstance(rules, list) and not fault(glob):
                yield Ignores(files=Glob(self._root, glob), rules=tuple(_texts(rules)))

    def _thresholds(self) -> dict[str, Any]:
        said = {name.replace("-", "_"): value for name, value in self._tables("thresholds")}
        return {name: value for name, value in said.items() if is_within(name, value)}

    def _practices(self) -> dict[str, OwnPractice]:
        found = {}
        for id, said in self._tables("practices"):
            if is_own_id(id) and isinstance(said, dict) and isinstance(said.get("name"), str):
                aliases, description = said.get("aliases"), said.get("description")
                found[id] = OwnPractice(
                    id=id,
                    name=said["name"],
                    aliases=tuple(_texts(aliases)) if isinstance(aliases, list) else (),
                    description=description if isinstance(description, str) else "",
                )
        return found

    def _schemas(self) -> tuple[OwnSchema, ...]:
        given = self._table["schemas"]
        tables = [item for item in given if isinstance(item, dict)] if isinstance(given, list) else []
        return tuple(filter(None, map(self._schema, tables)))

    def _schema(self, said: dict[str, Any]) -> OwnSchema | None:
        path, prefix, files = self._path(said.get("path")), said.get("prefix"), said.get("applies-to", "**")
        if path is None or not isinstance(prefix, str) or not _PREFIX.fullmatch(prefix):
            return None
        if not isinstance(files, str) or fault(files):
            return None
        severity = said.get("severity")
        return OwnSchema(
            path=path,
            prefix=prefix,
            severity=SEVERITIES.get(severity, Severity.ERROR) if isinstance(severity, str) else Severity.ERROR,
            applies_to=Glob(self._root, files),
        )

    def _drawing(self, base: Drawing) -> Drawing:
        said = self._table.get("render")
        if not isinstance(said, dict):
            return base
        from valuestream_cli.config.drawing import drawing

        return drawing(said, base, self._root)


def _texts(values: list[Any]) -> Iterator[str]:
    return (value for value in values if isinstance(value, str) and value.strip())


def is_own_id(text: str) -> bool:
    """Whether a text is an id for a practice of one's own."""
    return text.startswith("x-") and bool(re.fullmatch(KEBAB, text))


def is_within(name: str, value: object) -> bool:
    """Whether a threshold has a value that it can have."""
    if name not in LIMITS or isinstance(value, bool):
        return False
    low, high = LIMITS[name]
    kind = type(getattr(DEFAULTS.thresholds, name))
    return isinstance(value, int if kind is int else (int, float)) and low <= value <= high
