"""The configuration file: `validation.configuration` finds what is wrong in it; here it gets its words."""

from __future__ import annotations

from collections.abc import Collection

from valuestream_cli.config.toml import MAX_BYTES, TOO_LARGE
from valuestream_cli.errors import IS_FOLDER, POINTS_NOWHERE
from valuestream_cli.findings import Route, Severity
from valuestream_cli.palette.colour import normal
from valuestream_cli.suggest import closest
from valuestream_cli.validation.notations import number
from valuestream_cli.validation.registry import rule
from valuestream_cli.validation.structure import Mistake
from valuestream_cli.validation.wording import Wording, kind_of, shown

_REMEDIES = {
    TOO_LARGE: f"keep it below {MAX_BYTES:,} bytes",
    POINTS_NOWHERE: "mend the link, or remove it",
    IS_FOLDER: "give the folder another name: this one is for the configuration file",
}
_TYPES = {"string": "text", "object": "a table", "array": "a list", "integer": "a whole number", "number": "a number"}


@rule("VS901", "unreadable-configuration", Severity.ERROR, profile="basic")
def unreadable_configuration(detail: str) -> Wording:
    """A configuration file that cannot be read, or is not UTF-8 text.

    ## Why it matters
    A gate that quietly went on without its configuration would judge by other rules than the team agreed on.
    """
    remedy = _REMEDIES.get(detail) or "check its permissions and its encoding"
    return Wording(f"cannot read this configuration file: {detail[:1].lower()}{detail[1:]}", remedy)


@rule("VS902", "invalid-toml", Severity.ERROR, profile="basic")
def invalid_toml(detail: str) -> Wording:
    """A configuration file that is not TOML.

    ## Why it matters
    Nothing of such a file can be used. Most often text has no quotes, a key comes twice, or a bracket is missing.

    ```toml bad
    profile = strict  # <- invalid-toml
    ```
    ```toml good
    profile = "strict"
    ```
    """
    for said, (message, hint) in _SYNTAX.items():
        if said in detail:
            return Wording(message, hint)
    return Wording(f"this is not TOML: {detail[:1].lower()}{shown(detail[1:])}", "see toml.io for how it is written")


_SYNTAX = {
    "not a table": ("`tool.vs` is not a table", "write its settings under the heading `[tool.vs]`"),
    "Cannot overwrite": ("this key or table is there a second time", "keep one of them"),
    "Cannot declare": ("this table is there a second time", "put the keys of both under one heading"),
    "Invalid value": ("this is no value of TOML", 'put text in quotes, as in `profile = "strict"`'),
    "Expected '='": ("a key without `= value`", 'write `key = value`, as in `profile = "strict"`'),
    "Unclosed array": ("a list without its `]`, or without a comma between two items", "close it: `[...]`"),
    "Unclosed inline table": ("a table without its `}`, or without a comma between two keys", "close it: `{...}`"),
    "Exceeds the limit": ("a number of more digits than anything has", "write a shorter one"),
    "nested too deep": ("tables or lists are nested too deep", "no setting needs more than a few levels"),
}


@rule("VS903", "unknown-setting", Severity.ERROR, profile="basic")
def unknown_setting(mistake: Mistake, homes: Collection[str] = ()) -> Wording:
    """A key that the configuration does not have at this place.

    ## Why it matters
    A setting that is not understood does not do what it says; without a word, nobody would notice.

    ```toml bad
    fail_on = "warning"  # <- unknown-setting
    ```
    ```toml good
    fail-on = "warning"
    ```
    """
    key = str(mistake.route[-1])
    if homes:
        return Wording(f"'{shown(key)}' is not a setting at this place", " or ".join(homes))
    known = [name for name in mistake.schema["properties"] if name not in mistake.siblings]
    meant = closest(key, known)
    if meant:
        return Wording(f"unknown setting '{shown(key)}'; did you mean '{meant}'?", f"rename it to `{meant}`")
    listed = f"; known here: {', '.join(known)}" if known else ""
    return Wording(f"unknown setting '{shown(key)}'", f"remove it{listed}")


