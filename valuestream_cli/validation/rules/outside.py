"""What an organisation adds to `vs`: its own JSON Schemas and plugins, where they cannot be used."""

from __future__ import annotations

from valuestream_cli.findings import Severity
from valuestream_cli.validation.registry import rule
from valuestream_cli.validation.wording import Wording, shown


@rule("VS941", "unusable-schema", Severity.ERROR, profile="basic")
def unusable_schema(path: str, why: str) -> Wording:
    """A JSON Schema of the organisation's own that cannot be used.

    ## Why it matters
    Its demands would not be checked, and nobody would notice. The message says what is wrong: most often the file is
    not JSON, uses a keyword wrongly, refers to another file, has a pattern with lookaround, or gives a rule the name
    or the code of another. See `docs/extending.md` for what such a schema may hold.

    ```toml bad
    [[schemas]]
    path = "vs.toml"  # <- unusable-schema
    prefix = "ACME"
    ```
    ```toml good
    schemas = []
    ```
    """
    return Wording(f"the schema '{shown(path)}' {why}", "see docs/extending.md for what a schema of your own may hold")


@rule("VS942", "unusable-plugin", Severity.ERROR, profile="basic")
def unusable_plugin(name: str, why: str) -> Wording:
    """A plugin that is not installed, cannot be imported, or has a rule whose name or code another rule has.

    ## Why it matters
    Its rules would not be applied, and nobody would notice.

    ```toml bad
    plugins = ["no-such-package"]  # <- unusable-plugin
    ```
    ```toml good
    plugins = []
    ```
    """
    return Wording(f"the plugin '{shown(name)}' {why}", "install its package beside vs, or remove its name")
