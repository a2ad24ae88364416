"""What is wrong in a configuration file, as findings at their places.

The schema `config.v1` says what there is; what it cannot say (names of rules, globs, paths, own practices) is
checked here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from valuestream_cli import plugins
from valuestream_cli.config import globs, paths, toml
from valuestream_cli.config.positions import document
from valuestream_cli.config.reading import chain, extended_by, settings_of
from valuestream_cli.findings import Finding, Route
from valuestream_cli.source.document import Place
from valuestream_cli.validation import appearance, own_practices, own_schemas, rulebook
from valuestream_cli.validation.config_structure import config_schema, mistakes
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.routes import route_text
from valuestream_cli.validation.rules import configuration as rules
from valuestream_cli.validation.rules import outside
from valuestream_cli.validation.rules.appearance import low_contrast
from valuestream_cli.validation.selection import Choice, choice, is_always_on, is_known, likely_rule, matches
from valuestream_cli.validation.structure import Mistake
from valuestream_cli.validation.wording import Wording, shown

_BY_TROUBLE = {rule.name: rule for rule in (rules.unreadable_configuration, rules.invalid_toml)}


def check_config(source: str, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[Finding]:
    """All that is wrong in a configuration file and in those that it extends, in report order.

    select, ignore: of the command line; they and the settings decide on rules that are not always on.
    """
    files = list(chain(toml.load(source)))
    settings = settings_of(files[0])
    made = choice(settings, source, select, ignore)
    found = [finding for number, file in enumerate(files) for finding in _Check(file, files[: number + 1], made).all()]
    return sorted(found, key=lambda finding: finding.sort_key)


class _Check:
    """Looks through one file; `above` are the files that led to it, itself the last."""

    def __init__(self, file: toml.File, above: list[toml.File], made: Choice) -> None:
        self._file = file
        self._above = above
        self._choice = made
        self._settings = made.settings
        self._table = file.table or {}
        self._document = document(file)
        self._folder = paths.folder_of(file.path)

    def all(self) -> list[Finding]:
        """Everything that is wrong."""
        trouble = self._file.trouble
        if trouble:
            rule = _BY_TROUBLE[trouble.rule]
            return [self._finding(rule, rule.check(trouble.detail), (trouble.start, trouble.end), ())]
        return [
            *self._structure(),
            *self._words(),
            *self._globs(),
            *self._paths(),
            *self._practices(),
            *self._outside(),
            *self._contrasts(),
        ]

    def _structure(self) -> Iterator[Finding]:
        found: dict[Route, Mistake] = {}
        for mistake in mistakes(self._table):
            other = found.get(mistake.route)
            if other is None or mistake.plainness < other.plainness:
                found[mistake.route] = mistake
        for mistake in (*found.values(), *self._drawing()):
            if mistake.route[0] != "severity" or is_known(str(mistake.route[-1]), self._settings):
                yield self._mistake(mistake)

    def _drawing(self) -> Iterator[Mistake]:
        """Views and formats that nobody knows; where there are plugins, drawing tells."""
        said = self._table.get("render")
        if not isinstance(said, dict) or self._settings.plugins:
            return
        for key in ("view", "format"):
            words = config_schema()["$defs"]["Render"]["properties"][key]["anyOf"][0]["enum"]
            if isinstance(said.get(key), str) and said[key] not in words:
                yield Mistake("enum", ("render", key), said[key], {"enum": words})

    def _mistake(self, mistake: Mistake) -> Finding:
        if mistake.keyword == "additionalProperties":
            homes = self._homes(mistake.route)
            return self._at_key(rules.unknown_setting, rules.unknown_setting.check(mistake, homes), mistake.route)
        if mistake.keyword in ("minimum", "maximum") and mistake.route[0] == "thresholds":
            return self._at(rules.threshold_out_of_range, rules.threshold_out_of_range.check(mistake), mistake.route)
        return self._at(rules.invalid_setting, rules.invalid_setting.check(mistake), mistake.route)

    def _words(self) -> Iterator[Finding]:
        """The names of rules."""
        for key, route in self._keys("severity"):
            yield from self._word(key, route, at_key=True)
        for name in ("select", "ignore"):
            for word, route in _texts(self._table.get(name), (name,)):
                yield from self._word(word, route, is_free=name == "select")
        for glob, route in self._keys("per-file-ignores"):
            for word, inner in _texts(self._table["per-file-ignores"][glob], route):
                yield from self._word(word, inner)

    def _word(self, word: str, route: Route, *, at_key: bool = False, is_free: bool = False) -> Iterator[Finding]:
        tell = self._at_key if at_key else self._at
        meant = [rule for rule in rulebook.rules(self._settings) if matches(rule, (word,))]
        if not meant or (at_key and word not in (meant[0].name, meant[0].code)):
            likely = meant[0].code if len(meant) == 1 else likely_rule(word, rulebook.rules(self._settings))
            homes = self._homes(route) if at_key else []
            is_family = len(meant) > 1
            yield tell(rules.unknown_rule, rules.unknown_rule.check(word, likely, homes, is_family=is_family), route)
        elif not is_free and all(map(is_always_on, meant)):
            yield tell(rules.rule_always_on, rules.rule_always_on.check(word), route)

    def _globs(self) -> Iterator[Finding]:
        places = [(glob, route, self._at_key) for glob, route in self._keys("per-file-ignores")]
        places += [(glob, route, self._at) for glob, route in _texts(self._table.get("exclude"), ("exclude",))]
        places += [(glob, route, self._at) for glob, route in self._of_schemas("applies-to")]
        for glob, route, tell in places:
            why = globs.fault(glob)
            if why:
                yield tell(rules.invalid_glob, rules.invalid_glob.check(glob, why), route)

    def _paths(self) -> Iterator[Finding]:
        places: list[tuple[Any, Route]] = [(self._table.get(key), (key,)) for key in ("extend", "baseline")]
        places += _texts(self._table.get("templates"), ("templates",))
        places += self._of_schemas("path")
        drawing = self._table.get("render")
        places += [(drawing.get("logo"), ("render", "logo"))] if isinstance(drawing, dict) else []
        for given, route in places:
            if isinstance(given, str) and (found := self._path(given, route)):
                rule, wording = found
                yield self._at(rule, wording, route)

    def _path(self, given: str, route: Route) -> tuple[Rule[Any], Wording] | None:
        path = paths.inside(self._folder, given)
        if path is None:
            return rules.path_outside_project, rules.path_outside_project.check(given)
        if route[0] == "templates" and not os.path.isdir(path):  # noqa: PTH112
            return rules.path_not_found, rules.path_not_found.check(given, "is not a folder")
        if route[0] in ("extend", "schemas", "baseline", "render") and not os.path.isfile(path):  # noqa: PTH113
            also = f", or write it with `vs validate --write-baseline {shown(path)}`" if route[0] == "baseline" else ""
            return rules.path_not_found, rules.path_not_found.check(given, "is not a file", also)
        if route[0] == "render" and (why := appearance.logo_fault(path)):
            return rules.unusable_logo, rules.unusable_logo.check(given, why)
        return self._extended(given) if route[0] == "extend" else None

    def _extended(self, given: str) -> tuple[Rule[Any], Wording] | None:
        path = extended_by(self._file) or ""
        if os.path.realpath(path) in (os.path.realpath(file.path) for file in self._above):
            return rules.endless_extend, rules.endless_extend.check(given)
        file = toml.load(path)
        if file.table is None and not file.trouble:
            return rules.path_not_found, rules.path_not_found.check(given, "has no table [tool.vs]")
        return None

    def _practices(self) -> Iterator[Finding]:
        said = self._table.get("practices")
        for route, wording in own_practices.faults(said if isinstance(said, dict) else {}):
            tell = self._at_key if len(route) == 2 else self._at
            yield tell(rules.invalid_own_practice, wording, route)

    def _outside(self) -> Iterator[Finding]:
        """Own schemas and plugins that cannot be used; a path that leads nowhere is told as such."""
        usable = {own.path: own for own in self._settings.schemas if os.path.isfile(own.path)}  # noqa: PTH113
        for given, route in self._of_schemas("path"):
            own = usable.get(paths.inside(self._folder, given) or "")
            if own and (why := own_schemas.load(own).fault or rulebook.fault(own.path, self._settings)):
                yield self._at(outside.unusable_schema, outside.unusable_schema.check(given, why), route)
        for name, route in _texts(self._table.get("plugins"), ("plugins",)):
            if name.strip() and (why := plugins.fault(name) or rulebook.fault(name, self._settings)):
                yield self._at(outside.unusable_plugin, outside.unusable_plugin.check(name, why), route)

    def _contrasts(self) -> Iterator[Finding]:
        if self._choice.chosen(low_contrast):
            for route, wording in appearance.poor_contrasts(self._table.get("render"), self._settings):
                yield self._at(low_contrast, wording, route)

    def _homes(self, route: Route) -> list[str]:
        """What to do with a key that stands in the wrong place, for each place where it may belong."""
        key, top = str(route[-1]), config_schema()["properties"]
        if len(route) > 1 and key in top:
            under = f"right under `[{'.'.join(self._file.route)}]`" if self._file.route else "above the first `[table]`"
            return [f"move `{key}` {under}"]
        parts = {name: body.get("$ref", "").rpartition("/")[2] for name, body in top.items()}
        homes = [
            name for name, part in parts.items() if key in config_schema()["$defs"].get(part, {}).get("properties", ())
        ]
        homes += ["severity"] if key in rulebook.by_name(self._settings) else []
        return [f"write it in `[{'.'.join((*self._file.route, home))}]`" for home in homes if (home,) != route[:-1]]

    def _keys(self, name: str) -> Iterator[tuple[str, Route]]:
        table = self._table.get(name)
        yield from ((key, (name, key)) for key in (table if isinstance(table, dict) else ()))

    def _of_schemas(self, key: str) -> list[tuple[str, Route]]:
        tables = self._table.get("schemas")
        found = enumerate(tables if isinstance(tables, list) else ())
        told = [(table.get(key), ("schemas", number, key)) for number, table in found if isinstance(table, dict)]
        return [(text, route) for text, route in told if isinstance(text, str)]

    def _at(self, rule: Rule[Any], wording: Wording, route: Route) -> Finding:
        """A finding at the value of a route, or at what stands for it."""
        return self._finding(rule, wording, self._document.value_at((*self._file.route, *route)), route)

    def _at_key(self, rule: Rule[Any], wording: Wording, route: Route) -> Finding:
        return self._finding(rule, wording, self._document.name_of((*self._file.route, *route)), route)

    def _finding(self, rule: Rule[Any], wording: Wording, place: Place, route: Route) -> Finding:
        return Finding(
            code=rule.code,
            rule=rule.name,
            severity=self._choice.severity(rule),
            message=wording.message,
            hint=wording.hint,
            path=self._file.path,
            span=self._document.span(*place),
            route=route_text((*self._file.route, *route) if route else (), self._document.data),
        )


def _texts(values: Any, route: Route) -> list[tuple[str, Route]]:
    items = enumerate(values if isinstance(values, list) else ())
    return [(item, (*route, number)) for number, item in items if isinstance(item, str)]