@rule("VS904", "invalid-setting", Severity.ERROR, profile="basic")
def invalid_setting(mistake: Mistake) -> Wording:
    """A setting that cannot have this value, or lacks a part.

    ## Why it matters
    The setting is left out, so the run goes by its default: most likely not what is wanted.

    ```toml bad
    profile = "strictest"  # <- invalid-setting
    ```
    ```toml good
    profile = "strict"
    ```
    """
    if mistake.keyword == "required":
        missing = str(mistake.route[-1])
        example = as_toml(mistake.schema["properties"][missing]["examples"][0])
        return Wording(f"{_holder(mistake.route[:-1])} has no '{missing}'", f"add `{missing} = {example}`, for example")
    words = [str(word) for word in mistake.schema.get("enum", ())]
    if words and isinstance(mistake.value, str):
        meant = closest(mistake.value, words)
        guess = f"; did you mean '{meant}'?" if meant else ""
        noun = "severity" if mistake.route[0] == "severity" else mistake.key
        return Wording(f"unknown {noun} '{shown(mistake.value)}'{guess}", f"one of: {', '.join(words)}")
    return Wording(f"{_owner(mistake)} must be {_due(mistake, words)}, not {_kind(mistake.value)}", _example(mistake))


def _holder(route: Route) -> str:
    return f"an entry of '{route[-2]}'" if isinstance(route[-1], int) else f"'{route[-1]}'"


def _owner(mistake: Mistake) -> str:
    return f"an item of '{mistake.key}'" if isinstance(mistake.route[-1], int) else f"'{shown(mistake.key)}'"


def _due(mistake: Mistake, words: list[str]) -> str:
    if words:
        return f"one of {', '.join(words)}"
    title = mistake.schema.get("title")
    return f"a {title}" if title else _TYPES[mistake.schema.get("type", "string")]


def _kind(value: object) -> str:
    if isinstance(value, str):
        return f"'{shown(value)}'" if value.strip() else "empty"
    return "a table" if isinstance(value, dict) else kind_of(value) if _is_plain(value) else "a date or time"


def _is_plain(value: object) -> bool:
    return isinstance(value, bool | int | float | list)


def _example(mistake: Mistake) -> str:
    if mistake.schema.get("type") == "array" and isinstance(mistake.value, str):
        return f"put it in brackets: `[{as_toml(shown(mistake.value))}]`"
    if normal(f"#{mistake.value}") and str(mistake.schema.get("title")).startswith("colour"):
        return f'write `"#{mistake.value}"`'
    example = next(iter(mistake.schema.get("examples", ())), None)
    if example is None:
        return "correct or remove it"
    return f"for example `{as_toml(example)}`"


