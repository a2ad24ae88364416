"""Which settings count for a file, where each of them is said, and which rules are on: for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from valuestream_cli.config import DEFAULTS, Settings, toml
from valuestream_cli.config.positions import document
from valuestream_cli.config.reading import alone
from valuestream_cli.findings import Route, Severity
from valuestream_cli.reporting.plain import safe
from valuestream_cli.validation import rulebook
from valuestream_cli.validation.configuration import check_config
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.selection import STRUCTURE, Choice, choice, is_always_on, is_known, matches

DEFAULT, COMMAND_LINE = "default", "command line"
Row = tuple[str, str, str]


def show_settings(
    settings: Settings,
    path: str,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    fail_on: str | None = None,
    baseline: str | None = None,
) -> str:
    """The settings for a path with their origins, then all rules; the keywords are what the command line says."""
    origins = _origins(settings)
    told = {"select": list(select), "ignore": list(ignore), "fail-on": fail_on, "baseline": baseline}
    rows = [_overruled(row, told) for row in _rows(settings, origins)]
    made = choice(settings, path, select, ignore)
    verdicts = [(rule, _why(rule, made, origins, select, ignore, path)) for rule in rulebook.rules(settings)]
    on = [(f"{rule.code} {rule.name}", made.severity(rule).label, why) for rule, why in verdicts if made.chosen(rule)]
    off = [(f"{rule.code} {rule.name}", "off", why) for rule, why in verdicts if not made.chosen(rule)]
    parts = [_heading(settings, path), _table(rows), f"{len(on)} rules are on:\n\n{_table(on)}"]
    if off:
        parts.append(f"{len(off)} rules are off:\n\n{_table(off)}")
    return safe("\n".join(parts))


def _heading(settings: Settings, path: str) -> str:
    if settings.source is None:
        return f"Settings for {path}: no vs.toml and no [tool.vs] lies above it, so these are the defaults.\n"
    extended = f", which extends {', '.join(settings.extends)}" if settings.extends else ""
    faults = len(check_config(settings.source))
    warning = f"\nMistakes in the configuration: {faults}; `vs validate` tells them." if faults else ""
    return f"Settings for {path}, from {settings.source}{extended}.{warning}\n"


def _table(rows: Sequence[Row]) -> str:
    """Rows in columns, the last one as wide as it is."""
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    widths[1] = min(widths[1], 48)
    return "".join(f"  {name:{widths[0]}}  {value:{widths[1]}}  {origin}\n" for name, value, origin in rows)


def _origins(settings: Settings) -> dict[Route, str]:
    """Where each setting is said, as `vs.toml:3`; what is wrong there was left out, and is not among them."""
    if settings.source is None:
        return {}
    found: dict[Route, str] = {}
    wrong = {(finding.path, finding.span.line) for finding in check_config(settings.source)}
    for file in (toml.load(path) for path in (*reversed(settings.extends), settings.source)):
        text = document(file)
        taken = dict(_values(alone(file)))
        for route in _routes(file.table or {}):
            line = text.span(*text.name_of((*file.route, *route))).line
            if (file.path, line) not in wrong or _differs(taken, route):
                found[route] = f"{file.path}:{line}"
    return found


def _differs(taken: dict[str, Any], route: Route) -> bool:
    """Whether something of what is said there was taken, in spite of a mistake in the same line."""
    said, usual = taken.get(str(route[0])), dict(_values(DEFAULTS)).get(str(route[0]))
    if len(route) == 1 or not isinstance(said, dict) or not isinstance(usual, dict):
        return said != usual
    return said.get(route[1]) != usual.get(route[1])


def _routes(table: dict[str, Any]) -> Iterator[Route]:
    for key, value in table.items():
        yield (key,)
        yield from ((key, inner) for inner in (value if isinstance(value, dict) else ()))


def _rows(settings: Settings, origins: dict[Route, str]) -> Iterator[Row]:
    """Name, value and origin of each setting."""
    for key, value in _values(settings):
        if isinstance(value, dict) and value:
            for name, inner in value.items():
                yield f"{key}.{name}", _shown(inner), origins.get((key, name), DEFAULT)
        else:
            yield key, _shown(value), origins.get((key,), DEFAULT)


def _values(settings: Settings) -> Iterator[tuple[str, Any]]:
    yield "profile", settings.profile
    yield "select", settings.select
    yield "ignore", settings.ignore
    yield (
        "severity",
        {
            name: value.label if value else "off"
            for name, value in settings.severity.items()
            if is_known(name, settings)
        },
    )
    yield "per-file-ignores", {each.files.pattern: each.rules for each in settings.per_file_ignores}
    yield "fail-on", (settings.fail_on or Severity.ERROR).label
    yield "baseline", settings.baseline
    yield "thresholds", _fields(settings.thresholds)
    yield "practices", {id: practice.name for id, practice in settings.practices.items()}
    yield "templates", settings.templates
    yield "schemas", tuple(f"{own.prefix} {own.path}" for own in settings.schemas)
    yield "plugins", settings.plugins
    yield "exclude", tuple(glob.pattern for glob in settings.exclude)
    own = {"colours": dict(settings.render.colours), "dark-colours": dict(settings.render.dark_colours)}
    yield "render", _fields(settings.render) | {key: tuple(map(" ".join, said.items())) for key, said in own.items()}


def _fields(part: Any) -> dict[str, Any]:
    return {name.replace("_", "-"): value for name, value in part._asdict().items()}


def _shown(value: Any) -> str:
    if value is None or value in ((), {}, []):
        return "-"
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _overruled(row: Row, told: dict[str, Any]) -> Row:
    """The row as the command line says, where it does."""
    name, value, _ = row
    said = told.get(name)
    if not said:
        return row
    joined = name == "ignore" and value != "-"
    return name, f"{value}, {_shown(said)}" if joined else _shown(said), COMMAND_LINE


def _why(
    rule: Rule[Any], made: Choice, origins: dict[Route, str], select: Sequence[str], ignore: Sequence[str], path: str
) -> str:
    """What decided whether a rule is on."""
    settings, is_structural = made.settings, rule.code.startswith(STRUCTURE)
    if is_always_on(rule):
        return "always"
    if matches(rule, _words(ignore)):
        return f"--ignore, {COMMAND_LINE}"
    glob = _spared(rule, settings, path)
    if glob is not None:
        return f"per-file-ignores, {origins.get(('per-file-ignores', glob), DEFAULT)}"
    if select and (matches(rule, _words(select)) or not is_structural):
        return f"{'' if made.chosen(rule) else 'not in '}--select, {COMMAND_LINE}"
    if matches(rule, settings.ignore):
        return f"ignore, {origins.get(('ignore',), DEFAULT)}"
    graded = next((word for word in (rule.name, rule.code) if word in settings.severity), None)
    if graded:
        return f"severity, {origins.get(('severity', graded), DEFAULT)}"
    if is_structural:
        return "always, unless ignored"
    if made.selects:
        return f"{'' if made.chosen(rule) else 'not in '}select, {origins.get(('select',), DEFAULT)}"
    return f"profile {rule.profile}"


def _spared(rule: Rule[Any], settings: Settings, path: str) -> str | None:
    """The first glob of the ignores for some files that spares this file a rule."""
    spared = (each for each in settings.per_file_ignores if matches(rule, each.rules) and each.files.matches(path))
    return next((each.files.pattern for each in spared), None)


def _words(given: Sequence[str]) -> list[str]:
    return [word.strip() for text in given for word in text.split(",")]
