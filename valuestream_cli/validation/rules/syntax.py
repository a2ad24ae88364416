"""YAML: text that is none, and parts of it that stream files do without. `source` finds these faults."""

from __future__ import annotations

from valuestream_cli.findings import Severity
from valuestream_cli.source import MAX_ALIASED_NODES, MAX_DEPTH, Fault
from valuestream_cli.validation.registry import rule
from valuestream_cli.validation.wording import Wording, shown


@rule("VS006", "invalid-yaml", Severity.ERROR, profile="basic")
def invalid_yaml(fault: Fault) -> Wording:
    """Text that is not YAML: a tab, a missing quote or bracket, lines that do not line up.

    ## Why it matters
    Nothing after this place can be understood, so nothing else is checked until it is mended.

    ```yaml bad
    name: Restore: the service  # <- invalid-yaml
    ```
    ```yaml good
    name: "Restore: the service"
    ```
    """
    for sign, message, hint in SYNTAX:
        if sign in fault.detail:
            return Wording(message, hint)
    return Wording(
        f"this is not YAML: {shown(fault.detail)}", "compare this line and the one above with a working file"
    )


# What PyYAML says -> what it means to the author of the file, and the remedy.
SYNTAX = (
    ("character '\\t'", "a tab is used to indent", "indent with spaces"),
    ("indented deeper", "this line is indented deeper than those it belongs to", "line it up with its siblings"),
    ("mapping values are not allowed", "a colon and a blank inside unquoted text", "put the text in quotes"),
    ("'@' that cannot start", "text cannot begin with @ unquoted", "put the text in quotes"),
    ("'`' that cannot start", "text cannot begin with ` unquoted", "put the text in quotes"),
    (
        "'%' that cannot start",
        "text cannot begin with % unquoted",
        "write a percentage as 90%, and other text in quotes",
    ),
    ("escape", "a backslash in double quotes means an escape", "use single quotes, or write two backslashes"),
    ("flow sequence", "a bracket [ is not closed, or a comma is missing", "close it with ]"),
    ("flow mapping", "a brace { is not closed, or a comma is missing", "close it with }"),
    ("quoted scalar", "a quote is not closed", "close it, or put the whole text in the other kind of quotes"),
    (
        "could not find expected ':'",
        "this line has no colon with a blank after it",
        "write `key: value`, or indent it under the text above",
    ),
    (
        "expected <block end>",
        "this line is indented differently from those it belongs to",
        "line it up with its siblings",
    ),
    (
        "block sequence",
        "this line is indented differently from those it belongs to",
        "line it up with its siblings",
    ),
    (
        "block mapping",
        "this line is indented differently from those it belongs to",
        "line it up with its siblings",
    ),
    (
        "sequence entries are not allowed",
        "a dash cannot stand here",
        "put the list on lines of its own below the key",
    ),
    ("alias", "a * that is no alias", "put the text in quotes"),
    ("anchor", "an & that is no anchor", "put the text in quotes"),
    ("tag", "an ! that is no tag", "put the text in quotes"),
)


@rule("VS007", "duplicate-key", Severity.ERROR, profile="basic")
def duplicate_key(fault: Fault) -> Wording:
    """The same key twice in one mapping.

    ## Why it matters
    Most tools keep the last value and say nothing; the author of the first would be surprised.

    ```yaml bad
    owner: Service desk manager
    owner: Head of support  # <- duplicate-key
    ```
    ```yaml good
    owner: Service desk manager
    ```
    """
    return Wording(f"key '{shown(fault.detail)}' is here twice", "remove one of the two")


@rule("VS008", "several-documents", Severity.ERROR, profile="basic")
def several_documents(fault: Fault) -> Wording:
    """More than one YAML document in a file.

    ## Why it matters
    One file is one stream: its name, its pictures and its history belong together.
    """
    return Wording("a second document begins here", "put each stream in a file of its own")


@rule("VS009", "yaml-tag", Severity.ERROR, profile="basic")
def yaml_tag(fault: Fault) -> Wording:
    """A YAML tag such as `!!python/object` or `!secret`.

    ## Why it matters
    Tags ask the reader to construct things. Stream files are plain data, and nothing in them is ever run.

    ```yaml bad
    owner: !secret desk-manager  # <- yaml-tag
    ```
    ```yaml good
    owner: Service desk manager
    ```
    """
    return Wording(
        f"YAML tags are not used in stream files: {shown(fault.detail)}", "remove the tag, or quote the text"
    )


@rule("VS010", "merge-key", Severity.ERROR, profile="basic")
def merge_key(fault: Fault) -> Wording:
    """A merge key `<<`.

    ## Why it matters
    Merge keys were dropped from YAML 1.2: some readers merge, some do not, and the reader of the file has to
    look elsewhere to know what is meant.

    ```yaml bad
    value:
      outcome: The user can work
      for: [user]
      <<: {}  # <- merge-key
    ```
    ```yaml good
    value:
      outcome: The user can work
      for: [user]
    ```
    """
    return Wording("merge keys are not part of YAML 1.2", "write the keys out")


@rule("VS011", "key-not-text", Severity.ERROR, profile="basic")
def key_not_text(fault: Fault) -> Wording:
    """A key that is a list or a mapping.

    ## Why it matters
    Keys of a stream file are plain words. Most often a value in braces lost its quotes.

    ```yaml bad
    x-note:
      [a, b]: c  # <- key-not-text
    ```
    ```yaml good
    x-note: {a: c}
    ```
    """
    return Wording("a key must be plain text", "quote it if braces or brackets are meant as text")


@rule("VS012", "nested-too-deep", Severity.ERROR, profile="basic")
def nested_too_deep(fault: Fault) -> Wording:
    """More levels of nesting than any stream needs.

    ## Why it matters
    The format is five levels deep. Beyond the limit the file is damaged, or made to exhaust its reader.
    """
    return Wording(f"more than {MAX_DEPTH} levels of nesting", "flatten the data")


@rule("VS013", "unknown-alias", Severity.ERROR, profile="basic")
def unknown_alias(fault: Fault) -> Wording:
    """An alias `*name` without an anchor `&name` above it.

    ## Why it matters
    It refers to nothing. Most often it is text that begins with an asterisk and lacks quotes.

    ```yaml bad
    owner: *nobody  # <- unknown-alias
    ```
    ```yaml good
    owner: "*nobody"
    ```
    """
    return Wording(f"alias '*{shown(fault.detail)}' refers to no anchor above", "define the anchor, or quote the text")


@rule("VS014", "recursive-alias", Severity.ERROR, profile="basic")
def recursive_alias(fault: Fault) -> Wording:
    """An alias inside the very thing it refers to.

    ## Why it matters
    The value would contain itself without end.

    ```yaml bad
    x-note: &note
      again: *note  # <- recursive-alias
    ```
    ```yaml good
    x-note: {again: no}
    ```
    """
    return Wording(f"alias '*{shown(fault.detail)}' stands inside what it refers to", "write the value out")


@rule("VS015", "too-many-aliases", Severity.ERROR, profile="basic")
def too_many_aliases(fault: Fault) -> Wording:
    """Aliases that unfold to more data than a stream can hold.

    ## Why it matters
    A few lines of aliases of aliases can stand for billions of values; the limit stops that early.
    """
    return Wording(f"aliases unfold to more than {MAX_ALIASED_NODES:,} values", "write out what is needed")