def as_toml(value: object) -> str:
    """A value of an example as it stands in TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml_key(key)} = {as_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _toml_key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() and key.isascii() else f'"{key}"'


@rule("VS905", "unknown-rule", Severity.ERROR, profile="basic")
def unknown_rule(word: str, meant: str | None, homes: Collection[str] = (), *, is_family: bool = False) -> Wording:
    """The configuration names a rule that does not exist.

    ## Why it matters
    A rule that is misspelt here is not ignored, not selected, not graded: the gate does something else than
    its configuration says.

    ```toml bad
    ignore = [
      "dimension-uncoverd",  # <- unknown-rule
    ]
    ```
    ```toml good
    ignore = ["dimension-uncovered", "VS32"]
    ```
    """
    if is_family:
        hint = f'name one rule; to turn all of them off, write `ignore = ["{word}"]`'
        return Wording(f"'{word}' means several rules, and a severity is that of one", hint)
    if homes:
        return Wording(f"there is no rule '{shown(word)}', but a setting of that name", " or ".join(homes))
    guess = f"; did you mean '{meant}'?" if meant else ""
    hint = f"write `{meant}`" if meant else "see `vs explain rules` for names; VS4 means all rules from VS401 on"
    return Wording(f"there is no rule '{shown(word)}'{guess}", hint)


@rule("VS906", "threshold-out-of-range", Severity.ERROR, profile="basic")
def threshold_out_of_range(mistake: Mistake) -> Wording:
    """A threshold that no stream can meet, or that every stream does.

    ## Why it matters
    It would turn a rule off, or on for everything, without saying so. To turn a rule off, say `"off"` in `[severity]`.

    ```toml bad
    [thresholds]
    most-steps = 0  # <- threshold-out-of-range
    ```
    ```toml good
    [thresholds]
    most-steps = 20
    ```
    """
    low, high = mistake.schema["minimum"], mistake.schema["maximum"]
    message = f"'{mistake.key}' is {number(mistake.value)}; it can be {number(low)} to {number(high)}"
    return Wording(message, f"the default is {number(mistake.schema['default'])}")


@rule("VS907", "invalid-glob", Severity.ERROR, profile="basic")
def invalid_glob(glob: str, why: str) -> Wording:
    """A glob that cannot match anything, or is not understood.

    ## Why it matters
    Globs count from the folder of their file, with forward slashes: `*` stays within a name, `**` crosses folders.
    One without a slash means that name in any folder. Another way of writing would match other files than meant.

    ```toml bad
    [per-file-ignores]
    "/legacy/**" = ["no-owner"]  # <- invalid-glob
    ```
    ```toml good
    [per-file-ignores]
    "legacy/**" = ["no-owner"]
    ```
    """
    return Wording(f"the glob '{shown(glob)}' {why}", "write it like `legacy/**` or `draft-*`")


@rule("VS908", "path-outside-project", Severity.ERROR, profile="basic")
def path_outside_project(path: str) -> Wording:
    """A path that is absolute, or leads out of the project.

    ## Why it matters
    The configuration must mean the same on every machine, and a merge request must not make a run read or write
    files elsewhere. Paths count from the folder of their file and stay inside the repository.

    ```toml bad
    baseline = "/var/lib/vs/baseline.json"  # <- path-outside-project
    ```
    ```toml good
    baseline = "vs-baseline.json"
    ```
    """
    message = f"'{shown(path)}' is not a path inside the project"
    return Wording(message, "write a path relative to the folder of this file, with forward slashes")


@rule("VS909", "path-not-found", Severity.ERROR, profile="basic")
def path_not_found(path: str, why: str, remedy: str = "") -> Wording:
    """A file or folder that the configuration names is not there.

    ## Why it matters
    What should come from there is missing from the run.

    ```toml bad
    templates = ["no-such-folder"]  # <- path-not-found
    ```
    ```toml good
    templates = ["house-templates"]
    ```
    """
    return Wording(f"'{shown(path)}' {why}", f"correct the path; it counts from the folder of this file{remedy}")


@rule("VS910", "invalid-own-practice", Severity.ERROR, profile="basic")
def invalid_own_practice(name: str, why: str, hint: str) -> Wording:
    """A practice of your own whose id has no `x-`, or whose name means another practice already.

    ## Why it matters
    The prefix keeps your practices apart from the 34 of ITIL 4, now and in later editions. A name that means two
    practices would make every suggestion a guess.

    ```toml bad
    [practices]
    finops = {name = "FinOps"}  # <- invalid-own-practice
    ```
    ```toml good
    [practices]
    x-finops = {name = "FinOps", aliases = ["cloud cost"]}
    ```
    """
    return Wording(f"'{shown(name)}' {why}", hint)


@rule("VS911", "rule-always-on", Severity.ERROR, profile="basic")
def rule_always_on(word: str) -> Wording:
    """The configuration tries to turn off, or to grade, what is always an error.

    ## Why it matters
    A gate that passes what it cannot read is no gate: faults of a file as bytes or YAML (VS0xx), and mistakes in the
    configuration, are always told as errors.

    ```toml bad
    [severity]
    invalid-yaml = "off"  # <- rule-always-on
    ```
    ```toml good
    [severity]
    unknown-key = "warning"
    ```
    """
    message = f"'{shown(word)}' is always an error: it can be neither turned off nor graded"
    return Wording(message, "remove it here; to leave files out, name them in `exclude`")


@rule("VS912", "endless-extend", Severity.ERROR, profile="basic")
def endless_extend(path: str) -> Wording:
    """A configuration file extends itself, straight away or by way of others.

    ## Why it matters
    There is no first file to begin with, so it cannot be told which setting wins.

    ```toml bad
    extend = "vs.toml"  # <- endless-extend
    ```
    ```toml good
    profile = "strict"
    ```
    """
    return Wording(f"'{shown(path)}' leads back to a file that is extended already", "remove one `extend` on this way")


@rule("VS913", "unusable-logo", Severity.ERROR, profile="basic")
def unusable_logo(path: str, why: str) -> Wording:
    """A logo that is no image which pictures can carry.

    ## Why it matters
    Pictures are drawn without it. A logo becomes a part of every picture, so it must be a raster image that every
    reader shows (PNG, JPEG, GIF or WebP), of at most 300,000 bytes and 4,000 pixels along a side.

    ```toml bad
    [render]
    logo = "vs.toml"  # <- unusable-logo
    ```
    ```toml good
    [render]
    theme = "print"
    ```
    """
    return Wording(f"the logo '{shown(path)}' {why}", "name a PNG, JPEG, GIF or WebP image of modest size")
