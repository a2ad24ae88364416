"""Style: what makes a file easier to work with, and changes nothing that it says."""

from __future__ import annotations

from valuestream_cli.findings import Severity
from valuestream_cli.modeline import has_modeline, modeline
from valuestream_cli.validation.registry import Problem, Problems, rule
from valuestream_cli.validation.repairs import Change, Head
from valuestream_cli.validation.subject import Subject


@rule("VS601", "missing-modeline", Severity.ADVICE, profile="strict")
def missing_modeline(subject: Subject) -> Problems:
    """The file does not tell editors where its schema is, though the schema stands near.

    ## Why it matters
    With this line every editor that knows YAML completes keys, activities and practices, and marks mistakes as you
    type; without it that depends on how each machine is set up.

    ## When it is fine
    Where no schema is found in `.vs/` or `schemas/`, beside the file or above it in the project, the line is not asked
    for.

    ```yaml bad
    valuestream: 1  # <- missing-modeline
    ```
    ```yaml good
    # yaml-language-server: $schema=.vs/valuestream.v1.schema.json
    valuestream: 1
    ```
    """
    schema = None if has_modeline(subject.text) else subject.nested.schema()
    if schema:
        line = modeline(schema)
        message = "the file does not tell editors where its schema is"
        hint = f"let it begin with `{line}`"
        yield Problem(subject.stream, message, "valuestream", hint, (), Change(Head(line, safe=True)))
